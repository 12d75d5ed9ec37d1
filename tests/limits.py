"""A framework as large as they come: 12 parts of 12 questions with 7 levels, every text as long as it may be."""

from __future__ import annotations

from itertools import count
from typing import Any

from frameworks.action_writing import FIND_OUT
from frameworks.action_writing import LIMITS as ACTION_LIMITS
from frameworks.model import Framework
from frameworks.shape import MOST_PROOFS
from frameworks.writing import (
    BLOCK,
    BLOCK_LEVELS,
    DIMENSION_QUESTION,
    FIRST_STEP,
    NAME,
    PROOF,
    QUESTION,
    REASON,
    WHY,
)
from tests.frameworks.samples import Files, framework_files, load

PARTS, QUESTIONS, LEVELS, ROLES, REASONS, MUSTS = 12, 12, 7, 12, 7, 6
IN_PLACE, STARTED = 5, 3
ROLE, LEVEL_NAME, STAGE_LINE = 40, 10, 120
DIGITS = "🐘🦒🦓🐊🐢🐝🦋🐌🐪🐇"


class Texts:
    """Texts of a wanted length, no two alike: of words, or of emoji alone, which count twice on Telegram."""

    def __init__(self, *, emoji: bool) -> None:
        self.emoji = emoji
        self._numbers = count(1)

    def text(self, length: int) -> str:
        number = str(next(self._numbers)).rjust(5, "0")
        if self.emoji:
            number = "".join(DIGITS[int(digit)] for digit in number)
            return (number + "🌍" * length)[:length]
        words = f"N{number} " + "wide words " * length
        return words[: length - 2].rstrip().ljust(length - 1, "x") + "."

    def texts(self, number: int, length: int) -> list[str]:
        return [self.text(length) for _ in range(number)]


def largest(*, emoji: bool) -> Framework:
    """The framework; with `emoji` it has no letter in any text of its own."""
    texts = Texts(emoji=emoji)
    roles = [
        {"id": f"role{number}", "label": texts.text(ROLE), "who": texts.text(ROLE)} for number in range(ROLES)
    ]
    names = [f"p{number}" for number in range(PARTS)]
    parts = {
        part: [
            _element(texts, part, number, must=number == 0 and place < MUSTS) for number in range(QUESTIONS)
        ]
        for place, part in enumerate(names)
    }
    files = framework_files("li", parts, **_main(texts), roles=roles)
    for part in names:
        files[f"{part}.toml"] |= {"name": texts.text(NAME), "question": texts.text(DIMENSION_QUESTION)}
        files[f"{part}.actions.toml"] = {
            "actions": [_action(texts, each, level) for each in parts[part] for level in range(1, LEVELS)]
        }
    return load(_stated(files))


def _main(texts: Texts) -> dict[str, Any]:
    stages = ("early", "building", "support", "talks", "talks_after", "none")
    return {
        "levels": LEVELS,
        "in_place": IN_PLACE,
        "started": STARTED,
        "level_names": texts.texts(LEVELS, LEVEL_NAME),
        "name": texts.text(NAME),
        "about": texts.text(WHY),
        "sizes": [{"id": f"size{number}", "label": texts.text(NAME)} for number in range(4)],
        "profiles": [{"id": f"profile{number}", "label": texts.text(NAME)} for number in range(4)],
        "stages": {stage: texts.text(STAGE_LINE) for stage in stages},
        "stage_names": {stage: texts.text(LEVEL_NAME * 2) for stage in stages[:4]},
    }


def _stated(files: Files) -> Files:
    files["framework.toml"]["states"] = {"musts": MUSTS}
    return files


def _element(texts: Texts, part: str, number: int, *, must: bool) -> dict[str, Any]:
    """One question; its block is as long as a block may be."""
    block = BLOCK * LEVELS // BLOCK_LEVELS
    fixed = NAME + QUESTION + WHY + 3 + LEVELS * (LEVEL_NAME + 2)
    return {
        "id": f"li.{part}.e{number}",
        "name": texts.text(NAME),
        "kind": "habit",
        "must": must,
        "quick": number == 0,
        "adviser": True,
        "ask": [f"role{(number + other) % ROLES}" for other in range(3)],
        "na": [] if must else texts.texts(REASONS, REASON),
        "question": texts.text(QUESTION),
        "why": texts.text(WHY),
        "levels": texts.texts(LEVELS, (block - fixed) // LEVELS),
        "proof": texts.texts(MOST_PROOFS, PROOF),
        "first_step": texts.text(FIRST_STEP),
        "find_out": texts.text(FIND_OUT),
    }


def _action(texts: Texts, element: dict[str, Any], level: int) -> dict[str, Any]:
    written = {field: texts.text(limit) for field, limit in ACTION_LIMITS.items()}
    return {
        "element": element["id"],
        "from": level,
        "act": "do",
        "sentence": 1,
        "days": 0.5,
        "cost": "needs_money" if level % 2 else "low",
        "taken_by": element["ask"][0],
        "show": element["proof"][level % len(element["proof"])],
        "counterpart_by": element["ask"][1],
        **written,
    }
