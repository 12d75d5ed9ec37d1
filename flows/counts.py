"""Counts of people that a coordinator reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """How a question was met: a level, no level, not reached, not asked of them. They add up to the people.

    `organisations` are those of which somebody reached it. Where they are too few `unsaid` is None, and `answered`
    counts all who reached it: who did not know is an answer.
    """

    element: str
    answered: int
    unsaid: int | None
    not_reached: int
    not_asked: int = 0
    organisations: int = 0
