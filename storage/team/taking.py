"""Who takes an action that a person took up: a name or a role, kept with the action of their own check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.agenda import element_of, open_actions
from flows.conversation import Chosen
from flows.desk import Act
from flows.pages import Page
from flows.round_pages import TakenByPage
from flows.team_desk import NOBODY, TAKER_MOST
from storage.programme.acting import Desk, Performed
from storage.programme.cohort_values import good_name
from storage.programme.reader import Reader
from storage.programme.rights import NotYours


def _page(reader: Reader, act: Act) -> Page:
    action, chosen = _open_action(reader, act.number)
    return TakenByPage(element_of(action), chosen.taken_by)


def _named(desk: Desk) -> Performed:
    """The name is written with all else of the conversation, so nothing later in the same batch undoes it."""
    action, chosen = _open_action(desk, desk.act.number)
    named = replace(chosen, taken_by=_name(desk.act.text))
    return Performed(place=replace(desk.here, chosen={**desk.here.chosen, action: named}))


def _name(text: str) -> str:
    """The name as it is kept, empty for nobody. Raises BadValue for what is none."""
    if text.strip() == NOBODY:
        return ""
    return good_name(text, TAKER_MOST)


def _open_action(reader: Reader, place: int) -> tuple[str, Chosen]:
    """The open action of the element with this place in the check the person is at. Raises NotYours without one."""
    here = reader.here
    elements = reader.knowledge.framework_of(here).elements
    if here.number is None or place >= len(elements):
        raise NotYours
    for action in open_actions(here):
        if element_of(action) == elements[place].id:
            return action, here.chosen[action]
    raise NotYours


READ: dict[str, Callable[[Reader, Act], Page | None]] = {"taken_by": _page}
ACTS: dict[str, Callable[[Desk], Performed | None]] = {"taken_by": _named}
