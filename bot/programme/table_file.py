"""A table that somebody sent as CSV or XLSX: its heading and its lines as text, or the one reason why not."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_ROWS = 20_000
MOST_WITH_EMPTY = 100_000
"""So many rows are looked through for those that hold something."""
MOST_COLUMNS = 100
HEADING_WITHIN = 20
"""The heading stands in one of the first rows; titles and empty rows may stand above it."""

Cells = list[str]
Line = tuple[int, Cells]
"""The number of a row as spreadsheets count, from 1, and its cells."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_SEPARATORS = (",", ";", "\t")
_NO_SEPARATOR = "\x1f"
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OTHER_LETTERS = re.compile("[À-ÿ]")
_ALL_ZEROS = re.compile("0+")


class BadFile(ValueError):
    """A file that cannot be read. `key` is one of BAD_FILES; `line` is set where one line is at fault."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(key)
        self.key, self.line = key, line


BAD_FILES = (
    "empty",
    "too_big",
    "too_long",
    "locked",
    "old_excel",
    "unreadable",
    "letters",
    "quotes",
    "heading",
)


def read_table(data: bytes, is_heading: Callable[[Cells], bool]) -> tuple[Cells, list[Line]]:
    """The heading and the lines under it that hold anything; raises BadFile.

    CSV may be in UTF-8, UTF-16 or the code page of Western Europe, with commas, semicolons or tabs. Of a workbook
    the first sheet with a heading is read: text as it stands, formulas as their own text, numbers without a
    needless point, dates as ISO.
    """
    if len(data) > MOST_BYTES:
        raise BadFile("too_big")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise BadFile("empty")
    if data.startswith(_OLE):
        raise BadFile("locked" if _LOCKED in data else "old_excel")
    tables = _sheets(data) if data.startswith(_ZIP) else _splittings(_decoded(data))
    for table, narrowest in tables:
        found = _under_heading(table, narrowest, is_heading)
        if found is not None:
            return found
    raise BadFile("heading")


def _under_heading(
    table: Iterator[Line], narrowest: int, is_heading: Callable[[Cells], bool]
) -> tuple[Cells, list[Line]] | None:
    heading = _heading(table, narrowest, is_heading)
    if heading is None:
        return None
    lines: list[Line] = []
    for line in table:
        lines += [line] if any(line[1]) else []
        if len(lines) > MOST_ROWS or line[0] > MOST_WITH_EMPTY:
            raise BadFile("too_long")
    return heading, lines


def _heading(table: Iterator[Line], narrowest: int, is_heading: Callable[[Cells], bool]) -> Cells | None:
    try:
        return next(
            (
                cells
                for _, cells in islice(table, HEADING_WITHIN)
                if len(cells) >= narrowest and is_heading(cells)
            ),
            None,
        )
    except BadFile as trouble:
        # Quotation marks that are wrong with one separator may be right with another.
        if trouble.key != "quotes":
            raise
        return None


def _decoded(data: bytes) -> str:
    text = _as_unicode(data)
    if text is None:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise BadFile("unreadable") from None
        _refuse_unless_text(text)
        # Any bytes are text in that code page. In a language of Western Europe few letters have an accent.
        letters = sum(sign.isalpha() for sign in text)
        if len(_OTHER_LETTERS.findall(text)) * 2 > letters:
            raise BadFile("letters")
    return _refuse_unless_text(text)


def _refuse_unless_text(text: str) -> str:
    """The text without the marks of its end; no list holds other signs that steer machines."""
    kept = text.rstrip("\x1a\x00")
    if _NOT_TEXT.search(kept):
        raise BadFile("unreadable")
    return kept


def _as_unicode(data: bytes) -> str | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _tried(data, name) or _refuse()
    if data[1::2].count(0) * 2 > len(data[1::2]):
        return _tried(data, "utf-16-le")
    if data[::2].count(0) * 2 > len(data[::2]):
        return _tried(data, "utf-16-be")
    return _tried(data, "utf-8")


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _refuse() -> str:
    raise BadFile("unreadable")


def _splittings(text: str) -> Iterator[tuple[Iterator[Line], int]]:
    """The text parted by each separator, the most frequent one first; last as one column."""
    start = "\n".join(text.splitlines()[:HEADING_WITHIN])
    for separator in sorted(_SEPARATORS, key=start.count, reverse=True):
        if separator in start:
            yield _csv_lines(text, separator), 2
    yield _csv_lines(text, _NO_SEPARATOR), 1


def _csv_lines(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, _trimmed(cells)
    except csv.Error:
        raise BadFile("quotes", reader.line_num) from None


def _sheets(data: bytes) -> Iterator[tuple[Iterator[Line], int]]:
    # Loaded here: it takes a tenth of a start of the program, and most starts never read a workbook.
    from openpyxl import load_workbook

    _examine(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        for sheet in book.worksheets:
            # Some programs state a size that is too small.
            sheet.reset_dimensions()
            yield _kept_whole(_sheet_lines(sheet)), 1
    except BadFile:
        raise
    except Exception:
        # A broken workbook makes openpyxl and the XML parser raise nearly anything.
        raise BadFile("unreadable") from None


def _kept_whole(lines: Iterator[Line]) -> Iterator[Line]:
    """Whatever goes wrong while a sheet is read is the file's fault."""
    try:
        yield from lines
    except Exception:
        raise BadFile("unreadable") from None


def _examine(data: bytes) -> None:
    """Refuse what would grow out of bounds when it is unpacked or parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise BadFile("locked")
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadFile("too_big")
            for part in parts:
                with archive.open(part) as file:
                    if part.filename.endswith((".xml", ".rels")) and _declares(file.read(1000)):
                        raise BadFile("unreadable")
    except BadFile:
        raise
    except Exception:
        # So does a broken archive.
        raise BadFile("unreadable") from None


def _declares(start: bytes) -> bool:
    """Whether an XML part brings declarations of its own: workbooks never do, and they can be made to explode."""
    return any(doctype in start for doctype in _DOCTYPES)


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    for number, cells in enumerate(sheet.iter_rows(max_col=None), start=1):
        yield number, _trimmed(_cell_text(cell) for cell in cells[:MOST_COLUMNS])


def _trimmed(cells: Iterable[str]) -> Cells:
    return [cell.strip() for cell in islice(cells, MOST_COLUMNS)]


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value, str(cell.number_format))
    if isinstance(value, datetime | date | time):
        return _date_text(value)
    return str(getattr(value, "text", value))


def _number_text(value: float, shape: str) -> str:
    """Digits as people see them: a code that is shown with leading zeros has them."""
    whole = int(value) if value == int(value) else None
    if whole is None:
        return format(Decimal(repr(value)), "f")
    return str(whole).zfill(len(shape)) if _ALL_ZEROS.fullmatch(shape) else str(whole)


def _date_text(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
