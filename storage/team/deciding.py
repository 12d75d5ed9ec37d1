"""Who decides on what of a place: where a level is theirs, others confirm it and do not change it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from flows.mark_pages import MarkScope
from flows.marks import Mark, Marks, Problem, Why
from flows.team_desk import AGREED_EXCUSE, AGREED_UNKNOWN
from frameworks.model import Element, Framework
from frameworks.settling import Settled, State, settle_one
from frameworks.values import Answer
from storage.tables import assessment, membership
from storage.team.tables import round_result


def deciding(connection: Connection, framework: Framework, assessment_id: int) -> dict[str, tuple[str, ...]]:
    """The groups that decide on each element of this closed round, by who pays there; nothing where nobody decides."""
    profile = connection.scalar(
        select(round_result.c.profile).where(round_result.c.assessment_id == assessment_id)
    )
    groups = {one.id: framework.deciding_groups(one, profile) for one in framework.elements}
    return {one: theirs for one, theirs in groups.items() if theirs}


def others_decide(
    connection: Connection, framework: Framework, assessment_id: int, person_id: int | None
) -> dict[str, tuple[str, ...]]:
    """The elements on which others than this person's group decide, each with the groups that do."""
    own = connection.scalar(
        select(membership.c.stakeholder)
        .join(assessment, assessment.c.organisation_id == membership.c.organisation_id)
        .where(assessment.c.id == assessment_id, membership.c.person_id == person_id)
    )
    found = deciding(connection, framework, assessment_id)
    return {one: groups for one, groups in found.items() if own not in groups}


def confirms(framework: Framework, element: Element, answer: Answer, stands: Settled) -> bool:
    """Whether this answer leaves an element where it stands."""
    value = settle_one(framework, element, answer)
    return (value.state, value.low, value.high) == (stands.state, stands.low, stands.high)


def confirmable(stands: Settled) -> int | None:
    """What a button says that confirms where an element stands; None where there is nothing to confirm."""
    if stands.state is State.UNKNOWN:
        return AGREED_UNKNOWN
    if stands.state is State.NOT_APPLICABLE:
        return AGREED_EXCUSE
    return stands.level


def holding(framework: Framework, scope: MarkScope, marks: Marks, stands: Mapping[str, Settled]) -> Marks:
    """The marks of a meeting that hold; one that changes what others decide on is told as a problem.

    `stands` is where each element of the scope stands.
    """

    def holds(mark: Mark) -> bool:
        if mark.said is None or mark.element not in scope.others:
            return True
        element, said = framework.element_by_id[mark.element], Answer(mark.said, mark.level)
        return confirms(framework, element, said, stands[mark.element])

    theirs = [mark.element for mark in marks.right if not holds(mark)]
    problems = [Problem(scope.elements.index(one) + 1, "", Why.OTHERS) for one in theirs]
    right = tuple(mark for mark in marks.right if mark.element not in theirs)
    return Marks(right, tuple(sorted((*marks.problems, *problems), key=lambda each: each.place)))
