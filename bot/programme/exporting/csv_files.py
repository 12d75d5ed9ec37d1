"""CSV: a ZIP with a file for each sheet, for spreadsheets that are told nothing and for programs alike.

UTF-8 with a byte-order mark, texts in quotes, numbers and dates without, lines that end in CR LF.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.numbers import get_decimal_symbol

from bot.programme.exporting.columns import Cell, Sheet
from bot.programme.exporting.safe_text import guarded
from bot.programme.exporting.writing import Pieces, keys_of
from bot.words import Words

BYTE_ORDER_MARK = "\ufeff".encode()
SEPARATORS = (",", ";")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def usual_separator(words: Words) -> str:
    """What stands between columns where this language is read: a semicolon where decimals have a comma."""
    return ";" if get_decimal_symbol(words.locale) == "," else ","


class CsvFiles:
    """Rows of all sheets as CSV. With a semicolon between columns, decimals have a comma, as in French."""

    def __init__(self, path: Path, sheets: Mapping[str, Sheet], separator: str) -> None:
        self._path, self._keys, self._separator = path, keys_of(sheets), separator
        self._point = "," if separator == ";" else "."
        self._pieces = Pieces(sheets, path.parent)
        for sheet, keys in self._keys.items():
            self._pieces.add(sheet, BYTE_ORDER_MARK)
            self.write(sheet, keys)

    def write(self, sheet: str, cells: Sequence[Cell]) -> None:
        line = self._separator.join([_cell(cell, self._point) for cell in cells])
        self._pieces.add(sheet, f"{line}\r\n".encode())

    def finish(self) -> None:
        with zipfile.ZipFile(self._path, "w") as archive:
            for sheet in self._keys:
                entry = zipfile.ZipInfo(f"{sheet}.csv", _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w", force_zip64=True) as file:
                    shutil.copyfileobj(self._pieces.read_from_start(sheet), file)
        self._pieces.drop()

    def abort(self) -> None:
        self._pieces.drop()


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """A text in quotes; kept, since codes and their words come again in each row."""
    return '"' + guarded(text).replace('"', '""') + '"'


def _cell(cell: Cell, point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _quoted(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace(".", point)
