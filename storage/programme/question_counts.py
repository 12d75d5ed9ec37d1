"""How each question of a cohort was met, so that the numbers of every question add up to the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, case, func, select

from flows.pages import QuestionCount, QuestionCountsPage
from frameworks.model import Framework
from frameworks.values import Said
from storage.programme.progress_people import people_count
from storage.programme.rights import Actor, require
from storage.programme.tables import enrolment
from storage.tables import answer, participation

QUESTIONS_A_PAGE = 8


def question_counts_page(
    connection: Connection, actor: Actor, cohort_id: int, page: int, frameworks: Mapping[str, Framework]
) -> QuestionCountsPage:
    """A page of questions in the order of asking; a page past the end is the last one. Raises NotYours.

    Who joined and has not begun has reached no question. Those who left the cohort are in none of the numbers.
    """
    head = require(connection, actor, cohort_id, "look")
    framework = frameworks.get(head.framework)
    ids = [element.id for element in framework.elements] if framework else []
    pages = max(1, -(-len(ids) // QUESTIONS_A_PAGE))
    page = min(page, pages - 1)
    shown = ids[page * QUESTIONS_A_PAGE : (page + 1) * QUESTIONS_A_PAGE]
    return QuestionCountsPage(head, question_counts(connection, cohort_id, shown), page, pages)


def question_counts(
    connection: Connection, cohort_id: int, elements: Sequence[str]
) -> tuple[QuestionCount, ...]:
    """How these questions were met in a cohort."""
    people = people_count(connection, cohort_id)
    rows = connection.execute(
        select(
            answer.c.element_id,
            func.count().label("all"),
            func.sum(case((answer.c.said == Said.LEVEL.value, 1), else_=0)).label("levels"),
        )
        .join(participation, participation.c.id == answer.c.participation_id)
        .join(enrolment, enrolment.c.assessment_id == participation.c.assessment_id)
        .where(
            enrolment.c.cohort_id == cohort_id,
            enrolment.c.left_at.is_(None),
            answer.c.element_id.in_(elements),
        )
        .group_by(answer.c.element_id)
    )
    met = {row.element_id: (int(row.levels), int(row.all)) for row in rows}
    return tuple(_count(element, *met.get(element, (0, 0)), people) for element in elements)


def _count(element: str, levels: int, answers: int, people: int) -> QuestionCount:
    return QuestionCount(element, levels, answers - levels, people - answers)
