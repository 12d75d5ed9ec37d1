"""What several answers to one element come to: the level between them, whether it applies, what was shown.

A team pools all its people, a place those of each group; the rules for levels side by side are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frameworks.model import Element, Framework
from frameworks.route import left_out
from frameworks.settling import Settled, State, asks_proof, may_not_apply
from frameworks.values import Answer, Said, Scope, Shown

WIDE = 2
"""Levels so far apart leave a must open from end to end, whatever the middle says."""


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer to one element; `level` is set where it is a level that the framework has."""

    answer: Answer
    level: int | None


def levels_of(given: Sequence[Given]) -> list[int]:
    """The levels among the answers, in their order."""
    return [one.level for one in given if one.level is not None]


def excused_in(given: Sequence[Given]) -> int:
    """How many of the answers are "does not apply"."""
    return sum(one.answer.said is Said.NOT_APPLICABLE for one in given)


def does_not_apply(element: Element, given: Sequence[Given]) -> bool:
    """Whether more than half of those who gave a level or "does not apply" chose the latter, where it is offered."""
    return may_not_apply(element) and excused_in(given) > len(levels_of(given))


def span(levels: Sequence[int], end_to_end: bool) -> tuple[int, int]:
    """The two middle levels; with `end_to_end`, as for a must, all of them where they lie far apart.

    `levels` must not be empty.
    """
    low, high = min(levels), max(levels)
    if end_to_end and high - low >= WIDE:
        return low, high
    return lower_middle(levels), upper_middle(levels)


def settled_between(
    framework: Framework, element: Element, low: int, high: int, given: Sequence[Given]
) -> Settled:
    """Settled or open between two levels; shown if anyone who gave a level that asks for proof has one."""
    shown = asks_proof(framework, element, low) and any(
        one.level is not None
        and asks_proof(framework, element, one.level)
        and one.answer.shown is Shown.OPTION
        for one in given
    )
    return Settled(State.LEVEL if low == high else State.OPEN, low, high, shown)


def only_asked(
    framework: Framework, settled: Mapping[str, Settled], profile: str | None, scope: Scope
) -> dict[str, Settled]:
    """The same, but for what is not asked: out of scope, or on a condition that the settled levels do not meet."""
    levels = {one: value.level for one, value in settled.items() if value.level is not None}
    skipped = left_out(framework, levels, profile)
    return {
        one: Settled(State.NOT_ASKED)
        if one in skipped or not in_scope(framework.element_by_id[one], scope)
        else value
        for one, value in settled.items()
    }


def in_scope(element: Element, scope: Scope) -> bool:
    """Whether it is asked at all, whatever its condition says."""
    return scope is Scope.FULL or element.quick


def lower_middle(numbers: Sequence[int]) -> int:
    """The middle number, of two the lower one."""
    return sorted(numbers)[(len(numbers) - 1) // 2]


def upper_middle(numbers: Sequence[int]) -> int:
    """The middle number, of two the higher one."""
    return sorted(numbers)[len(numbers) // 2]
