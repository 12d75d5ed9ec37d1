"""Tables as Markdown, lined up, for a terminal and for a note alike."""

from __future__ import annotations


def shown(value: object) -> str:
    """A cell: whole numbers with commas, others with three digits that count."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return str(value)


class Table:
    """Rows under a head. Numbers stand right, words left."""

    def __init__(self, *head: str) -> None:
        self._rows: list[list[str]] = [list(head)]
        self._numbers: list[bool] = [True] * len(head)

    def row(self, *values: object) -> None:
        self._rows.append([shown(value) for value in values])
        for place, value in enumerate(values):
            self._numbers[place] = self._numbers[place] and isinstance(value, int | float)

    def __str__(self) -> str:
        widths = [max(3, *map(len, column)) for column in zip(*self._rows, strict=True)]
        rule = [
            "-" * (width - 1) + ":" if number else "-" * width
            for width, number in zip(widths, self._numbers, strict=True)
        ]
        return "\n".join(self._line(cells, widths) for cells in [self._rows[0], rule, *self._rows[1:]])

    def _line(self, cells: list[str], widths: list[int]) -> str:
        placed = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(cells, widths, self._numbers, strict=True)
        ]
        return f"| {' | '.join(placed)} |"
