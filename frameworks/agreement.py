"""How far a team agrees, as a label for each element, and the sheet for its meeting in the order of talking.

Levels side by side are handed out from three on; of fewer only whether they settle anything, and not how many they
are. A label never changes a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frameworks.model import Element, Framework
from frameworks.pooling import in_scope, levels_of, lower_middle, only_asked, upper_middle
from frameworks.scoring import Word, word_of
from frameworks.settling import Settled, State
from frameworks.teams import Member, active, for_print, given_by, pooled
from frameworks.values import Scope

SPREAD_FROM = 3
"""From so many levels on, how people differ may be seen, without who."""

FAR_SPREAD = 2
"""Levels that lie less apart than this are never far apart by their ends."""


class Label(StrEnum):
    """How far the levels of one element lie apart."""

    CLOSE = "close"
    TALK = "talk"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A label, and the mean distance of the levels from their median that it rests on."""

    label: Label
    distance: Fraction


class Topic(StrEnum):
    """Why an element is on the sheet of the meeting, in the order of talking.

    Musts on which fewer than three levels settle nothing are to agree, whatever they are; others are for talking.
    `FEW_VIEWS` is settled by one or two of a bigger team. `SAME_VIEW` needs one tap.
    """

    MUST_FAR = "must_far"
    MUST_TO_AGREE = "must_to_agree"
    FAR = "far"
    TALK = "talk"
    NOT_KNOWN = "not_known"
    FEW_VIEWS = "few_views"
    SAME_VIEW = "same_view"


@dataclass(frozen=True, slots=True)
class Line:
    """One element on the sheet. `differs` says that not all gave it the same level.

    `spread` holds the levels, lowest first, `agreement` their label and `level` the level that all lean to on a
    same view; all three are only there from three levels on.
    """

    element: str
    topic: Topic
    differs: bool
    spread: tuple[int, ...] = ()
    agreement: Agreement | None = None
    level: int | None = None


def agreement(levels: Sequence[int], top: int) -> Agreement | None:
    """How far these levels of a scale up to `top` lie apart; None for fewer than three."""
    if len(levels) < SPREAD_FROM:
        return None
    median = Fraction(lower_middle(levels) + upper_middle(levels), 2)
    distance = sum((abs(level - median) for level in levels), Fraction(0)) / len(levels)
    width = max(levels) - min(levels)
    if 6 * distance > top or width >= max(top - 1, FAR_SPREAD):
        return Agreement(Label.FAR, distance)
    return Agreement(Label.CLOSE if width <= 1 else Label.TALK, distance)


def meeting_sheet(
    framework: Framework,
    members: Iterable[Member],
    profile: str | None,
    scope: Scope = Scope.FULL,
    *,
    closed: bool,
    branches: bool = False,
) -> tuple[Line, ...]:
    """What a team talks about, first things first; nothing while its round is open, for nothing is shown live.

    To be drawn once, when the round closes, and kept: drawn again without a person who has left, the two
    sheets together would tell what that person said. What does not apply or is not asked is left out; with
    `branches` there are lines too for what the meeting may bring in, by the level it agrees on for another element.
    """
    if not closed:
        return ()
    members = active(framework, members)
    given = given_by(framework, members)
    settled = for_print(framework, members, pooled(framework, members))
    asked = only_asked(framework, settled, profile, scope)
    lines = [
        _line(framework, one, sorted(levels_of(given[one.id])), settled[one.id], profile, len(members))
        for one in framework.elements
        if settled[one.id].counts and (asked[one.id].counts or (branches and in_scope(one, scope)))
    ]
    topics = tuple(Topic)
    return tuple(sorted(lines, key=lambda line: topics.index(line.topic)))


def differing(lines: Iterable[Line]) -> tuple[str, ...]:
    """The elements of which the sheet may say no more than that not all gave the same level."""
    return tuple(line.element for line in lines if line.differs and not line.spread)


def _line(
    framework: Framework,
    element: Element,
    levels: list[int],
    settled: Settled,
    profile: str | None,
    people: int,
) -> Line:
    its = agreement(levels, framework.levels)
    if its is None:
        topic = _topic_of_few(element, settled, pair=people < SPREAD_FROM)
        return Line(element.id, topic, settled.state is State.OPEN)
    word = word_of(settled, framework.pass_level(element, profile), framework.started)
    topic = _topic(element.must, its.label, word, settled)
    level = settled.level if topic is Topic.SAME_VIEW else None
    return Line(element.id, topic, len(set(levels)) > 1, tuple(levels), its, level)


def _topic_of_few(element: Element, settled: Settled, *, pair: bool) -> Topic:
    """The topic of an element with under three levels; `pair`: the team is two people, so both gave what settles it.

    It tells nothing of how people differ, nor how many gave a level.
    """
    if settled.state is State.UNKNOWN:
        return Topic.NOT_KNOWN
    if settled.state is State.LEVEL:
        return Topic.SAME_VIEW if pair else Topic.FEW_VIEWS
    return Topic.MUST_TO_AGREE if element.must else Topic.TALK


def _topic(must: bool, label: Label, word: Word, settled: Settled) -> Topic:
    if label is Label.FAR:
        return Topic.MUST_FAR if must else Topic.FAR
    if must and word is Word.TO_AGREE:
        return Topic.MUST_TO_AGREE
    # With two middle levels there is none yet that one tap could agree on.
    return Topic.SAME_VIEW if label is Label.CLOSE and settled.level else Topic.TALK
