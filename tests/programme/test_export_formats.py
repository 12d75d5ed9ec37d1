"""Each format of file, with a cell of every kind: what comes back is what went in, and nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pandas
import pytest
from openpyxl import load_workbook

from bot.programme.exporting import xlsx
from bot.programme.exporting.csv_files import CsvFiles, usual_separator
from bot.programme.exporting.jsonl import JsonLines
from bot.programme.exporting.safe_text import guarded, unguarded
from bot.programme.exporting.writing import Writer
from bot.programme.exporting.xlsx import TooManyRows, XlsxBook
from bot.words import load_words
from tests.programme.export_reading import texts_of
from tests.programme.export_samples import DAY, MOMENT, NUMBERS, ROWS, SHEETS, TEXTS

MADE = datetime(2026, 12, 1, tzinfo=UTC)
LOCAL = MOMENT.replace(tzinfo=None, microsecond=0)


def fill(writer: Writer) -> None:
    """All sample rows into one sheet, some into another between them, and the file is made."""
    for row in ROWS:
        writer.write("first", row)
        writer.write("second", row)
    writer.finish()
    writer.abort()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    fill(XlsxBook(path, SHEETS, "Made for learning & not for choosing.", MADE))
    return path


def decoded(text: object) -> str:
    """A text as Excel shows it: control signs are written as _xHHHH_, which openpyxl leaves as it is."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), str(text))


def test_xlsx_gives_every_cell_back_with_its_type(book: Path) -> None:
    page = load_workbook(book).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]

    assert [decoded(row[0]) for row in rows[: len(TEXTS)]] == list(TEXTS)
    assert [row[1] for row in rows[: len(NUMBERS)]] == list(NUMBERS)
    assert {row[2] for row in rows[: len(TEXTS)]} == {LOCAL}
    assert {row[3] for row in rows[: len(TEXTS)]} == {datetime(DAY.year, DAY.month, DAY.day)}
    columns = page.iter_cols(min_row=3, max_row=len(TEXTS))
    assert [{cell.data_type for cell in column} for column in columns] == [{"s"}, {"n"}, {"d"}, {"d"}]
    assert {cell.number_format for cell in page["A"][2:-1]} == {"@"}


