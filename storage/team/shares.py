"""Sharing a result by a link that ends: made and ended by the owner alone, read by whoever was given the link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, or_, select, update

from flows.share_pages import OpenLinks, ShareLine, SharesPage
from flows.team_pages import Position, TeamHead
from storage.programme.cohort_values import BadValue
from storage.programme.letters import new_letter, plan
from storage.programme.links import hashed
from storage.programme.rights import NotYours
from storage.tables import assessment, link, membership, organisation
from storage.team.linking import make_link
from storage.team.positions import LEADS, chats_of, lock_team, owner_of, require_owner, seat_of
from storage.team.result_shared import profile_of_round, to_share
from storage.team.tables import result_share

RESULT = "result"
DAYS = 30
MOST_OPEN, LINES = 5, 8
NOT_OVER = ("open", "waits")
TEAM_SHARE = "team_share"
"""The letter to those who lead for those who pay: a link waits for them to agree."""

SHARE_AGREED = "team_agree"
"""The letter to the owner of a place: one of those agreed, and the link works."""
PAYERS = {"donor": ("donor",), "both": ("government", "donor")}
"""Who pays by the profile of a place; the government where it names nobody else."""


def make(
    connection: Connection,
    person_id: int | None,
    head: TeamHead,
    now: datetime,
    *,
    stage: bool,
    asked_for: bool,
    label: str = "",
) -> tuple[int, str]:
    """A new link to this team's result: the share's number and the code, which cannot be read again.

    `label` says whom it is for, in the owner's words. Of a place those who have to agree are told by a letter.

    Raises NotYours for all but the owner, and BadValue where there is no result that may be shared yet.
    """
    lock_team(connection, head.organisation_id)
    require_owner(connection, person_id, head.organisation_id)
    shared = to_share(connection, head.assessment)
    if shared is None:
        raise BadValue("share_not_ready")
    if len(_not_over(lines_of(connection, head.organisation_id, now))) >= MOST_OPEN:
        raise BadValue("share_many", most=MOST_OPEN)
    about, until = {"assessment": shared, "by": person_id}, now + timedelta(days=DAYS)
    number, code = make_link(connection, RESULT, head.organisation_id, about, now, until, label=label)
    row = {
        "assessment_id": shared,
        "link_id": number,
        "asked_for": asked_for,
        "stage": stage,
        "opened": 0,
        "made_at": now,
        "agreed_at": None if head.place else now,
    }
    share: int = connection.execute(insert(result_share).returning(result_share.c.id), row).scalar_one()
    if head.place:
        _tell_payers(connection, head, profile_of_round(connection, shared), share, now)
    return share, code


def _tell_payers(connection: Connection, head: TeamHead, profile: str, share: int, now: datetime) -> None:
    """A letter to each person who may agree to this link, once."""
    agreeing = _agreeing(connection, head.organisation_id, profile)
    chats = chats_of(connection, head.organisation_id, (Position.FACILITATOR,))
    about = {"organisation": head.organisation_id, "share": share}
    plan(
        connection,
        [
            new_letter(f"{TEAM_SHARE}:{share}:{person}", TEAM_SHARE, chat, now, args=about)
            for person, chat in sorted(chats.items())
            if person in agreeing
        ],
    )


def _profile_of(connection: Connection, head: TeamHead, shared: int | None) -> str:
    """The profile of the round whose result is shared from here, which says who has to agree."""
    return profile_of_round(connection, shared or head.assessment)


def end(connection: Connection, person_id: int | None, share: int, now: datetime) -> int:
    """Nobody reads the result by this link any more; the organisation's number. A second time changes nothing."""
    row = _row(connection, share)
    require_owner(connection, person_id, row.organisation_id)
    connection.execute(
        update(link).where(link.c.id == row.link_id, link.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return int(row.organisation_id)


def agree(connection: Connection, person_id: int | None, share: int, now: datetime) -> int:
    """Let the result of a place leave its group: by somebody who leads for those who pay, not by who made the link.

    Raises NotYours for all others.
    """
    row = _row(connection, share)
    if not may_agree(
        connection, person_id, row.organisation_id, profile_of_round(connection, row.assessment_id)
    ):
        raise NotYours
    agreed = connection.execute(
        update(result_share)
        .where(result_share.c.id == share, result_share.c.agreed_at.is_(None))
        .values(agreed_at=now)
    )
    if agreed.rowcount:
        _tell_owner(connection, row.organisation_id, share, now)
    return int(row.organisation_id)


def _tell_owner(connection: Connection, organisation_id: int, share: int, now: datetime) -> None:
    """A letter to who owns the place: the link can be read from now on."""
    about = {"organisation": organisation_id, "share": share}
    owners = chats_of(connection, organisation_id, (Position.OWNER,))
    letters = (
        new_letter(f"{SHARE_AGREED}:{share}:{person}", SHARE_AGREED, chat, now, args=about)
        for person, chat in owners.items()
    )
    plan(connection, list(letters))


def can_be_read(connection: Connection, share: int, now: datetime) -> bool:
    """Whether the result can be read by this link."""
    row = share_row(connection, share)
    return row is not None and state_of(row, now) == "open"


def may_agree(connection: Connection, person_id: int | None, organisation_id: int, profile: str) -> bool:
    """Whether this person leads for those who pay and is not the owner, who made the link. Raises NotYours."""
    seat = seat_of(connection, person_id, organisation_id)
    return seat.person_id in _agreeing(connection, organisation_id, profile)


def _agreeing(connection: Connection, organisation_id: int, profile: str) -> set[int]:
    """Everybody of the organisation who may agree."""
    lead_for_payers = select(membership.c.person_id).where(
        membership.c.organisation_id == organisation_id,
        membership.c.position.in_([each.value for each in LEADS]),
        membership.c.stakeholder.in_(PAYERS.get(profile, ("government",))),
    )
    return {*connection.scalars(lead_for_payers)} - {owner_of(connection, organisation_id)}


def waits_for(connection: Connection, person_id: int | None, share: int) -> bool:
    """Whether this link waits for this very person to agree."""
    row = share_row(connection, share)
    if row is None or row.agreed_at is not None or row.revoked_at is not None:
        return False
    profile = profile_of_round(connection, row.assessment_id)
    return may_agree(connection, person_id, row.organisation_id, profile)


def to_agree(connection: Connection, person_id: int | None, head: TeamHead, now: datetime) -> int | None:
    """How many links wait for this person of the team to agree; None for who is not asked."""
    if not head.place:
        return None
    profile = _profile_of(connection, head, to_share(connection, head.assessment))
    if not may_agree(connection, person_id, head.organisation_id, profile):
        return None
    return sum(line.state == "waits" for line in lines_of(connection, head.organisation_id, now))


def open_links(connection: Connection, person_id: int, now: datetime) -> tuple[OpenLinks, ...]:
    """The links that show a result of this person's own organisations, or wait to, where there are any."""
    theirs = (
        select(organisation.c.id, organisation.c.name)
        .join(membership, membership.c.organisation_id == organisation.c.id)
        .where(membership.c.person_id == person_id)
        .order_by(membership.c.id.desc())
    )
    found = (
        OpenLinks(row.id, row.name, _not_over(lines_of(connection, row.id, now)))
        for row in connection.execute(theirs).all()
        if owner_of(connection, row.id) == person_id
    )
    return tuple(each for each in found if each.lines)


def _not_over(lines: tuple[ShareLine, ...]) -> tuple[ShareLine, ...]:
    return tuple(line for line in lines if line.state in NOT_OVER)


def shares_page(connection: Connection, person_id: int | None, head: TeamHead, now: datetime) -> SharesPage:
    """Who may read this team's result by a link, until when. Raises NotYours for who may neither share nor agree."""
    owner = owner_of(connection, head.organisation_id) == person_id
    shared = to_share(connection, head.assessment)
    profile = _profile_of(connection, head, shared)
    if not owner and not (head.place and may_agree(connection, person_id, head.organisation_id, profile)):
        raise NotYours
    lines = lines_of(connection, head.organisation_id, now)
    nobody = head.place and owner and not _agreeing(connection, head.organisation_id, profile)
    return SharesPage(head, lines, ready=shared is not None, owner=owner, nobody_agrees=nobody)


def lines_of(connection: Connection, organisation_id: int, now: datetime) -> tuple[ShareLine, ...]:
    """The links to the organisation's results, the newest first; before those that are over all that are not."""
    not_over = and_(link.c.revoked_at.is_(None), or_(link.c.ends_at.is_(None), link.c.ends_at > now))
    rows = connection.execute(
        _SHARES.where(assessment.c.organisation_id == organisation_id)
        .order_by(not_over.desc(), result_share.c.id.desc())
        .limit(LINES)
    ).all()
    return tuple(line_of(row, now) for row in rows)


def line_of(row: Row[Any], now: datetime) -> ShareLine:
    """One share, from a row of `share_row`."""
    return ShareLine(row.id, state_of(row, now), row.ends_at, row.stage, row.asked_for, row.opened, row.label)


def state_of(row: Row[Any], now: datetime) -> str:
    """Whether a result can be read by this link now, or why it cannot."""
    if row.revoked_at is not None:
        return "revoked"
    if row.ends_at is not None and row.ends_at <= now:
        return "ended"
    return "open" if row.agreed_at is not None else "waits"


_SHARES: Select[Any] = (
    select(
        result_share,
        *(link.c.target, link.c.ends_at, link.c.revoked_at, link.c.label),
        assessment.c.organisation_id,
    )
    .join(link, link.c.id == result_share.c.link_id)
    .join(assessment, assessment.c.id == result_share.c.assessment_id)
)


def share_row(connection: Connection, share: int) -> Row[Any] | None:
    """A share with its link's end and its organisation."""
    return connection.execute(_SHARES.where(result_share.c.id == share)).first()


def share_of_code(connection: Connection, code: str) -> int | None:
    """The share that the link with this code shows; None for all other codes."""
    found = (
        select(result_share.c.id)
        .join(link, link.c.id == result_share.c.link_id)
        .where(link.c.code_hash == hashed(code), link.c.kind == RESULT)
    )
    return connection.scalar(found)


def count_opened(connection: Connection, share: int, now: datetime) -> None:
    """Somebody came by this link: counted while it shows the result, and not where it only says why not."""
    if state_of(_row(connection, share), now) != "open":
        return
    connection.execute(
        update(result_share).where(result_share.c.id == share).values(opened=result_share.c.opened + 1)
    )


def _row(connection: Connection, share: int) -> Row[Any]:
    row = share_row(connection, share)
    if row is None:
        raise NotYours
    return row
