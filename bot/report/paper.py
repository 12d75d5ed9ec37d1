"""From a report to what the typesetter is handed: plain data, cut to the room there is, that breaks where it must."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from bot.report.report import Bar, Line, Mark, Report, Section

PDF_BYTES = 200_000
PNG_BYTES = 60_000

Data = dict[str, Any]

LONG_WORD, STRETCH = 30, 12
"""A word of more signs than the first gets a place to break after so many as the second."""
BREAK = "\u200b"
# Scripts without spaces, where the typesetter knows the words.
_OWN_BREAKS = ("THAI", "LAO", "KHMER", "MYANMAR", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_CARRIED = {"Mn", "Mc", "Me", "Cf"}
# The sign that ties a letter to the next one, by its class.
_VIRAMA = 9


@dataclass(frozen=True, slots=True)
class Room:
    """How much paper there is: the size of letters in points, rows of a section, letters of a text and of a name."""

    size: float
    rows: int
    text: int
    name: int


ROOMS = (Room(10, 60, 600, 240), Room(9, 40, 400, 200), Room(8.5, 12, 200, 100), Room(8, 6, 90, 50))
CARD_NAME, CARD_SUBJECT, PART_NAME = 60, 100, 100
ROW, ONE_PAGE = 25, 45
"""So many letters fill a line of a table of parts, and so many lines go on one page for sure."""
CARD_DOTS = (144, 110, 80)
"""Dots per inch of the card, tried in this order until it is small enough."""


def pdf_order(report: Report) -> Data:
    """What to make for the paper: the first of these tries that has few enough pages and bytes."""
    tries = [{"template": "report.typ", "data": _paper(report, room)} for room in ROOMS]
    return {"format": "pdf", "bytes": PDF_BYTES, "pages": report.most_pages, "tries": tries}


def png_order(report: Report, *, radar: bool = False) -> Data:
    """What to make for the card, as bars or as a radar (which takes three parts at least)."""
    shape = "radar" if radar and len(report.profile.bars) > 2 else "bars"
    data = _card(report, shape)
    tries = [{"template": "card.typ", "data": data, "ppi": dots} for dots in CARD_DOTS]
    return {"format": "png", "bytes": PNG_BYTES, "pages": 1, "tries": tries}


def cut(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis; never a letter without the signs it carries."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and unicodedata.category(text[end]) in _CARRIED:
        end -= 1
    return text[:end].rstrip() + "…"


def breakable(text: str) -> str:
    """The text with places to break inside very long words, so that no word leaves the page."""
    return " ".join(_broken(word) if len(word) > LONG_WORD else word for word in text.split(" "))


def _broken(word: str) -> str:
    if any(unicodedata.name(sign, "").startswith(_OWN_BREAKS) for sign in word):
        return word
    made, since = "", 0
    for sign in word:
        if since >= STRETCH and not _belongs(made[-1], sign):
            made, since = made + BREAK, 0
        made, since = made + sign, since + 1
    return made


def _belongs(before: str, sign: str) -> bool:
    """Whether a sign is carried by the letter before it, or joined to it."""
    joins = unicodedata.category(before) == "Cf" or unicodedata.combining(before) == _VIRAMA
    return joins or unicodedata.category(sign) in _CARRIED


def _shared(report: Report) -> Data:
    profile = report.profile
    return {
        "language": report.language,
        "day": report.day.isoformat(),
        "title": report.title,
        "first": list(report.first),
        "counts": list(report.counts),
        "unchecked": report.unchecked,
        "elsewhere": report.elsewhere,
        "legend": [[mark.value, word] for mark, word in profile.legend],
        "square": profile.square,
        "outward": profile.outward,
        "parts": profile.title,
        "part": profile.column,
    }


def _paper(report: Report, room: Room) -> Data:
    return {
        **_shared(report),
        "size": room.size,
        "heading": cut(report.heading, room.name),
        "subject": breakable(cut(report.subject, room.name)),
        "head": list(report.head),
        "counts": [_fit(each, room) for each in report.counts],
        "before": [_section(report, each, room) for each in report.before],
        "after": [_section(report, each, room) for each in report.after],
        "bars": [_bar(report, each, min(room.name, PART_NAME)) for each in report.profile.bars],
        "together": _rows_of(report) <= ONE_PAGE,
        "page": report.patterns.page,
        "numbers": list(report.patterns.numbers),
    }


def _rows_of(report: Report) -> int:
    """How many lines the table of parts has, at least one for each."""
    return sum(1 + min(len(bar.name), PART_NAME) // ROW for bar in report.profile.bars)


def _card(report: Report, shape: str) -> Data:
    return {
        **_shared(report),
        "shape": shape,
        "subject": breakable(cut(report.subject, CARD_SUBJECT)),
        "head": [cut(each, CARD_SUBJECT) for each in report.head[:1]],
        "counts": [cut(each, CARD_SUBJECT * 2) for each in report.counts[:3]],
        "bars": [_bar(report, each, CARD_NAME) for each in report.profile.bars],
    }


def _bar(report: Report, bar: Bar, most: int) -> Data:
    return {
        "number": report.patterns.numbers[bar.number],
        "name": breakable(cut(bar.name, most)),
        "squares": [mark.value for mark, count in bar.counts for _ in range(count)],
        "in_place": bar.of(Mark.IN_PLACE),
        "counted": bar.counted,
        "counts": [[mark.value, count] for mark, count in bar.counts if count],
        "short": bar.short,
    }


def _section(report: Report, section: Section, room: Room) -> Data:
    """A section with as many rows as there is room for; one that may not be cut has all of them."""
    most = len(section.lines) if section.whole else room.rows
    rows = section.table.rows if section.table else ()
    left_out = max(len(section.lines) - most, len(rows) - room.rows) > 0
    after = [report.left_out] if left_out else []
    return {
        "id": section.id,
        "title": section.title,
        "intro": [each if section.whole else _fit(each, room, 3) for each in section.intro],
        "lines": [_line(each, room) for each in section.lines[:most]],
        "columns": list(section.table.columns) if rows and section.table else [],
        "rows": [[_fit(cell, room) for cell in row] for row in rows[: room.rows]],
        "after": [*after, *(_fit(each, room) for each in section.after)],
    }


def _line(line: Line, room: Room) -> Data:
    return {
        "text": breakable(cut(line.text, room.name)),
        "label": line.label,
        "mark": line.mark.value if line.mark else "",
        "beneath": [_fit(each, room) for each in line.beneath],
    }


def _fit(text: str, room: Room, times: int = 1) -> str:
    return breakable(cut(text, room.text * times))
