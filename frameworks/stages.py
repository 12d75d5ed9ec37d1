"""From levels to a stage: shares, caps by musts, the range while levels are loose, and what it hangs on.

Shares are compared as whole numbers, so nothing is rounded. Raising one level never lowers the stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far along, from first to last."""

    EARLY = "early"
    BUILDING = "building"
    SUPPORT = "support"
    TALKS = "talks"

    @property
    def rank(self) -> int:
        """Place from 0. Stages are compared by rank, never as text."""
        return tuple(Stage).index(self)


class NoStage(StrEnum):
    """Why no stage is named."""

    QUICK = "quick"
    NOT_STAGED = "not_staged"
    NOTHING_COUNTS = "nothing_counts"
    TOO_MANY_NA = "too_many_na"
    TOO_MUCH_UNKNOWN = "too_much_unknown"
    OWN_VIEW = "own_view"
    ONE_GROUP = "one_group"


@dataclass(frozen=True, slots=True)
class StageRange:
    """The stage with all loose levels at their lowest and at their highest."""

    low: Stage
    high: Stage

    @property
    def settled(self) -> bool:
        """Whether loose levels make no difference."""
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Point:
    """An element that counts, with the bounds of its level. Loose where the bounds differ."""

    id: str
    dimension: str
    must: bool
    pass_level: int
    started: int
    low: int
    high: int

    @property
    def loose(self) -> bool:
        return self.low != self.high


Levels = Mapping[str, int]


def stage_range(points: Sequence[Point]) -> StageRange:
    """The stage at the low and at the high end of every level. `points` must not be empty."""
    return StageRange(stage_at(points, lowest(points)), stage_at(points, _highs(points)))


def stage_at(points: Sequence[Point], levels: Levels) -> Stage:
    """The stage for one full set of levels."""
    return _lower(stage_by_shares(points, levels), cap_at(points, levels))


def stage_by_shares(points: Sequence[Point], levels: Levels) -> Stage:
    """The stage that the shares alone would give, musts left aside."""
    counted = len(points)
    in_place = [point for point in points if levels[point.id] >= point.pass_level]
    if 5 * len(in_place) >= 4 * counted and _half_everywhere(points, in_place):
        return Stage.TALKS
    if 2 * len(in_place) >= counted:
        return Stage.SUPPORT
    if 2 * sum(_begun(point, levels) for point in points) >= counted:
        return Stage.BUILDING
    return Stage.EARLY


def held_by(points: Sequence[Point]) -> tuple[str, ...]:
    """The known musts furthest under their pass level, where musts keep the stage under its shares."""
    lows = lowest(points)
    if stage_at(points, lows) is stage_by_shares(points, lows):
        return ()
    gaps = {
        point.id: point.pass_level - point.low
        for point in points
        if point.must and not point.loose and point.low < point.pass_level
    }
    furthest = max(gaps.values(), default=0)
    return tuple(point_id for point_id, gap in gaps.items() if gap == furthest)


def hangs_on(points: Sequence[Point]) -> tuple[str, ...]:
    """The loose elements that alone move an end of the range, else all loose ones; musts first.

    Empty where the stage is settled.
    """
    span = stage_range(points)
    if span.settled:
        return ()
    loose = [point for point in points if point.loose]
    deciding = [point for point in loose if _moves(points, point, span)]
    return tuple(point.id for point in sorted(deciding or loose, key=lambda point: not point.must))


def _moves(points: Sequence[Point], point: Point, span: StageRange) -> bool:
    raised = {**lowest(points), point.id: point.high}
    lowered = {**_highs(points), point.id: point.low}
    return stage_at(points, raised) is not span.low or stage_at(points, lowered) is not span.high


def cap_at(points: Iterable[Point], levels: Levels) -> Stage:
    """The highest stage that the musts allow."""
    gap = max((point.pass_level - levels[point.id] for point in points if point.must), default=0)
    if gap >= 2:
        return Stage.BUILDING
    return Stage.SUPPORT if gap == 1 else Stage.TALKS


def _half_everywhere(points: Iterable[Point], in_place: Iterable[Point]) -> bool:
    balance: dict[str, int] = {}
    for point in points:
        balance[point.dimension] = balance.get(point.dimension, 0) - 1
    for point in in_place:
        balance[point.dimension] += 2
    return min(balance.values()) >= 0


def _begun(point: Point, levels: Levels) -> bool:
    return levels[point.id] >= min(point.started, point.pass_level)


def lowest(points: Iterable[Point]) -> dict[str, int]:
    """The lowest level of every element."""
    return {point.id: point.low for point in points}


def _highs(points: Iterable[Point]) -> dict[str, int]:
    return {point.id: point.high for point in points}


def _lower(one: Stage, other: Stage) -> Stage:
    return min(one, other, key=lambda stage: stage.rank)
