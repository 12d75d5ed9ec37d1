"""What a higher level of one element changes, found by really applying it: its effect, and the smallest step up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from frameworks.binding import days_from
from frameworks.model import Element, Framework
from frameworks.scoring import Scorecard, Word, points_of, words_of
from frameworks.settling import Settled, State
from frameworks.stages import cap_at, lowest, stage_at


class Change(StrEnum):
    """What an action brings."""

    IN_PLACE = "in_place"
    CAP = "cap"
    STARTED = "started"
    LEVEL = "level"
    ANSWER = "answer"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action changes. With IN_PLACE `part` goes from `before` to `after` of `counted` elements in place.

    With LEVEL `before` and `after` are levels of the element itself.
    """

    change: Change
    part: str = ""
    before: int = 0
    after: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One element at a higher level than now."""

    element: str
    from_level: int
    to_level: int


def raised(settled: Mapping[str, Settled], element_id: str, level: int) -> dict[str, Settled]:
    """The picture with this element at `level`; nothing is shown for a level just reached."""
    return {**settled, element_id: Settled(State.LEVEL, level, level)}


def effect_of(
    framework: Framework,
    settled: Mapping[str, Settled],
    card: Scorecard,
    profile: str | None,
    step: Step,
) -> Effect:
    """What this step changes first: a count of what is in place, the stage or its cap, else the element's word.

    Stage and cap are taken at their low end: what hangs on an answer nobody gave yet is not promised.
    """
    before, after = card.words[step.element], raised(settled, step.element, step.to_level)
    word = words_of(framework, after, profile)[step.element]
    if word is Word.IN_PLACE and before is not Word.IN_PLACE:
        part = framework.element_by_id[step.element].dimension
        count = next(one for one in card.dimensions if one.id == part)
        return Effect(Change.IN_PLACE, part, count.in_place, count.in_place + 1, count.counted)
    if card.stage is not None and _moves_stage_or_cap(framework, settled, after, profile):
        return Effect(Change.CAP)
    if (before, word) == (Word.NOT_YET, Word.STARTED):
        return Effect(Change.STARTED)
    return Effect(Change.LEVEL, before=step.from_level, after=step.to_level)


def smallest_step(
    framework: Framework,
    settled: Mapping[str, Settled],
    card: Scorecard,
    profile: str | None,
    dimension: str | None = None,
) -> Step | None:
    """The smallest change of one element that puts one more of `dimension` in place, or that lifts the stage.

    The stage is meant where no dimension is given; it is taken at its low end. None where no single element
    does it, or where no stage is named. The fewest levels come first, then the fewest days.
    """
    points = points_of(framework, settled, profile)
    levels = lowest(points)
    if dimension is None and card.stage is None:
        return None
    for step in _steps(framework, settled, dimension):
        if dimension is not None:
            element = framework.element_by_id[step.element]
            if step.to_level >= framework.pass_level(element, profile) > step.from_level:
                return step
        elif stage_at(points, {**levels, step.element: step.to_level}).rank > stage_at(points, levels).rank:
            return step
    return None


def _steps(framework: Framework, settled: Mapping[str, Settled], dimension: str | None) -> Iterator[Step]:
    """All higher levels of single elements, the smallest steps first."""
    # Raising one of these changes which questions are asked, so that more than one thing would change.
    hinges = {one.asked_if.element for one in framework.elements if one.asked_if is not None}
    movable = [
        element
        for element in framework.elements
        if settled[element.id].state is State.LEVEL
        and element.id not in hinges
        and dimension in (None, element.dimension)
    ]
    for size in range(1, framework.levels):
        fitting = [one for one in movable if settled[one.id].low + size <= framework.levels]
        for element in sorted(fitting, key=lambda one: _days(one, settled[one.id].low, size)):
            low = settled[element.id].low
            yield Step(element.id, low, low + size)


def _days(element: Element, level: int, size: int) -> float:
    return sum(days_from(element, each) for each in range(level, level + size))


def _moves_stage_or_cap(
    framework: Framework, settled: Mapping[str, Settled], after: Mapping[str, Settled], profile: str | None
) -> bool:
    now, then = points_of(framework, settled, profile), points_of(framework, after, profile)
    low, high = lowest(now), lowest(then)
    return stage_at(now, low) is not stage_at(then, high) or cap_at(now, low) is not cap_at(then, high)
