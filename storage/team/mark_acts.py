"""Saving many answers given in one message: what a meeting agrees on. One's own answers are moves of the flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.bulk import MARKS, PROOFS, SHEET
from flows.desk import panel_of
from flows.echoes import PARTS, echo, pending, waiting, with_earlier
from flows.intents import notice
from flows.mark_pages import MarkScope
from flows.marks import Line, Mark, heads_of, lines_in, signs_in
from frameworks.model import Element
from frameworks.settling import only_reason
from frameworks.values import Answer, Said
from storage.programme.acting import Desk, Performed
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.team.agreeing import round_to_agree, write_agreed
from storage.team.mark_reading import led_round, left_to_name, marks_of, scope_of


def hear_marks(desk: Desk) -> Performed:
    """The echo of lines about a closed round; the part in front stands for the one that a line does not name."""
    act = desk.act
    _head, framework = led_round(desk, act.number)
    lines = lines_in(act.text, heads_of(framework, desk.here.language))
    lines = lines or (Line(act.extra % PARTS, signs_in(act.text)),)
    for line in lines:
        _require_part(desk, line.part, len(framework.dimensions))
    if not lines[0].signs:
        return Performed(panel_of(MARKS, act.number, lines[0].part))
    shown = echo(desk.here, act.number, with_earlier(desk.here, act.number, lines))
    return Performed(shown.panel, shown.notice)


def _require_part(desk: Desk, part: int, parts: int) -> None:
    """Raises BadValue where there is no such part, or nothing of it was asked."""
    if not 0 <= part < parts:
        raise BadValue("part_unknown", number=part + 1, parts=parts)
    try:
        scope_of(desk, replace(desk.act, extra=part))
    except NotYours:
        raise BadValue("part_not_asked") from None


def save_marks(desk: Desk) -> Performed | None:
    """What the meeting agreed on, as it was echoed; a second tap finds nothing waiting."""
    act = desk.act
    line = pending(desk.here, act)
    if line is None:
        return None
    round_to_agree(desk.connection, desk.person_id, act.number)
    scope = scope_of(desk, act)
    marks = marks_of(desk, scope, line.signs).writes
    if not marks:
        raise NotYours
    framework = desk.knowledge.frameworks[scope.framework]
    answers = {mark.element: _agreed(mark, framework.element_by_id[mark.element]) for mark in marks}
    stored = write_agreed(desk.connection, framework, act.number, answers, desk.now, scope.others)
    return _led_on(desk, scope, stored)


def _led_on(desk: Desk, scope: MarkScope, stored: int) -> Performed:
    """To the next line that waits, else to what could show or explain these marks, else back to the sheet."""
    number = desk.act.number
    behind = waiting(desk.here, number)[1:]
    if behind:
        following = echo(desk.here, number, behind, stored)
        return Performed(following.panel, following.notice)
    more = left_to_name(desk, number, scope)
    panel = panel_of(PROOFS, number, scope.part) if more else panel_of(SHEET, number)
    return Performed(panel, notice("marks_saved", {"count": stored}))


def _agreed(mark: Mark, element: Element) -> Answer:
    said = mark.said or Said.LEVEL
    return Answer(said, mark.level, option=only_reason(element) if said is Said.NOT_APPLICABLE else None)


ACTS: dict[str, Callable[[Desk], Performed | None]] = {"marks": hear_marks, "save_marks": save_marks}
