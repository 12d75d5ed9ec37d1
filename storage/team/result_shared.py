"""The result behind a link: only what may be told to people outside, read anew each time it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from flows.share_pages import SharedAction, SharedResultPage
from flows.team_pages import Position
from flows.team_results import ClosedRound
from frameworks.model import Framework
from frameworks.place_card import printed
from frameworks.settling import Settled, settle
from frameworks.values import Scope, Shown
from storage.tables import assessment, membership, participation
from storage.team.opened import people_in
from storage.team.planned import TOLD, planned
from storage.team.positions import owner_of
from storage.team.results import frozen, round_before
from storage.team.tables import round_result
from storage.wide import PART, part_of, read_answers


def is_ready(connection: Connection, assessment_id: int) -> bool:
    """Whether a round has a result to share: that of several once it is closed, or what the owner alone answered."""
    found = frozen(connection, assessment_id)
    if found is not None and found.people > 1:
        return True
    if found is None and len(_participations(connection, assessment_id)) != 1:
        return False
    return is_owners(connection, assessment_id)


def to_share(connection: Connection, assessment_id: int) -> int | None:
    """The round whose result may be shared: of a team still at a later round the last one; else this one."""
    before = (
        None if frozen(connection, assessment_id) is not None else round_before(connection, assessment_id)
    )
    if before is not None and before.people > 1:
        return before.assessment_id
    return assessment_id if is_ready(connection, assessment_id) else None


def is_owners(connection: Connection, assessment_id: int) -> bool:
    """Whether only the owner answered this round: what a colleague alone said is nobody else's to read or to share."""
    here = connection.scalar(select(assessment.c.organisation_id).where(assessment.c.id == assessment_id))
    return here is not None and people_in(connection, assessment_id) == [owner_of(connection, here)]


def profile_of_round(connection: Connection, assessment_id: int) -> str:
    """The profile of a round: of a closed one what it was settled by, else what the owner said, else the first."""
    kept = select(round_result.c.profile).where(round_result.c.assessment_id == assessment_id)
    settled_by = connection.scalar(kept)
    if settled_by is not None:
        return str(settled_by)
    owns = (
        (membership.c.organisation_id == assessment.c.organisation_id)
        & (membership.c.person_id == participation.c.person_id)
        & (membership.c.position == Position.OWNER.value)
    )
    first = (
        select(participation.c.profile)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .outerjoin(membership, owns)
        .where(participation.c.assessment_id == assessment_id)
        .order_by(membership.c.id.is_(None), participation.c.id)
        .limit(1)
    )
    return connection.scalar(first) or ""


def shared_result(
    connection: Connection,
    row: Row[Any],
    state: str,
    frameworks: Mapping[str, Framework],
    now: datetime,
) -> SharedResultPage:
    """What the link of this share shows now; nothing but the reason where it shows nothing."""
    if state != "open":
        return SharedResultPage(row.id, state)
    number, shared = row.assessment_id, None
    found = frozen(connection, number)
    if not is_ready(connection, number):
        return SharedResultPage(row.id, "not_ready")
    if found is not None:
        shared = _of_round(connection, found, frameworks)
    else:
        shared = _of_one(connection, number, frameworks, now)
    if shared is None:
        return SharedResultPage(row.id, "not_ready")
    return SharedResultPage(
        row.id,
        state,
        row.ends_at,
        stage=row.stage,
        asked_for=row.asked_for,
        actions=_actions(connection, row, shared["settled"], alone=shared["people"] == 1),
        **shared,
    )


def _of_round(
    connection: Connection, found: ClosedRound, frameworks: Mapping[str, Framework]
) -> dict[str, Any] | None:
    framework = frameworks.get(found.framework)
    if framework is None:
        return None
    settled, card = found.settled, None
    if found.place:
        seen = printed(framework, found.place, found.profile, found.scope, closed=True)
        if seen is None:
            return None
        settled, card = seen.settled, seen.card
    return {
        "organisation": found.organisation,
        "framework": found.framework,
        "profile": found.profile,
        "scope": found.scope.value,
        "people": found.people,
        "day": found.closed_at.date().isoformat(),
        "settled": settled,
        "shown_by": found.options,
        "card": card,
    }


def _of_one(
    connection: Connection, assessment_id: int, frameworks: Mapping[str, Framework], now: datetime
) -> dict[str, Any] | None:
    """One person's own result as it stands; none as soon as a colleague answers too."""
    numbers = _participations(connection, assessment_id)
    if len(numbers) != 1:
        return None
    row = connection.execute(PART.where(participation.c.id == numbers[0])).one()
    part = part_of(row, read_answers(connection, numbers)[numbers[0]])
    framework, inputs, answers = frameworks.get(part.framework), part.inputs, part.answers
    if framework is None or not answers:
        return None
    options = {
        each: answer.option
        for each, answer in answers.items()
        if answer.shown is Shown.OPTION and answer.option is not None
    }
    return {
        "organisation": inputs.organisation,
        "framework": part.framework,
        "profile": inputs.profile,
        "scope": inputs.scope,
        "people": 1,
        "day": now.date().isoformat(),
        "settled": settle(framework, answers, inputs.profile or None, Scope(inputs.scope)),
        "shown_by": options,
    }


def _participations(connection: Connection, assessment_id: int) -> list[int]:
    """Those who take part in a round; of an open one all who began."""
    found = select(participation.c.id).where(participation.c.assessment_id == assessment_id)
    return list(connection.scalars(found.order_by(participation.c.id)))


def _actions(
    connection: Connection, row: Row[Any], settled: Mapping[str, Settled], *, alone: bool
) -> tuple[SharedAction, ...]:
    """What is planned or done: of several people what says who takes it, and what the sharer took up themselves."""
    sharer = row.target.get("by")
    found = planned(connection, row.assessment_id, settled, sharer, TOLD, alone=alone)
    return tuple(
        SharedAction(action, one.day, one.event, one.taken_by, one.status == "done")
        for action, one in found.items()
    )
