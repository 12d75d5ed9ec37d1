"""A place: the answers of people from several groups, settled into one picture by who decides on what.

Where groups decide on an element, their levels alone are the fact, and how others see it stands beside it. Where
nobody decides, each group is one voice. Nothing is hidden here: what a small group said must be kept back by
whoever prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from frameworks.model import Element, Framework
from frameworks.route import left_out, levels_given
from frameworks.settling import Settled, State, asks_proof, may_not_apply, settle
from frameworks.stages import NoStage
from frameworks.values import Answer, Said, Scope, Shown

HEARD_FROM = 3
"""From so many levels on, a group that does not decide is heard on how it sees an element."""

GROUPS_FOR_MUST = 2
"""So many groups have to give a level to a must on which nobody decides alone."""

WIDE = 2
"""Levels so far apart inside a group that decides leave a must open between them, whatever the middle says."""


class View(StrEnum):
    """Whose picture it is: one person's, one group's, or that of all groups."""

    OWN = "own"
    GROUP = "group"
    ALL = "all"

    @property
    def no_stage(self) -> NoStage | None:
        """Why this view names no stage, if it names none."""
        return _NO_STAGE.get(self)


def alone(framework: Framework) -> NoStage | None:
    """Why one person's picture names no stage: of a place it is their own view, of an organisation it counts."""
    return View.OWN.no_stage if framework.is_place else None


_NO_STAGE = {View.OWN: NoStage.OWN_VIEW, View.GROUP: NoStage.ONE_GROUP}


@dataclass(frozen=True, slots=True)
class Voice:
    """One person of a place: the id of their group, and their answers by element id."""

    group: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Gap:
    """An element that `group` sees differently: between `low` and `high`, where `level` is settled."""

    element: str
    level: int
    group: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Place:
    """What is settled about a place, and who said so. Ids stand in framework order.

    `people` counts those who gave any answer, by group. `settled` holds every element; the rest speaks only of
    those that count. `confirmed` are the groups whose levels made an element's own: those who decide, or all
    who gave one where nobody decides. `not_heard` are the groups that decide and gave no level. `unconfirmed`
    are the elements on which groups decide and none of them was heard. `seen_differently` are the gaps to groups
    that do not decide.
    """

    view: View
    people: Mapping[str, int]
    settled: Mapping[str, Settled]
    confirmed: Mapping[str, tuple[str, ...]]
    not_heard: Mapping[str, tuple[str, ...]]
    unconfirmed: tuple[str, ...]
    seen_differently: tuple[Gap, ...]


