"""`tayari coordinator` and `tayari cohort`, on both databases: what they do, and one clear line where they cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from bot.commands import cohort, coordinator
from tests.programme.terminal import Terminal

NOTHING = "There is nothing here with this number."
LAST_DAY = f"{datetime.now(UTC).year + 5}-12-15"
NORTH = ("cohort", "create", "North", "--framework", "sp-1.0", "--zone", "Africa/Nairobi")


@pytest.fixture
def terminal(database: str, tmp_path: Path) -> Terminal:
    app = typer.Typer()
    app.add_typer(coordinator.app, name="coordinator")
    app.add_typer(cohort.app, name="cohort")
    return Terminal(app, database, tmp_path, coordinators="900")


def test_coordinators_are_added_listed_and_removed(terminal: Terminal) -> None:
    assert "900 is coordinator 1." in terminal.said(
        "coordinator", "add", "900", "--name", "Chris \u202eO'Hara"
    )
    terminal.said("coordinator", "add", "901", "--no-create")
    assert terminal.table("coordinator", "list") == [
        ["900", "Chris O'Hara", "yes", "0", ""],
        ["901", "#2", "no", "0", ""],
    ]

    assert "COORDINATORS still names them" in terminal.said("coordinator", "remove", "900")
    assert "COORDINATORS" not in terminal.said("coordinator", "remove", "901")
    assert [row[-1] for row in terminal.table("coordinator", "list")] == ["removed", "removed"]
    assert terminal.complained("coordinator", "remove", "901") == NOTHING


def test_adding_with_no_create_takes_that_away(terminal: Terminal) -> None:
    terminal.said("coordinator", "add", "900", "--name", "Chris")
    terminal.said("coordinator", "add", "900", "--no-create")

    assert terminal.table("coordinator", "list") == [["900", "Chris", "no", "0", ""]]


def test_a_cohort_from_making_to_putting_away(terminal: Terminal) -> None:
    made = terminal.said(
        *NORTH, "--deadline", LAST_DAY, "--language", "en", "--language", "fr", "--round", "2", "--min-group", "6"
    )  # fmt: skip
    assert made.startswith("Cohort 1 is made.")
    assert terminal.table("cohort", "list") == [
        ["1", "North", "sp-1.0", "2", LAST_DAY, "Africa/Nairobi", "open", "0", "0"]
    ]

    terminal.said("cohort", "rename", "1", "=South [red]")
    assert terminal.said("cohort", "close", "1") == "Cohort 1 is closed.\n"
    assert terminal.table("cohort", "list")[0][1:7:5] == ["=South [red]", "closed"]
    terminal.said("cohort", "archive", "1")
    assert terminal.table("cohort", "list") == []
    assert terminal.table("cohort", "list", "--archived")[0][6] == "archived"
    terminal.said("cohort", "reopen", "1")
    assert terminal.table("cohort", "list")[0][6] == "open"

    done = [row[2] for row in terminal.table("cohort", "log", "1")]
    assert done == ["reopened", "archived", "closed", "renamed", "cohort_made"]


def test_settings_are_changed_together_or_not_at_all(terminal: Terminal) -> None:
    terminal.said(*NORTH)
    terminal.said(
        "cohort", "set", "1", "--zone", "Asia/Kolkata", "--deadline", LAST_DAY, "--days", "3, 7", "--hour", "10",
        "--min-group", "9", "--round", "2", "--language", "fr", "--language", "en",
    )  # fmt: skip
    complaint = terminal.complained("cohort", "set", "1", "--zone", "Asia/Dhaka", "--hour", "22")
    assert complaint == "Nobody is written to at this hour. Please choose one from 8:00 to 19:00."
    terminal.said("cohort", "set", "1", "--days", "")

    log = terminal.table("cohort", "log", "1")
    assert [(row[1], row[2], row[3]) for row in log] == [
        ("operator", "days_set", "days="),
        ("operator", "languages_set", "languages=fr,en"),
        ("operator", "round_set", "round=2"),
        ("operator", "min_group_set", "least=9"),
        ("operator", "hour_set", "at=10:00"),
        ("operator", "days_set", "days=3,7"),
        ("operator", "deadline_set", f"day={LAST_DAY}"),
        ("operator", "zone_set", "zone=Asia/Kolkata"),
        ("operator", "cohort_made", ""),
    ]
    assert all(row[0].endswith(" Asia/Kolkata") for row in log)
    assert len(terminal.table("cohort", "log", "1", "--last", "2")) == 2


def test_days_that_are_none_are_one_clear_line(terminal: Terminal) -> None:
    terminal.said(*NORTH)

    for days in ("2,x", "2,5,10,12", "5,2", "-1", "99999999999"):
        complaint = terminal.complained("cohort", "set", "1", "--days", days)
        assert complaint.startswith("Please give at most three days"), days
    assert len(terminal.table("cohort", "log", "1")) == 1


def test_wrong_beginnings_make_no_cohort(terminal: Terminal) -> None:
    begun = ("cohort", "create", "North", "--framework")

    assert "There is no check sp-9.9." in terminal.complained(*begun, "sp-9.9")
    assert "language xx is not spoken" in terminal.complained(*NORTH, "--language", "xx")
    assert "time zone" in terminal.complained(*begun, "sp-1.0", "--zone", "Nairobi")
    assert "a day, such as" in terminal.complained(*NORTH, "--deadline", "soon")
    assert "That day is over." in terminal.complained(*NORTH, "--deadline", "2001-01-01")
    assert "at most 100 characters" in terminal.complained(
        "cohort", "create", "n" * 101, "--framework", "sp-1.0"
    )
    assert terminal.table("cohort", "list", "--archived") == []


def test_rights_are_given_and_taken_by_telegram_id(terminal: Terminal) -> None:
    terminal.said(*NORTH)
    terminal.said("coordinator", "add", "900", "--name", "Chris")
    terminal.said("coordinator", "add", "901", "--name", "Ada")
    terminal.said("cohort", "grant", "1", "900", "lead")
    terminal.said("cohort", "grant", "1", "901", "read")
    assert terminal.table("cohort", "rights", "1") == [["900", "Chris", "lead"], ["901", "Ada", "read"]]
    assert [row[3] for row in terminal.table("coordinator", "list")] == ["1", "1"]

    needs_a_lead = "A cohort needs a lead. Please make somebody else a lead first."
    assert terminal.complained("cohort", "drop", "1", "900") == needs_a_lead
    assert terminal.complained("cohort", "grant", "1", "900", "helper") == needs_a_lead
    terminal.said("cohort", "grant", "1", "901", "lead")
    terminal.said("cohort", "drop", "1", "900")
    assert terminal.table("cohort", "rights", "1") == [["901", "Ada", "lead"]]


def test_what_is_not_there_is_one_clear_line(terminal: Terminal) -> None:
    terminal.said(*NORTH)
    terminal.said("coordinator", "add", "900")

    for command in ("close", "reopen", "archive", "log", "rights"):
        assert terminal.complained("cohort", command, "4711") == NOTHING
    assert terminal.complained("cohort", "rename", "4711", "Mine") == NOTHING
    assert terminal.complained("cohort", "set", "4711", "--hour", "9") == NOTHING
    assert terminal.complained("cohort", "grant", "4711", "900", "lead") == NOTHING
    assert terminal.complained("cohort", "grant", "1", "4711", "lead") == NOTHING
    assert terminal.complained("cohort", "drop", "1", "900") == NOTHING
    assert terminal.complained("cohort", "set", "1").startswith("Say what to set")


def test_numbers_that_no_database_holds_are_refused(terminal: Terminal) -> None:
    for number in ("0", "-1", str(2**63), "one"):
        assert terminal.run("cohort", "close", number).exit_code == 2
    assert terminal.run("cohort", "grant", "1", "900", "boss").exit_code == 2
