"""The pages of notes and proofs: a person's own, at a question that is asked of them."""

from __future__ import annotations

from collections.abc import Callable

from flows.desk import Act
from flows.evidence import NOTES_MOST, EvidencePage
from flows.pages import Page
from flows.route import route_of
from flows.table import AFTER_WAY_IN, AT_ELEMENT
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team.evidence import how_many, own_lines
from storage.team.positions import people_in


def element_at(reader: Reader, place: int) -> str:
    """The element at this place of the present check. Raises NotYours where it is not asked of this person."""
    framework, here = reader.knowledge.framework_of(reader.here), reader.here
    if here.state not in AFTER_WAY_IN or not 0 <= place < len(framework.elements):
        raise NotYours
    element = framework.elements[place].id
    if element not in route_of(framework, here.inputs, here.answers).ids:
        raise NotYours
    return element


def notes_here(reader: Reader) -> int:
    """How many notes and proofs there are at the open question; 0 where none is open."""
    if reader.here.state not in AT_ELEMENT:
        return 0
    return how_many(reader.connection, reader.here.number, reader.here.element)


def _evidence(reader: Reader, act: Act) -> EvidencePage:
    element = element_at(reader, act.number)
    lines = own_lines(reader.connection, reader.here.number, element)
    return EvidencePage(element, lines, people_in(reader.connection, reader.here.organisation))


def _adding(reader: Reader, act: Act) -> EvidencePage:
    """The page that waits for a note or a file; nothing is added to a closed round."""
    page = _evidence(reader, act)
    if reader.here.closed:
        raise BadValue("round_closed")
    if len(page.lines) >= NOTES_MOST:
        raise BadValue("evidence_full", most=NOTES_MOST)
    return page


READ: dict[str, Callable[[Reader, Act], Page | None]] = {"evidence": _evidence, "add_evidence": _adding}