def settle_place(
    framework: Framework, voices: Iterable[Voice], profile: str | None, scope: Scope = Scope.FULL
) -> Place:
    """Where every element of a place stands. People who gave no answer are left out; one alone gets the own view.

    A group that the framework does not name counts as a group of its own.
    """
    active = _in_order(framework, voices)
    people = Counter(voice.group for voice in active)
    heard = _heard(framework, active, profile)
    alone = len(active) <= 1
    if alone:
        settled = settle(framework, active[0].answers if active else {}, profile, scope)
    else:
        settled = _settle_all(framework, heard, profile, scope)
    counting = [one for one in heard if settled[one.element.id].counts]
    view = View.OWN if alone else View.GROUP if len(people) == 1 else View.ALL
    return Place(
        view=view,
        people=dict(people),
        settled=settled,
        confirmed={one.element.id: tuple(one.levels) for one in counting if one.levels},
        not_heard={one.element.id: one.not_heard for one in counting if one.not_heard},
        unconfirmed=tuple(one.element.id for one in counting if one.deciding and not one.levels),
        seen_differently=tuple(gap for one in counting for gap in _gaps(one, settled[one.element.id])),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """One person's answer to one element; `level` is set where it is a level that the framework has."""

    group: str
    answer: Answer
    level: int | None


@dataclass(frozen=True)
class _Heard:
    """All that was said to one element, and the groups that decide on it: none where each group counts the same."""

    element: Element
    deciding: tuple[str, ...]
    given: tuple[_Given, ...]

    @cached_property
    def counting(self) -> tuple[_Given, ...]:
        """The answers that make the element's own level."""
        if not self.deciding:
            return self.given
        return tuple(one for one in self.given if one.group in self.deciding)

    @cached_property
    def levels(self) -> dict[str, list[int]]:
        """The levels that count, by group; a group without one is absent."""
        return _by_group(self.counting)

    @property
    def not_heard(self) -> tuple[str, ...]:
        return tuple(group for group in self.deciding if group not in self.levels)

    def span(self, levels: Sequence[int]) -> tuple[int, int]:
        """Where one group stands: its two middle levels, or from end to end on a must with levels far apart."""
        low, high = min(levels), max(levels)
        if self.deciding and self.element.must and high - low >= WIDE:
            return low, high
        return _lower_middle(levels), _upper_middle(levels)


def _in_order(framework: Framework, voices: Iterable[Voice]) -> list[Voice]:
    """The people who gave any answer, by group in the framework's order."""
    places = {group.id: place for place, group in enumerate(framework.groups)}
    active = [voice for voice in voices if not framework.element_by_id.keys().isdisjoint(voice.answers)]
    return sorted(active, key=lambda voice: (places.get(voice.group, len(places)), voice.group))


def _heard(framework: Framework, voices: Sequence[Voice], profile: str | None) -> list[_Heard]:
    levels = [levels_given(framework, voice.answers) for voice in voices]
    return [
        _Heard(
            element,
            framework.deciding_groups(element, profile),
            tuple(
                _Given(voice.group, voice.answers[element.id], its_levels.get(element.id))
                for voice, its_levels in zip(voices, levels, strict=True)
                if element.id in voice.answers
            ),
        )
        for element in framework.elements
    ]


def _settle_all(
    framework: Framework, heard: Iterable[_Heard], profile: str | None, scope: Scope
) -> dict[str, Settled]:
    settled = {one.element.id: _settled(framework, one) for one in heard}
    levels = {each: value.level for each, value in settled.items() if value.level is not None}
    skipped = left_out(framework, levels, profile)
    return {
        each: Settled(State.NOT_ASKED)
        if each in skipped or (scope is Scope.QUICK and not framework.element_by_id[each].quick)
        else value
        for each, value in settled.items()
    }


def _settled(framework: Framework, heard: _Heard) -> Settled:
    if _does_not_apply(heard):
        return Settled(State.NOT_APPLICABLE)
    if not heard.levels:
        return Settled(State.UNKNOWN, 1, framework.levels)
    if heard.element.must and not heard.deciding and len(heard.levels) < GROUPS_FOR_MUST:
        return Settled(State.OPEN, 1, framework.levels)
    spans = [heard.span(levels) for levels in heard.levels.values()]
    low = _lower_middle([span[0] for span in spans])
    high = _upper_middle([span[1] for span in spans])
    shown = asks_proof(framework, heard.element, low) and any(
        one.answer.shown is Shown.OPTION and asks_proof(framework, heard.element, one.level)
        for one in heard.counting
        if one.level is not None
    )
    return Settled(State.LEVEL if low == high else State.OPEN, low, high, shown)


def _does_not_apply(heard: _Heard) -> bool:
    """Whether more than half of those who could give a level say that it does not apply."""
    if not may_not_apply(heard.element):
        return False
    excused = sum(one.answer.said is Said.NOT_APPLICABLE for one in heard.counting)
    return excused > sum(one.level is not None for one in heard.counting)


def _gaps(heard: _Heard, settled: Settled) -> list[Gap]:
    if not heard.deciding or settled.level is None:
        return []
    others = _by_group(one for one in heard.given if one.group not in heard.deciding)
    spans = {group: heard.span(levels) for group, levels in others.items() if len(levels) >= HEARD_FROM}
    return [
        Gap(heard.element.id, settled.level, group, low, high)
        for group, (low, high) in spans.items()
        if not low <= settled.level <= high
    ]


def _by_group(given: Iterable[_Given]) -> dict[str, list[int]]:
    levels: dict[str, list[int]] = {}
    for one in given:
        if one.level is not None:
            levels.setdefault(one.group, []).append(one.level)
    return levels


def _lower_middle(numbers: Sequence[int]) -> int:
    return sorted(numbers)[(len(numbers) - 1) // 2]


def _upper_middle(numbers: Sequence[int]) -> int:
    return sorted(numbers)[len(numbers) // 2]
