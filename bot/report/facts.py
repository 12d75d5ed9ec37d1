"""What a report may be told beyond one person's own answers: a team, a round before, who sees it. Ids and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flows.team_results import Dates
from frameworks.group_agenda import GroupSuggestion
from frameworks.stages import StageRange
from frameworks.team_summary import Standing as Standing


class Spread(StrEnum):
    """How near the answers of several people were; too few levels tell nothing."""

    FAR_APART = "far_apart"
    TALK = "talk"
    CLOSE = "close"
    TOO_FEW = "too_few"


class Direction(StrEnum):
    """Where a part went between two rounds."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How people saw one element, and what its level rests on."""

    element: str
    spread: Spread
    standing: Standing


@dataclass(frozen=True, slots=True)
class Change:
    """An element whose settled level is another one than last time, with the reason if one was given.

    Of one that is not `told` readers see where it went, and neither level: fewer than three people gave one.
    """

    element: str
    then: int
    now: int
    why: str = ""
    told: bool = True


@dataclass(frozen=True, slots=True)
class Before:
    """The round before. `in_place` and `now_in_place` are of the `compared` elements; with none, nothing is compared.

    `stage` is None where stages cannot be set side by side.
    """

    day: date
    compared: int = 0
    in_place: int = 0
    now_in_place: int = 0
    changes: tuple[Change, ...] = ()
    parts: tuple[tuple[str, Direction], ...] = ()
    stage: StageRange | None = None


@dataclass(frozen=True)
class Facts:
    """All that is optional.

    `levels` are settled levels from low to high, by element, where several people answered; of `few` none is told.
    `reasons` are what people wrote down about a level, `owners` who takes an action (by its id), both as typed.
    `steps` is what the groups of a place could do next, where it is not one person's own picture of it, and `dates`
    when its next budget and election are. `day` is when the round was closed.
    """

    people: int = 1
    levels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    few: frozenset[str] = frozenset()
    day: date | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[GroupSuggestion, ...] | None = None
    dates: Dates = ()
    agreement: tuple[Agreement, ...] = ()
    before: Before | None = None
    show_stage: bool = True
    asked_by_funder: bool = False


ALONE = Facts()
"""One person's own report, which hides nothing from them."""
