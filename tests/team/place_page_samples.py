"""Pages and screens of places to draw: the group of a link, dates, what others decide on, what is planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.conversation import Chosen, Conversation, Notice
from flows.desk import panel_of
from flows.mark_pages import EchoPage, MarkScope
from flows.marks import Marks, Problem, Why
from flows.pages import Page, SharedWith
from flows.round_pages import SheetElementPage
from flows.team_pages import PlaceDatesPage
from tests.screens_made import FRAMEWORKS
from tests.screens_seen import samples
from tests.team.meeting_samples import PLACE, WIDE, place_sheet
from tests.team.place_samples import case_31_result, member

EC = FRAMEWORKS["ec-1.0"]
BOTH = (("budget", "2026-12-15"), ("election", "2027-08"))


def place_pages(language: str) -> Iterator[tuple[Conversation, Page | None]]:
    """Everything that places alone have."""
    for there in samples():
        if there.state == "grouping":
            yield (
                replace(there, language=language, inputs=replace(there.inputs, group="donor", placed=True)),
                None,
            )
    there = replace(next(each for each in samples() if each.framework == EC.key), language=language)
    for panel, page in _pages():
        yield replace(there, panel=panel), page
    groups = " ".join(group.id for group in EC.groups)
    yield replace(there, notice=Notice("others_decide", {"groups": groups})), None
    yield from _planned(language)


def _pages() -> Iterator[tuple[str, Page]]:
    for head in (PLACE, replace(WIDE, framework=EC.key, place=True)):
        for dates in ((), BOTH[:1], BOTH):
            page = PlaceDatesPage(head, dates)
            yield panel_of("(b"), page
            yield from ((panel_of("(B", 0, kind), page) for kind in range(2))
        for line in place_sheet():
            for stands in (0, 2, 7, None):
                decided = ("government", "donor")
                yield (
                    panel_of("(E"),
                    SheetElementPage(
                        head, 9, line, sheet=place_sheet(), decided=decided, others=True, stands=stands
                    ),
                )
        elements = tuple(one.id for one in EC.dimensions[1].elements)
        scope = MarkScope(EC.key, 1, elements, head, others=dict.fromkeys(elements, ("government", "donor")))
        wrong = tuple(Problem(place, "", Why.OTHERS) for place in range(1, len(elements) + 1))
        yield panel_of("(M", 7, 1), EchoPage(scope, Marks((), wrong), ("3",) * len(elements), 5)


def _planned(language: str) -> Iterator[tuple[Conversation, Page | None]]:
    """Plans with a day, with somebody named, and with neither."""
    ends = (Chosen(day="2026-04-30", taken_by="Ŧøđ"), Chosen(smaller=True, day="2026-05-02"), Chosen())
    chosen = {
        f"act.{one}.{value.level or 0}": ends[number % 3]
        for number, (one, value) in enumerate(case_31_result().now.settled.items())
    }
    sight = member(replace(case_31_result(), chosen=chosen), language)
    assert isinstance(sight.page, SharedWith)
    yield sight.conversation, sight.page
