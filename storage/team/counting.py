"""How far a team's round is, in counts alone: who is in it, who began, who is done; and for a place by group."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from flows.team_pages import Position, TeamHead, TeamPage
from frameworks.model import Framework
from storage.tables import membership
from storage.team.closing import progress
from storage.team.freezing import answering, profile_of, read_voters
from storage.team.positions import people_in
from storage.team.requests import count_waiting
from storage.team.rounds import rounds_of
from storage.team.tables import round_result


def team_page(connection: Connection, head: TeamHead, frameworks: Mapping[str, Framework]) -> TeamPage:
    """How far the round is. Only who leads it learns who asks to be let in, and of a place how each group stands.

    Of a closed round as many have answered as when it was frozen, whoever has left since: its result says the same.
    """
    begun, done = progress(connection, head.assessment)
    if head.closed:
        begun = _frozen_people(connection, head.assessment) or begun
    people = people_in(connection, head.organisation_id)
    rounds = rounds_of(head.organisation_id, head.framework).subquery()
    number = connection.scalar(select(func.count()).select_from(rounds)) or 1
    page = TeamPage(head, people, begun, done, rounds=number)
    if not head.position.leads:
        return page
    framework = frameworks.get(head.framework)
    by_group = _of_place(connection, head, framework) if framework and framework.is_place else ((), ())
    waiting = count_waiting(connection, head.organisation_id)
    return TeamPage(head, people, begun, done, waiting, *by_group, rounds=number)


def _frozen_people(connection: Connection, assessment_id: int) -> int | None:
    """How many had answered when this round was closed; None where nothing was frozen."""
    kept = select(round_result.c.people).where(round_result.c.assessment_id == assessment_id)
    return connection.scalar(kept)


def leads_alone(connection: Connection, person_id: int | None, organisation_id: int) -> bool:
    """Whether nobody but this person leads the team."""
    other = select(membership.c.id).where(
        membership.c.organisation_id == organisation_id,
        membership.c.person_id != person_id,
        membership.c.position != Position.MEMBER.value,
    )
    return connection.scalar(other.limit(1)) is None


def _of_place(
    connection: Connection, head: TeamHead, framework: Framework
) -> tuple[tuple[tuple[str, int, int], ...], tuple[str, ...]]:
    """People and those done by group of partners, and the deciding groups of which nobody has answered yet."""
    voters = read_voters(connection, head.assessment, head.organisation_id)
    in_group = select(membership.c.stakeholder, func.count()).group_by(membership.c.stakeholder)
    rows = connection.execute(in_group.where(membership.c.organisation_id == head.organisation_id))
    people: dict[str, int] = {row[0]: row[1] for row in rows}
    answered = answering(framework, voters)
    done = [one.group for one in answered if one.finished_at is not None]
    groups = tuple((each.id, people.get(each.id, 0), done.count(each.id)) for each in framework.groups)
    profile = profile_of(answered or voters)
    deciding = {
        group for element in framework.elements for group in framework.deciding_groups(element, profile)
    }
    heard = {one.group for one in answered}
    missing = (each.id for each in framework.groups if each.id in deciding - heard)
    return groups, tuple(missing)
