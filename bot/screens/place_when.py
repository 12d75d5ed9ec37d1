"""When a place has its next budget and its next election, in words: a day or a month, near ones without the year."""

from __future__ import annotations

from datetime import date

from bot.screens.sight import Sight
from flows.team_results import Dates

MONTH = len("2027-08")


def next_dates(sight: Sight, dates: Dates, *, far: bool = False) -> str:
    """The dates that are still ahead, in one line; empty where there are none. `far`: each with its year."""
    rows = [
        sight.say("place.date", name=sight.say(f"place.{kind}"), day=date_words(sight, iso, far=far))
        for kind, iso in dates_ahead(sight, dates)
    ]
    return " ".join(rows)


def dates_ahead(sight: Sight, dates: Dates) -> Dates:
    """Those of these days and months that are not over where the house is."""
    today = _today(sight).isoformat()
    return tuple((kind, iso) for kind, iso in dates if iso >= today[: len(iso)])


def date_words(sight: Sight, iso: str, *, far: bool = False) -> str:
    """A day or a month as people say it: of this year without the year, a month of the next one as that."""
    is_month, this_year = len(iso) == MONTH, _today(sight).year
    day = date.fromisoformat(f"{iso}-01" if is_month else iso)
    if not is_month:
        return sight.words.far_date(day) if far or day.year != this_year else sight.words.date(day)
    if not far and day.year == this_year + 1:
        return sight.say("place.next_year", month=sight.words.month(day))
    return sight.words.month(day, with_year=far or day.year != this_year)


def _today(sight: Sight) -> date:
    return sight.conversation.shown_at.astimezone(sight.house.zone).date()