def test_xlsx_holds_no_formula_and_no_link_anywhere(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        pages = [name for name in archive.namelist() if "worksheets/" in name]
        written = "".join(archive.read(name).decode() for name in pages)

    assert len([name for name in pages if name.endswith(".xml")]) == len(SHEETS)
    assert "<f>" not in written and "<f " not in written
    assert "hyperlink" not in written.lower().replace("=hyperlink(", "")
    assert "<r>" not in written


def test_xlsx_names_its_sheets_so_that_each_opens(book: Path) -> None:
    names = load_workbook(book).sheetnames

    assert names == ["A first sheet with 'a name' th…", "History 2", "history 3"]
    assert max(map(len, names)) <= 31


def test_xlsx_is_ready_to_be_looked_through(book: Path) -> None:
    page = load_workbook(book).worksheets[0]

    assert page.freeze_panes == "B3"
    assert page.auto_filter.ref == f"A2:D{len(ROWS) + 2}"
    assert page["A1"].font.bold
    assert page.column_dimensions["C"].width > page.column_dimensions["B"].width


def test_xlsx_cuts_a_text_that_is_too_long_and_says_so(tmp_path: Path) -> None:
    book = XlsxBook(tmp_path / "long.xlsx", SHEETS, "", MADE)
    book.write("first", ["🌍" * 20_000, 1, None, None])
    book.finish()

    text = load_workbook(tmp_path / "long.xlsx").worksheets[0]["A3"].value
    assert isinstance(text, str)
    assert len(text.encode("utf-16-le")) <= 2 * 32_767
    assert text.startswith("🌍🌍") and text.endswith("🌍…")


def test_xlsx_loses_no_row_silently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    book = XlsxBook(tmp_path / "full.xlsx", SHEETS, "", MADE)
    book.write("first", ROWS[0])

    with pytest.raises(TooManyRows):
        book.write("first", ROWS[1])
    book.abort()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_gives_every_text_back_and_none_begins_a_formula(tmp_path: Path, separator: str) -> None:
    fill(CsvFiles(tmp_path / "group.zip", SHEETS, separator))

    rows = list(
        csv.reader(io.StringIO(texts_of(tmp_path / "group.zip")["first"], newline=""), delimiter=separator)
    )

    assert [unguarded(row[0]) for row in rows[1:-1]] == list(TEXTS)
    assert not [
        row[0] for row in rows if row[0].lstrip("\ufeff ").startswith(("=", "+", "-", "@", "＝", "\t"))
    ]
    point = "," if separator == ";" else "."
    assert [row[1] for row in rows[1:7]] == ["-5", "0", "3", f"0{point}5", f"-2{point}25", "7123456789012"]
    assert rows[1][2:] == ["2026-03-04 23:05:09", "2026-12-01"]
    assert rows[-1] == ["", "", "", ""]


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_goes_through_pandas_and_back(tmp_path: Path, separator: str) -> None:
    fill(CsvFiles(tmp_path / "group.zip", SHEETS, separator))
    with zipfile.ZipFile(tmp_path / "group.zip") as archive, archive.open("first.csv") as file:
        frame = pandas.read_csv(
            file,
            sep=separator,
            decimal="," if separator == ";" else ".",
            dtype={"text": str},
            parse_dates=["moment", "day"],
            encoding="utf-8-sig",
        )

    assert [unguarded(text) for text in frame["text"][:-1]] == list(TEXTS)
    assert list(frame["number"][: len(NUMBERS)]) == list(NUMBERS)
    assert frame["number"].dtype == "float64"
    assert str(frame["moment"].dtype).startswith("datetime64")
    assert frame["moment"][0] == LOCAL and frame["day"][0].date() == DAY


@pytest.mark.parametrize("told", [",", ";", "\t", "|"])
def test_csv_read_with_the_wrong_separator_begins_no_formula_either(tmp_path: Path, told: str) -> None:
    for separator in (",", ";"):
        fill(CsvFiles(tmp_path / "group.zip", SHEETS, separator))
        text = texts_of(tmp_path / "group.zip")["first"]
        cells = [cell for line in text.splitlines() for cell in line.split(told)]
        numbers = {"-5", "-2.25", "-2,25", "-2"}

        starts = [cell for cell in cells if cell.lstrip('"\ufeff ').startswith(("=", "+", "-", "@", "＝"))]
        assert set(starts) <= numbers


def test_csv_lines_end_in_cr_lf_and_the_mark_stands_first(tmp_path: Path) -> None:
    fill(CsvFiles(tmp_path / "group.zip", SHEETS, ","))
    with zipfile.ZipFile(tmp_path / "group.zip") as archive:
        content = archive.read("second.csv")

    assert content.startswith(b'\xef\xbb\xbf"text","number","moment","day"\r\n')
    assert content.endswith(b",,,\r\n")


def test_json_lines_hold_each_value_as_it_is(tmp_path: Path) -> None:
    fill(JsonLines(tmp_path / "group.jsonl", SHEETS))
    rows = [json.loads(line) for line in (tmp_path / "group.jsonl").read_bytes().splitlines()]

    assert [row["sheet"] for row in rows] == ["first"] * len(ROWS) + ["second"] * len(ROWS)
    assert [row["text"] for row in rows[: len(TEXTS)]] == list(TEXTS)
    assert [row["number"] for row in rows[: len(NUMBERS)]] == list(NUMBERS)
    assert datetime.fromisoformat(rows[0]["moment"]) == MOMENT
    assert rows[0]["day"] == "2026-12-01"
    assert rows[len(TEXTS)] == {"sheet": "first", "text": None, "number": None, "moment": None, "day": None}


def test_no_format_leaves_pieces_behind(tmp_path: Path) -> None:
    for writer in (
        CsvFiles(tmp_path / "a.zip", SHEETS, ","),
        JsonLines(tmp_path / "a.jsonl", SHEETS),
        XlsxBook(tmp_path / "a.xlsx", SHEETS, "", MADE),
    ):
        writer.write("first", ROWS[0])
        writer.abort()
        writer.abort()

    assert list(tmp_path.iterdir()) == []


def test_the_separator_is_the_one_of_the_language() -> None:
    words = load_words()

    assert (usual_separator(words["en"]), usual_separator(words["fr"])) == (",", ";")


def test_guarding_is_undone_exactly() -> None:
    assert guarded("=1") == "'=1"
    assert guarded("it's 5 - 3") == "it's 5 - 3"
    assert guarded("Home;=1+1") == "Home;'=1+1"
    assert guarded("'=1") == "''=1"
    for text in TEXTS:
        assert unguarded(guarded(text)) == text
