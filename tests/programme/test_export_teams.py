"""Several people of one organisation or place, and what they took up: never one person's answer, and no person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from frameworks.load import shipped
from frameworks.values import Answer, Said
from storage.programme.tables import cohort, enrolment
from storage.tables import assessment, chosen_action, participation, person
from storage.team.agreeing import write_agreed
from storage.team.closing import close
from tests.frameworks.samples import SP, all_sp, answers
from tests.programme.export_reading import Table, from_csv, from_jsonl
from tests.programme.export_support import NOW, Cohort

EC = shipped()["ec-1.0"]
PLAIN = next(one for one in SP.elements if not one.must)
GROUPS = ("government", "government", "government", "provider")
SHORT = PLAIN.id.removeprefix("sp.")


@pytest.fixture
def group(writer: Engine) -> Cohort:
    return Cohort(writer, SP)


def by_element(table: Table) -> dict[str, dict[str, Any]]:
    return {row["element"]: row for row in table}


def closes(group: Cohort, enrolled: int) -> None:
    """The round of this organisation is over."""
    with group.writer.begin() as connection:
        its = connection.scalar(select(enrolment.c.assessment_id).where(enrolment.c.id == enrolled))
        assert close(connection, its or 0, shipped(), NOW).closed


async def test_two_who_differ_leave_the_level_open_and_say_not_how(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    closes(group, group.joins("Two people", all_sp(3), all_sp(3, {SHORT: 1})))
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    sheets = from_jsonl(tmp_path / "g.jsonl")
    row = by_element(sheets["levels_long"])[PLAIN.id]
    assert (row["level"], row["word"]) == (None, "to_agree")
    alike = by_element(sheets["levels_long"])[SP.elements[-1].id]
    assert (alike["level"], alike["word"], alike["withheld"]) == (None, "in_place", "one_person")
    assert sheets["organisations"][0]["to_agree"] == 1
    assert 1 not in {
        value for name, value in row.items() if name not in {"organisation", "element_version", "must"}
    }


async def test_three_settle_on_the_middle_one(group: Cohort, reader: AsyncEngine, tmp_path: Path) -> None:
    closes(group, group.joins("Three", *(all_sp(3, {SHORT: level}) for level in (1, 2, 4))))
    await group.written(reader, tmp_path / "g.csv", "csv")

    row = by_element(from_csv(tmp_path / "g.csv")["levels_long"])[PLAIN.id]
    assert (row["level"], row["word"]) == ("2", "started")


async def test_chosen_actions_have_a_title_a_day_and_no_person(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    record = PLAIN.action_from(2)
    assert record is not None
    chosen: dict[str, dict[str, Any]] = {
        record.id: {"event": "board", "day": "", "smaller": True},
        f"act.{SP.elements[-1].id}.0": {"status": "done"},
        f"act.{SP.elements[-2].id}.2": {"status": "dropped"},
        f"act.{SP.elements[-3].id}.2": {"status": "swapped"},
    }
    group.joins("Alone", all_sp(2, {SP.elements[-1].id.removeprefix("sp."): "?"}), actions=chosen)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    rows = from_jsonl(tmp_path / "g.jsonl")["actions"]
    assert {row["action"] for row in rows} == {record.id, f"act.{SP.elements[-1].id}.0"}
    second, first = sorted(rows, key=lambda row: row["days"] or 0)
    assert (first["title"], first["days"], first["cost"]) == (record.text, record.days, record.cost.value)
    assert (first["event"], first["event_label"], first["day"]) == (
        "board",
        "At the next board meeting",
        None,
    )
    assert (first["smaller"], first["chosen_on"], first["status"]) == (1, "2026-11-21", "open")
    assert second["title"].startswith("Ask a colleague one question: ")
    assert (second["day"], second["status_label"]) == ("2026-12-24", "done")
    assert not [name for name in first if "person" in name or "ask" in name]


async def test_an_action_whose_level_is_reached_says_so(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Alone", all_sp(3), actions={f"act.{PLAIN.id}.2": {}})
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    assert from_jsonl(tmp_path / "g.jsonl")["actions"][0]["status"] == "reached"


async def test_an_action_does_not_tell_the_level_that_one_of_several_gave(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    people = (all_sp(3, {SHORT: 1}), all_sp(3, {SHORT: 3}), all_sp(3))
    taken = {"taken_by": "Amina"}
    closes(
        group, group.joins("Three", *people, actions={f"act.{PLAIN.id}.1": taken, f"act.{PLAIN.id}.3": taken})
    )
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    rows = from_jsonl(tmp_path / "g.jsonl")["actions"]
    assert [(row["element"], row["action"], row["title"] is None, row["withheld"]) for row in rows] == [
        (PLAIN.id, f"act.{PLAIN.id}.3", False, None)
    ]


async def test_what_was_taken_up_from_the_result_of_all_is_reached_once_they_came_further(
    group: Cohort, writer: Engine, reader: AsyncEngine, tmp_path: Path
) -> None:
    enrolled = group.joins("Three", *[all_sp(3)] * 3, actions={f"act.{PLAIN.id}.1": {"taken_by": "Amina"}})
    with writer.begin() as connection:
        connection.execute(update(chosen_action).values(from_team=True))
    closes(group, enrolled)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    rows = from_jsonl(tmp_path / "g.jsonl")["actions"]
    assert [(row["action"], row["status"]) for row in rows] == [(f"act.{PLAIN.id}.1", "reached")]


async def test_what_one_of_several_plans_alone_is_in_no_file(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    mine, ours = (f"act.{one.id}.3" for one in SP.elements[:2])
    enrolled = group.joins("Three", *[all_sp(3)] * 3, actions={mine: {}, ours: {"day": "2027-01-09"}})
    with group.writer.begin() as connection:
        its = select(enrolment.c.assessment_id).where(enrolment.c.id == enrolled).scalar_subquery()
        first = select(func.min(participation.c.id)).where(participation.c.assessment_id == its)
        theirs = (chosen_action.c.action_id == ours) & (
            chosen_action.c.participation_id == first.scalar_subquery()
        )
        taken = {"taken_by": "Amina", "day": "2027-02-03"}
        connection.execute(update(chosen_action).where(theirs).values(taken))
    closes(group, enrolled)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    rows = from_jsonl(tmp_path / "g.jsonl")["actions"]
    assert [(row["action"], row["day"]) for row in rows] == [(ours, "2027-02-03")]
    assert "Amina" not in (tmp_path / "g.jsonl").read_text()


async def test_a_place_is_told_once_its_round_is_over_and_keeps_small_groups_back(
    writer: Engine, reader: AsyncEngine, tmp_path: Path
) -> None:
    places = Cohort(writer, EC)
    free = next(one for one in EC.elements if not EC.deciding_groups(one, "government"))
    levels = dict.fromkeys((one.id for one in EC.elements), 3)
    voices = [answers(levels)] * 4
    enrolled = places.joins("The region", *voices, groups=GROUPS, profile="government")
    with writer.begin() as connection:
        connection.execute(update(cohort).values(closed_at=NOW))
    await places.written(reader, tmp_path / "open.jsonl", "jsonl")
    closes(places, enrolled)
    await places.written(reader, tmp_path / "closed.jsonl", "jsonl")

    open_, closed = from_jsonl(tmp_path / "open.jsonl"), from_jsonl(tmp_path / "closed.jsonl")
    assert open_["organisations"][0]["withheld"] == "round_open"
    row = by_element(closed["levels_long"])[free.id]
    assert (row["level"], row["word"], row["withheld"]) == (None, None, "small_group")
    assert {row["level"] for row in closed["levels_long"]} == {None, 3}
    assert closed["levels_wide"][0][f"{free.id}.word"] is None
    assert "place" in {row["item"] for row in closed["about"]}


async def test_a_closed_round_is_told_as_it_was_frozen_whoever_leaves(
    group: Cohort, writer: Engine, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Three", *(all_sp(3, {SHORT: level}) for level in (1, 2, 2)))
    with writer.begin() as connection:
        number = connection.scalar(select(assessment.c.id))
        assert close(connection, number or 0, {SP.key: SP}, NOW).closed
        connection.execute(
            delete(person).where(person.c.id == connection.scalar(select(func.max(person.c.id))))
        )
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    row = by_element(from_jsonl(tmp_path / "g.jsonl")["levels_long"])[PLAIN.id]
    assert (row["level"], row["word"]) == (2, "started")


async def test_what_a_meeting_agreed_on_is_told(
    group: Cohort, writer: Engine, reader: AsyncEngine, tmp_path: Path
) -> None:
    group.joins("Two", all_sp(3, {SHORT: 1}), all_sp(3))
    with writer.begin() as connection:
        number = connection.scalar(select(assessment.c.id)) or 0
        close(connection, number, {SP.key: SP}, NOW)
        write_agreed(connection, SP, number, {PLAIN.id: Answer(Said.LEVEL, 2)}, NOW)
    await group.written(reader, tmp_path / "g.jsonl", "jsonl")

    row = by_element(from_jsonl(tmp_path / "g.jsonl")["levels_long"])[PLAIN.id]
    assert (row["level"], row["word"]) == (2, "started")
