"""A cohort's file as a whole: who may have it, who is in it, what it holds; and it is there whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting import export
from flows.pages import Right
from storage.programme import cohorts
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.tables import audit, cohort, cohort_right
from tests.frameworks.samples import SP, all_sp
from tests.programme.export_reading import SHEETS, from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import NOW, WORDS, Cohort


@pytest.fixture
def group(writer: Engine) -> Cohort:
    return Cohort(writer, SP)


def coordinator(group: Cohort, right: Right) -> Actor:
    """A coordinator who has this right in the cohort."""
    with group.writer.begin() as connection:
        number = cohorts.add_coordinator(connection, "telegram", 500, "Ada", False, NOW)
        row = {"cohort_id": group.number, "coordinator_id": number, "right": right.value}
        connection.execute(cohort_right.insert(), row)
    return Actor(number, False)


def left_over(folder: Path) -> list[str]:
    """What is neither a database nor a finished file."""
    return [each.name for each in folder.iterdir() if each.name.startswith((".", "export-"))]


async def test_a_lead_gets_all_sheets_and_the_log_says_so(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Red Cross", all_sp(3), code="007")
    lead, path = coordinator(group, Right.LEAD), tmp_path / "group.xlsx"

    result = await group.written(reader, path, "xlsx", actor=lead)

    sheets = from_xlsx(path)
    assert tuple(sheets) == SHEETS
    assert result.organisations == 1 == len(sheets["organisations"])
    assert result.rows == sum(map(len, sheets.values()))
    assert sheets["organisations"][0]["in_place"] == 30
    with group.writer.begin() as connection:
        acts = connection.execute(select(audit).where(audit.c.act == "exported")).all()
    assert [(act.coordinator_id, act.detail) for act in acts] == [
        (lead.coordinator, {"format": "xlsx", "organisations": 1})
    ]
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("right", [Right.HELPER, Right.READ])
async def test_helpers_and_readers_get_nothing(
    group: Cohort, reader: AsyncEngine, tmp_path: Path, right: Right
) -> None:
    path = tmp_path / "group.zip"

    with pytest.raises(NotYours):
        await group.written(reader, path, "csv", actor=coordinator(group, right))

    assert left_over(tmp_path) == [] and not path.exists()


async def test_a_forged_number_and_an_unknown_one_are_the_same(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    stranger, told = Actor(4711, True), []
    for number in (group.number, 999_999):
        group.number = number
        with pytest.raises(NotYours) as refused:
            await group.written(reader, tmp_path / "group.jsonl", "jsonl", actor=stranger)
        told.append(str(refused.value))

    assert told[0] == told[1]


async def test_who_loses_the_right_meanwhile_gets_nothing_and_nothing_is_left(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Red Cross", all_sp(3))
    lead, path = coordinator(group, Right.LEAD), tmp_path / "group.xlsx"
    path.write_text("the file of last week")

    def removed(_done: int, _total: int) -> None:
        with group.writer.begin() as connection:
            connection.execute(delete(cohort_right))

    with pytest.raises(NotYours):
        await group.written(reader, path, "xlsx", actor=lead, tell=removed)

    assert path.read_text() == "the file of last week"
    assert left_over(tmp_path) == []
    with group.writer.begin() as connection:
        assert not connection.execute(select(audit).where(audit.c.act == "exported")).all()


@pytest.mark.parametrize(
    "state",
    [
        {"share_from": None, "share_until": None},
        {"share_ended_at": NOW - timedelta(days=1)},
        {"share_until": NOW - timedelta(seconds=1)},
        {"left_at": NOW - timedelta(days=1)},
    ],
    ids=["never", "ended", "over", "left"],
)
async def test_who_does_not_share_now_leaves_no_trace(
    group: Cohort, reader: AsyncEngine, tmp_path: Path, state: dict[str, Any]
) -> None:
    await group.written(reader, tmp_path / "before.jsonl", "jsonl")
    group.joins("Quiet House", all_sp(2), actions={"act.sp.lead.fit.2": {}}, **state)

    await group.written(reader, tmp_path / "after.jsonl", "jsonl")

    before, after = ((tmp_path / f"{name}.jsonl").read_text("utf-8") for name in ("before", "after"))
    assert after == before


async def test_other_cohorts_are_not_in_it(group: Cohort, reader: AsyncEngine, tmp_path: Path) -> None:
    Cohort(group.writer, SP).joins("Elsewhere", all_sp(4))

    assert (await group.written(reader, tmp_path / "g.csv", "csv")).organisations == 0


@pytest.mark.parametrize("shares", [True, False])
async def test_a_stage_is_there_only_where_it_is_shared(
    group: Cohort, reader: AsyncEngine, tmp_path: Path, shares: bool
) -> None:
    group.joins("Red Cross", all_sp(4), share_stage=shares)
    group.joins(
        "No stage named", all_sp(4, {"lead.fit": "?"} | dict.fromkeys(UNKNOWN, "?")), share_stage=True
    )

    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    told, unnamed = from_jsonl(tmp_path / "g.jsonl")["organisations"]
    stage = {name: value for name, value in told.items() if name.startswith("stage")}
    if shares:
        assert (stage["stage_low"], stage["stage_high_label"]) == ("talks", "Ready to start talks")
    else:
        assert stage == {name: unnamed[name] for name in stage} == dict.fromkeys(stage)


UNKNOWN = ("lead.board", "prog.evid", "prog.reach", "fin.cost", "ops.team", "part.legal", "care.fair")


async def test_the_head_says_what_it_is_not_for_and_where_it_comes_from(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Red Cross", all_sp(3))

    await group.written(reader, tmp_path / "g.xlsx", "xlsx", words=WORDS["fr"])

    about = {row["item"]: row["value"] for row in from_xlsx(tmp_path / "g.xlsx")["about"]}
    assert list(about)[:2] == ["learning", "unchecked"]
    assert "qui reçoit de l’argent" in about["learning"]
    assert about["unchecked"] == "Personne ne l’a vérifié."
    assert about["made_at"] == datetime(2026, 12, 1, 12, 30)
    assert (about["zone"], about["organisations"], about["version"]) == ("Africa/Kampala", 1, "1.0")


async def test_more_organisations_than_a_chunk_come_each_once_and_are_told(
    group: Cohort, reader: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    numbers = [group.joins(f"House {place}", all_sp(3)) for place in range(5)]
    told: list[tuple[int, int]] = []

    await group.written(
        reader, tmp_path / "g.csv", "csv", tell=lambda done, total: told.append((done, total))
    )

    rows = from_csv(tmp_path / "g.csv")["organisations"]
    assert [int(row["organisation"]) for row in rows] == numbers
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]


async def test_times_are_those_of_the_cohort_on_both_databases(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    with group.writer.begin() as connection:
        connection.execute(update(cohort).values(zone="America/Los_Angeles"))
    group.joins("Red Cross", all_sp(3), joined_at=datetime(2026, 11, 1, 8, 30, tzinfo=UTC))

    await group.written(reader, tmp_path / "g.jsonl", "jsonl")
    await group.written(reader, tmp_path / "g.xlsx", "xlsx")

    said = from_jsonl(tmp_path / "g.jsonl")["organisations"][0]["joined_at"]
    assert said == "2026-11-01T01:30:00-07:00"
    assert datetime.fromisoformat(said) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert from_xlsx(tmp_path / "g.xlsx")["organisations"][0]["joined_at"] == datetime(2026, 11, 1, 1, 30)


async def test_an_empty_cohort_gives_an_empty_file_that_explains_itself(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    for format in ("xlsx", "csv", "jsonl"):
        result = await group.written(reader, tmp_path / f"g.{format}", format, actor=OPERATOR)

        assert result.organisations == 0
    read = from_xlsx(tmp_path / "g.xlsx")
    assert read["organisations"] == read["levels_long"] == read["heat"] == []
    assert len(read["codebook"]) > 100
