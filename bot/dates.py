"""What a typed day or month means: 12 March, 12/3, 2027-03-12, August, in any digits; the year may be left out."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale

from flows.reading import normalise

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2}))?")
_NAMED = re.compile(r"(?:\w+ )?(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: of| de)? ([^\W\d]+)\.?(?:,? (\d{4}))?")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NUMBERED_MONTH = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{4})")
_NEXT_YEAR = r"next year|(?:de )?l'ann[eé]e prochaine|(?:de )?l'an prochain"
_NAMED_MONTH = re.compile(rf"([^\W\d]+)\.?(?:,?(?: of| de)? (\d{{4}})|,? ({_NEXT_YEAR}))?")
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


def month_of(locale: Locale, text: str, today: str) -> str | None:
    """The month that `text` means on the ISO date `today`, as in 2027-08; None where it means none.

    Without a year it is the next such month, this one included.
    """
    words, now = normalise(text), date.fromisoformat(today)
    if found := _ISO_MONTH.fullmatch(words):
        return _month(int(found[1]), int(found[2]))
    if found := _NUMBERED_MONTH.fullmatch(words):
        return _month(int(found[2]), int(found[1]))
    found = _NAMED_MONTH.fullmatch(words)
    month = _months(locale).get(found[1]) if found else None
    if found is None or month is None:
        return None
    if found[2]:
        return _month(int(found[2]), month)
    return _month(now.year + (bool(found[3]) or month < now.month), month)


def _month(year: int, month: int) -> str | None:
    first = _date(year, month, 1)
    return first[: len("2027-08")] if first else None


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
