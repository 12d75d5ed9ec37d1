"""Shared results for the tests of their reports: an organisation, a place, with what is planned, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.report.report import Report
from bot.report.shared import shared_report
from bot.screens.shared_told import shown_sight
from flows.share_pages import SharedAction, SharedResultPage
from frameworks.load import shipped
from frameworks.place_card import printed
from frameworks.places import Voice
from frameworks.settling import settle
from tests.gallery import MIXED, by_element
from tests.report.samples import HINDI, sight_of
from tests.team.result_made import place_round

UNTIL = datetime(2026, 12, 15, tzinfo=UTC)
TAKERS = ("Amina Otieno (finance)", "", HINDI)
Levels = Mapping[str, Sequence[int | str]]


def organisation(
    name: str = "Hope Homes", levels: Levels = MIXED, actions: int = 0, **more: Any
) -> SharedResultPage:
    """What a link to this organisation's result shows; each level is shown by the first of its proofs."""
    framework = shipped()["sp-1.0"]
    return SharedResultPage(
        3,
        "open",
        UNTIL,
        name,
        framework.key,
        people=5,
        day="2026-11-28",
        settled=settle(framework, by_element(framework.key, levels), None),
        shown_by={one.id: 1 for one in framework.elements if one.proof},
        actions=planned(framework.action_by_id, actions),
        **more,
    )


def planned(known: Mapping[str, object], count: int) -> tuple[SharedAction, ...]:
    """So many actions: with a day, for an event, done."""
    return tuple(
        SharedAction(
            action,
            "2026-12-01" if number % 3 else "",
            "" if number % 3 else "tender",
            TAKERS[number % len(TAKERS)],
            number % 5 == 1,
        )
        for number, action in enumerate(list(known)[:count])
    )


def place(voices: Sequence[Voice], profile: str = "both", **more: Any) -> SharedResultPage:
    """What a link to this place's result shows once its round is closed."""
    found = place_round(voices, profile)
    assert found.place is not None
    framework = shipped()["ec-1.0"]
    seen = printed(framework, found.place, profile, closed=True)
    assert seen is not None
    return SharedResultPage(
        3,
        "open",
        UNTIL,
        "foundational learning in Busia",
        framework.key,
        profile=profile,
        people=found.people,
        day="2026-11-28",
        settled=seen.settled,
        card=seen.card,
        **more,
    )


def report(page: SharedResultPage, language: str = "en") -> Report:
    """Its report, for a reader of this language who is at a check of their own."""
    sight = shown_sight(sight_of("sp-1.0", {}, language=language), page)
    assert sight is not None
    return shared_report(sight, page)
