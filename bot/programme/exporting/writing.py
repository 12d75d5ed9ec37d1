"""What every format of file can do, and the pieces that a file is put together from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from bot.programme.exporting.columns import Cell, Sheet


class Writer(Protocol):
    """Takes rows of several sheets as they come, in the order of each sheet, and makes one file at the end."""

    def write(self, sheet: str, cells: Sequence[Cell]) -> None:
        """Add a row to a sheet, with its cells in order of the sheet's columns."""

    def finish(self) -> None:
        """Make the file."""

    def abort(self) -> None:
        """Leave no trace. May be called after `finish`, when it does nothing."""


class Pieces:
    """One growing file for each sheet, in a folder of its own that goes at the end."""

    def __init__(self, sheets: Iterable[str], beside: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=beside, prefix="export-")
        self._files: Mapping[str, BinaryIO] = {
            key: (Path(self._folder.name) / key).open("w+b") for key in sheets
        }

    def add(self, sheet: str, line: bytes) -> None:
        self._files[sheet].write(line)

    def read_from_start(self, sheet: str) -> BinaryIO:
        """What was added to a sheet, to be read."""
        self._files[sheet].seek(0)
        return self._files[sheet]

    def drop(self) -> None:
        """Remove the pieces; a second call does nothing."""
        for file in self._files.values():
            file.close()
        self._folder.cleanup()


def keys_of(sheets: Mapping[str, Sheet]) -> dict[str, tuple[str, ...]]:
    """The stable names of the columns of each sheet."""
    return {key: tuple(column.key for column in sheet.columns) for key, sheet in sheets.items()}
