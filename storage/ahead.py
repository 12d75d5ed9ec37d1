"""Teams and links that several events of one batch will look at, locked ahead in one order: see ARCHITECTURE.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from flows.conversation import Conversation
from flows.desk import ACTS
from flows.events import Commanded, Event, Handled, Incoming, Tapped, Typed
from storage.beside import link_of
from storage.programme.links import hashed
from storage.programme.opening import teams_of_link
from storage.programme.rights import NotYours
from storage.records import Held, address_of
from storage.tables import link, membership
from storage.team.positions import lock_team

_ABOUT_OTHERS = frozenset("xjUW")
"""Buttons by which a check is begun, or everything is forgotten."""


def lock_ahead(connection: Connection, incomings: Sequence[Incoming], held: Mapping[str, Held]) -> None:
    """Lock what these events may look at in teams, so that two batches that meet in two of them never wait in a circle.

    One event alone locks in order by itself, and an answer to a question locks nothing: then there is nothing to do.
    """
    found = [
        (each, there)
        for each in incomings
        if (there := held.get(address_of(each.chat))) and _is_about_others(each.event, there.conversation)
    ]
    if len(found) < 2:
        return
    people = {there.person_id for _each, there in found if there.person_id is not None}
    mine = select(membership.c.organisation_id).where(membership.c.person_id.in_(sorted(people)))
    teams: set[int] = set(connection.scalars(mine))
    links: set[int] = set()
    for each, there in found:
        which = link_of(each, there.conversation)
        if which is not None:
            _add(connection, which, there.row_id, teams, links)
    for number in sorted(teams):
        _lock_team(connection, number)
    if links:
        ordered = select(link.c.id).where(link.c.id.in_(sorted(links))).order_by(link.c.id)
        connection.execute(ordered.with_for_update()).all()


def _is_about_others(event: Event, here: Conversation) -> bool:
    """Whether this event may change what others change too."""
    if isinstance(event, Tapped):
        return event.action in _ABOUT_OTHERS
    if isinstance(event, Commanded):
        return event.name == "start" and bool(event.argument)
    if isinstance(event, Typed):
        return here.panel is not None or here.state == "joining"
    return isinstance(event, Handled) and event.verb in ACTS


def _add(connection: Connection, which: str | int, chat: int, teams: set[int], links: set[int]) -> None:
    this = link.c.id == which if isinstance(which, int) else link.c.code_hash == hashed(which)
    row = connection.execute(select(link).where(this)).first()
    if row is not None:
        teams.update(teams_of_link(connection, row, chat))
        links.add(row.id)


def _lock_team(connection: Connection, number: int) -> None:
    try:
        lock_team(connection, number)
    except NotYours:
        return  # it went meanwhile: whoever asks for it is told
