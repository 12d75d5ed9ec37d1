"""What an organisation shares with its coordinators and until when: its owner decides, and may leave a cohort."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select, update

from flows.pages import AuditPage, Share, SharedWith, SharingPage
from flows.reminding import zone_of
from storage.programme.audit import note_act, read_audit
from storage.programme.joining import share_day
from storage.programme.links import end_of_day
from storage.programme.rights import GIVEN_NAME, OPERATOR, NotYours
from storage.programme.tables import cohort, cohort_right, coordinator, enrolment, link_use
from storage.tables import conversation, membership, organisation, participation
from storage.team.positions import owner_of
from storage.team.shares import open_links

BY_THEMSELVES = {"by": "organisation"}
"""What the log says of an act that was the organisation's own."""


def shares_now(now: datetime) -> ColumnElement[bool]:
    """Whether an enrolment shares at this moment: agreed, not ended, not over, not left."""
    return and_(
        enrolment.c.share_from.is_not(None),
        enrolment.c.share_ended_at.is_(None),
        enrolment.c.share_until > now,
        enrolment.c.left_at.is_(None),
    )


def sharing_page(connection: Connection, person_id: int | None, now: datetime) -> SharingPage:
    """Every cohort that this person's organisations are in, the newest first, what each may see; and open links."""
    if person_id is None:
        return SharingPage(())
    rows = connection.execute(_theirs(person_id)).all()
    return SharingPage(
        tuple(_share(connection, row, person_id, now) for row in rows),
        open_links(connection, person_id, now),
        _others_share(connection, person_id),
    )


def _others_share(connection: Connection, person_id: int) -> bool:
    """Whether this person is in a team that somebody else owns."""
    theirs = select(membership.c.organisation_id).where(membership.c.person_id == person_id)
    return any(owner_of(connection, number) != person_id for number in connection.scalars(theirs).all())


def shared_with(connection: Connection, conversation_id: int, now: datetime) -> SharedWith:
    """Which cohorts see the result of the check that this chat is at."""
    its = (
        select(participation.c.assessment_id)
        .join(conversation, conversation.c.participation_id == participation.c.id)
        .where(conversation.c.id == conversation_id)
    )
    return SharedWith(cohorts_seeing(connection, its.scalar_subquery(), now))


def cohorts_seeing(
    connection: Connection, round_id: int | ColumnElement[Any], now: datetime
) -> tuple[str, ...]:
    """The names of the cohorts whose coordinators see the result of this round."""
    rows = connection.scalars(
        select(cohort.c.name)
        .join(enrolment, enrolment.c.cohort_id == cohort.c.id)
        .where(enrolment.c.assessment_id == round_id, shares_now(now))
        .order_by(enrolment.c.joined_at, enrolment.c.id)
    )
    return tuple(rows)


def _theirs(person_id: int) -> Select[Any]:
    """The enrolments of this person's organisations, and those they joined and have not begun."""
    owned = select(membership.c.organisation_id).where(membership.c.person_id == person_id)
    joining = select(conversation.c.joining).where(
        conversation.c.person_id == person_id, conversation.c.joining.is_not(None)
    )
    return (
        select(
            enrolment,
            cohort.c.name.label("cohort"),
            cohort.c.zone,
            cohort.c.deadline,
            organisation.c.name.label("own_name"),
        )
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .outerjoin(organisation, organisation.c.id == enrolment.c.organisation_id)
        .where(
            enrolment.c.left_at.is_(None),
            or_(enrolment.c.organisation_id.in_(owned), enrolment.c.id.in_(joining)),
        )
        .order_by(enrolment.c.joined_at.desc(), enrolment.c.id.desc())
    )


def _share(connection: Connection, row: Row[Any], person_id: int, now: datetime) -> Share:
    shares = _shares(connection, row.id, now)
    return Share(
        row.id,
        row.cohort,
        row.own_name or row.name,
        _coordinators(connection, row.cohort_id),
        shares=shares,
        until=_last_day(row) if shares else "",
        stage=shares and row.share_stage,
        owner=_owner(connection, row) == person_id,
    )


def _shares(connection: Connection, enrolment_id: int, now: datetime) -> bool:
    found = select(enrolment.c.id).where(enrolment.c.id == enrolment_id, shares_now(now))
    return connection.scalar(found) is not None


