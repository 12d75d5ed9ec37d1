"""What a cohort's files are made from: the organisations that share now, in chunks, with what their people said.

Whoever does not share is never read. No name of a person is read either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, or_, select

from flows.team_pages import Position
from flows.team_results import ClosedRound
from frameworks.values import Answer
from storage.programme.sharing import shares_now
from storage.programme.tables import cohort, enrolment
from storage.tables import assessment, chosen_action, membership, organisation, participation
from storage.team.results import frozen
from storage.team.tables import evidence
from storage.wide import read_answers

PROOF_FIELDS = ("element_id", "kind", "size", "text", "for_team")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person's part in an organisation's check. `group` is whom they speak for where a place is looked at.

    `owns`: nobody else owns the organisation, so what this person alone said is theirs to share.
    """

    scope: str
    profile: str
    roles: tuple[str, ...]
    group: str
    started_at: datetime
    finished_at: datetime | None
    answers: Mapping[str, Answer]
    owns: bool = True


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action that somebody of an organisation took up. Days are ISO dates, or empty.

    `taken`: it says who takes it, so it is a plan of all and not of one person alone. `from_team`: it was taken up from
    what the team settled, not from one person's level.
    """

    action: str
    status: str
    event: str
    day: str
    smaller: bool
    chosen_on: str
    taken: bool = False
    from_team: bool = False


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A proof, or a note that its writer let the team read: of what kind and size it is, never who sent it."""

    element: str
    kind: str
    size: int
    text: str
    for_team: bool


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation that shares now. `framework` is the key of the version it answers, empty before it began.

    `closed` says that the round of its assessment is over; then `frozen` is what it left, which counts from then on.
    """

    number: int
    code: str
    name: str
    own_name: str
    size: str
    framework: str
    closed: bool
    joined_at: datetime | None
    shared_until: datetime | None
    share_stage: bool
    people: tuple[PersonRow, ...]
    actions: tuple[ActionRow, ...]
    proofs: tuple[ProofRow, ...] = ()
    frozen: ClosedRound | None = None


_owner = membership.alias()
_OTHER_OWNS = (
    exists()
    .where(
        _owner.c.organisation_id == assessment.c.organisation_id,
        _owner.c.position == Position.OWNER.value,
        _owner.c.person_id != participation.c.person_id,
    )
    .correlate(assessment, participation)
)
_PEOPLE = (
    select(
        participation.c.id,
        participation.c.assessment_id,
        participation.c.scope,
        participation.c.profile,
        participation.c.started_at,
        participation.c.finished_at,
        membership.c.roles,
        membership.c.stakeholder,
        (~_OTHER_OWNS).label("owns"),
    )
    .join(assessment, assessment.c.id == participation.c.assessment_id)
    .outerjoin(
        membership,
        (membership.c.organisation_id == assessment.c.organisation_id)
        & (membership.c.person_id == participation.c.person_id),
    )
    .where(participation.c.assessment_id.in_(bindparam("assessments", expanding=True)))
    .order_by(participation.c.id)
)
_ACTIONS = (
    select(chosen_action, participation.c.assessment_id)
    .join(participation, participation.c.id == chosen_action.c.participation_id)
    .where(participation.c.assessment_id.in_(bindparam("assessments", expanding=True)))
    .order_by(chosen_action.c.at, chosen_action.c.participation_id, chosen_action.c.action_id)
)
# A note that only its writer reads is nobody else's; in no order of who came when.
_PROOFS = (
    select(participation.c.assessment_id, *(evidence.c[name] for name in PROOF_FIELDS))
    .join(participation, participation.c.id == evidence.c.participation_id)
    .where(
        participation.c.assessment_id.in_(bindparam("assessments", expanding=True)),
        or_(evidence.c.kind != "note", evidence.c.for_team),
    )
    .order_by(evidence.c.kind, evidence.c.size, evidence.c.text)
)


def sharing_now(connection: Connection, cohort_id: int, now: datetime) -> tuple[int, frozenset[str]]:
    """How many organisations share now, and the keys of the framework versions that they answer."""
    found = _sharing(cohort_id, now).subquery()
    counted = select(found.c.version, found.c.framework, func.count()).group_by(
        found.c.version, found.c.framework
    )
    rows = connection.execute(counted).all()
    keys = frozenset(_key(framework, version) for version, framework, _count in rows)
    return sum(count for _version, _framework, count in rows), keys - {""}


def read_organisations(
    connection: Connection, cohort_id: int, after: int, most: int, now: datetime
) -> list[OrganisationRow]:
    """The next organisations that share now: at most `most`, in order of their number, those above `after`."""
    statement = _sharing(cohort_id, now).where(enrolment.c.id > after).order_by(enrolment.c.id).limit(most)
    rows = connection.execute(statement).all()
    assessments = [row.assessment_id for row in rows if row.assessment_id is not None]
    people, actions = _read_people(connection, assessments), _read_actions(connection, assessments)
    proofs = _read_proofs(connection, assessments)
    ends = {row.assessment_id: frozen(connection, row.assessment_id) for row in rows if row.closed_at}
    return [
        replace(
            _organisation(
                row, people[row.assessment_id], actions[row.assessment_id], proofs[row.assessment_id]
            ),
            frozen=ends.get(row.assessment_id),
        )
        for row in rows
    ]


def _sharing(cohort_id: int, now: datetime) -> Select[Any]:
    """Enrolments that share now, with their assessment where it is of the cohort's framework."""
    return (
        select(
            enrolment.c.id,
            enrolment.c.code,
            enrolment.c.name,
            enrolment.c.joined_at,
            enrolment.c.share_until,
            enrolment.c.share_stage,
            organisation.c.name.label("own_name"),
            organisation.c.size,
            assessment.c.id.label("assessment_id"),
            assessment.c.framework,
            assessment.c.version,
            assessment.c.closed_at,
        )
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .outerjoin(organisation, organisation.c.id == enrolment.c.organisation_id)
        .outerjoin(
            assessment,
            (assessment.c.id == enrolment.c.assessment_id) & (assessment.c.framework == cohort.c.framework),
        )
        .where(enrolment.c.cohort_id == cohort_id, shares_now(now))
    )


