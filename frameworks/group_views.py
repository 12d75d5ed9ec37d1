"""How each group of a place sees every element: from three levels of a group on, never fewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from frameworks.model import Framework
from frameworks.places import Voice
from frameworks.pooling import span
from frameworks.route import levels_given
from frameworks.small_groups import HEARD_FROM

Views = Mapping[str, Mapping[str, tuple[int, int]]]
"""By group and element: the lowest and the highest level between which the group stands."""


def group_views(
    framework: Framework, voices: Iterable[Voice], profile: str | None, kept_back: Collection[str]
) -> Views:
    """Where each group stands on each element, in framework order. Groups with no such element are left out.

    `kept_back` are the elements of which the place itself shows nothing: beside the counts of the place, the view
    of a large group would give away the small one. So none of them has a view; nor has any on which nobody decides
    and some group gave fewer than three levels, for beside the level of all the large ones would tell theirs.
    """
    levels: dict[str, dict[str, list[int]]] = {}
    for voice in voices:
        for one, level in levels_given(framework, voice.answers).items():
            if one not in kept_back:
                levels.setdefault(voice.group, {}).setdefault(one, []).append(level)
    for element in framework.elements:
        counts = [len(its[element.id]) for its in levels.values() if element.id in its]
        if not framework.deciding_groups(element, profile) and any(count < HEARD_FROM for count in counts):
            for its in levels.values():
                its.pop(element.id, None)
    found = {group: _spans(framework, its, profile) for group, its in levels.items()}
    return {group.id: found[group.id] for group in framework.groups if found.get(group.id)}


def _spans(
    framework: Framework, levels: Mapping[str, list[int]], profile: str | None
) -> dict[str, tuple[int, int]]:
    return {
        one.id: span(levels[one.id], end_to_end=one.must and bool(framework.deciding_groups(one, profile)))
        for one in framework.elements
        if len(levels.get(one.id, ())) >= HEARD_FROM
    }
