"""Reading a cohort's files back, as programs other than ours do."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Table = list[dict[str, Any]]


def from_xlsx(path: Path) -> dict[str, Table]:
    """Rows by sheet in order of the workbook; sheets and columns by the names that are for programs."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    found: dict[str, Table] = {}
    for page, key in zip(book.worksheets, SHEETS, strict=True):
        _headings, keys, *rows = page.iter_rows(values_only=True)
        found[key] = [dict(zip(map(str, keys), row, strict=True)) for row in rows]
    book.close()
    return found


def from_csv(path: Path, separator: str = ",") -> dict[str, Table]:
    """Rows by sheet, all cells as the text that stands in the file."""
    found: dict[str, Table] = {}
    for name, text in texts_of(path).items():
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        found[name] = list(reader)
    return found


def texts_of(path: Path) -> dict[str, str]:
    """The files of the ZIP by sheet, without their byte-order mark."""
    with zipfile.ZipFile(path) as archive:
        read = {name.removesuffix(".csv"): archive.read(name) for name in archive.namelist()}
    assert all(content.startswith(b"\xef\xbb\xbf") for content in read.values())
    return {name: content.decode("utf-8-sig") for name, content in read.items()}


def from_jsonl(path: Path) -> dict[str, Table]:
    """Rows by sheet."""
    found: dict[str, Table] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row.pop("sheet")].append(row)
    return found


SHEETS = (
    *("about", "organisations", "levels_long", "levels_wide", "actions", "proofs", "heat"),
    *("distribution", "questions", "crosswalk", "codebook"),
)
