"""What is frozen when a round is closed: where every element stands, and the sheet, drawn once from all answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from flows.team_pages import Position
from frameworks.agreement import meeting_sheet
from frameworks.group_views import group_views
from frameworks.model import Framework
from frameworks.places import View, Voice, settle_place
from frameworks.pooling import in_scope, only_asked
from frameworks.settling import Settled
from frameworks.teams import Member, for_print, pooled
from frameworks.values import Answer, Scope
from storage.tables import membership, participation
from storage.team.branching import left_out_json
from storage.team.sheets import Json, place_json, place_sheet, sheet_json
from storage.wide import read_answers


@dataclass(frozen=True, slots=True)
class Voter:
    """One person's part in a round, with who they are in the organisation; no membership once they left it."""

    participation_id: int
    person_id: int
    scope: str
    profile: str
    roles: tuple[str, ...]
    group: str
    owns: bool
    finished_at: datetime | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A round as it is kept: `rows` for the table of settled levels, `result` for that of results."""

    rows: tuple[dict[str, Any], ...]
    result: dict[str, Any]


def read_voters(connection: Connection, round_id: int, organisation_id: int) -> list[Voter]:
    """Everybody who takes part in this round, the first one first."""
    there = (membership.c.person_id == participation.c.person_id) & (
        membership.c.organisation_id == organisation_id
    )
    rows = connection.execute(
        select(participation, membership.c.roles, membership.c.stakeholder, membership.c.position)
        .outerjoin(membership, there)
        .where(participation.c.assessment_id == round_id)
        .order_by(participation.c.id)
    ).all()
    answers = read_answers(connection, [row.id for row in rows])
    return [
        Voter(
            row.id,
            row.person_id,
            row.scope,
            row.profile,
            tuple(row.roles or ()),
            row.stakeholder or "",
            row.position == Position.OWNER,
            row.finished_at,
            answers[row.id],
        )
        for row in rows
    ]


def answering(framework: Framework, voters: Sequence[Voter]) -> list[Voter]:
    """Those who gave any answer."""
    return [one for one in voters if not framework.element_by_id.keys().isdisjoint(one.answers)]


def profile_of(voters: Sequence[Voter]) -> str:
    """The profile of several people is what their owner said, else the first one, whoever began when."""
    first = next((one for one in voters if one.owns), voters[0] if voters else None)
    return first.profile if first is not None else ""


def scope_of(voters: Sequence[Voter]) -> Scope:
    """All is asked where anybody was asked all."""
    return Scope.FULL if any(one.scope == Scope.FULL for one in voters) else Scope.QUICK


def freeze(
    framework: Framework, round_id: int, voters: Sequence[Voter], how: str, now: datetime
) -> Frozen | None:
    """What is kept of a round; None where nobody gave any answer. How two people differ is kept nowhere."""
    active = answering(framework, voters)
    if not active:
        return None
    profile, scope = profile_of(active), scope_of(active)
    freezing = _place if framework.is_place else _team
    settled, sheet, voices = freezing(framework, active, profile, scope)
    result = {
        "assessment_id": round_id,
        "people": len(active),
        "scope": scope.value,
        "profile": profile,
        "sheet": sheet,
        "voices": voices,
        "closed_how": how,
    }
    rows = (settled_row(framework, round_id, one, value, now) for one, value in settled.items())
    return Frozen(tuple(rows), result)


def settled_row(
    framework: Framework, round_id: int, element: str, value: Settled, now: datetime
) -> dict[str, Any]:
    """An element as it stood when the round was closed: nothing is agreed on yet."""
    return {
        "assessment_id": round_id,
        "element_id": element,
        "element_version": framework.element_by_id[element].version,
        "state": value.state.value,
        "low": value.low,
        "high": value.high,
        "shown": value.shown,
        "agreed": False,
        "option": None,
        "reason": "",
        "at": now,
    }


def _team(
    framework: Framework, active: Sequence[Voter], profile: str, scope: Scope
) -> tuple[Mapping[str, Settled], list[Json], Json]:
    members = [Member(one.roles, one.answers) for one in active]
    values = for_print(framework, members, pooled(framework, members))
    asked = only_asked(framework, values, profile, scope)
    if len(members) == 1:
        return asked, [], {}
    sheet = meeting_sheet(framework, members, profile, scope, closed=True, branches=True)
    may_come = {one: value for one, value in values.items() if in_scope(framework.element_by_id[one], scope)}
    return asked, sheet_json(sheet), left_out_json(may_come, asked)


def _place(
    framework: Framework, active: Sequence[Voter], profile: str, scope: Scope
) -> tuple[Mapping[str, Settled], list[Json], Json]:
    voices = [Voice(one.group, one.answers) for one in active]
    place = settle_place(framework, voices, profile, scope, for_print=True)
    alone = place.view is View.OWN
    views = {} if alone else group_views(framework, voices, profile, place.kept_back)
    return place.settled, [] if alone else place_sheet(framework, place), place_json(place, views)
