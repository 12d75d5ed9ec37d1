"""The pages on which many answers are given in one message: waiting for it, its echo, proofs and reasons after it."""

from __future__ import annotations

from collections.abc import Callable

from flows.bulk import SHEET, asked_in, unexcused, unproved
from flows.desk import Act, act_of_panel, panel_of
from flows.echoes import PARTS, waiting
from flows.mark_pages import EchoPage, MarkScope, MarksPage, ProofsPage
from flows.marks import DONT_KNOW, EXCUSE, Marks, read_marks
from flows.pages import Page
from flows.table import AFTER_WAY_IN
from flows.team_pages import TeamHead
from frameworks.model import Framework
from frameworks.settling import Settled, State, asks_proof, asks_reason
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team.agreeing import in_line, to_agree
from storage.team.deciding import holding, others_decide
from storage.team.positions import head_of_round
from storage.team.results import value_of


def marks_page(reader: Reader, act: Act) -> Page:
    """Where a line for one part is waited for."""
    return MarksPage(scope_of(reader, act), act.extra // PARTS)


def echo_page(reader: Reader, act: Act) -> Page | None:
    """What was understood of the line in front of this person; None where there is none any more."""
    lines, told = waiting(reader.here, act.number), reader.here.notice
    if not lines or told is None:
        return None
    first, *others = lines
    scope = scope_of(reader, act)
    tag, saved = (int(told.args.get(each, 0)) for each in ("tag", "saved"))
    then = tuple(line.part for line in others)
    return EchoPage(scope, marks_of(reader, scope, first.signs), first.signs, tag, then, saved)


def proofs_page(reader: Reader, act: Act) -> Page | None:
    """What of one part still lacks its proof or its reason; None where there is nothing like that."""
    scope = scope_of(reader, act)
    if act.number:
        return left_to_name(reader, act.number, scope)
    framework = reader.knowledge.framework_of(reader.here)
    levels = unproved(reader.here, framework, scope.part)
    excused = unexcused(reader.here, framework, scope.part)
    return ProofsPage(scope, levels, excused) if levels or excused else None


def scope_of(reader: Reader, act: Act) -> MarkScope:
    """The questions of one part: one's own, or those of a closed round for who leads it. Raises NotYours, BadValue."""
    part = act.extra % PARTS
    return _of_round(reader, act.number, part) if act.number else _own(reader, part)


def marks_of(reader: Reader, scope: MarkScope, signs: tuple[str, ...]) -> Marks:
    """What these signs say of these questions. A meeting agrees for all: nothing is somebody else's area there."""
    framework = reader.knowledge.frameworks[scope.framework]
    elements = [framework.element_by_id[each] for each in scope.elements]
    areas = bool(framework.groups) and scope.head is None
    marks = read_marks(signs, elements, framework.levels, areas=areas)
    if scope.head is None or not scope.others:
        return marks
    rows = to_agree(reader.connection, scope.head.assessment)
    return holding(framework, scope, marks, {one: value_of(row) for one, row in rows.items()})


def left_to_name(reader: Reader, assessment_id: int, scope: MarkScope) -> ProofsPage | None:
    """What a meeting agreed on in one part without saying what shows it, or why it does not apply; None where it did.

    What is not asked any more, after what was agreed on, is left out.
    """
    framework = reader.knowledge.frameworks[scope.framework]
    rows = to_agree(reader.connection, assessment_id)
    agreed = [rows[each] for each in scope.elements if each in rows and rows[each].agreed]
    elements = framework.element_by_id
    levels = {
        row.element_id: row.low
        for row in agreed
        if row.option is None
        and not row.shown
        and row.state == State.LEVEL
        and asks_proof(framework, elements[row.element_id], row.low)
    }
    excused = tuple(
        row.element_id for row in agreed if asks_reason(elements[row.element_id], row.state, row.option)
    )
    return ProofsPage(scope, levels, excused) if levels or excused else None


def proofs_left(reader: Reader, assessment_id: int) -> str | None:
    """Where a proof named on the page of many leads: to it again, or to the sheet; None where it is not in front."""
    here = _proofs_here(reader, assessment_id)
    if here is None:
        return None
    more = left_to_name(reader, assessment_id, scope_of(reader, here))
    return reader.here.panel if more else panel_of(SHEET, assessment_id)


def proofs_in_front(reader: Reader, assessment_id: int) -> ProofsPage | None:
    """The page of many proofs of this meeting, where this person looks at it and something lacks."""
    here = _proofs_here(reader, assessment_id)
    return left_to_name(reader, assessment_id, scope_of(reader, here)) if here else None


def _proofs_here(reader: Reader, assessment_id: int) -> Act | None:
    here = act_of_panel(reader.here.panel)
    if here is None or here.name != "proofs" or here.number != assessment_id:
        return None
    return here


def _own(reader: Reader, part: int) -> MarkScope:
    here = reader.here
    if here.state not in AFTER_WAY_IN:
        raise NotYours
    if here.closed:
        raise BadValue("round_closed")
    elements = asked_in(here, reader.knowledge.framework_of(here), part)
    if not elements:
        raise NotYours
    return MarkScope(here.framework, part, tuple(element.id for element in elements))


def led_round(reader: Reader, assessment_id: int) -> tuple[TeamHead, Framework]:
    """A closed round that this person leads, and its check. Raises NotYours, or BadValue while it is open."""
    head = head_of_round(reader, assessment_id)
    framework = reader.knowledge.frameworks.get(head.framework)
    if not head.position.leads or framework is None:
        raise NotYours
    if not head.closed:
        raise BadValue("round_not_closed")
    return head, framework


def _of_round(reader: Reader, assessment_id: int, part: int) -> MarkScope:
    head, framework = led_round(reader, assessment_id)
    rows = to_agree(reader.connection, assessment_id)
    elements = in_line(framework, rows, part)
    if not elements:
        raise NotYours
    now = {each: sign_of(value_of(rows[each])) for each in elements if rows[each].agreed}
    others = others_decide(reader.connection, framework, assessment_id, reader.person_id)
    return MarkScope(head.framework, part, elements, head, now, others)


def sign_of(value: Settled) -> str:
    """What a meeting agreed on, as a sign of a line."""
    if value.state is State.NOT_APPLICABLE:
        return EXCUSE
    return DONT_KNOW if value.level is None else str(value.level)


READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    "marks": marks_page,
    "marks_echo": echo_page,
    "proofs": proofs_page,
}
