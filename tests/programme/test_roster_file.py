"""Lists as people really save them: encodings, separators, headings, workbooks; and files that are no lists."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from bot.programme.exporting.safe_text import guarded
from bot.programme.roster_file import language_code, read_roster
from bot.programme.roster_words import bad_file_text
from bot.programme.table_file import BAD_FILES, MOST_BYTES, MOST_ROWS, BadFile
from bot.words import load_words
from flows.roster import RosterRow

ACCENTED = "Organisation;Nom;Langue;Téléphone;Code\nÀ l’œuvre;Noëlle Bâ;Français;0700123456;00123\n"
READ = RosterRow(2, "À l’œuvre", "Noëlle Bâ", "fr", "0700123456", "00123")


def workbook(*rows: Sequence[Any], title: str = "List", before: Sequence[Sequence[Any]] = ()) -> bytes:
    """A workbook with these rows, after a sheet with the rows `before` where there are any."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if before:
        for row in before:
            sheet.append(list(row))
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(BadFile) as trouble:
        read_roster(data)
    return trouble.value.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_of_every_kind(encoding: str, separator: str, end: str) -> None:
    text = ACCENTED.replace(";", separator).replace("\n", end)
    assert read_roster(text.encode(encoding)) == (READ,)


@pytest.mark.parametrize(
    "heading",
    [
        "Organisation,Person,Language,Contact,Code",
        "organization,NAME,lang,Phone,ID",
        " ORGANISATION ,Contact person,Preferred language,E-mail,Registration number",
        "Organisme,Nom,Langue,TÉLÉPHONE,Code",
        "Nom de l’organisme,Personne,langue,Courriel,Numéro d'enregistrement",
        "Name of your organisation,Full name,Language they speak,Phone (office),Code",
        "NGO,Participant,Langue,WhatsApp,Matricule",
    ],
)
def test_headings_in_english_and_french(heading: str) -> None:
    assert read_roster(f"{heading}\nHope,Ann,en,0700,007\n".encode()) == (
        RosterRow(2, "Hope", "Ann", "en", "0700", "007"),
    )


def test_columns_in_any_order_among_others() -> None:
    text = (
        "No,Code,Type of organisation,Prénom,Organisation,Nom,Email,Phone\n"
        "1,7,NGO,Ann,Hope,Ba,,0700\n2,8,NGO,,Care,Ben,b@c.org,\n"
    )
    assert read_roster(text.encode()) == (
        RosterRow(2, "Hope", "Ann Ba", contact="0700", code="7"),
        RosterRow(3, "Care", "Ben", contact="b@c.org", code="8"),
    )


def test_titles_above_empty_rows_between_and_one_column_alone() -> None:
    text = 'sep=;\nOur list;\n\nOrganisation;Nom\n;\n"Hope\nand Love";Ann\n\nCare;\n;Ben\n'
    assert read_roster(text.encode()) == (
        RosterRow(6, "Hope and Love", "Ann"),
        RosterRow(8, "Care"),
        RosterRow(9, "", "Ben"),
    )
    assert read_roster(b"Organisation\nHope, Love\n") == (RosterRow(2, "Hope, Love"),)
    assert read_roster(b"Each organisation of 2026\nOrganisation\nHope\n") == (RosterRow(3, "Hope"),)


def test_the_separator_is_the_one_under_which_the_heading_is_known() -> None:
    text = 'Organisation;Nom\n"Hope, Faith, Love, Inc";Ann\n"Care, Aid, Help, Ltd";Ben\n'
    assert [row.person for row in read_roster(text.encode())] == ["Ann", "Ben"]


@pytest.mark.parametrize("text", ['=HYPERLINK("a")', "+1 555", "-5 x", "@x", "\uff1dA1", "'quoted", "a,=b"])
def test_what_was_made_safe_for_spreadsheets_comes_back_as_it_was(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["Organisation", "Person"], [guarded(text), guarded(text)]])
    assert read_roster(file.getvalue().encode()) == (RosterRow(2, text, text),)


CELLS: tuple[tuple[Any, str, str], ...] = (
    ("00123", "General", "00123"),
    (123, "General", "123"),
    (123, "00000", "00123"),
    (254700123456.0, "General", "254700123456"),
    (2.5, "General", "2.5"),
    (1e-7, "General", "0.0000001"),
    (date(2026, 1, 2), "yyyy-mm-dd", "2026-01-02"),
    (datetime(2026, 1, 2, 3, 4), "yyyy-mm-dd h:mm", "2026-01-02 03:04"),
    (True, "General", "TRUE"),
    ("1-2", "General", "1-2"),
    ("12E5", "General", "12E5"),
    ("=1+1", "General", "=1+1"),
    (None, "General", ""),
)


def test_cells_of_a_workbook_are_text_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Organisation", "Code"])
    for number, (value, shape, _text) in enumerate(CELLS, start=2):
        sheet.append(["Hope", value])
        sheet[f"B{number}"].number_format = shape
    sheet.append(["#N/A", "7"])
    rows = read_roster(saved(book))

    assert [row.code for row in rows[:-1]] == [text for _value, _shape, text in CELLS]
    assert (rows[-1].organisation, rows[-1].code) == ("", "7")