def _read_people(connection: Connection, assessments: Sequence[int]) -> Mapping[int | None, list[PersonRow]]:
    found: dict[int | None, list[PersonRow]] = defaultdict(list)
    if not assessments:
        return found
    rows = connection.execute(_PEOPLE, {"assessments": assessments}).all()
    answers = read_answers(connection, [row.id for row in rows])
    for row in rows:
        found[row.assessment_id].append(
            PersonRow(
                scope=row.scope,
                profile=row.profile,
                roles=tuple(row.roles or ()),
                group=row.stakeholder or "",
                started_at=row.started_at,
                finished_at=row.finished_at,
                answers=answers[row.id],
                owns=row.owns,
            )
        )
    return found


def _read_actions(connection: Connection, assessments: Sequence[int]) -> Mapping[int | None, list[ActionRow]]:
    """Each action that somebody took up, in the order they did."""
    found: dict[int | None, list[ActionRow]] = defaultdict(list)
    rows = connection.execute(_ACTIONS, {"assessments": assessments}).all() if assessments else ()
    for row in rows:
        told = (row.action_id, row.status, row.event, row.day, row.smaller, row.chosen_on)
        found[row.assessment_id].append(ActionRow(*told, bool(row.taken_by), row.from_team))
    return found


def _read_proofs(connection: Connection, assessments: Sequence[int]) -> Mapping[int | None, list[ProofRow]]:
    found: dict[int | None, list[ProofRow]] = defaultdict(list)
    rows = connection.execute(_PROOFS, {"assessments": assessments}).all() if assessments else ()
    for number, *fields in rows:
        found[number].append(ProofRow(*fields))
    return found


def _organisation(
    row: Any, people: Iterable[PersonRow], actions: Iterable[ActionRow], proofs: Iterable[ProofRow]
) -> OrganisationRow:
    return OrganisationRow(
        number=row.id,
        code=row.code,
        name=row.name,
        own_name=row.own_name or "",
        size=row.size or "",
        framework=_key(row.framework, row.version),
        closed=row.closed_at is not None,
        joined_at=row.joined_at,
        shared_until=row.share_until,
        share_stage=row.share_stage,
        people=tuple(people),
        actions=tuple(actions),
        proofs=tuple(proofs),
    )


def _key(framework: str | None, version: str | None) -> str:
    return f"{framework}-{version}" if framework else ""
