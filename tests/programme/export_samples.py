"""A sheet with a cell of every kind, and texts that programs like to misread."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from bot.programme.exporting.columns import Cell, Column, Kind, Sheet

EAST = timezone(timedelta(hours=3))
MOMENT, DAY = datetime(2026, 3, 4, 23, 5, 9, 123456, EAST), date(2026, 12, 1)

SCRIPTS = ("Énergie d’été", "جمعية الرعاية", "सामाजिक सेवा", "የማኅበረሰብ አገልግሎት", "🌍 Terre")
LOOKS = ("00123", "0700123456", "1-2", "12E5", "7123456789012", "2.5", "1/2", "TRUE", "2026-12-01", "12,5")
FORMULAS = (
    '=HYPERLINK("http://example.org","x")',
    "+1 555",
    "-5",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    " =1",
    "\ufeff=1",
    "Home;=1+1",
    'a","=1+1',
    "two\n=lines",
    "'=1",
    "it's",
    "{=1}",
    "mailto:a@b.org",
    "http://example.org",
    "<r><t>bold</t></r>",
    "_x0041_ & <b>",
)
TEXTS = (*SCRIPTS, *LOOKS, *FORMULAS)

COLUMNS = (
    Column("text", "=Text", Kind.TEXT, "A text."),
    Column("number", "-Number", Kind.NUMBER, "A number."),
    Column("moment", "Moment", Kind.MOMENT, "An instant."),
    Column("day", "Day", Kind.DAY, "A day."),
)
SHEETS = {
    "first": Sheet("first", "A [first] sheet: with 'a name' that is much too long", "", COLUMNS),
    "second": Sheet("second", "History", "", COLUMNS),
    "heat": Sheet("heat", "history", "", COLUMNS[:2]),
}
NUMBERS: tuple[float, ...] = (-5, 0, 3, 0.5, -2.25, 7123456789012)
ROWS: list[list[Cell]] = [
    [text, NUMBERS[place % len(NUMBERS)], MOMENT, DAY] for place, text in enumerate(TEXTS)
]
ROWS.append([None, None, None, None])
