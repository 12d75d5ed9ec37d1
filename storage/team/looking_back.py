"""Looking back: where a person says now that they were in the round before. It stands apart and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from flows.desk import Act, panel_of
from flows.intents import notice
from flows.pages import Page
from flows.reading import level_in, normalise
from flows.round_pages import LookingBackPage
from flows.table import AT_ELEMENT
from storage.inserting import insert_into
from storage.programme.acting import Desk, Performed
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team.evidence_reading import element_at
from storage.team.last_time import level_before
from storage.team.tables import looking_back

PAGE = "(j"


def answered_before(reader: Reader) -> bool:
    """Whether the open question is one that this person gave a level in the round before."""
    element = reader.here.element
    if reader.here.state not in AT_ELEMENT or element is None:
        return False
    return level_before(reader, element) is not None


def looked_back(connection: Connection, participation_id: int | None) -> Mapping[str, int]:
    """Where this person says that they were, by element id."""
    mine = select(looking_back).where(looking_back.c.participation_id == participation_id)
    return {row.element_id: row.level for row in connection.execute(mine)}


def _page(reader: Reader, act: Act) -> LookingBackPage:
    element = element_at(reader, act.number)
    before = level_before(reader, element)
    if before is None:
        raise NotYours
    seen = looked_back(reader.connection, reader.here.number).get(element)
    return LookingBackPage(element, *before, seen)


def _typed(desk: Desk) -> Performed:
    """A level that was typed where it is waited for."""
    level, levels = _read(desk), desk.knowledge.framework_of(desk.here).levels
    if level is None or not 1 <= level <= levels:
        raise BadValue("out_of_range", levels=levels)
    return _kept(desk, level)


def _read(desk: Desk) -> int | None:
    """The level in "2", "level 2" or by its name, in the language of the screen."""
    knowledge, here = desk.knowledge, desk.here
    names = knowledge.level_names(knowledge.framework_of(here), here.language)
    return level_in(normalise(desk.act.text), names, knowledge.vocabulary(here.language))


def _tapped(desk: Desk) -> Performed:
    if desk.act.extra > desk.knowledge.framework_of(desk.here).levels:
        raise NotYours
    return _kept(desk, desk.act.extra)


def _kept(desk: Desk, level: int) -> Performed:
    """The page again, which shows it; 0 takes it back. Raises BadValue where the round is over."""
    page = _page(desk, desk.act)
    if desk.here.closed:
        raise BadValue("round_closed")
    if desk.here.number is None:
        raise BadValue("evidence_again")
    _write(desk.connection, desk.here.number, page.element, level, desk.now)
    told = notice("looked_back") if level else notice("looked_back_gone")
    return Performed(panel_of(PAGE, desk.act.number), told)


def _write(connection: Connection, participation_id: int, element: str, level: int, now: datetime) -> None:
    keys = {"participation_id": participation_id, "element_id": element}
    if not level:
        connection.execute(delete(looking_back).filter_by(**keys))
        return
    said = {"level": level, "at": now}
    insert = insert_into(connection.dialect.name, looking_back).values(**keys, **said)
    connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=said))


READ: dict[str, Callable[[Reader, Act], Page | None]] = {"looking_back": _page}
ACTS: dict[str, Callable[[Desk], Performed | None]] = {"looking_back": _typed, "look_back": _tapped}
