"""Which elements are asked, in order: scope and branching rules over a framework and the answers so far.

An element may hang on the profile or on the level of one earlier element. As long as that level is not
settled the element is asked, so that nothing is missed; an element that hangs on one that is not asked is
not asked either. Answers to elements that are not asked are kept by the caller and count again later.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from frameworks.model import AskedIf, Element, Framework
from frameworks.values import Answer, Said, Scope


def asked(
    framework: Framework, answers: Mapping[str, Answer], profile: str | None, scope: Scope
) -> tuple[Element, ...]:
    """The elements that are asked of this person, in framework order."""
    skipped = left_out(framework, levels_given(framework, answers), profile)
    return tuple(
        element
        for element in framework.elements
        if element.id not in skipped and (scope is Scope.FULL or element.quick)
    )


def asked_in(
    framework: Framework,
    dimension_id: str,
    answers: Mapping[str, Answer],
    profile: str | None,
    scope: Scope,
) -> tuple[Element, ...]:
    """The asked elements of one dimension, in order; empty where nothing of it is asked."""
    return tuple(
        element for element in asked(framework, answers, profile, scope) if element.dimension == dimension_id
    )


def left_out(framework: Framework, levels: Mapping[str, int], profile: str | None) -> frozenset[str]:
    """The ids that are not asked, given the settled levels. Elements without a settled level are absent."""
    skipped: set[str] = set()
    for element in framework.elements:
        condition = element.asked_if
        if condition is not None and not _holds(condition, levels, profile, skipped):
            skipped.add(element.id)
    return frozenset(skipped)


def levels_given(framework: Framework, answers: Mapping[str, Answer]) -> dict[str, int]:
    """The levels among the answers. A level the framework does not have is left out, as if not given."""
    return {
        element_id: answer.level
        for element_id, answer in answers.items()
        if answer.said is Said.LEVEL and answer.level is not None and 1 <= answer.level <= framework.levels
    }


def _holds(condition: AskedIf, levels: Mapping[str, int], profile: str | None, skipped: Set[str]) -> bool:
    if condition.element is None:
        return profile in condition.profiles
    if condition.element in skipped:
        return False
    level = levels.get(condition.element)
    return level is None or level in condition.levels
