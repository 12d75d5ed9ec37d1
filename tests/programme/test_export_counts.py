"""The counts of a cohort's file: nobody is missing, nothing is 0 that is not, and no small number is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting.totals import without_small
from frameworks.values import Scope
from storage.programme.tables import cohort
from storage.tables import participation
from tests.frameworks.samples import SP, all_sp, answers
from tests.programme.export_reading import from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import NOW, Cohort

Q2 = SP.elements[1].id


@pytest.fixture
def group(writer: Engine) -> Cohort:
    return Cohort(writer, SP)


def row_of(table: list[dict[str, Any]], element: str) -> dict[str, Any]:
    (row,) = [row for row in table if row["element"] == element]
    return row


async def test_one_answered_one_skipped_and_one_not_reached_add_up_to_three(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    first = SP.elements[0].id
    group.joins("Answered", answers({first: 2, Q2: 3}), done=False)
    group.joins("Skipped", answers({first: 2, Q2: "?"}), done=False)
    group.joins("Left before it", answers({first: 2}), done=False)

    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    row = row_of(from_jsonl(tmp_path / "g.jsonl")["questions"], Q2)
    assert (row["people"], _met(row)) == (3, [None, None, 1, 0])
    assert row["withheld"] == "few"

    for place in range(3):
        group.joins(f"Also answered {place}", answers({first: 2, Q2: 1}), done=False)
    await group.written(reader, tmp_path / "more.jsonl", "jsonl")

    row = row_of(from_jsonl(tmp_path / "more.jsonl")["questions"], Q2)
    assert (row["people"], _met(row), row["withheld"]) == (6, [4, 1, 1, 0], None)


def _met(row: dict[str, Any]) -> list[int | None]:
    return [row[name] for name in ("answered", "unsaid", "not_reached", "not_asked")]


async def test_what_a_short_check_does_not_ask_is_not_asked_and_not_unreached(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Quick", answers({SP.elements[0].id: 2}))
    with group.writer.begin() as connection:
        connection.execute(update(participation).values(scope=Scope.QUICK.value))

    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    table = from_jsonl(tmp_path / "g.jsonl")["questions"]
    for element in SP.elements:
        row = row_of(table, element.id)
        assert row["not_asked"] == int(not element.quick)
        # Who reached it is the difference; of so few not what they said.
        assert (row["people"], row["answered"], row["unsaid"]) == (1, None, None)
        reached = row["people"] - row["not_reached"] - row["not_asked"]
        assert reached == int(element is SP.elements[0])


async def test_does_not_apply_is_a_value_of_its_own_and_lowers_nothing(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    excused = next(element for element in SP.elements if element.na_reasons)
    others = [one for one in SP.dimension_by_id[excused.dimension].elements if one is not excused]
    group.joins("With", all_sp(4, {excused.id.removeprefix("sp."): "x"}))
    await group.written(reader, tmp_path / "g.xlsx", "xlsx")
    sheets = from_xlsx(tmp_path / "g.xlsx")

    (wide,) = sheets["levels_wide"]
    assert (wide[excused.id], wide[f"{excused.id}.word"]) == (None, "not_applicable")
    assert wide[f"{excused.id}.word_label"] == "does not apply"
    (long,) = [row for row in sheets["levels_long"] if row["element"] == excused.id]
    assert (long["level"], long["word"], long["pass_level"]) == (None, "not_applicable", None)
    (heat,) = sheets["heat"]
    part = excused.dimension
    assert heat[f"{part}.in_place"] == heat[f"{part}.counted"] == len(others)
    assert sheets["organisations"][0]["not_applicable"] == 1


async def test_the_spread_is_told_from_five_organisations_on(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    for place in range(4):
        group.joins(f"House {place}", all_sp(3))
    await group.written(reader, tmp_path / "four.jsonl", "jsonl")
    group.joins("House 5", all_sp(3))
    await group.written(reader, tmp_path / "five.jsonl", "jsonl")

    four = row_of(from_jsonl(tmp_path / "four.jsonl")["distribution"], Q2)
    five = row_of(from_jsonl(tmp_path / "five.jsonl")["distribution"], Q2)
    assert (four["withheld"], four["organisations"], four["level_3"]) == ("few", None, None)
    # All five at one level: even the zeros beside would say so, and they are under five as well.
    assert (five["organisations"], five["level_3"], five["withheld"]) == (5, None, "small_cells")


async def test_small_cells_and_what_gives_them_away_are_empty(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    short = Q2.removeprefix("sp.")
    for place, level in enumerate([1] * 6 + [2] * 7 + [3] * 8 + ["?"] * 5):
        group.joins(f"House {place}", all_sp(3, {short: level}))
    await group.written(reader, tmp_path / "g.csv", "csv")

    row = row_of(from_csv(tmp_path / "g.csv")["distribution"], Q2)
    told = [row[name] for name in ("level_1", "level_2", "level_3", "level_4", "not_known", "not_applicable")]
    assert row["organisations"] == "26"
    assert told == ["6", "7", "8", "", "", ""]
    assert row["withheld"] == "small_cells"


async def test_a_cohort_may_ask_for_larger_groups_and_never_for_smaller_ones(
    writer: Engine, reader: AsyncEngine, tmp_path: Path
) -> None:
    large = Cohort(writer, SP, min_group=8)
    for place in range(7):
        large.joins(f"House {place}", all_sp(3))
    await large.written(reader, tmp_path / "g.jsonl", "jsonl")

    assert row_of(from_jsonl(tmp_path / "g.jsonl")["distribution"], Q2)["withheld"] == "few"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.integers(5, 10))
def test_what_is_left_out_cannot_be_subtracted(counts: list[int], least: int) -> None:
    told = without_small(counts, least)
    missing = [count for count, shown in zip(counts, told, strict=True) if shown is None]

    assert all(
        shown is None or (shown == count and count >= least)
        for count, shown in zip(counts, told, strict=True)
    )
    if missing and len(missing) < len(counts):
        assert len(missing) > 1
        assert sum(missing) >= least


def test_a_lone_small_cell_takes_the_next_smallest_along() -> None:
    assert without_small([12, 3, 9, 20], 5) == [12, None, None, 20]
    assert without_small([6, 7, 8], 5) == [6, 7, 8]
    assert without_small([0, 0, 0, 9], 5) == [None] * 4


async def test_levels_come_once_everyone_is_done_or_the_cohort_is_closed(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("On the way", answers({Q2: 3}), done=False, actions={f"act.{Q2}.3": {}})
    group.joins("Nothing yet")
    await group.written(reader, tmp_path / "open.jsonl", "jsonl")
    with group.writer.begin() as connection:
        connection.execute(update(cohort).values(closed_at=NOW))
    await group.written(reader, tmp_path / "closed.jsonl", "jsonl")

    open_, closed = from_jsonl(tmp_path / "open.jsonl"), from_jsonl(tmp_path / "closed.jsonl")
    assert [row["withheld"] for row in open_["organisations"]] == ["not_done", "not_started"]
    assert (
        {row["level"] for row in open_["levels_long"]}
        == {row["word"] for row in open_["levels_long"]}
        == {None}
    )
    assert "actions" not in open_
    first = [
        row
        for row in closed["levels_long"]
        if row["organisation"] == open_["organisations"][0]["organisation"]
    ]
    assert {row["element"]: row["level"] for row in first}[Q2] == 3
    assert {row["word"] for row in first} == {"in_place", "not_known"}
