"""The groups of a place in words: as one voice, counted, and as those who are too few to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.screens.agenda_lines import capital
from bot.screens.sight import Sight
from frameworks.small_groups import HEARD_FROM

KNOWN = ("government", "donor", "provider", "investor", "adviser", "community")
"""The groups that have words of their own; others go by the label of their framework."""
AFTER_OTHERS = KNOWN[1:]


def label(sight: Sight, group: str) -> str:
    """The name of a group as its framework has it, to stand alone."""
    labels = {each.id: each.label for each in sight.framework.groups}
    return sight.text(f"group.{group}", labels.get(group, group))


def voice(sight: Sight, group: str) -> str:
    """A group as one voice, inside a sentence: "government", "providers"."""
    return sight.say(f"group_voice.{group}") if group in KNOWN else label(sight, group)


def voices(sight: Sight, groups: Iterable[str]) -> str:
    return sight.words.listed(voice(sight, group) for group in groups)


def counted(sight: Sight, people: Mapping[str, int]) -> str:
    """How many of each group: those who are enough to be shown first."""
    ordered = sorted(people, key=lambda group: people[group] < HEARD_FROM)
    return sight.words.in_a_row(_counted(sight, group, people[group]) for group in ordered)


def _counted(sight: Sight, group: str, count: int) -> str:
    if group in KNOWN:
        return sight.words.count(f"group_people.{group}", count)
    return sight.say("group_people_of", group=label(sight, group), count=count)


def too_few(sight: Sight, people: Mapping[str, int]) -> str:
    """The sentence about groups whose people are too few to be shown; nothing where there are none."""
    small = [group for group, count in people.items() if count < HEARD_FROM]
    if not small:
        return ""
    names = sight.words.listed(_few(sight, group, people[group]) for group in small)
    return sight.words.count("place.too_few", len(small), groups=capital(names))


def _few(sight: Sight, group: str, count: int) -> str:
    return sight.words.count(f"group_few.{group}", count) if group in KNOWN else label(sight, group)


def says(sight: Sight, groups: tuple[str, ...], said: str) -> str:
    """What these groups say of something: `said` is in words."""
    if len(groups) == 1 and groups[0] in KNOWN:
        return sight.say(f"group_says.{groups[0]}", said=said)
    return sight.say("group_says_of", groups=voices(sight, groups), said=said)


def so_says(sight: Sight, group: str, said: str) -> str:
    """That a group says the same as another one before it."""
    return sight.say(f"group_so.{group}") if group in AFTER_OTHERS else says(sight, (group,), said)
