"""Counts of people that a coordinator reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """How a question was met: a level, no level, not reached, not asked of them. They add up to the people.

    Where too few reached it `unsaid` is None, and `answered` counts all of these: who did not know is an answer.
    """

    element: str
    answered: int
    unsaid: int | None
    not_reached: int
    not_asked: int = 0
