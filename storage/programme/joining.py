"""Joining by an invitation: it counts once, and the first of an organisation decides what it shares."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, exists, insert, or_, select, update

from flows.pages import Invitation
from flows.reminding import zone_of
from flows.spellings import organisation_key
from storage.programme.cohort_values import reckoned
from storage.programme.coordinators import add_coordinator, give_right
from storage.programme.links import end_of_day
from storage.programme.rights import Actor, NotYours, actor_of
from storage.programme.tables import cohort, enrolment, invitee, join_request, link_use
from storage.tables import conversation, link, membership

SHARE_MONTHS, SHARE_MONTHS_ALONE = 6, 12
NAME_LONGEST = 200
# Only what came into being by joining was added and joined at the same moment.
ON_NO_LIST = enrolment.c.added_at == enrolment.c.joined_at
Values = dict[str, Any]


def share_day(deadline: str, zone: str, now: datetime) -> date:
    """The last day of sharing: six months after the deadline, or twelve after joining where there is none.

    Who joins after the deadline shares for six months from then.
    """
    today = now.astimezone(zone_of(zone)).date()
    if not deadline:
        return _months_later(today, SHARE_MONTHS_ALONE)
    return _months_later(max(today, reckoned(deadline, zone, now)), SHARE_MONTHS)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def join(
    connection: Connection,
    invitation: Invitation,
    conversation_id: int,
    person_id: int | None,
    *,
    share: bool,
    now: datetime,
) -> int:
    """This chat is in the cohort by this invitation, which the caller looked at with `lock`: the enrolment's number.

    `share` counts for the first of an organisation; who comes later does not decide that. Raises NotYours where
    the invitation is not open, or used up after all.
    """
    if invitation.state != "open" or invitation.right is not None:
        raise NotYours
    row = connection.execute(select(link).where(link.c.id == invitation.link)).one()
    came = {"link_id": row.id, "conversation_id": conversation_id, "at": now}
    there = link_use.c.enrolment_id == invitation.enrolment
    former = _former_use(connection, came, there) if invitation.enrolment else None
    if former is None or former.link_id != row.id:
        take_use(connection, row, conversation_id)
    number = invitation.enrolment or _enrol(connection, row.cohort_id, now)
    _arrive(connection, row, number, share=share, now=now)
    _note_use(connection, former, came | {"enrolment_id": number})
    connection.execute(
        update(invitee)
        .where(invitee.c.id == row.target.get("invitee"), invitee.c.joined_at.is_(None))
        .values(joined_at=now, person_id=person_id)
    )
    return number


def _enrol(connection: Connection, cohort_id: int, now: datetime) -> int:
    """An organisation that nobody listed: its name follows when its check is begun."""
    row = {"cohort_id": cohort_id, "name": "", "key": "", "code": "", "added_at": now, "share_stage": False}
    return int(connection.execute(insert(enrolment).returning(enrolment.c.id), row).scalar_one())


def _arrive(connection: Connection, row: Row[Any], number: int, *, share: bool, now: datetime) -> None:
    """The first who comes, or comes back, decides on sharing for all."""
    head = connection.execute(
        select(cohort.c.deadline, cohort.c.zone).where(cohort.c.id == row.cohort_id)
    ).one()
    until = end_of_day(share_day(head.deadline, head.zone, now).isoformat(), head.zone)
    connection.execute(
        update(enrolment)
        .where(
            enrolment.c.id == number, or_(enrolment.c.joined_at.is_(None), enrolment.c.left_at.is_not(None))
        )
        .values(
            joined_at=now,
            # On no list: it stays recognisable by that, see `forget_joined`.
            added_at=case((ON_NO_LIST, now), else_=enrolment.c.added_at),
            left_at=None,
            share_from=now if share else None,
            share_until=until if share else None,
            share_ended_at=None,
            share_stage=False,
        )
    )


def _former_use(connection: Connection, came: Values, there: ColumnElement[bool]) -> Row[Any] | None:
    """Where this chat came by a link before, by this one or another."""
    mine = link_use.c.conversation_id == came["conversation_id"]
    return connection.execute(select(link_use).where(mine, there)).first()


def take_use(connection: Connection, row: Row[Any], conversation_id: int) -> None:
    """Count one use. Whom a coordinator let in is over and above the limit."""
    let_in = exists().where(
        join_request.c.link_id == row.id,
        join_request.c.conversation_id == conversation_id,
        join_request.c.accepted,
    )
    free = or_(link.c.use_limit.is_(None), link.c.uses < link.c.use_limit, let_in)
    counted = update(link).where(link.c.id == row.id, free).values(uses=link.c.uses + 1)
    if not connection.execute(counted).rowcount:
        raise NotYours


def _note_use(connection: Connection, former: Row[Any] | None, came: Values) -> None:
    """One line for each chat of an enrolment: the latest time it came."""
    if former is None:
        connection.execute(insert(link_use), came)
    else:
        connection.execute(update(link_use).where(link_use.c.id == former.id), came)


def tie(
    connection: Connection, enrolment_id: int, organisation_id: int, assessment_id: int, name: str
) -> None:
    """The check of this enrolment is begun: it is this one, unless somebody of the organisation began before."""
    this = enrolment.c.id == enrolment_id
    connection.execute(
        update(enrolment)
        .where(this, enrolment.c.assessment_id.is_(None))
        .values(organisation_id=organisation_id, assessment_id=assessment_id)
    )
    connection.execute(update(enrolment).where(this, enrolment.c.name == "").values(_called(name)))


def follow_name(connection: Connection, organisation_id: int, name: str) -> None:
    """The organisation goes by this name now, also where its coordinators know it by what its people typed.

    A name that stands on a list stays as its coordinator wrote it; so does that of who left.
    """
    typed = ON_NO_LIST & (enrolment.c.organisation_id == organisation_id) & enrolment.c.left_at.is_(None)
    connection.execute(update(enrolment).where(typed).values(_called(name)))


def _called(name: str) -> Values:
    return {"name": name[:NAME_LONGEST], "key": organisation_key(name)}


def check_of(connection: Connection, enrolment_id: int) -> str | None:
    """The key of the check that this enrolment is for; None where it is not there any more."""
    row = connection.execute(
        select(cohort.c.framework, cohort.c.version)
        .join(enrolment, enrolment.c.cohort_id == cohort.c.id)
        .where(enrolment.c.id == enrolment_id)
    ).first()
    return f"{row.framework}-{row.version}" if row else None


def become_coordinator(
    connection: Connection, invitation: Invitation, conversation_id: int, now: datetime, name: str = ""
) -> int:
    """Whoever this chat belongs to coordinates the cohort from now on: the cohort's number.

    Who is new and says no name has the label of the link, which is what their inviter calls them. Raises NotYours where
    the invitation is not open, or used up after all, or invites to nothing of the kind.
    """
    if invitation.state != "open" or invitation.right is None:
        raise NotYours
    row = connection.execute(select(link).where(link.c.id == invitation.link)).one()
    chat = connection.execute(select(conversation).where(conversation.c.id == conversation_id)).one()
    came = {"link_id": row.id, "conversation_id": conversation_id, "at": now}
    take_use(connection, row, conversation_id)
    _note_use(connection, _former_use(connection, came, link_use.c.link_id == row.id), came)
    if actor_of(connection, chat.channel, chat.chat_id) is None:
        name = name or row.label
    number = add_coordinator(connection, chat.channel, chat.chat_id, name, False, now)
    give_right(connection, Actor(row.target.get("by"), False), row.cohort_id, number, invitation.right, now)
    return int(row.cohort_id)


def forget_joined(
    connection: Connection, conversation_id: int, person_id: int | None, organisation_id: int | None = None
) -> None:
    """Undo what this chat left in cohorts, before it is removed itself; or only for an organisation it leaves.

    Their name goes from the list. An organisation that only they came for is as if nobody had joined, so that the
    next one decides anew what it shares; one that stands on no list goes as a whole.
    """
    came = select(link_use.c.enrolment_id).where(
        link_use.c.conversation_id == conversation_id, link_use.c.enrolment_id.is_not(None)
    )
    if organisation_id is not None:
        left = select(enrolment.c.id).where(enrolment.c.organisation_id == organisation_id)
        came = came.where(link_use.c.enrolment_id.in_(left))
    mine = list(connection.scalars(came))
    if person_id is not None:
        whose = invitee.c.person_id == person_id
        if organisation_id is not None:
            whose &= invitee.c.enrolment_id.in_(mine)
        connection.execute(delete(invitee).where(whose))
    _forget_unless_others(connection, mine, conversation_id, person_id)


def _forget_unless_others(
    connection: Connection, mine: list[int], conversation_id: int, person_id: int | None
) -> None:
    """What nobody else joined or is a member of."""
    other = exists().where(
        link_use.c.enrolment_id == enrolment.c.id,
        link_use.c.conversation_id.is_not(None),
        link_use.c.conversation_id != conversation_id,
    )
    colleague = exists().where(
        membership.c.organisation_id == enrolment.c.organisation_id,
        membership.c.person_id != (person_id or 0),
    )
    alone = enrolment.c.id.in_(mine) & ~other & ~colleague
    connection.execute(delete(enrolment).where(alone, ON_NO_LIST))
    connection.execute(
        update(enrolment)
        .where(alone)
        .values(joined_at=None, left_at=None, share_from=None, share_until=None, share_ended_at=None)
    )
