"""`tayari remind`, on both databases: it says who would be reminded, and plans one round where it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine

from bot.commands.remind import remind
from storage.programme.tables import audit, habit, note
from storage.tables import conversation, participation
from tests.programme.joined import Joined
from tests.programme.terminal import Terminal


@pytest.fixture
def terminal(database: str, tmp_path: Path) -> Terminal:
    app = typer.Typer()
    app.command()(remind)
    app.command()(lambda: None)  # with a second one, the first keeps its name
    return Terminal(app, database, tmp_path)


@pytest.fixture
def made(writer: Engine) -> Joined:
    """A cohort without quiet hours, since commands live in the present: one is done, one stopped, two are open."""
    made = Joined(writer, datetime.now(UTC) - timedelta(days=1))
    where = made.cohort(quiet_from="00:00", quiet_until="00:00")
    for number in range(1, 5):
        made.join(made.chat(number), where)
    own = made.row(conversation, id=1).participation_id
    made.change(participation, own, finished_at=made.now)
    made.wants(2, stopped_at=made.now)
    return made


def test_a_trial_says_who_and_leaves_nothing(terminal: Terminal, made: Joined) -> None:
    said = terminal.said("remind", "1", "--dry-run")

    assert "reminded now\t2\n" in said
    assert "not reminded: done\t1\n" in said
    assert "not reminded: stopped all messages\t1\n" in said
    assert said.endswith("Nothing was sent: 2 of 4 people would be reminded.\n")
    assert (made.rows(note), made.rows(audit)) == ([], [])


def test_a_round_is_planned_once_and_stands_in_the_log(terminal: Terminal, made: Joined) -> None:
    assert terminal.said("remind", "1").endswith("2 of 4 people are reminded by the running worker.\n")

    assert [(row.kind, row.status) for row in made.rows(note)] == [("reminder", "planned")]
    assert [row.act for row in made.rows(audit)] == ["note_sent"]


def test_only_those_with_a_status_are_asked_for(terminal: Terminal, made: Joined) -> None:
    assert terminal.said("remind", "1", "--status", "done").endswith("Nobody is reminded.\n")
    assert made.rows(note) == []


def test_who_is_asleep_or_at_rest_is_reminded_later(terminal: Terminal, made: Joined) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    made.wants(3, snoozed_until=tomorrow)

    said = terminal.said("remind", "1")

    assert "reminded now\t1\n" in said
    assert "reminded later, by day and as they asked\t1\n" in said
    assert f"The last one goes at {tomorrow:%Y-%m-%d %H:%M} UTC." in said
    assert len(made.rows(habit)) == 2


def test_a_cohort_that_is_not_there_is_one_line(terminal: Terminal, made: Joined) -> None:
    assert terminal.complained("remind", "77") == "There is nothing here with this number."
