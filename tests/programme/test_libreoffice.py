"""LibreOffice opens the files without a window: every cell has the type that it should have, in a French locale too."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting.csv_files import CsvFiles
from bot.programme.exporting.safe_text import unguarded
from bot.programme.exporting.xlsx import XlsxBook
from storage.engine import reader_engine, writer_engine
from tests.frameworks.samples import SP, all_sp
from tests.programme.export_samples import DAY, MOMENT, NUMBERS, ROWS, SCRIPTS, SHEETS, TEXTS
from tests.programme.export_support import WORDS, Cohort

pytestmark = pytest.mark.slow

OFFICE, TABLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
# Semicolon, double quote, UTF-8, from line 1, columns as found, French, quoted is text, find dates.
FRENCH_CSV = "CSV:59,34,76,1,,1036,true,true"
LOCAL = MOMENT.replace(tzinfo=None, microsecond=0).isoformat()

Cells = list[tuple[str, str]]


@pytest.fixture(scope="module")
def soffice() -> str:
    """The program; without it the tests are skipped, and under CI they fail."""
    found = shutil.which("soffice")
    if found is None:
        reason = "no LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def opened(soffice: str, path: Path, *options: str) -> dict[str, list[Cells]]:
    """What LibreOffice sees in a file: for each sheet its rows of cells, each with its type and its value."""
    home = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        soffice,
        home,
        "--headless",
        *options,
        "--convert-to",
        "fods",
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    tree = ElementTree.parse(path.with_suffix(".fods"))
    assert [cell for cell in tree.iter(f"{TABLE}table-cell") if f"{TABLE}formula" in cell.attrib] == []
    assert list(tree.iter(f"{TEXT}a")) == []
    return {
        str(table.get(f"{TABLE}name")): [_cells(row) for row in table.iter(f"{TABLE}table-row")]
        for table in tree.iter(f"{TABLE}table")
    }


def _cells(row: ElementTree.Element) -> Cells:
    found: Cells = []
    for cell in row.iter(f"{TABLE}table-cell"):
        again = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        found += [(cell.get(f"{OFFICE}value-type", ""), _value(cell))] * min(again, 300)
    return found


def _value(cell: ElementTree.Element) -> str:
    for name in ("value", "date-value"):
        if f"{OFFICE}{name}" in cell.attrib:
            return str(cell.get(f"{OFFICE}{name}"))
    return "\n".join(_shown(line) for line in cell.iter(f"{TEXT}p"))


def _shown(node: ElementTree.Element) -> str:
    """The text of a paragraph: spaces and tabs have elements of their own."""
    signs = {f"{TEXT}s": " " * int(node.get(f"{TEXT}c", "1")), f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    inner = signs.get(node.tag, node.text or "")
    return inner + "".join(_shown(each) + (each.tail or "") for each in node)


def seen(text: str) -> str:
    """A text as a cell holds it: every kind of line break is one."""
    return text.replace("\r", "\n")


def check_samples(rows: list[Cells], texts: list[str]) -> None:
    """The sample rows with the types they went in with."""
    assert [row[0][0] for row in rows] == ["string"] * len(TEXTS)
    assert [seen(text) for text in texts] == [seen(text) for text in TEXTS]
    assert {row[1][0] for row in rows} == {"float"}
    assert [float(row[1][1]) for row in rows[: len(NUMBERS)]] == list(NUMBERS)
    assert {row[2] for row in rows} == {("date", LOCAL)}
    assert {row[3] for row in rows} == {("date", DAY.isoformat())}


def test_xlsx_opens_with_every_type_right(soffice: str, tmp_path: Path) -> None:
    book = XlsxBook(tmp_path / "book.xlsx", SHEETS, "", datetime(2026, 12, 1, tzinfo=UTC))
    for row in ROWS:
        book.write("first", row)
    book.finish()

    rows = next(iter(opened(soffice, tmp_path / "book.xlsx").values()))[2 : 2 + len(TEXTS)]

    check_samples(rows, [row[0][1] for row in rows])


def test_csv_opens_in_a_french_locale_with_every_type_right(soffice: str, tmp_path: Path) -> None:
    files = CsvFiles(tmp_path / "group.zip", SHEETS, ";")
    for row in ROWS:
        files.write("first", row)
    files.finish()
    with zipfile.ZipFile(tmp_path / "group.zip") as archive:
        archive.extract("first.csv", tmp_path)

    (table,) = opened(soffice, tmp_path / "first.csv", f"--infilter={FRENCH_CSV}").values()

    rows = table[1 : 1 + len(TEXTS)]
    check_samples(rows, [unguarded(row[0][1]) for row in rows])


@pytest.fixture
async def group_file(sqlite_database: str, tmp_path: Path) -> Path:
    """The XLSX file of a cohort with names that are hard to write, in French."""
    writer: Engine = writer_engine(sqlite_database, durable=False)
    reader: AsyncEngine = reader_engine(sqlite_database)
    group = Cohort(writer, SP)
    for place, name in enumerate((*SCRIPTS, '=HYPERLINK("http://example.org","x")')):
        group.joins(name, all_sp(1 + place % 4), code=f"00{place}", actions={"act.sp.lead.fit.2": {}})
    await group.written(reader, tmp_path / "group.xlsx", "xlsx", words=WORDS["fr"])
    writer.dispose()
    await reader.dispose()
    return tmp_path / "group.xlsx"


async def test_the_file_of_a_cohort_opens_and_is_shaded(soffice: str, group_file: Path) -> None:
    sheets = opened(soffice, group_file)

    assert list(sheets)[:3] == ["À propos", "Organisations", "Niveaux, un par ligne"]
    kinds = dict(
        zip([name for _kind, name in sheets["Organisations"][1]], sheets["Organisations"][2], strict=False)
    )
    assert kinds["organisation"][0] == "float"
    assert kinds["code"] == ("string", "000")
    assert kinds["name"] == ("string", SCRIPTS[0])
    assert kinds["version"] == ("string", "1.0")
    assert kinds["joined_at"] == ("date", "2026-11-01T12:30:00")
    assert kinds["in_place"][0] == "float"
    actions = dict(zip([name for _kind, name in sheets["Actions"][1]], sheets["Actions"][2], strict=False))
    assert (actions["day"], actions["days"][0]) == (("date", "2026-12-24"), "float")
    written = group_file.with_suffix(".fods").read_text("utf-8")
    assert "1f4e79" in written.lower() and "conditional-format" in written
