"""`tayari progress`, on both databases: tables for people, JSON for programs, one clear line where it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Engine

from bot.commands.progress import progress
from frameworks.values import Said
from storage.programme.tables import enrolment
from storage.tables import organisation
from tests.frameworks.samples import SP
from tests.programme.joined import NOON
from tests.programme.moving import DAY, ELEMENTS, Moving
from tests.programme.terminal import Terminal


@pytest.fixture
def group(writer: Engine) -> Moving:
    """Three organisations: on the list, midway with a name of its own, done."""
    made = Moving(writer)
    made.listed("Étoile [red]")
    midway = made.organisation("Green Leaf", 3, element=ELEMENTS[3], changed_at=NOON - 2 * DAY)
    owner = made.made.row(enrolment, id=midway).organisation_id
    made.made.change(organisation, owner, name="GL")
    made.say(made.chat_of(midway), 1, Said.DONT_KNOW, start=3)
    made.organisation("Red Cross", 2, finished_at=NOON)
    return made


@pytest.fixture
def terminal(database: str, group: Moving, tmp_path: Path) -> Terminal:
    app = typer.Typer()
    app.command("progress")(progress)
    app.command("other")(lambda: None)
    return Terminal(app, database, tmp_path)


def data(terminal: Terminal, *words: str) -> Any:
    return json.loads(terminal.said("progress", "1", "--json", *words))


def test_organisations_are_listed_with_their_counts_first(terminal: Terminal) -> None:
    said = terminal.said("progress", "1").splitlines()

    assert said[0] == "North: invited 1, midway 1, done 1"
    assert [line.split("\t") for line in said[2:]] == [
        ["2", "Green Leaf (GL)", "midway", ELEMENTS[4], "4 of 30", "2026-03-10 12:00 UTC", "1", "0"],
        ["3", "Red Cross", "done", "", "2 of 30", "2026-03-12 12:00 UTC", "1", "1"],
        ["1", "Étoile [red]", "invited", "", "", "", "", ""],
    ]


def test_which_question_stops_most_people_is_told_last(terminal: Terminal, group: Moving) -> None:
    group.organisation("Alone", 9, element=ELEMENTS[9], changed_at=NOON - 2 * DAY)
    for name in ("Blue Sky", "River"):
        group.organisation(name, 5, element=ELEMENTS[5], changed_at=NOON - 2 * DAY)

    (stops,) = (line for line in terminal.said("progress", "1").splitlines() if "stop at" in line)
    name = SP.element_by_id[ELEMENTS[5]].name
    assert stops == f"Most people stop at: {ELEMENTS[5]} {name} (2)"
    assert data(terminal)["hardest"] == [{"element": ELEMENTS[5], "people": 2}]


def test_one_status_is_chosen_and_all_are_counted_still(terminal: Terminal) -> None:
    found = data(terminal, "--status", "midway")

    assert [each["name"] for each in found["organisations"]] == ["Green Leaf"]
    assert found["organisations"][0]["since"] == "2026-03-10T12:00:00+00:00"
    assert (found["cohort"], found["name"], found["framework"]) == (1, "North", "sp-1.0")
    assert (found["counts"]["invited"], found["counts"]["done"], found["counts"]["left"]) == (1, 1, 0)


def test_every_page_is_in_the_list(
    terminal: Terminal, group: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(21):
        group.listed(f"Org {place:02}")
    monkeypatch.setattr("bot.commands.progress.CHUNK", 4)

    names = [each["name"] for each in data(terminal)["organisations"]]
    assert len(names) == len(set(names)) == 24
    assert names[1:3] == ["Org 00", "Org 01"]


def test_questions_are_counted_with_their_names(terminal: Terminal) -> None:
    said = terminal.said("progress", "1", "--questions").splitlines()[2:]
    rows = [line.split("\t") for line in said if "\t" in line]
    found = data(terminal, "--questions")["questions"]

    assert [row[0] for row in rows] == [each["element"] for each in found] == ELEMENTS
    assert rows[0][1] and rows[0][2:] == ["2", "-", "0", "0"]
    assert rows[3][2:] == ["1", "-", "1", "0"]
    assert found[3] == {
        "element": ELEMENTS[3],
        "answered": 1,
        "unsaid": None,
        "not_reached": 1,
        "not_asked": 0,
        "organisations": 1,
    }


def test_what_is_not_there_or_does_not_go_together_is_one_line(terminal: Terminal) -> None:
    assert terminal.complained("progress", "999") == "There is nothing here with this number."
    both = terminal.complained("progress", "1", "--questions", "--status", "done")
    assert both == "--questions counts the whole cohort: leave out --status."
    assert terminal.run("progress", "1", "--status", "lost").exit_code == 2
