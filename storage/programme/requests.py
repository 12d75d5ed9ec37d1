"""Asking to be let in by a link that was used by somebody else: the coordinator decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from flows.pages import Invitation, RequestsPage
from storage.inserting import insert_or_ignore
from storage.programme.audit import note_act
from storage.programme.coordinators import chats_of_writers
from storage.programme.letters import new_letter, plan
from storage.programme.links import listed_for
from storage.programme.opening import invitation_for
from storage.programme.rights import Actor, NotYours, cohort_of_request, require
from storage.programme.tables import enrolment, join_request
from storage.tables import conversation, link
from storage.team.requests import MAY_ASK, tell_leads

REQUESTS_SHOWN = 20


def ask_to_join(connection: Connection, link_id: int, conversation_id: int, now: datetime) -> None:
    """This chat asks the coordinators to let it in by a link it has opened; asking twice is asking once.

    Raises NotYours for a link it never opened, or that is not used by somebody else. Whoever was
    turned down may ask again, but nobody is written to a second time. A team's people decide on its own links.
    """
    here = connection.execute(select(conversation).where(conversation.c.id == conversation_id)).one()
    found = invitation_for(connection, link_id, conversation_id, here.person_id, now, lock=True)
    if found is None or found.right is not None or found.state not in _may_ask(found):
        raise NotYours
    row = {"link_id": link_id, "conversation_id": conversation_id, "at": now}
    connection.execute(insert_or_ignore(connection, join_request), row)
    ours = (join_request.c.link_id == link_id, join_request.c.conversation_id == conversation_id)
    again = update(join_request).where(*ours, join_request.c.decided_at.is_not(None))
    connection.execute(again.values(at=now, decided_at=None, accepted=None))
    number = connection.scalar(select(join_request.c.id).where(*ours))
    _tell(connection, link_id, int(number or 0), here, now)


def _may_ask(found: Invitation) -> frozenset[str]:
    return MAY_ASK if found.position else frozenset({"used", "asked"})


def _tell(connection: Connection, link_id: int, number: int, here: Row[Any], now: datetime) -> None:
    """A letter to each who may decide, in their chat with the same bot where they have one."""
    row = connection.execute(select(link).where(link.c.id == link_id)).one()
    if row.organisation_id is not None:
        tell_leads(connection, row, number, here.bot_id, now)
        return
    cohort_id = row.cohort_id
    chat_of = chats_of_writers(connection, int(cohort_id or 0), here.bot_id)
    plan(
        connection,
        [
            new_letter(f"requested:{number}:{each}", "requested", chat, now, cohort_id=cohort_id)
            for each, chat in sorted(chat_of.items())
        ],
    )


def requests_page(connection: Connection, actor: Actor, cohort_id: int) -> RequestsPage:
    """Who waits to be let in, the longest first, at most 20. Raises NotYours."""
    head = require(connection, actor, cohort_id, "look")
    rows = connection.execute(
        select(join_request.c.id, join_request.c.at, link.c.label, link.c.target)
        .join(link, link.c.id == join_request.c.link_id)
        .where(link.c.cohort_id == cohort_id, join_request.c.decided_at.is_(None))
        .order_by(join_request.c.at, join_request.c.id)
        .limit(REQUESTS_SHOWN)
    ).all()
    listed = {row.target.get("enrolment") for row in rows} - {None}
    named = select(enrolment.c.id, enrolment.c.name).where(enrolment.c.id.in_(listed))
    names = {row.id: row.name for row in connection.execute(named)}
    return RequestsPage(
        head,
        tuple((row.id, row.label or names.get(row.target.get("enrolment"), ""), row.at) for row in rows),
    )


def accept(connection: Connection, actor: Actor, request_id: int, now: datetime) -> int:
    """Let them in: they get a letter with a button to join. The cohort's number; raises NotYours."""
    cohort_id, changed = _decide(connection, actor, request_id, now, accepted=True)
    if changed:
        row = connection.execute(select(join_request).where(join_request.c.id == request_id)).one()
        letter = new_letter(
            f"accepted:{request_id}:{int(now.timestamp())}",
            "accepted",
            row.conversation_id,
            now,
            cohort_id=cohort_id,
            args={"link": row.link_id},
        )
        plan(connection, [letter])
    return cohort_id


def decline(connection: Connection, actor: Actor, request_id: int, now: datetime) -> int:
    """Leave them out; nobody is told, and the link stays as it was. The cohort's number; raises NotYours."""
    return _decide(connection, actor, request_id, now, accepted=False)[0]


def _decide(
    connection: Connection, actor: Actor, request_id: int, now: datetime, *, accepted: bool
) -> tuple[int, bool]:
    """The first who decides has decided: whether that is this one."""
    cohort_id = cohort_of_request(connection, request_id)
    if cohort_id is None:
        raise NotYours
    require(connection, actor, cohort_id, "write")
    decided = connection.execute(
        update(join_request)
        .where(join_request.c.id == request_id, join_request.c.decided_at.is_(None))
        .values(decided_at=now, accepted=accepted)
    )
    if decided.rowcount:
        act = "request_accepted" if accepted else "request_declined"
        whose = listed_for(connection, _link_of(connection, request_id))
        note_act(connection, actor, cohort_id, act, now, whose, request=request_id)
    return cohort_id, bool(decided.rowcount)


def _link_of(connection: Connection, request_id: int) -> Row[Any]:
    asked = select(link).join(join_request, join_request.c.link_id == link.c.id)
    return connection.execute(asked.where(join_request.c.id == request_id)).one()
