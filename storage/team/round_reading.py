"""The pages of a closed round: its result, the meeting's sheet, one element of it, open answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.desk import Act
from flows.pages import Page
from flows.round_pages import OpenModePage, SheetElementPage, SheetLine, SheetPage
from flows.team_pages import TeamHead
from flows.team_results import ClosedRound
from frameworks.settling import Settled, State
from frameworks.values import Said
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team.agreeing import in_line, to_agree
from storage.team.alike import opened_views
from storage.team.deciding import confirmable, deciding, others_decide
from storage.team.evidence import for_team
from storage.team.evidence_files import how_many_shown
from storage.team.opened import agreed_in, given_levels, is_open_to, who_could
from storage.team.positions import head_of_round
from storage.team.result_reading import result_for
from storage.team.results import frozen


def _sheet(reader: Reader, act: Act) -> Page:
    head, kept = _kept(reader, act.number)
    opened = is_open_to(reader.connection, act.number, reader.person_id)
    lines = _with_opened(reader, kept) if opened else _lines(reader, kept)
    may_open = reader.person_id in who_could(reader.connection, act.number)
    return SheetPage(head, kept.people, lines, opened, may_open)


def _element(reader: Reader, act: Act) -> Page:
    """One element, on the sheet or not: the meeting may talk about whatever is asked."""
    head, kept = _kept(reader, act.number)
    element = _element_at(reader, kept, act.extra)
    opened = is_open_to(reader.connection, act.number, reader.person_id)
    given = given_levels(reader.connection, act.number, element, reader.person_id) if opened else ()
    notes = for_team(reader.connection, act.number, element) if head.position.leads else ()
    sheet = _lines(reader, kept)
    framework = reader.knowledge.frameworks[kept.framework]
    decided = deciding(reader.connection, framework, act.number).get(element, ())
    others = element in others_decide(reader.connection, framework, act.number, reader.person_id)
    views = tuple((group, *levels[element]) for group, levels in kept.views.items() if element in levels)
    files = how_many_shown(reader.connection, act.number, element) if head.position.leads else 0
    line = replace(_line(kept, element), place=_places(reader, kept).get(element, 0))
    page = SheetElementPage(head, kept.people, line, given, notes, sheet, decided, views, files)
    return replace(page, others=others, stands=confirmable(kept.settled[element]))


def _reason(reader: Reader, act: Act) -> Page:
    """Where the reason is waited for: there is one only for what was agreed on."""
    head, kept = _kept(reader, act.number)
    element = _element_at(reader, kept, act.extra)
    if not head.position.leads:
        raise NotYours
    if element not in kept.agreed:
        raise BadValue("agree_first")
    return SheetElementPage(head, kept.people, _line(kept, element))


def _open_mode(reader: Reader, act: Act) -> Page:
    head = head_of_round(reader, act.number)
    people = who_could(reader.connection, act.number)
    if reader.person_id not in people:
        raise NotYours
    agreed = agreed_in(reader.connection, act.number)
    return OpenModePage(head, len(people), len(agreed & set(people)), reader.person_id in agreed)


def _kept(reader: Reader, assessment_id: int) -> tuple[TeamHead, ClosedRound]:
    """The round as it was closed, for those who lead it; in open mode for all who answered. Raises NotYours."""
    head = head_of_round(reader, assessment_id)
    kept = frozen(reader.connection, assessment_id)
    if kept is None and head.position.leads and not head.closed:
        raise BadValue("round_not_closed")
    if kept is None:
        raise NotYours
    if not head.position.leads and not is_open_to(reader.connection, assessment_id, reader.person_id):
        raise NotYours
    return head, kept


def _element_at(reader: Reader, kept: ClosedRound, place: int) -> str:
    """The element with this place, where a meeting may agree on it. Raises NotYours for all others."""
    framework = reader.knowledge.frameworks.get(kept.framework)
    if framework is None or place >= len(framework.elements):
        raise NotYours
    element = framework.elements[place].id
    if element not in to_agree(reader.connection, kept.assessment_id):
        raise NotYours
    return element


def _lines(reader: Reader, kept: ClosedRound) -> tuple[SheetLine, ...]:
    """The whole sheet in the order of talking, each line with its place in what is typed about its part."""
    places = _places(reader, kept)
    return tuple(
        replace(_line(kept, line["element"]), place=places.get(line["element"], 0)) for line in kept.sheet
    )


def _with_opened(reader: Reader, kept: ClosedRound) -> tuple[SheetLine, ...]:
    """The same sheet once all opened their answers: with the level that nobody contradicts, where none is agreed."""
    framework = reader.knowledge.frameworks.get(kept.framework)
    alike = opened_views(reader.connection, framework, kept.assessment_id) if framework else {}
    return tuple(
        replace(line, level=alike[line.element].level)
        if line.level is None and line.element in alike and line.element not in kept.agreed
        else line
        for line in _lines(reader, kept)
    )


def _places(reader: Reader, kept: ClosedRound) -> dict[str, int]:
    """The place of each question in a line about its part, as the page of that part numbers them."""
    framework = reader.knowledge.frameworks.get(kept.framework)
    if framework is None:
        return {}
    rows = to_agree(reader.connection, kept.assessment_id)
    parts = (in_line(framework, rows, part) for part in range(len(framework.dimensions)))
    return {element: place for part in parts for place, element in enumerate(part, start=1)}


def _line(kept: ClosedRound, element: str) -> SheetLine:
    drawn = next((line for line in kept.sheet if line["element"] == element), None)
    agreed = element in kept.agreed
    value = kept.settled[element]
    return SheetLine(
        element,
        topic=drawn["topic"] if drawn else "",
        differs=bool(drawn and drawn["differs"]),
        spread=tuple(drawn["spread"]) if drawn else (),
        label=drawn["label"] if drawn else "",
        level=drawn["level"] if drawn else None,
        agreed=value.level if agreed else None,
        said=_said(value) if agreed else "",
        reason=kept.reasons.get(element, ""),
        shown=agreed and value.shown,
        option=kept.options.get(element) if agreed else None,
    )


def _said(value: Settled) -> str:
    if value.state is State.NOT_APPLICABLE:
        return Said.NOT_APPLICABLE.value
    return "" if value.level is not None else Said.DONT_KNOW.value


def _result(reader: Reader, act: Act) -> Page:
    return result_for(reader.connection, reader.person_id, act.number, reader.now)


READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    "team_result": _result,
    "sheet": _sheet,
    "sheet_element": _element,
    "agree_reason": _reason,
    "open_mode": _open_mode,
}
