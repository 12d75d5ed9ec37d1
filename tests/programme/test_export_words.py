"""The words of a cohort's file: every column explained, every code worded, in each language, and nothing unused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting.codes import WITHHELD
from bot.programme.exporting.columns import Kind, Sheet
from bot.programme.exporting.coverage import cover
from bot.programme.exporting.sheets import make_sheets
from bot.words import Words
from frameworks.load import shipped
from tests.frameworks.samples import SP, all_sp
from tests.programme.export_reading import SHEETS, from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import WORDS, Cohort


class Heard(Words):
    """One language that notes which phrases it was asked for."""

    said: ClassVar[set[str]] = set()

    def say(self, key: str, **values: object) -> str:
        self.said.add(key)
        return super().say(key, **values)


@pytest.fixture
def group(writer: Engine) -> Cohort:
    made = Cohort(writer, SP)
    excused = next(one for one in SP.elements if one.na_reasons).id.removeprefix("sp.")
    made.joins(
        "One", all_sp(3, {excused: "x"}), code="007", share_stage=True, actions={"act.sp.lead.fit.3": {}}
    )
    made.joins("Two", all_sp(2), done=False)
    return made


async def test_files_use_every_phrase_that_is_theirs(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    english = WORDS["en"]
    heard = Heard("en", english.catalogue, english.sources)
    for format, separator in (("xlsx", ""), ("csv", ","), ("csv", ";"), ("jsonl", "")):
        await group.written(reader, tmp_path / "file", format, words=heard, separator=separator)
    place = Cohort(group.writer, shipped()["ec-1.0"])
    await place.written(reader, tmp_path / "file", "jsonl", words=heard)

    assert {key for key in english.sources if key.startswith("export.")} - Heard.said == set()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("key", shipped())
def test_every_sheet_of_every_check_is_worded(language: str, key: str) -> None:
    for sheet in make_sheets(WORDS[language], cover(shipped(), key, ())).values():
        names = [column.key for column in sheet.columns]
        assert len(set(names)) == len(names)
        assert len(sheet.heading) <= 31
        for column in sheet.columns:
            assert column.heading and column.meaning, (sheet.key, column.key)
            assert all(column.values.values()), (sheet.key, column.key)


async def test_the_codebook_explains_every_column_and_every_code_that_occurs(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    await group.written(reader, tmp_path / "g.xlsx", "xlsx", words=WORDS["fr"])
    sheets = from_xlsx(tmp_path / "g.xlsx")

    book = sheets["codebook"]
    explained = {(row["of_sheet"], row["column"]): row for row in book if row["type"]}
    allowed = {(row["of_sheet"], row["column"], row["allowed"]) for row in book if row["allowed"]}
    for sheet, rows in sheets.items():
        for row in rows:
            for column, value in row.items():
                told = explained[sheet, column]
                assert told["heading_text"] and told["explanation"] and told["type_label"]
                if any(known[:2] == (sheet, column) for known in allowed) and value is not None:
                    assert (sheet, column, str(value)) in allowed


def cells_of(sheet: Sheet, row: dict[str, object]) -> Iterator[tuple[Kind, object]]:
    yield from ((column.kind, row[column.key]) for column in sheet.columns if row[column.key] is not None)


async def test_every_cell_is_of_the_kind_of_its_column(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")
    made = make_sheets(WORDS["en"], cover(shipped(), SP.key, ()))
    types = {Kind.TEXT: str, Kind.NUMBER: int | float, Kind.MOMENT: str, Kind.DAY: str, Kind.ANY: object}

    for key, rows in from_jsonl(tmp_path / "g.jsonl").items():
        for row in rows:
            assert list(row) == [column.key for column in made[key].columns]
            for kind, cell in cells_of(made[key], row):
                assert isinstance(cell, types[kind]), (key, row)


@pytest.mark.parametrize("language", WORDS)
async def test_codes_are_the_same_in_every_language_and_words_are_not(
    group: Cohort, reader: AsyncEngine, tmp_path: Path, language: str
) -> None:
    await group.written(reader, tmp_path / "g.zip", "csv", words=WORDS[language], separator=",")

    sheets = from_csv(tmp_path / "g.zip")
    assert tuple(sheets) == SHEETS
    row = sheets["levels_long"][0]
    assert (row["element"], row["word"], row["level"]) == ("sp.lead.fit", "in_place", "3")
    words = {"en": "in place", "fr": "en place"}
    assert row["word_label"] == words.get(language, row["word_label"])
    assert row["level_label"] == SP.level_names[2]
    assert row["code"] == "007"


def test_reasons_never_speak_of_sharing() -> None:
    for language, words in WORDS.items():
        for code in WITHHELD:
            said = words.say(f"export.withheld.{code}")
            assert "shar" not in said and "partag" not in said, language


async def test_other_guides_are_marked_as_our_own_judgement(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    rows = from_jsonl(tmp_path / "g.jsonl")["crosswalk"]
    assert {row["judgement"] for row in rows} == {"ours"}
    assert {row["dimension"] for row in rows} == set(SP.dimension_by_id)
