"""The sheet of a closed round as it is kept, and the picture of a place: values to JSON and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from frameworks.agreement import Line, Topic
from frameworks.group_views import Views
from frameworks.model import Framework
from frameworks.places import Gap, Place, View
from frameworks.settling import Settled, State

Json = dict[str, Any]


def sheet_json(lines: Iterable[Line]) -> list[Json]:
    """The lines of a team's sheet, in the order of talking."""
    return [
        {
            "element": line.element,
            "topic": line.topic.value,
            "differs": line.differs,
            "spread": list(line.spread),
            "label": line.agreement.label.value if line.agreement else "",
            "level": line.level,
        }
        for line in lines
    ]


def place_sheet(framework: Framework, place: Place) -> list[Json]:
    """What a place talks about: what its groups are to agree on first, then what they see differently.

    Nobody's level stands beside another one's: a place shows levels by group, and keeps back those of small groups.
    """
    apart = {gap.element for gap in place.seen_differently}
    topics = {
        one.id: _topic(one.must, place.settled[one.id], one.id in apart)
        for one in framework.elements
        if place.settled[one.id].counts and one.id not in place.kept_back
    }
    order = tuple(Topic)
    return [
        {
            "element": one,
            "topic": topic.value,
            "differs": place.settled[one].state is State.OPEN or one in apart,
            "spread": [],
            "label": "",
            "level": place.settled[one].level,
        }
        for one, topic in sorted(topics.items(), key=lambda item: order.index(item[1]))
    ]


def _topic(must: bool, settled: Settled, seen_differently: bool) -> Topic:
    if settled.state is State.UNKNOWN:
        return Topic.NOT_KNOWN
    if settled.state is State.OPEN:
        return Topic.MUST_TO_AGREE if must else Topic.TALK
    return Topic.TALK if seen_differently else Topic.SAME_VIEW


def place_json(place: Place, views: Views) -> Json:
    """What is kept of a place beside the rows of its elements."""
    return {
        "view": place.view.value,
        "people": dict(place.people),
        "confirmed": {one: list(groups) for one, groups in place.confirmed.items()},
        "not_heard": {one: list(groups) for one, groups in place.not_heard.items()},
        "unconfirmed": list(place.unconfirmed),
        "gaps": [[gap.element, gap.level, gap.group, gap.low, gap.high] for gap in place.seen_differently],
        "kept_back": list(place.kept_back),
        "views": {group: {one: list(ends) for one, ends in its.items()} for group, its in views.items()},
    }


def place_from(kept: Mapping[str, Any], settled: Mapping[str, Settled], agreed: Iterable[str]) -> Place:
    """The place again, with these levels. What the meeting agreed on is seen differently by nobody any more.

    What does not count any more, after what was agreed on, is nowhere.
    """
    out = {one for one, value in settled.items() if not value.counts}
    done = {*agreed, *out}
    return Place(
        view=View(kept["view"]),
        people=dict(kept["people"]),
        settled=dict(settled),
        confirmed={one: tuple(groups) for one, groups in kept["confirmed"].items() if one not in out},
        not_heard={one: tuple(groups) for one, groups in kept["not_heard"].items() if one not in out},
        unconfirmed=tuple(one for one in kept["unconfirmed"] if one not in done),
        seen_differently=tuple(Gap(*gap) for gap in kept["gaps"] if gap[0] not in done),
        kept_back=tuple(one for one in kept["kept_back"] if one not in out),
    )


def views_from(kept: Mapping[str, Any]) -> Views:
    """How each group of three and more sees the elements that are shown."""
    return {
        group: {one: (int(ends[0]), int(ends[1])) for one, ends in its.items()}
        for group, its in kept.get("views", {}).items()
    }
