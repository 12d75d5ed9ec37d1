"""JSON lines: one file, each line a row with its sheet and each column under its stable name."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from bot.programme.exporting.columns import Cell, Sheet
from bot.programme.exporting.writing import Pieces, keys_of


class JsonLines:
    """Rows of all sheets as JSON lines, sheet by sheet. Times carry their offset."""

    def __init__(self, path: Path, sheets: Mapping[str, Sheet]) -> None:
        self._path, self._keys = path, keys_of(sheets)
        self._pieces = Pieces(sheets, path.parent)

    def write(self, sheet: str, cells: Sequence[Cell]) -> None:
        row = {"sheet": sheet, **dict(zip(self._keys[sheet], cells, strict=True))}
        self._pieces.add(sheet, orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    def finish(self) -> None:
        with self._path.open("wb") as file:
            for sheet in self._keys:
                shutil.copyfileobj(self._pieces.read_from_start(sheet), file)
        self._pieces.drop()

    def abort(self) -> None:
        self._pieces.drop()
