"""The two dates that a place waits for, its next budget and its next election: asked of those who lead it."""

from __future__ import annotations

from bot.buttons import Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import waiting_for_text, with_back
from bot.screens.place_when import date_words
from bot.screens.sight import Sight, lines, paragraphs
from bot.screens.team.common import to_team
from flows.desk import Act
from flows.pages import Page
from flows.team_desk import DATE_KINDS
from flows.team_pages import PlaceDatesPage

DATES, ONE, CLEAR = "(b", "(B", "(C"


def place_dates(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Both dates as they stand, and the way to each."""
    if not isinstance(page, PlaceDatesPage):
        return None
    head, given = page.head, dict(page.dates)
    text = paragraphs(
        sight.say("dates.head", organisation=head.organisation),
        lines(*(_stands(sight, kind, given.get(kind, "")) for kind in DATE_KINDS)),
        sight.say("dates.what"),
    )
    ways = [
        handled(sight.say(f"place.{kind}"), ONE, head.organisation_id, number)
        for number, kind in enumerate(DATE_KINDS)
    ]
    return with_back(text, ways, to_team(sight, head))


def _stands(sight: Sight, kind: str, iso: str) -> str:
    day = date_words(sight, iso, far=True) if iso else sight.say("dates.none")
    return sight.say("place.date", name=sight.say(f"place.{kind}"), day=day)


def place_date(sight: Sight, act: Act, page: Page) -> Screen | None:
    """One date is waited for: a day or a month; one that was given may be taken out."""
    if not isinstance(page, PlaceDatesPage) or act.extra >= len(DATE_KINDS):
        return None
    head, kind = page.head, DATE_KINDS[act.extra]
    iso = dict(page.dates).get(kind, "")
    text = paragraphs(
        sight.say(f"dates.ask_{kind}", organisation=head.organisation),
        _stands(sight, kind, iso) if iso else "",
        sight.say("dates.how"),
    )
    offers = [handled(sight.say("dates.clear"), CLEAR, head.organisation_id, act.extra)] if iso else []
    return waiting_for_text(sight, text, *offers, cancel=(DATES, head.organisation_id, 0))
