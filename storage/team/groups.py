"""Group chats of a team, which hear counts and dates alone. Linked by who leads the team, by a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from flows.share_pages import GroupsPage
from flows.team_pages import TeamHead
from storage.programme.links import hashed
from storage.programme.rights import NotYours
from storage.tables import assessment, link, organisation
from storage.team.closing import progress
from storage.team.linking import make_link
from storage.team.positions import people_in, require_lead
from storage.team.tables import team_group

KIND = "team_group"
DAYS = 7


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What a linked group may be told: how many, and until when. `told` names all of it but the counts.

    `closes_on` is an ISO date or empty.
    """

    number: int
    channel: str
    bot_id: int
    chat_id: int
    language: str
    organisation: str
    people: int
    done: int
    told: str
    round_no: int = 1
    closes_on: str = ""
    closed: bool = False


def issue(connection: Connection, person_id: int | None, organisation_id: int, now: datetime) -> str:
    """A code by which one group is linked, within a week. Raises NotYours for who does not lead."""
    require_lead(connection, person_id, organisation_id)
    until = now + timedelta(days=DAYS)
    return make_link(connection, KIND, organisation_id, {"by": person_id}, now, until, 1)[1]


def unlink(connection: Connection, person_id: int | None, organisation_id: int) -> None:
    """Tell no group anything any more. Raises NotYours for who does not lead."""
    require_lead(connection, person_id, organisation_id)
    connection.execute(delete(team_group).where(team_group.c.organisation_id == organisation_id))


def groups_page(connection: Connection, person_id: int | None, head: TeamHead) -> GroupsPage:
    """How many groups are linked, for those who lead. Raises NotYours."""
    require_lead(connection, person_id, head.organisation_id)
    counted = select(func.count()).where(team_group.c.organisation_id == head.organisation_id)
    return GroupsPage(head, connection.scalar(counted) or 0)


def link_group(
    connection: Connection,
    code: str,
    channel: str,
    bot_id: int,
    chat_id: int,
    language: str,
    now: datetime,
) -> bool:
    """Link this group by a code that was not used yet; False where it links nothing.

    Who made it must still lead. A group that was linked to another organisation is linked to this one alone.
    """
    row = connection.execute(
        select(link).where(link.c.code_hash == hashed(code), link.c.kind == KIND).with_for_update()
    ).first()
    if row is None or row.uses or row.revoked_at is not None or row.ends_at <= now:
        return False
    try:
        require_lead(connection, row.target.get("by"), row.organisation_id)
    except NotYours:
        return False
    connection.execute(update(link).where(link.c.id == row.id).values(uses=1))
    forget(connection, channel, bot_id, chat_id)
    values = {
        "channel": channel,
        "bot_id": bot_id,
        "chat_id": chat_id,
        "organisation_id": row.organisation_id,
        "language": language,
        "linked_at": now,
        "told": "",
    }
    connection.execute(insert(team_group), values)
    return True


def forget(connection: Connection, channel: str, bot_id: int, chat_id: int) -> None:
    """This group is linked to nothing any more: the bot was taken out, or it is linked anew."""
    connection.execute(delete(team_group).where(_this(channel, bot_id, chat_id)))


def move(connection: Connection, channel: str, bot_id: int, chat_id: int, to: int) -> None:
    """The group became a supergroup with another id; a second time changes nothing."""
    if connection.scalar(select(team_group.c.id).where(_this(channel, bot_id, chat_id))) is None:
        return
    forget(connection, channel, bot_id, to)
    connection.execute(update(team_group).where(_this(channel, bot_id, chat_id)).values(chat_id=to))


def facts_of_group(connection: Connection, channel: str, bot_id: int, chat_id: int) -> GroupFacts | None:
    """What this group may be told now; None where it is linked to nothing."""
    row = connection.execute(_GROUPS.where(_this(channel, bot_id, chat_id))).first()
    return None if row is None else _facts(connection, row)


def untold(connection: Connection) -> list[GroupFacts]:
    """The groups that do not know yet what round their team is in, until when, or that it is closed."""
    rows = connection.execute(_GROUPS.order_by(team_group.c.id)).all()
    return [_facts(connection, row) for row in rows if told_of(row) != row.told]


def mark_told(connection: Connection, facts: GroupFacts) -> None:
    """Remember what this group was told, before it is: twice would be worse than not at all."""
    connection.execute(update(team_group).where(team_group.c.id == facts.number).values(told=facts.told))


_NEWEST = (
    select(func.max(assessment.c.id))
    .where(assessment.c.organisation_id == team_group.c.organisation_id)
    .correlate(team_group)
    .scalar_subquery()
)
_GROUPS: Select[Any] = (
    select(
        team_group,
        organisation.c.name.label("organisation"),
        assessment.c.id.label("assessment_id"),
        assessment.c.round_no,
        assessment.c.closes_on,
        assessment.c.closed_at,
    )
    .join(organisation, organisation.c.id == team_group.c.organisation_id)
    .outerjoin(assessment, assessment.c.id == _NEWEST)
)


def told_of(row: Row[Any]) -> str:
    """All that a group is told but the counts: its round, the last day, and whether it is closed."""
    return f"{row.assessment_id or 0} {row.closes_on or ''} {int(row.closed_at is not None)}"


def _this(channel: str, bot_id: int, chat_id: int) -> Any:
    return (
        (team_group.c.channel == channel)
        & (team_group.c.bot_id == bot_id)
        & (team_group.c.chat_id == chat_id)
    )


def _facts(connection: Connection, row: Row[Any]) -> GroupFacts:
    _begun, done = progress(connection, row.assessment_id) if row.assessment_id else (0, 0)
    return GroupFacts(
        row.id,
        row.channel,
        row.bot_id,
        row.chat_id,
        row.language,
        row.organisation,
        people_in(connection, row.organisation_id),
        done,
        told_of(row),
        row.round_no or 1,
        row.closes_on or "",
        row.closed_at is not None,
    )
