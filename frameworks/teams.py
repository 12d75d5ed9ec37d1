"""A team: several people's answers about one organisation, settled for every element into the level between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from frameworks.model import Element, Framework
from frameworks.pooling import Given, does_not_apply, excused_in, levels_of, only_asked, settled_between, span
from frameworks.route import levels_given
from frameworks.settling import Settled, State, settle_one
from frameworks.small_groups import gives_away
from frameworks.values import ANYONE, Answer, Said, Scope


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a team: the ids of the roles they hold, and their answers by element id."""

    roles: Collection[str]
    answers: Mapping[str, Answer]


def settle_team(
    framework: Framework,
    members: Iterable[Member],
    profile: str | None,
    scope: Scope = Scope.FULL,
    agreed: Mapping[str, Answer] | None = None,
) -> dict[str, Settled]:
    """Where every element stands for a team; for one person alone the same as `settle`.

    `agreed` is what the meeting of a closed round set, by element id: it replaces what its people gave, and so
    does the proof the meeting tapped. A person who gave no answer at all is left out. The order of people
    changes nothing.
    """
    pool = pooled(framework, members)
    return only_asked(framework, pool | _agreed(framework, agreed or {}), profile, scope)


def pooled(framework: Framework, members: Iterable[Member]) -> dict[str, Settled]:
    """Where every element would stand if it were asked: conditions and scope are not looked at."""
    members = active(framework, members)
    given = given_by(framework, members)
    return {one.id: _settled(framework, one, given[one.id], len(members)) for one in framework.elements}


def for_print(
    framework: Framework,
    members: Iterable[Member],
    settled: Mapping[str, Settled],
    agreed: Collection[str] = (),
) -> dict[str, Settled]:
    """The same as readers may see it: nothing of what one person said, whoever reads it and whatever they said.

    Of fewer than three levels that differ, no more is told than that they do; and in a team of two or three only what
    every one of them answered. Such an element is open over the whole scale, until the meeting agrees on it: `agreed`
    are the ids on which it did.
    """
    members = active(framework, members)
    given, full = given_by(framework, members), _asked_all(framework, members)
    return {
        one: Settled(State.OPEN, 1, framework.levels)
        if one not in agreed
        and value.state is not State.NOT_ASKED
        and _told_by(
            value, given[one], len(members) if framework.element_by_id[one].quick else full, len(members)
        )
        else value
        for one, value in settled.items()
    }


def _asked_all(framework: Framework, members: Sequence[Member]) -> int:
    """How many people were asked more than the quick check, as far as their answers tell."""
    more = {one.id for one in framework.elements if not one.quick}
    return sum(not more.isdisjoint(one.answers) for one in members)


def _told_by(value: Settled, given: Sequence[TeamGiven], asked: int, people: int) -> bool:
    """Whether where an element stands would tell what one of so many people said."""
    levels = levels_of(given)
    if not value.counts:
        return gives_away((), len(levels) + excused_in(given), asked, people)
    return gives_away(levels, len(levels), asked, people)


@dataclass(frozen=True, slots=True)
class TeamGiven(Given):
    """One member's answer to one element, with the roles they hold."""

    roles: Collection[str]


def active(framework: Framework, members: Iterable[Member]) -> list[Member]:
    """The people who gave any answer to any element of the framework."""
    return [one for one in members if not framework.element_by_id.keys().isdisjoint(one.answers)]


def given_by(framework: Framework, members: Iterable[Member]) -> dict[str, list[TeamGiven]]:
    """All that was said to every element."""
    given: dict[str, list[TeamGiven]] = {one.id: [] for one in framework.elements}
    for member in members:
        levels = levels_given(framework, member.answers)
        for one in given.keys() & member.answers.keys():
            given[one].append(TeamGiven(member.answers[one], levels.get(one), member.roles))
    return given


def _settled(framework: Framework, element: Element, given: Sequence[TeamGiven], people: int) -> Settled:
    if does_not_apply(element, given):
        return Settled(State.NOT_APPLICABLE)
    levels = levels_of(given)
    if not levels:
        return Settled(State.UNKNOWN, 1, framework.levels)
    if element.must and len(levels) == 1 and people > 1 and not _may_say_alone(element, given):
        return Settled(State.OPEN, 1, framework.levels)
    low, high = span(levels, end_to_end=element.must)
    return settled_between(framework, element, low, high, given)


def _may_say_alone(element: Element, given: Iterable[TeamGiven]) -> bool:
    """Whether the one person who gave a level holds a role that the question is for."""
    return ANYONE in element.ask or any(
        not set(one.roles).isdisjoint(element.ask) for one in given if one.level is not None
    )


def _agreed(framework: Framework, agreed: Mapping[str, Answer]) -> dict[str, Settled]:
    return {
        one.id: settle_one(framework, one, agreed[one.id])
        for one in framework.elements
        if one.id in agreed and agreed[one.id].said is not Said.NOT_MY_AREA
    }
