"""What may be set for a cohort or a coordinator: each value read and checked once, whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from flows.reading import clean_name
from flows.reminding import zone_of

NAME_LIMIT = 100
DAYS_MOST, DAY_LAST = 3, 60
GROUP_LEAST, GROUP_MOST = 5, 1000
ROUND_LAST = 99
YEARS_MOST = 10
"""A date further ahead than so many years is a slip of the finger."""


class BadValue(ValueError):
    """A value that cannot be set. `key` names the notice that says why, `values` what stands in it."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, str | int] = values


def good_name(text: str, most: int = NAME_LIMIT) -> str:
    """A name without invisible signs. Raises BadValue where nothing readable is left or it is too long."""
    name = clean_name(text)
    if not name:
        raise BadValue("name_empty")
    if len(name) > most:
        raise BadValue("name_long", limit=most)
    return name


@cache
def _zones() -> frozenset[str]:
    # Two names mean nothing elsewhere: where the machine stands, and no place at all.
    return frozenset(available_timezones() - {"localtime", "Factory"})


def good_zone(name: str) -> str:
    """A name of the zone database."""
    if name not in _zones():
        raise BadValue("zone_unknown")
    return name


def good_check(key: str) -> tuple[str, str]:
    """The id and the version of a framework from its key; that there is one is the caller's to know."""
    framework, _, version = key.rpartition("-")
    if not framework or not version:
        raise BadValue("check_unknown")
    return framework, version


def good_deadline(text: str, zone: str, now: datetime) -> str:
    """An ISO date, from today on in this zone and not too far; empty where there is to be no deadline."""
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadValue("day_unread") from None
    if day < now.astimezone(zone_of(zone)).date():
        raise BadValue("day_past")
    if day > furthest_day(zone, now):
        raise BadValue("date_far", years=YEARS_MOST)
    return day.isoformat()


def furthest_day(zone: str, now: datetime) -> date:
    """The last day that may be set: the end of the year that is so many years away."""
    return date(now.astimezone(zone_of(zone)).year + YEARS_MOST, 12, 31)


def reckoned(deadline: str, zone: str, now: datetime) -> date:
    """The day of a deadline as it is reckoned with: one stored before there was a limit is held to it."""
    return min(date.fromisoformat(deadline), furthest_day(zone, now))


def good_days(days: Sequence[int]) -> list[int]:
    """Days after the last thing a person did on which reminders go: at most three, rising; none for no schedule."""
    rising = all(first < second for first, second in pairwise(days))
    if len(days) > DAYS_MOST or not rising or any(not 1 <= day <= DAY_LAST for day in days):
        raise BadValue("days_bad")
    return list(days)


def good_hour(hour: int, quiet_from: str, quiet_until: str) -> str:
    """A full hour at which reminders go, outside the quiet hours."""
    at = f"{hour:02}:00"
    if not 0 <= hour <= 23 or at >= quiet_from or at < quiet_until:
        raise BadValue("hour_quiet")
    return at


def good_group(least: int) -> int:
    """How many organisations a shown group must have. Lower than five would let readers guess who is meant."""
    if not GROUP_LEAST <= least <= GROUP_MOST:
        raise BadValue("group_small")
    return least


def good_round(number: int) -> int:
    """Which time the organisations of a cohort are assessed, from 1."""
    if not 1 <= number <= ROUND_LAST:
        raise BadValue("round_bad")
    return number
