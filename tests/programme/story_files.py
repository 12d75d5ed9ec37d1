"""What a coordinator reads in the files that the bot sends: whose link is whose, and which organisations are in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO

from openpyxl import load_workbook

# Columns of the file that the transcript shows.
TOLD = (
    "name",
    "people",
    "people_done",
    "in_place",
    "started",
    "not_yet",
    "stage_low_label",
    "withheld_label",
)


def links_in(content: bytes) -> Mapping[str, str]:
    """The code of each person's link, by their name, from the file that the coordinator got."""
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    return {row["person"]: row["link"].rpartition("start=")[2] for row in rows}


def in_the_file(content: bytes) -> Iterator[str]:
    """Its sheets with how many rows each, and the organisations with some of what is told of each."""
    book = load_workbook(BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        yield f"{sheet.title}: {len(list(sheet.iter_rows(min_row=3)))} rows"
    yield ""
    for row in organisations_in(content):
        yield ", ".join(f"{key} {row[key]}" for key in TOLD if row[key] is not None)
    book.close()


def organisations_in(content: bytes) -> list[dict[str, object]]:
    """The rows of the sheet of organisations, by the keys of its columns."""
    book = load_workbook(BytesIO(content), read_only=True)
    _heads, keys, *rows = book.worksheets[1].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, keys), row, strict=True)) for row in rows]
