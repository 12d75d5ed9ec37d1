"""An invitation as those meet it who come by it: what it invites this chat to, and whether it still does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from flows.desk import DESK
from flows.pages import Invitation, Right
from storage.programme.habits import is_off
from storage.programme.joining import share_day
from storage.programme.link_lists import link_state
from storage.programme.links import CALLED, TO_RESPOND, called, hashed
from storage.programme.rights import GIVEN_NAME, Actor, NotYours, actor_of, right_of
from storage.programme.tables import (
    cohort,
    cohort_right,
    coordinator,
    enrolment,
    invitee,
    join_request,
    link_use,
)
from storage.tables import conversation, link, organisation
from storage.team.inviting import CALLED as TEAM_KINDS
from storage.team.opening import team_invitation
from storage.team.positions import lock_team

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RANK = (Right.READ, Right.HELPER, Right.LEAD)


@dataclass(frozen=True, slots=True)
class _Found:
    """A link with all that it hangs on, as this chat meets it. `own`: where this chat is or was in the cohort."""

    link: Row[Any]
    cohort: Row[Any]
    enrolment: Row[Any] | None
    invitee: Row[Any] | None
    own: Row[Any] | None
    request: Row[Any] | None


def invitation_for(
    connection: Connection,
    which: str | int,
    conversation_id: int,
    person_id: int | None,
    now: datetime,
    *,
    lock: bool = False,
) -> Invitation | None:
    """What the link with this code, or this number, invites this chat to; None where it invites to nothing here.

    With `lock` nobody else can use it up until the end of the transaction. A number is taken only from a chat that
    opened the link, asked to be let in by it, or came by it.
    """
    row = _link(connection, which, conversation_id, lock=lock)
    if row is None:
        return None
    if row.kind in TEAM_KINDS:
        return team_invitation(connection, row, conversation_id, person_id, now)
    found = _look(connection, row, conversation_id, person_id, lock=lock)
    if called(row.kind) in TO_RESPOND:
        return _to_respond(connection, found, conversation_id, now)
    return _to_coordinate(connection, found, conversation_id, now)


def _link(connection: Connection, which: str | int, conversation_id: int, *, lock: bool) -> Row[Any] | None:
    wanted = select(link).where(link.c.kind.in_((*CALLED, *TEAM_KINDS)))
    if isinstance(which, int):
        if not _is_known(connection, which, conversation_id):
            return None
        wanted = wanted.where(link.c.id == which)
    elif _CODE.fullmatch(which):
        wanted = wanted.where(link.c.code_hash == hashed(which))
    else:
        return None
    row = connection.execute(wanted).first()
    if row is None or not lock:
        return row
    try:
        # Teams before their link, as wherever both are changed.
        for number in teams_of_link(connection, row, conversation_id):
            lock_team(connection, number)
    except NotYours:
        return None
    return connection.execute(wanted.with_for_update()).first()


def teams_of_link(connection: Connection, row: Row[Any], conversation_id: int) -> list[int]:
    """The organisations that the link of this row may bring this chat to, in order of their numbers."""
    if row.organisation_id is not None:
        return [row.organisation_id]
    came = select(link_use.c.enrolment_id).where(link_use.c.conversation_id == conversation_id)
    there = (enrolment.c.id == row.target.get("enrolment")) | enrolment.c.id.in_(came)
    found = select(enrolment.c.organisation_id).where(enrolment.c.cohort_id == row.cohort_id, there)
    return sorted(set(connection.scalars(found.where(enrolment.c.organisation_id.is_not(None)))))


def _is_known(connection: Connection, link_id: int, conversation_id: int) -> bool:
    """Whether this chat had the code: numbers can be guessed, and a button can be forged."""
    here = connection.execute(
        select(conversation.c.invitation, conversation.c.panel).where(conversation.c.id == conversation_id)
    ).first()
    if here is not None and (
        here.invitation == link_id or (here.panel or "").startswith(f"{DESK}j:{link_id}:")
    ):
        return True
    came = (
        select(table.c.id).where(table.c.link_id == link_id, table.c.conversation_id == conversation_id)
        for table in (join_request, link_use)
    )
    return any(connection.execute(each).first() for each in came)


def _look(
    connection: Connection, row: Row[Any], conversation_id: int, person_id: int | None, *, lock: bool
) -> _Found:
    """Read after the link is locked; the organisation and the person on the list are locked after it."""
    numbers = row.target.get("enrolment"), row.target.get("invitee")
    wanted = [
        select(table).where(table.c.id == number)
        for table, number in zip((enrolment, invitee), numbers, strict=True)
    ]
    listed, person = (connection.execute(each.with_for_update() if lock else each).first() for each in wanted)
    chats = select(conversation.c.id).where(
        (conversation.c.id == conversation_id)
        | (conversation.c.person_id.is_not(None) & (conversation.c.person_id == person_id))
    )
    own = (
        select(enrolment, link_use.c.link_id)
        .join(link_use, link_use.c.enrolment_id == enrolment.c.id)
        .where(enrolment.c.cohort_id == row.cohort_id, link_use.c.conversation_id.in_(chats))
        .order_by(enrolment.c.left_at.is_not(None), enrolment.c.id.desc())
        .limit(1)
    )
    asked = select(join_request).where(
        join_request.c.link_id == row.id, join_request.c.conversation_id == conversation_id
    )
    return _Found(
        row,
        connection.execute(select(cohort).where(cohort.c.id == row.cohort_id)).one(),
        listed,
        person,
        connection.execute(own).first(),
        connection.execute(asked).first(),
    )


def _to_respond(connection: Connection, found: _Found, conversation_id: int, now: datetime) -> Invitation:
    there = found.enrolment or found.own
    size = None
    if there is not None and there.organisation_id is not None:
        size = connection.scalar(
            select(organisation.c.size).where(organisation.c.id == there.organisation_id)
        )
    return _invitation(
        connection,
        found,
        _state(found, now),
        organisation=there.name if there else "",
        organisation_id=there.organisation_id if there else None,
        size=size or "",
        enrolment=there.id if there else None,
        asks_sharing=there is None or there.joined_at is None or there.left_at is not None,
        share_until=share_day(found.cohort.deadline, found.cohort.zone, now).isoformat(),
        reminders=not is_off(connection, conversation_id),
    )


def _state(found: _Found, now: datetime) -> str:
    row, request = found.link, found.request
    if found.own is not None and found.own.left_at is None:
        return "joined"
    if found.cohort.closed_at is not None or found.cohort.archived_at is not None:
        return "closed"
    if _is_let_in(row, request):
        return "open"
    vanished = row.target.get("enrolment") is not None and found.enrolment is None
    if row.revoked_at is not None or vanished:
        return "revoked"
    if request is not None and request.decided_at is None:
        return "asked"
    # Who left may come back by the link they came by.
    if found.own is not None and found.own.link_id == row.id:
        return "open"
    held = found.invitee is not None and found.invitee.joined_at is not None
    return link_state(row, now, held=held)


def _is_let_in(row: Row[Any], request: Row[Any] | None) -> bool:
    """A coordinator let this chat in, and did not withdraw the link after that."""
    if request is None or not request.accepted:
        return False
    return row.revoked_at is None or row.revoked_at < request.decided_at


def _to_coordinate(connection: Connection, found: _Found, conversation_id: int, now: datetime) -> Invitation:
    """Whoever made it must still lead: otherwise a removed coordinator would come back by a link of their own."""
    right = Right(called(found.link.kind))
    chat = connection.execute(select(conversation).where(conversation.c.id == conversation_id)).first()
    actor = actor_of(connection, chat.channel, chat.chat_id) if chat else None
    held = right_of(connection, actor, found.cohort.id) if actor else None
    maker = Actor(found.link.target.get("by"), False)
    state = link_state(found.link, now, held=False)
    if right_of(connection, maker, found.cohort.id) is not Right.LEAD:
        state = "revoked"
    if found.cohort.closed_at is not None or found.cohort.archived_at is not None:
        state = "closed"
    if held is not None and _RANK.index(held) >= _RANK.index(right):
        state = "joined"
    return _invitation(connection, found, state, right=right, asks_sharing=False)


def _invitation(connection: Connection, found: _Found, state: str, **more: Any) -> Invitation:
    return Invitation(
        link=found.link.id,
        state=state,
        cohort=found.cohort.name,
        framework=f"{found.cohort.framework}-{found.cohort.version}",
        coordinator=_coordinator_name(connection, found),
        deadline=found.cohort.deadline,
        zone=found.cohort.zone,
        **more,
    )


def _coordinator_name(connection: Connection, found: _Found) -> str:
    """Who invites: whoever made the link, or the first lead where they are gone; empty where there is nobody."""
    made_it = coordinator.c.id == (found.link.target.get("by") or 0)
    leads = cohort_right.c.right == Right.LEAD.value
    return (
        connection.scalar(
            select(GIVEN_NAME)
            .join(cohort_right, cohort_right.c.coordinator_id == coordinator.c.id)
            .where(
                cohort_right.c.cohort_id == found.cohort.id,
                coordinator.c.removed_at.is_(None),
                made_it | leads,
            )
            .order_by(made_it.desc(), coordinator.c.id)
            .limit(1)
        )
        or ""
    )