def test_the_first_sheet_with_a_known_heading_is_read() -> None:
    data = workbook(
        ["Our list"], [], ["Langue", "ONG"], ["Anglais", "Hope"], before=[["Read me"], ["x", "y"]]
    )
    assert read_roster(data) == (RosterRow(4, "Hope", language="en"),)


def changed(old: bytes, new: bytes) -> bytes:
    """A good workbook in which every part has `new` instead of `old`."""
    data, good = io.BytesIO(), workbook(["Organisation", "Person"], ["Hope", "Ann"])
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(data, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, source.read(part).replace(old, new))
    return data.getvalue()


def test_a_workbook_that_states_a_wrong_size_is_read_whole() -> None:
    data = changed(b'<dimension ref="A1:B2"', b'<dimension ref="A1"')
    assert read_roster(data) == (RosterRow(2, "Hope", "Ann"),)


def test_a_workbook_with_declarations_of_its_own_is_refused() -> None:
    for declared in ("<!DOCTYPE worksheet []>", '<!DOCTYPE w [<!ENTITY a "aaaa">]>'):
        assert refused(changed(b"<worksheet", declared.encode() + b"<worksheet")) == "unreadable"
    assert read_roster(changed(b"<worksheet", b"<!-- fine --><worksheet"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((each, "fr") for each in ("fr", "FR", "French", "Français", "francais", "fr-CA", "fr_BE", "fra")),
        *((each, "en") for each in ("English", "anglais", "en-GB")),
        *((each, "sw") for each in ("Swahili", "Kiswahili", "swahili ")),
        *((each, "") for each in ("", "xx", "Klingonish", "en/fr", "12", "-", "_")),
    ],
)
def test_languages_by_code_and_by_name(text: str, code: str) -> None:
    assert language_code(text) == code


def test_a_language_or_a_name_that_cannot_be_read_is_said() -> None:
    rows = read_roster(b"Organisation,Person,Language\nHope,---,Elvish\n")
    assert rows == (RosterRow(2, "Hope", troubles=("language_unknown", "person_unreadable")),)


def zipped(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def with_password() -> bytes:
    """A ZIP whose first part says that it is encrypted."""
    data = bytearray(zipped(("xl/workbook.xml", b"x")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


GOOD = workbook(["Organisation"], ["Hope"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "spaces": (b"\xef\xbb\xbf \r\n", "empty"),
    "large": (b"Organisation\n" + b"x" * MOST_BYTES, "too_big"),
    "long csv": (b"Organisation\n" + b"x\n" * (MOST_ROWS + 1), "too_long"),
    "emptiness": (b"Organisation\n" + b"\n" * 100_000, "too_long"),
    "bomb": (zipped(("xl/worksheets/sheet1.xml", bytes(41_000_000))), "too_big"),
    "locked zip": (with_password(), "locked"),
    "locked workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "old excel": (OLE, "old_excel"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "unreadable"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x01\x02", "unreadable"),
    "other zip": (zipped(("word/document.xml", b"<x/>")), "unreadable"),
    "cut workbook": (GOOD[: len(GOOD) // 2], "unreadable"),
    "half a mark": (b"\xff\xfeO\x00r", "unreadable"),
    "not the mark's": (b"\xef\xbb\xbfOrganisation\n\xff\xfe\xfd", "unreadable"),
    "cyrillic": (
        "Organisation\nПривет как дела в мире\n".encode("cp1251"),
        "letters",
    ),
    "open quote": (b'Organisation,Person\nHope,"Ann\nCare,Ben\n', "quotes"),
    "no heading": (b"Name,Phone\nHope,0700\n", "heading"),
    "no heading in a workbook": (workbook(["Name"], ["Hope"]), "heading"),
    "heading too low": (b"x\n" * 20 + b"Organisation\nHope\n", "heading"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_refused_with_a_reason(name: str) -> None:
    data, key = BAD[name]
    assert refused(data) == key


def test_a_long_workbook_is_refused() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Organisation"])
    for _ in range(MOST_ROWS + 1):
        sheet.append(["x"])
    assert refused(saved(book)) == "too_long"


def test_no_broken_workbook_makes_a_traceback() -> None:
    """Each byte in turn is another one: all are read, or refused with a reason."""
    for place in range(0, len(GOOD), 7):
        broken = bytearray(GOOD)
        broken[place] ^= 0x55
        try:
            read_roster(bytes(broken))
        except BadFile as trouble:
            assert trouble.key in BAD_FILES


def test_every_reason_is_told_in_every_language() -> None:
    for words in load_words().values():
        told = {bad_file_text(words, BadFile(key, 3)) for key in BAD_FILES}
        assert len(told) == len(BAD_FILES)
    assert bad_file_text(load_words()["en"], BadFile("quotes", 3)).startswith("Row 3 ")
    assert {key for _data, key in BAD.values()} == set(BAD_FILES)
