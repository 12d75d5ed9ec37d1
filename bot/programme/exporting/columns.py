"""What a sheet is made of: columns with a stable name, a heading, a meaning and the values that may stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

Cell = str | int | float | datetime | date | None
"""Text, a number, an instant in the cohort's zone, a day, or nothing. What a cell is decides how it is written."""

Row = Mapping[str, Cell]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` never changes; `heading` and `meaning` are in the language of the file.

    `values` are the codes that may stand there with what they mean. `label` is the column after it that says the
    code in words, where there is one.
    """

    key: str
    heading: str
    kind: Kind
    meaning: str
    values: Mapping[Cell, str] = field(default_factory=dict)
    label: Column | None = None

    def in_words(self, cell: Cell) -> Cell:
        """What a code means; the code itself where that is not known."""
        return None if cell is None else self.values.get(cell, str(cell))


@dataclass(frozen=True)
class Sheet:
    """One table: its rows are mappings from the keys of `given` to cells."""

    key: str
    heading: str
    meaning: str
    given: tuple[Column, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order, those that say codes in words included."""
        return tuple(each for column in self.given for each in (column, column.label) if each is not None)

    def filled(self, row: Row) -> list[Cell]:
        """The cells of a row in order of `columns`. What a row does not say is empty; empty text is empty too."""
        cells: list[Cell] = []
        for column in self.given:
            cell = row.get(column.key)
            cell = None if cell == "" else cell
            cells.append(cell)
            if column.label is not None:
                cells.append(column.in_words(cell))
        return cells
