"""One's own result as a file to keep on working with: CSV for spreadsheets, JSON for programs. Codes beside words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.programme.exporting.csv_files import BYTE_ORDER_MARK, usual_separator
from bot.programme.exporting.safe_text import guarded
from bot.report.doing import taken_up
from bot.report.view import View
from flows.agenda import element_of
from frameworks.model import Element
from frameworks.scoring import Word
from frameworks.stages import StageRange
from frameworks.values import Said

NOT_APPLICABLE = "not_applicable"
FORMAT = 1
"""The number of this shape of JSON; it grows when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question as it stands. `part`, `word` and `rests_on` are codes; `level` is None where none may be told.

    `rests_on` is empty for one person's own level, else agreed, provisional or open.
    """

    element: str
    name: str
    part: str
    part_name: str
    must: bool
    level: int | None
    word: str
    word_name: str
    rests_on: str
    proof: str
    reason: str


COLUMNS = tuple(Line.__dataclass_fields__)


def lines_of(view: View) -> tuple[Line, ...]:
    """A line for each question that was asked and may be shown, in order."""
    words = view.result.card.words
    excused = view.result.card.not_applicable
    asked = (one for one in view.sight.framework.elements if one.id in words or one.id in excused)
    return tuple(_line(view, one, words.get(one.id)) for one in asked)


def _line(view: View, element: Element, word: Word | None) -> Line:
    sight, span = view.sight, view.span(element.id)
    part = sight.framework.dimension_by_id[element.dimension]
    return Line(
        element.id,
        sight.name(element.id),
        part.id,
        sight.part(part),
        element.must,
        span[0] if span and span[0] == span[1] and word is not None else None,
        word.value if word else NOT_APPLICABLE,
        view.word(word) if word else sight.say("said.not_applicable"),
        next((one.standing.value for one in view.facts.agreement if one.element == element.id), ""),
        _proof(view, element),
        view.facts.reasons.get(element.id, "") or _excuse(view, element),
    )


def _proof(view: View, element: Element) -> str:
    """What was shown, in its own words."""
    answer = view.sight.conversation.answers.get(element.id)
    if answer is None or answer.said is not Said.LEVEL or not answer.option:
        return ""
    return view.sight.text(f"{element.id}.proof.{answer.option}", element.proof[answer.option - 1])


def _excuse(view: View, element: Element) -> str:
    """Why it does not apply, where that was said."""
    answer = view.sight.conversation.answers.get(element.id)
    if answer is None or answer.said is not Said.NOT_APPLICABLE or not answer.option:
        return ""
    english = element.na_reasons[answer.option - 1]
    return view.sight.text(f"{element.id}.na.{answer.option}", english)


def result_csv(view: View) -> bytes:
    """The lines under their stable names: UTF-8 with a byte-order mark, texts in quotes, nothing that is a formula."""
    separator = usual_separator(view.sight.words)
    rows: list[tuple[Any, ...]] = [COLUMNS]
    rows += [tuple(asdict(line).values()) for line in lines_of(view)]
    text = "".join(separator.join(map(_cell, row)) + "\r\n" for row in rows)
    return BYTE_ORDER_MARK + text.encode()


def _cell(cell: str | int | bool | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return '"' + guarded(cell).replace('"', '""') + '"'
    return str(int(cell))


def _actions(view: View) -> list[dict[str, str | bool]]:
    """What was taken up and is open. `day` is an ISO date or empty; `until` says it in words."""
    chosen = view.sight.conversation.chosen
    return [
        {
            "action": action,
            "element": element_of(action),
            "text": text,
            "first_step_only": chosen[action].smaller,
            "who": who,
            "day": chosen[action].day,
            "until": until,
            "done_when": done,
        }
        for action, (text, who, until, done) in taken_up(view)
    ]


def result_json(view: View) -> bytes:
    """The same lines with what they add up to."""
    sight, result, facts = view.sight, view.result, view.facts
    framework, card = sight.framework, result.card
    made = {
        "format": FORMAT,
        "framework": framework.key,
        "version": framework.version,
        "framework_name": sight.name_of(framework),
        "organisation": sight.conversation.inputs.organisation,
        "language": sight.words.language,
        "date": view.day.isoformat(),
        "people": facts.people,
        "scope": result.scope.value,
        "profile": result.profile or None,
        "unchecked": view.unchecked,
        "musts": {"met": card.musts_met, "of": card.musts},
        "counts": {word.value: count for word, count in card.counts.items()},
        "does_not_apply": len(card.not_applicable),
        "stage": _stage(view, card.stage) if facts.show_stage else None,
        "no_stage": card.no_stage.value if card.no_stage and facts.show_stage else None,
        "elements": [asdict(line) for line in lines_of(view)],
        "actions": _actions(view),
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _stage(view: View, stage: StageRange | None) -> dict[str, str] | None:
    if stage is None:
        return None
    return {"low": stage.low.value, "high": stage.high.value, "name": view.stage(stage)}
