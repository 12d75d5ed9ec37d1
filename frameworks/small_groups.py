"""What a picture of a place keeps back, so that nobody finds by subtraction what one or two people said.

Where nobody decides, a level is drawn from several groups; with all of them but one known, the last can be
worked out. Such elements count, and are not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from frameworks.model import Dimension, Framework
from frameworks.scoring import Word

HEARD_FROM = 3
"""From so many levels on, what a group says may be shown."""

ALL_OF = 3
"""In a team of so many or fewer, an element stands only on an answer of every one of them."""

Heard = Mapping[str, Mapping[str, int]]
"""How many people of each group gave a level to an element. A group without one is absent."""


def two_differ(levels: Sequence[int]) -> bool:
    """Whether so few levels differ that of them no more may be told than that they do."""
    return len(levels) < HEARD_FROM and len(set(levels)) > 1


def gives_away(levels: Sequence[int], said: int, asked: int, people: int) -> bool:
    """Whether what came of one element's answers would tell somebody of a team what one other person said.

    `said` counts the people whose answer it came of, `asked` those it was asked, `people` all who took part. Of three,
    somebody who said nothing to it would learn what the others said, and somebody who did would learn that the others
    did not: so all of them have to have said something; of more people too, where only so few were asked.
    """
    return two_differ(levels) or (asked <= ALL_OF and 0 < said < min(people, ALL_OF))


def kept_back(framework: Framework, heard: Heard) -> tuple[str, ...]:
    """The elements that are counted and not shown, in framework order.

    `heard` holds the elements on which nobody decides, whose level comes from the levels given to it. Kept back
    are those with exactly one small group among several, those of two small groups and no other, and those of one or
    two people in all. One alone in its dimension takes another with it, of those with a level the one with the
    fewest, the first among equals.
    """
    kept = {one for one, groups in heard.items() if _gives_away(groups)}
    for part in framework.dimensions:
        kept |= _cover(part, heard, kept)
    return tuple(one.id for one in framework.elements if one.id in kept)


def _gives_away(groups: Mapping[str, int]) -> bool:
    small = [group for group, count in groups.items() if count < HEARD_FROM]
    few_alone = len(small) == len(groups) and 0 < len(small) <= 2
    return len(small) == 1 or few_alone or 0 < sum(groups.values()) < HEARD_FROM


def _cover(part: Dimension, heard: Heard, kept: Collection[str]) -> set[str]:
    """The element that is kept back beside the only one of its dimension, where there is one."""
    ids = [one.id for one in part.elements]
    if sum(one in kept for one in ids) != 1:
        return set()
    others = [one for one in ids if one not in kept and heard.get(one)]
    return {min(others, key=lambda one: sum(heard[one].values()))} if others else set()


def told_by_counts(framework: Framework, kept: Iterable[str], words: Mapping[str, Word]) -> tuple[str, ...]:
    """Those of the kept back that even counts would tell, by dimension.

    Counts tell nothing only where the kept back have several words, and one is in place or to agree: then any of
    them may be the one.
    """
    kept = set(kept)
    told: list[str] = []
    for part in framework.dimensions:
        its = [one.id for one in part.elements if one.id in kept]
        found = {words[one] for one in its}
        if len(found) < 2 or found.isdisjoint((Word.IN_PLACE, Word.TO_AGREE)):
            told += its
    return tuple(told)
