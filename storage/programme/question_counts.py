"""How each question of a cohort was met, so that the numbers of every question add up to the people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import CTE, Connection, case, func, select

from flows.pages import QuestionCount, QuestionCountsPage
from frameworks.model import Framework
from frameworks.route import asked
from frameworks.values import Answer, Said, Scope
from storage.programme.progress_people import people_count
from storage.programme.rights import Actor, require
from storage.programme.tables import enrolment
from storage.tables import answer, participation

QUESTIONS_A_PAGE = 8
Kind = tuple[Any, ...]
"""What decides which questions a person is asked: scope, profile, and the levels that other questions hang on."""


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
    counts = question_counts(connection, cohort_id, framework, shown) if framework else ()
    return QuestionCountsPage(head, tuple(told(each, head.min_group) for each in counts), page, pages)


def told(count: QuestionCount, least: int) -> QuestionCount:
    """The same as coordinators may see it: of fewer organisations than that, only who reached the question."""
    if count.unsaid is None or count.organisations >= least:
        return count
    return replace(count, answered=count.answered + count.unsaid, unsaid=None)


def question_counts(
    connection: Connection, cohort_id: int, framework: Framework, elements: Sequence[str]
) -> tuple[QuestionCount, ...]:
    """How these questions of the cohort's check were met.

    As in its files: a question that is not asked of somebody is that, also where they answered it before.
    """
    deciding = _deciding(framework)
    begun = _begun(cohort_id, deciding)
    skips: Counter[str] = Counter()
    routes: dict[Kind, frozenset[str]] = {}
    for row in connection.execute(select(*begun.c[1:], func.count()).group_by(*begun.c[1:])):
        *kind, number = tuple(row)
        route = routes[tuple(kind)] = _route(framework, deciding, kind)
        skips.update({each: number for each in elements if each not in route})
    met = _met(connection, begun, elements, routes)
    people = people_count(connection, cohort_id)
    return tuple(_count(each, *met[each], people, skips[each]) for each in elements)


def _deciding(framework: Framework) -> list[str]:
    """The questions that others hang on."""
    conditions = (each.asked_if for each in framework.elements if each.asked_if)
    return sorted({each.element for each in conditions if each.element is not None})


def _begun(cohort_id: int, deciding: Sequence[str]) -> CTE:
    """Everybody who began, with what decides which questions they are asked."""
    levels = (
        select(answer.c.level)
        .where(
            answer.c.participation_id == participation.c.id,
            answer.c.element_id == element,
            answer.c.said == Said.LEVEL.value,
        )
        .correlate(participation)
        .scalar_subquery()
        .label(f"level_{place}")
        for place, element in enumerate(deciding)
    )
    return (
        select(participation.c.id, participation.c.scope, participation.c.profile, *levels)
        .join(enrolment, enrolment.c.assessment_id == participation.c.assessment_id)
        .where(enrolment.c.cohort_id == cohort_id, enrolment.c.left_at.is_(None))
        .cte("begun")
    )


def _route(framework: Framework, deciding: Sequence[str], kind: Sequence[Any]) -> frozenset[str]:
    scope, profile, *levels = kind
    given = {
        element: Answer(Said.LEVEL, level) for element, level in zip(deciding, levels, strict=True) if level
    }
    return frozenset(each.id for each in asked(framework, given, profile, Scope(scope)))


def _met(
    connection: Connection, begun: CTE, elements: Sequence[str], routes: Mapping[Kind, frozenset[str]]
) -> Mapping[str, tuple[int, int, int]]:
    """Levels, all answers and organisations by question, those of people who are not asked it left out.

    An organisation whose people are asked in different ways would count once for each, so the most of one way is
    what is sure.
    """
    kind = begun.c[1:]
    rows = connection.execute(
        select(
            *kind,
            answer.c.element_id,
            func.count(),
            func.sum(case((answer.c.said == Said.LEVEL.value, 1), else_=0)),
            func.count(participation.c.assessment_id.distinct()),
        )
        .join(answer, answer.c.participation_id == begun.c.id)
        .join(participation, participation.c.id == begun.c.id)
        .where(answer.c.element_id.in_(elements))
        .group_by(*kind, answer.c.element_id)
    )
    met: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in rows:
        *of, element, answers, levels, organisations = tuple(row)
        # Who changed between the statements is counted the next time.
        if element in routes.get(tuple(of), ()):
            before = met[element]
            most = max(before[2], int(organisations))
            met[element] = (before[0] + int(levels), before[1] + int(answers), most)
    return met


def _count(
    element: str, levels: int, answers: int, organisations: int, people: int, skipped: int
) -> QuestionCount:
    not_reached = people - answers - skipped
    return QuestionCount(element, levels, answers - levels, not_reached, skipped, organisations)
