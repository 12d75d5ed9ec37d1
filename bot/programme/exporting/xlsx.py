"""XLSX: a sheet each, with typed cells, written row by row so that its size costs no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from bot.programme.exporting.columns import Cell, Column, Kind, Sheet
from bot.programme.exporting.safe_text import cut, sheet_name

ROWS = 1_048_576
HEADS = 2
"""Rows above the data: the headings for people, then the names for programs."""

WIDTHS = {Kind.TEXT: 24, Kind.NUMBER: 11, Kind.MOMENT: 17, Kind.DAY: 12, Kind.ANY: 60}
LONG_TEXTS = {"title": 60, "explanation": 80, "meaning": 60, "basis": 50, "heading": 40, "guide_title": 36}
LONG_TEXTS["proof_text"] = 60
# From the share of questions in place: darker means more, in any colour of paper. Dark cells have white figures.
SHADES = (
    ("{placed}>=0.8*{counted}", {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
    ("{placed}>=0.5*{counted}", {"bg_color": "#7FA9D0", "font_color": "#000000"}),
    ("{placed}>0", {"bg_color": "#DCE8F4", "font_color": "#000000"}),
)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


class TooManyRows(ValueError):
    """A sheet has more rows than XLSX can hold; another format can."""


class _PlainSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes no text for markup: XlsxWriter writes one in <r> tags as it stands."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class XlsxBook:
    """Rows of all sheets as one workbook. `note` is printed at the foot of every page."""

    def __init__(self, path: Path, sheets: Mapping[str, Sheet], note: str, made_at: datetime) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=path.parent, prefix="export-")
        self._book = Workbook(str(path), {**_OPTIONS, "tmpdir": self._folder.name})
        self._book.set_properties({"comments": note, "created": made_at.replace(tzinfo=None, microsecond=0)})
        add = self._book.add_format
        self._text = add({"num_format": "@", "valign": "top"})
        self._wrapped = add({"num_format": "@", "valign": "top", "text_wrap": True})
        self._plain = add({"valign": "top"})
        self._moment = add({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"})
        self._day = add({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._head = add({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"})
        self._key = add({"font_color": "#595959", "font_size": 8, "num_format": "@"})
        self._shades = [(rule, add(look)) for rule, look in SHADES]
        self._sheets = dict(sheets)
        self._rows = dict.fromkeys(sheets, 0)
        self._pages = {key: self._begin(sheet, note) for key, sheet in sheets.items()}

    def _begin(self, sheet: Sheet, note: str) -> Any:
        page = self._book.add_worksheet(sheet_name(sheet.heading, self._book.sheetnames), _PlainSheet)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, LONG_TEXTS.get(column.key, WIDTHS[column.kind]))
            page.write_string(0, place, cut(column.heading), self._head)
        for place, column in enumerate(sheet.columns):
            page.write_string(1, place, cut(column.key), self._key)
        names = [column.key for column in sheet.columns]
        page.freeze_panes(HEADS, names.index("name") + 1 if "name" in names else 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_footer("&L&8" + cut(note, 240).replace("&", "&&"))
        return page

    def write(self, sheet: str, cells: Sequence[Cell]) -> None:
        page, row = self._pages[sheet], self._rows[sheet] + HEADS
        if row >= ROWS:
            raise TooManyRows(sheet)
        for place, (column, cell) in enumerate(zip(self._sheets[sheet].columns, cells, strict=True)):
            if cell is not None:
                self._put(page, row, place, column, cell)
        self._rows[sheet] += 1

    def _put(self, page: Any, row: int, place: int, column: Column, cell: Cell) -> None:
        if isinstance(cell, str):
            look = self._wrapped if column.key in LONG_TEXTS or column.kind is Kind.ANY else self._text
            page.write_string(row, place, cut(cell), look)
        elif isinstance(cell, datetime):
            page.write_datetime(row, place, cell.replace(tzinfo=None, microsecond=0), self._moment)
        elif isinstance(cell, date):
            page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self._day)
        else:
            page.write_number(row, place, cell, self._plain)

    def finish(self) -> None:
        for key, page in self._pages.items():
            last, columns = max(self._rows[key] + HEADS - 1, HEADS), len(self._sheets[key].columns)
            page.autofilter(HEADS - 1, 0, last, columns - 1)
        self._shade(last=self._rows["heat"] + HEADS - 1)
        self._book.close()
        self._folder.cleanup()

    def _shade(self, last: int) -> None:
        """Shade each number in place by the number beside it that counts."""
        for place, column in enumerate(self._sheets["heat"].columns):
            if not column.key.endswith(".in_place") or last < HEADS:
                continue
            cells = {
                "placed": xl_rowcol_to_cell(HEADS, place, col_abs=True),
                "counted": xl_rowcol_to_cell(HEADS, place + 1, col_abs=True),
            }
            for rule, look in self._shades:
                criteria = f"=AND(N({cells['counted']})>0,{rule.format(**cells)})"
                options = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
                self._pages["heat"].conditional_format(HEADS, place, last, place, options)

    def abort(self) -> None:
        for page in self._book.worksheets():
            page._opt_close()
        self._folder.cleanup()
