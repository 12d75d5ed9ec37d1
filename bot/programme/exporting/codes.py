"""The codes that columns hold, and what they mean in one language. Codes never change; words may."""

from __future__ import annotations

from collections.abc import Mapping

from bot.programme.exporting.columns import Cell, Kind
from bot.programme.exporting.coverage import Coverage
from bot.programme.exporting.results import (
    NOT_DONE,
    NOT_STARTED,
    ONE_PERSON,
    OTHER_VERSION,
    ROUND_OPEN,
    SMALL_GROUP,
)
from bot.words import Words
from flows.agenda import EVENTS
from flows.evidence import KINDS
from frameworks.model import Cost
from frameworks.scoring import Word
from frameworks.settling import State

WORDS = (*Word, State.NOT_APPLICABLE, State.NOT_ASKED)
FEW, SMALL_CELLS = "few", "small_cells"
WITHHELD = (NOT_STARTED, NOT_DONE, ROUND_OPEN, OTHER_VERSION, SMALL_GROUP, ONE_PERSON, FEW, SMALL_CELLS)
STATUSES = ("open", "shown", "done", "reached")
OURS = "ours"
ITEMS = (
    *("learning", "unchecked", "place", "cohort", "framework", "version", "round", "made_at", "zone"),
    *("organisations", "language", "licence"),
)
RULES = ("labels", "text", "empty", "moment", "number", "encoding", "heads")

Meanings = Mapping[Cell, str]


def fixed_codes(words: Words) -> dict[str, Meanings]:
    """Codes by column that mean the same in every cohort."""
    yes_no: Meanings = {1: words.say("export.yes"), 0: words.say("export.no")}
    return {
        "word": {code.value: words.say(f"export.word.{code.value}") for code in WORDS},
        "withheld": {code: words.say(f"export.withheld.{code}") for code in WITHHELD},
        "status": {code: words.say(f"export.status.{code}") for code in STATUSES},
        "event": {event: words.say(f"when.{event}") for event in EVENTS},
        "cost": {code.value: words.say(f"export.cost.{code.value}") for code in Cost},
        "type": {kind.value: words.say(f"export.kind.{kind.value}") for kind in Kind},
        "item": {item: words.say(f"export.item.{item}") for item in ITEMS},
        "proof_kind": {kind: words.say(f"export.proof_kind.{kind}") for kind in KINDS},
        "judgement": {OURS: words.say("export.ours")},
        **dict.fromkeys(("must", "proof", "smaller", "stage_not_shown"), yes_no),
    }


def framework_codes(covered: Coverage, language: str) -> dict[str, Meanings]:
    """Codes by column that hang on the cohort's framework."""

    def named(key: str, english: str) -> str:
        return covered.text(language, key, english)

    names = covered.framework.level_names
    stages: Meanings = {
        stage: named(f"stage_name.{stage}", name) for stage, name in covered.framework.stage_names.items()
    }
    return {
        "dimension": {one.id: named(f"{one.id}.name", one.name) for one in covered.dimensions.values()},
        "element": {one.id: named(f"{one.id}.name", one.name) for one in covered.elements.values()},
        "profile": {one.id: named(f"profile.{one.id}", one.label) for one in covered.profiles.values()},
        "size": {one.id: named(f"size.{one.id}", one.label) for one in covered.sizes.values()},
        "level": {number: named(f"level.{number}", name) for number, name in enumerate(names, start=1)},
        "stage_low": stages,
        "stage_high": stages,
    }
