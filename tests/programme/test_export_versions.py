"""A cohort's file over versions of a framework: columns stay, nothing stored is lost, every row names its version."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from frameworks.model import Framework
from tests.frameworks.samples import answers, element, framework_files, load
from tests.programme.export_reading import from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import Cohort


def version(number: str, *questions: str, **more: int) -> Framework:
    """A framework with these questions in one part, in a published version."""
    elements = [
        element(f"vs.a.{name}", **({"version": more[name]} if name in more else {})) for name in questions
    ]
    return load(framework_files("vs", {"a": elements}, version=number))


OLD = version("1.0", "q1", "q2", "q3")
NEW = version("2.0", "q7", "q1", "q3", q1=2)


@pytest.fixture
def group(writer: Engine) -> Cohort:
    return Cohort(writer, NEW)


def join_all(group: Cohort) -> None:
    group.joins("First", answers({"vs.a.q1": 1, "vs.a.q2": 2, "vs.a.q3": 3}), framework=OLD)
    group.joins("Second", answers({"vs.a.q1": 2, "vs.a.q2": 3, "vs.a.q3": 4}), framework=OLD)
    group.joins("Third", answers({"vs.a.q1": 3, "vs.a.q7": 4, "vs.a.q3": 1}))


async def test_a_dropped_question_keeps_its_column_after_all_others(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    join_all(group)
    await group.written(reader, tmp_path / "g.xlsx", "xlsx", OLD)

    wide = from_xlsx(tmp_path / "g.xlsx")["levels_wide"]
    levels = [name for name in wide[0] if name.startswith("vs.") and name.count(".") == 2]
    assert levels == ["vs.a.q7", "vs.a.q1", "vs.a.q3", "vs.a.q2"]
    assert [row["version"] for row in wide] == ["1.0", "1.0", "2.0"]
    assert [row["vs.a.q2"] for row in wide] == [2, 3, None]
    assert [row["vs.a.q2.word"] for row in wide] == ["started", "in_place", None]
    assert [row["vs.a.q7"] for row in wide] == [None, None, 4]


async def test_without_old_answers_there_is_no_old_column(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Third", answers({"vs.a.q1": 3}))
    await group.written(reader, tmp_path / "g.csv", "csv", OLD)

    assert "vs.a.q2" not in from_csv(tmp_path / "g.csv")["levels_wide"][0]


async def test_every_row_names_the_version_of_its_question(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    join_all(group)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl", OLD)
    sheets = from_jsonl(tmp_path / "g.jsonl")

    found = {(row["name"], row["element"]): row["element_version"] for row in sheets["levels_long"]}
    assert found["First", "vs.a.q1"] == 1
    assert found["Third", "vs.a.q1"] == 2
    assert ("Third", "vs.a.q2") not in found and ("First", "vs.a.q7") not in found
    spread = [(row["element"], row["element_version"]) for row in sheets["distribution"]]
    assert spread == [("vs.a.q7", 1), ("vs.a.q1", 1), ("vs.a.q1", 2), ("vs.a.q3", 1), ("vs.a.q2", 1)]


async def test_a_version_that_is_not_at_hand_is_said_and_guessed_at_by_nobody(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    join_all(group)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    sheets = from_jsonl(tmp_path / "g.jsonl")
    told = [(row["version"], row["withheld"], row["in_place"]) for row in sheets["organisations"]]
    assert told == [("1.0", "other_version", None), ("1.0", "other_version", None), ("2.0", None, 2)]
    assert {row["name"] for row in sheets["levels_long"]} == {"Third"}
