"""The bot's own phrases by language: gettext files read with Babel; numbers, dates and lists by locale.

`locale/tayari.pot` holds the English source: `msgctxt` is the stable id of a phrase, `msgid` its English
text. A translation whose `msgid` is not the present English, or that is marked fuzzy, is not used: a
reworded source shows up as English, never as a silently wrong sentence.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.pseudo import PSEUDO, pseudo_text
from flows.reading import normalise
from frameworks.model import Framework

FOLDER = Path(__file__).parent / "locale"
SOURCE = "en"
Day = date
# Dates in English are day before month, as most of our readers write them.
_BABEL_NAME = {"en": "en_GB", PSEUDO: "en_GB"}
_ORDER = {"en": 0, "fr": 1}
# The registry of dates knows no ordinals.
_FIRST_OF_MONTH = {"fr": "1er"}


@dataclass(frozen=True)
class Words:
    """One language. Values are put into a phrase by name; a phrase is never made of pieces."""

    language: str
    catalogue: gettext.NullTranslations
    sources: Mapping[str, str | tuple[str, str]] = field(repr=False)

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(_BABEL_NAME.get(self.language, self.language))

    def say(self, key: str, **values: object) -> str:
        """The phrase `key` with these values; raises KeyError for a key the source does not have."""
        source = self.sources[key]
        assert isinstance(source, str), f"{key} needs a count"
        return self.catalogue.pgettext(key, source).format(**self._shown(values))

    def count(self, key: str, count: int, **values: object) -> str:
        """The phrase `key` in the plural form that this language has for `count`."""
        source = self.sources[key]
        assert isinstance(source, tuple), f"{key} has one form only"
        text = self.catalogue.npgettext(key, *source, count)
        return text.format(count=self.number(count), **self._shown(values))

    def number(self, value: int) -> str:
        return _decimal(value, self.locale)

    def day(self, moment: datetime, zone: ZoneInfo) -> str:
        """Day and month, in this zone."""
        return self.date(moment.astimezone(zone).date())

    def date(self, day: date) -> str:
        """A day of the calendar: day and month."""
        return self._first(day, format_date(day, "d MMMM", locale=self.locale))

    def moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """Date and time, with the zone named."""
        text = format_datetime(moment, "d MMMM y, HH:mm zzz", tzinfo=zone, locale=self.locale)
        return self._first(moment.astimezone(zone), text)

    def far_date(self, day: Day) -> str:
        """A day with its year: one that may be more than a year away."""
        return self._first(day, format_date(day, "long", locale=self.locale))

    def coming_date(self, day: Day, today: Day) -> str:
        """A day that may be in another year than today: with its year where it is."""
        return self.date(day) if day.year == today.year else self.far_date(day)

    def _first(self, day: Day, text: str) -> str:
        """The text of a day, where the first of the month is written otherwise than its other days."""
        first = _FIRST_OF_MONTH.get(self.locale.language)
        return text.replace("1", first, 1) if first and day.day == 1 and text.startswith("1 ") else text

    def month(self, day: Day, *, with_year: bool = False) -> str:
        """The month of a day, with its year or without."""
        if with_year:
            return format_skeleton("yMMMM", day, locale=self.locale)
        return format_date(day, "LLLL", locale=self.locale)

    def weekday(self, number: int) -> str:
        """The name of a day of the week, Monday being 0."""
        names = self.locale.days["stand-alone"]["wide"]
        name: str = names[number]
        return name[:1].upper() + name[1:]

    def city(self, zone: str) -> str:
        """The city that people know a time zone by, in their language where it has a word of its own."""
        if zone == "UTC":
            return zone
        city: str = get_timezone_location(zone, locale=self.locale, return_city=True)
        # Some names of zones hold the country before the city.
        return city.rpartition("/")[2]

    def clock(self, moment: datetime, zone: ZoneInfo) -> str:
        """The time of the day, in this zone."""
        return format_time(moment.astimezone(zone), "short", locale=self.locale)

    def hour(self, text: str) -> str:
        """A time of the day that is kept as 09:00, as this language writes it."""
        return format_time(time.fromisoformat(text), "short", locale=self.locale)

    def listed(self, items: Iterable[str]) -> str:
        """Names joined as this language joins them: "a", "a and b", "a, b and c"."""
        return format_list(list(items), style="standard", locale=self.locale)

    def in_a_row(self, items: Iterable[str]) -> str:
        """Names side by side, as this language does it where more follows: in English with commas alone."""
        return format_list(list(items), style="unit", locale=self.locale)

    def _shown(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for name, value in values.items()
        }

    @cached_property
    def vocabulary(self) -> Mapping[str, str]:
        """What people type, normalised, and the command it stands for, in this language and in English."""
        heard: dict[str, str] = {}
        for key, source in self.sources.items():
            if key.startswith("typed."):
                assert isinstance(source, str)
                for text in (source, self.catalogue.pgettext(key, source)):
                    heard.update((normalise(word), key[6:]) for word in text.split("|"))
        return heard

    def level_names(self, framework: Framework) -> Mapping[str, int]:
        """Names of levels, normalised, in this language and in English."""
        names: dict[str, int] = {}
        for number, english in enumerate(framework.level_names, start=1):
            own = framework.text(self.language, f"level.{number}", english)
            names |= {normalise(english): number, normalise(own): number}
        return names


@lru_cache(maxsize=4096)
def _decimal(value: int, locale: Locale) -> str:
    """A number as this language writes it; kept, because each screen prints several small ones."""
    return format_decimal(value, locale=locale)


def load_words(folder: Path = FOLDER, *, pseudo: bool = False) -> dict[str, Words]:
    """All languages found in `folder`, English first; with `pseudo` the test language as well."""
    source = _read(folder / "tayari.pot", SOURCE)
    sources = {_id(message): _source(message) for message in source if message.id}
    found = {path.stem: _checked(_read(path, path.stem), sources) for path in sorted(folder.glob("*.po"))}
    words = {SOURCE: Words(SOURCE, gettext.NullTranslations(), sources)}
    for language in sorted(found, key=lambda name: (_ORDER.get(name, 99), name)):
        words[language] = Words(language, _compiled(found[language]), sources)
    if pseudo:
        words[PSEUDO] = Words(PSEUDO, _compiled(_pseudo_catalogue(source)), sources)
    return words


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="tayari", abort_invalid=True)


def _id(message: Message) -> str:
    assert message.context is not None, f"a phrase without an id: {message.id!r}"
    return str(message.context)


def _source(message: Message) -> str | tuple[str, str]:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _checked(catalogue: Catalog, sources: Mapping[str, str | tuple[str, str]]) -> Catalog:
    """The translations that still say what the English source says."""
    kept = Catalog(locale=catalogue.locale, domain="tayari")
    for message in catalogue:
        if message.id and not message.fuzzy and sources.get(_id(message)) == _source(message):
            kept.add(message.id, message.string, context=message.context)
    return kept


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return gettext.GNUTranslations(file)


def _pseudo_catalogue(source: Catalog) -> Catalog:
    kept = Catalog(locale="en", domain="tayari")
    for message in source:
        if message.id:
            text = _source(message)
            string = pseudo_text(text) if isinstance(text, str) else tuple(pseudo_text(each) for each in text)
            kept.add(message.id, string, context=message.context)
    return kept
