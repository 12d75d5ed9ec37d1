"""A place: the answers of people from several groups, settled into one picture by who decides on what.

Where groups decide on an element, their levels alone are the fact, and how others see it stands beside it. Where
nobody decides, each group is one voice. What a small group said counts here, and is named as kept back: only
`frameworks.place_card` is for readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from frameworks.model import Element, Framework
from frameworks.pooling import (
    Given,
    does_not_apply,
    lower_middle,
    only_asked,
    settled_between,
    span,
    upper_middle,
)
from frameworks.route import levels_given
from frameworks.settling import Settled, State, settle
from frameworks.small_groups import HEARD_FROM, kept_back, two_differ
from frameworks.stages import NoStage
from frameworks.values import Answer, Scope

GROUPS_FOR_MUST = 2
"""So many groups have to give a level to a must on which nobody decides alone."""


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
    that do not decide. `kept_back` are the elements that count and may not be shown, for they would give away what
    one or two people said; a person's own view keeps nothing back.
    """

    view: View
    people: Mapping[str, int]
    settled: Mapping[str, Settled]
    confirmed: Mapping[str, tuple[str, ...]]
    not_heard: Mapping[str, tuple[str, ...]]
    unconfirmed: tuple[str, ...]
    seen_differently: tuple[Gap, ...]
    kept_back: tuple[str, ...]


def settle_place(
    framework: Framework,
    voices: Iterable[Voice],
    profile: str | None,
    scope: Scope = Scope.FULL,
    *,
    for_print: bool = False,
) -> Place:
    """Where every element of a place stands. People who gave no answer are left out; one alone gets the own view.

    A group that the framework does not name counts as a group of its own. `for_print`: two of one group who differ
    stand anywhere on the scale, since a word or a count would tell one of them the level of the other.
    """
    active = _in_order(framework, voices)
    people = Counter(voice.group for voice in active)
    heard = _heard(framework, active, profile, (1, framework.levels) if for_print else None)
    alone = len(active) <= 1
    if alone:
        settled = settle(framework, active[0].answers if active else {}, profile, scope)
    else:
        settled = only_asked(
            framework, {one.element.id: _settled(framework, one) for one in heard}, profile, scope
        )
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
        kept_back=() if alone else kept_back(framework, _counted(counting)),
    )


@dataclass(frozen=True, slots=True)
class _Given(Given):
    """One person's answer to one element, with their group."""

    group: str


@dataclass(frozen=True)
class _Heard:
    """All that was said to one element, and the groups that decide on it: none where each group counts the same."""

    element: Element
    deciding: tuple[str, ...]
    given: tuple[_Given, ...]
    anywhere: tuple[int, int] | None = None

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
    def too_few_groups(self) -> bool:
        """Whether it is a must that no level settles, for groups are missing."""
        return self.element.must and not self.deciding and len(self.levels) < GROUPS_FOR_MUST

    @property
    def not_heard(self) -> tuple[str, ...]:
        return tuple(group for group in self.deciding if group not in self.levels)

    def span(self, levels: Sequence[int]) -> tuple[int, int]:
        """Where one group stands; to be printed, two who differ stand anywhere."""
        if self.anywhere and two_differ(levels):
            return self.anywhere
        return span(levels, end_to_end=bool(self.deciding) and self.element.must)


def _in_order(framework: Framework, voices: Iterable[Voice]) -> list[Voice]:
    """The people who gave any answer, by group in the framework's order."""
    places = {group.id: place for place, group in enumerate(framework.groups)}
    active = [voice for voice in voices if not framework.element_by_id.keys().isdisjoint(voice.answers)]
    return sorted(active, key=lambda voice: (places.get(voice.group, len(places)), voice.group))


def _heard(
    framework: Framework, voices: Sequence[Voice], profile: str | None, anywhere: tuple[int, int] | None
) -> list[_Heard]:
    levels = [levels_given(framework, voice.answers) for voice in voices]
    return [
        _Heard(
            element,
            framework.deciding_groups(element, profile),
            tuple(
                _Given(voice.answers[element.id], its_levels.get(element.id), voice.group)
                for voice, its_levels in zip(voices, levels, strict=True)
                if element.id in voice.answers
            ),
            anywhere,
        )
        for element in framework.elements
    ]


def _settled(framework: Framework, heard: _Heard) -> Settled:
    if does_not_apply(heard.element, heard.counting):
        return Settled(State.NOT_APPLICABLE)
    if not heard.levels:
        return Settled(State.UNKNOWN, 1, framework.levels)
    if heard.too_few_groups:
        return Settled(State.OPEN, 1, framework.levels)
    spans = [heard.span(levels) for levels in heard.levels.values()]
    low = lower_middle([span[0] for span in spans])
    high = upper_middle([span[1] for span in spans])
    return settled_between(framework, heard.element, low, high, heard.counting)


def _counted(heard: Iterable[_Heard]) -> dict[str, dict[str, int]]:
    """How many of each group were heard where nobody decides, on elements whose level says what they said."""
    return {
        one.element.id: {group: len(levels) for group, levels in one.levels.items()}
        for one in heard
        if not one.deciding and not one.too_few_groups
    }


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
