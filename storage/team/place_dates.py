"""The next budget and the next election of a place, kept with its round by those who lead it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, select, update

from flows.desk import Act, panel_of
from flows.intents import notice
from flows.pages import Page
from flows.team_desk import DATE_KINDS, NOBODY
from flows.team_pages import PlaceDatesPage, TeamHead
from flows.team_results import Dates
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.cohort_values import YEARS_MOST, BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.tables import assessment
from storage.team.positions import head_for, lock_round

COLUMNS = dict(zip(DATE_KINDS, ("budget_on", "election_on"), strict=True))


def dates_of(connection: Connection, assessment_id: int) -> Dates:
    """The dates that are given for this round: a day or a month each, as ISO has it."""
    row = connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if row is None:
        return ()
    return tuple((kind, iso) for kind, name in COLUMNS.items() if (iso := getattr(row, name)))


def _head(reader: Reader, organisation_id: int) -> TeamHead:
    """The newest round of a place, for those who lead it. Raises NotYours."""
    head = head_for(reader, organisation_id)
    if not head.position.leads or not head.place or not head.assessment:
        raise NotYours
    return head


def _page(reader: Reader, act: Act) -> Page:
    head = _head(reader, act.number)
    return PlaceDatesPage(head, dates_of(reader.connection, head.assessment))


def _one(reader: Reader, act: Act) -> Page:
    chosen(DATE_KINDS, act.extra)
    return _page(reader, act)


def _typed(desk: Desk) -> Performed:
    """The date that was typed; a line alone takes out what is there."""
    text = desk.act.text.strip()
    iso = "" if text == NOBODY else text
    if iso and int(iso[:4]) > date.fromisoformat(desk.knowledge.day(desk.now)).year + YEARS_MOST:
        raise BadValue("date_far", years=YEARS_MOST)
    return _set(desk, iso)


def _cleared(desk: Desk) -> Performed:
    return _set(desk, "")


def _set(desk: Desk, iso: str) -> Performed:
    kind = chosen(DATE_KINDS, desk.act.extra)
    head = _head(desk, desk.act.number)
    lock_round(desk.connection, head.assessment)
    this = update(assessment).where(assessment.c.id == head.assessment)
    desk.connection.execute(this.values({COLUMNS[kind]: iso}))
    return Performed(panel_of("(b", head.organisation_id), notice("date_saved" if iso else "date_cleared"))


READ: dict[str, Callable[[Reader, Act], Page | None]] = {"place_dates": _page, "place_date": _one}
ACTS: dict[str, Callable[[Desk], Performed | None]] = {"place_date": _typed, "clear_place_date": _cleared}
