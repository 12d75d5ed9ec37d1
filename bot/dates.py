"""What a typed day means: 12 March, 12/3, 2027-03-12, in any digits; the year may be left out."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale

from flows.reading import normalise

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2}))?")
_NAMED = re.compile(r"(?:\w+ )?(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: of| de)? ([^\W\d]+)\.?(?:,? (\d{4}))?")
_CENTURY = 2000


def day_of(locale: Locale, text: str, today: str) -> str | None:
    """The ISO date that `text` means on the ISO date `today`, day before month; None where it means none.

    Without a year it is the next such day. Names of months count in this language and in English.
    """
    words, now = normalise(text), date.fromisoformat(today)
    if found := _ISO.fullmatch(words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(words):
        return _coming(now, int(found[1]), int(found[2]), found[3])
    if found := _NAMED.fullmatch(words):
        month = _months(locale).get(found[2])
        return _coming(now, int(found[1]), month, found[3]) if month else None
    return None


def _months(locale: Locale) -> dict[str, int]:
    names: dict[str, int] = {}
    for each in (Locale("en"), locale):
        for forms in each.months.values():
            for width in ("wide", "abbreviated"):
                names |= {normalise(str(name)): number for number, name in forms[width].items()}
    return names


def _coming(today: date, day: int, month: int, year: str | None) -> str | None:
    if year:
        return _date(int(year) if len(year) == 4 else _CENTURY + int(year), month, day)
    this_year = _date(today.year, month, day)
    return this_year if this_year and this_year >= today.isoformat() else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
