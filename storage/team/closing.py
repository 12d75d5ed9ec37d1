"""Closing a round, once: its people's answers stand still, are frozen, and everybody is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, null, or_, select, update

from frameworks.model import Framework
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.tables import answer, assessment, conversation, membership, participation
from storage.team.freezing import freeze, read_voters
from storage.team.positions import lock_round, lock_team, require_lead
from storage.team.round_letters import plan_closed, plan_opened, withdraw_closing
from storage.team.tables import round_result, settled

BY_HAND, BY_DAY = "hand", "day"


class PeopleChanged(Exception):
    """Somebody came to the round while its people were being locked: to be tried anew, in a new transaction."""


class FrameworkGone(LookupError):
    """The version that this round answers is not shipped any more: its levels cannot be settled."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a round did. `addresses` are the chats whose screen is to be drawn anew."""

    closed: bool
    addresses: tuple[str, ...] = ()


NOTHING = Closed(closed=False)


def close(
    connection: Connection,
    assessment_id: int,
    frameworks: Mapping[str, Framework],
    now: datetime,
    *,
    how: str = BY_DAY,
    asked_in: int | None = None,
) -> Closed:
    """Close this round and freeze it; nothing where it is closed already.

    `asked_in` is the number of the chat that wished for it, if one did: it must still lead, and everybody who began
    must be done. Conversations are locked first, in order of id, so that whatever was answered is either read here
    or is refused after it. Raises PeopleChanged and FrameworkGone.
    """
    row = connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if row is None or row.closed_at is not None:
        return NOTHING
    chats = _people(row.organisation_id, assessment_id, asked_in)
    locked = connection.execute(chats.with_for_update(of=conversation, key_share=True)).all()
    try:
        lock_team(connection, row.organisation_id)
        row = lock_round(connection, assessment_id)
    except NotYours:
        return NOTHING  # the organisation was forgotten meanwhile
    if row.closed_at is not None:
        return NOTHING
    if {each.id for each in connection.execute(chats)} - {each.id for each in locked}:
        raise PeopleChanged
    if asked_in is not None:
        refusal = _refused(connection, row.organisation_id, assessment_id, asked_in)
        if refusal:
            return _told(connection, asked_in, refusal)
    return _closed(connection, row, frameworks, how, asked_in, now)


def why_open(connection: Connection, assessment_id: int) -> BadValue | None:
    """Why this round cannot be closed at once; None where it can."""
    begun, done = progress(connection, assessment_id)
    if not begun:
        return BadValue("round_empty")
    return BadValue("round_not_done", people=begun - done) if begun > done else None


def progress(connection: Connection, assessment_id: int) -> tuple[int, int]:
    """How many people gave any answer in this round, and how many of them are done."""
    answered = (
        select(answer.c.participation_id).where(answer.c.participation_id == participation.c.id).exists()
    )
    row = connection.execute(
        select(func.count(), func.count(participation.c.finished_at)).where(
            participation.c.assessment_id == assessment_id, answered
        )
    ).one()
    return row[0], row[1]


def _people(organisation_id: int, assessment_id: int, asked_in: int | None) -> Select[Any]:
    """The chats of all who are in the organisation or take part in the round, and who wished, in order of id."""
    members = select(membership.c.person_id).where(membership.c.organisation_id == organisation_id)
    voters = select(participation.c.person_id).where(participation.c.assessment_id == assessment_id)
    theirs = or_(
        conversation.c.person_id.in_(members),
        conversation.c.person_id.in_(voters),
        conversation.c.id == asked_in,
    )
    return select(conversation.c.id, conversation.c.address).where(theirs).order_by(conversation.c.id)


def _refused(
    connection: Connection, organisation_id: int, assessment_id: int, asked_in: int
) -> tuple[str, Mapping[str, str | int]] | None:
    """Why the wish of this chat is not done any more, as a notice."""
    person = connection.scalar(select(conversation.c.person_id).where(conversation.c.id == asked_in))
    try:
        require_lead(connection, person, organisation_id)
    except NotYours:
        return "not_there", {}
    trouble = why_open(connection, assessment_id)
    return (trouble.key, trouble.values) if trouble else None


def _told(connection: Connection, chat: int, said: tuple[str, Mapping[str, str | int]]) -> Closed:
    """One line above the screen of this chat, which is drawn anew."""
    told = {"key": said[0], "args": dict(said[1])}
    connection.execute(
        update(conversation)
        .where(conversation.c.id == chat)
        .values(notice=told, revision=conversation.c.revision + 1)
    )
    return Closed(closed=False, addresses=_addresses(connection, [chat]))


def _closed(
    connection: Connection,
    row: Any,
    frameworks: Mapping[str, Framework],
    how: str,
    asked_in: int | None,
    now: datetime,
) -> Closed:
    framework = frameworks.get(f"{row.framework}-{row.version}")
    if framework is None:
        raise FrameworkGone(f"{row.framework}-{row.version}")
    voters = read_voters(connection, row.id, row.organisation_id)
    kept = freeze(framework, row.id, voters, how, now)
    this = update(assessment).where(assessment.c.id == row.id)
    withdraw_closing(connection, row.id)
    if kept is None:
        # Nobody answered: there is nothing to close, and the round stays open without a day.
        connection.execute(this.values(closes_on=""))
        return NOTHING
    connection.execute(this.values(closed_at=now))
    connection.execute(insert(round_result), kept.result)
    connection.execute(insert(settled), list(kept.rows))
    plan_closed(connection, row, asked_in, now)
    plan_opened(connection, row, None, now)
    return Closed(True, _drawn_anew(connection, row, asked_in))


def _drawn_anew(connection: Connection, row: Any, asked_in: int | None) -> tuple[str, ...]:
    """Those who are at this round, or at a page of a team, see that it is closed."""
    here = select(participation.c.id).where(participation.c.assessment_id == row.id)
    people = _people(row.organisation_id, row.id, asked_in).with_only_columns(conversation.c.id)
    chats = list(
        connection.scalars(
            select(conversation.c.id)
            .where(
                conversation.c.id.in_(people.order_by(None)),
                or_(
                    conversation.c.participation_id.in_(here),
                    conversation.c.panel.like("desk:(%"),
                    conversation.c.id == asked_in,
                ),
            )
            .order_by(conversation.c.id)
        )
    )
    bumped = update(conversation).where(conversation.c.id.in_(chats))
    # A line above the screen speaks of the open round.
    connection.execute(bumped.values(revision=conversation.c.revision + 1, notice=null()))
    if asked_in is not None:
        told = {"key": "round_is_closed", "args": {}}
        connection.execute(update(conversation).where(conversation.c.id == asked_in).values(notice=told))
    return _addresses(connection, chats)


def _addresses(connection: Connection, chats: Collection[int]) -> tuple[str, ...]:
    found = select(conversation.c.address).where(conversation.c.id.in_(chats)).order_by(conversation.c.id)
    return tuple(connection.scalars(found))
