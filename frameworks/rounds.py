"""Two rounds of one organisation or place side by side: what rose, what fell, and what cannot be compared.

Only a change of one level or more, between levels that were settled both times, counts as a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frameworks.model import Dimension, Framework
from frameworks.scoring import Word, word_of
from frameworks.settling import Settled
from frameworks.stages import StageRange

REAL = Fraction(1, 2)
"""From this mean change of its elements on, a dimension is up or down."""


class Trend(StrEnum):
    """Where a dimension went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its framework, where every element stood, the profile, and the stage where one was named."""

    framework: Framework
    settled: Mapping[str, Settled]
    profile: str | None
    stage: StageRange | None


@dataclass(frozen=True, slots=True)
class Change:
    """An element whose settled level is another one now."""

    element: str
    then: int
    now: int

    @property
    def fell(self) -> bool:
        """Whether it is lower now: said gently, for a lower level can mean that people know more."""
        return self.now < self.then


@dataclass(frozen=True, slots=True)
class PartTrend:
    """A dimension: where it went, and the mean change of its compared elements."""

    id: str
    trend: Trend
    mean_change: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds side by side. Ids stand in the order of the later round's framework.

    `in_place_then` and `in_place_now` count among the `compared` elements, by the pass levels of the later
    round, so that only changed levels change the count. Dimensions without a compared element are left out.
    `stages` is None unless both rounds named one in the same version of the framework.
    """

    compared: tuple[str, ...]
    in_place_then: int
    in_place_now: int
    changes: tuple[Change, ...]
    parts: tuple[PartTrend, ...]
    stages: tuple[StageRange, StageRange] | None

    @property
    def up(self) -> tuple[str, ...]:
        return tuple(one.element for one in self.changes if not one.fell)

    @property
    def down(self) -> tuple[str, ...]:
        return tuple(one.element for one in self.changes if one.fell)


def compare(then: Round, now: Round) -> Comparison | None:
    """What changed from one round to a later one; None where under half of the framework can be compared."""
    levels = {one: (before, after) for one, before, after in _both(then, now)}
    if 2 * len(levels) < len(now.framework.elements):
        return None
    return Comparison(
        compared=tuple(levels),
        in_place_then=_in_place(now, then.settled, levels),
        in_place_now=_in_place(now, now.settled, levels),
        changes=_changes(levels),
        parts=tuple(_parts(now.framework.dimensions, levels)),
        stages=_stages(then, now),
    )


def looked_back(then: Round, answers: Mapping[str, int]) -> tuple[Change, ...]:
    """Where people now see the earlier round differently: `then` as it was said, `now` as they say it was.

    `answers` are the levels given to "Looking back, where were you then?". They stand apart from all
    comparing and change nothing; they only show that the measure itself has moved. Levels that the framework
    does not have are left out.
    """
    said = {
        one.id: (level, answers[one.id])
        for one in then.framework.elements
        if one.id in answers and (level := then.settled[one.id].level) is not None
    }
    return _changes({one: pair for one, pair in said.items() if 1 <= pair[1] <= then.framework.levels})


Levels = Mapping[str, tuple[int, int]]


def _both(then: Round, now: Round) -> Iterable[tuple[str, int, int]]:
    """The elements that mean the same in both rounds and are settled in both, with their two levels."""
    for element in now.framework.elements:
        earlier = then.framework.element_by_id.get(element.id)
        if earlier is None or earlier.version != element.version:
            continue
        before, after = then.settled[element.id].level, now.settled[element.id].level
        if before is not None and after is not None:
            yield element.id, before, after


def _in_place(now: Round, settled: Mapping[str, Settled], compared: Iterable[str]) -> int:
    framework = now.framework
    return sum(
        word_of(
            settled[one],
            framework.pass_level(framework.element_by_id[one], now.profile),
            framework.started,
        )
        is Word.IN_PLACE
        for one in compared
    )


def _changes(levels: Levels) -> tuple[Change, ...]:
    return tuple(Change(one, then, now) for one, (then, now) in levels.items() if then != now)


def _parts(dimensions: Sequence[Dimension], levels: Levels) -> Iterable[PartTrend]:
    for part in dimensions:
        changes = [levels[one.id][1] - levels[one.id][0] for one in part.elements if one.id in levels]
        if changes:
            mean = Fraction(sum(changes), len(changes))
            yield PartTrend(part.id, _trend(mean), mean)


def _trend(mean: Fraction) -> Trend:
    if abs(mean) < REAL:
        return Trend.SAME
    return Trend.UP if mean > 0 else Trend.DOWN


def _stages(then: Round, now: Round) -> tuple[StageRange, StageRange] | None:
    if then.framework.key != now.framework.key or then.stage is None or now.stage is None:
        return None
    return then.stage, now.stage