def _last_day(row: Row[Any]) -> str:
    """The day that `share_until` ends."""
    last: datetime = row.share_until - timedelta(seconds=1)
    return last.astimezone(zone_of(row.zone)).date().isoformat()


def _coordinators(connection: Connection, cohort_id: int) -> tuple[str, ...]:
    """Their names; all who gave none are one without a name, at the end."""
    names = (
        select(GIVEN_NAME)
        .join(cohort_right, cohort_right.c.coordinator_id == coordinator.c.id)
        .where(cohort_right.c.cohort_id == cohort_id, coordinator.c.removed_at.is_(None))
        .order_by(coordinator.c.id)
    )
    found = [name or "" for name in connection.scalars(names)]
    named = tuple(name for name in found if name)
    return named if len(named) == len(found) else (*named, "")


def _owner(connection: Connection, row: Row[Any]) -> int | None:
    """The person whose result it is: the owner, and before the check is begun the first who joined."""
    if row.organisation_id is not None:
        return owner_of(connection, row.organisation_id)
    joined = (
        select(conversation.c.person_id)
        .join(link_use, link_use.c.conversation_id == conversation.c.id)
        .where(link_use.c.enrolment_id == row.id)
        .order_by(link_use.c.id)
        .limit(1)
    )
    return connection.scalar(joined)


def end_share(connection: Connection, person_id: int | None, enrolment_id: int, now: datetime) -> None:
    """Share nothing from now on; a second time changes nothing. Raises NotYours for all but the owner."""
    row = _own(connection, person_id, enrolment_id)
    if _shares(connection, enrolment_id, now):
        _change(connection, row, "share_ended", now, share_ended_at=now, share_stage=False)


def share_again(
    connection: Connection, person_id: int | None, enrolment_id: int, now: datetime, *, stage: bool
) -> None:
    """Share from now on, as long as somebody who joins today would; where that is so, with the stage or without.

    Raises NotYours for all but the owner.
    """
    row = _own(connection, person_id, enrolment_id)
    if not _shares(connection, enrolment_id, now):
        until = end_of_day(share_day(row.deadline, row.zone, now).isoformat(), row.zone)
        again = {"share_from": now, "share_until": until, "share_ended_at": None}
        _change(connection, row, "shared", now, **again, share_stage=stage)
    elif row.share_stage != stage:
        _change(connection, row, "stage_shown" if stage else "stage_hidden", now, share_stage=stage)


def leave(connection: Connection, person_id: int | None, enrolment_id: int, now: datetime) -> None:
    """Take the organisation out of the cohort; nothing is shared any more. Raises NotYours for all but the owner."""
    row = _own(connection, person_id, enrolment_id)
    _change(connection, row, "left", now, left_at=now, share_stage=False)


def _own(connection: Connection, person_id: int | None, enrolment_id: int) -> Row[Any]:
    """The enrolment, locked, for the person whose organisation's it is."""
    connection.execute(select(enrolment.c.id).where(enrolment.c.id == enrolment_id).with_for_update())
    row = _seen(connection, person_id, enrolment_id)
    if _owner(connection, row) != person_id:
        raise NotYours
    return row


def _seen(connection: Connection, person_id: int | None, enrolment_id: int) -> Row[Any]:
    """The enrolment, for a person of its organisation."""
    if person_id is None:
        raise NotYours
    found = _theirs(person_id).where(enrolment.c.id == enrolment_id)
    row = connection.execute(found).first()
    if row is None:
        raise NotYours
    return row


def _change(connection: Connection, row: Row[Any], act: str, now: datetime, **values: Any) -> None:
    connection.execute(update(enrolment).where(enrolment.c.id == row.id).values(values))
    note_act(connection, OPERATOR, row.cohort_id, act, now, row.id, **BY_THEMSELVES)


def own_audit_page(connection: Connection, person_id: int | None, enrolment_id: int, page: int) -> AuditPage:
    """What was done that concerns this organisation, for its people. Raises NotYours for all others."""
    row = _seen(connection, person_id, enrolment_id)
    lines, pages = read_audit(connection, row.cohort_id, page, enrolment_id)
    return AuditPage(row.cohort, row.zone, lines, enrolment_id, min(page, pages - 1), pages)
