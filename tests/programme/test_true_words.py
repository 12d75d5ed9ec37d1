"""What is said about days is what the program does: the last day counts, and days count from what was done last."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.commands.cohort import app
from bot.words import load_words
from tests.docs import ROOT

WORDS = load_words()


def test_the_last_day_is_one_of_those_to_answer_on() -> None:
    said = WORDS["fr"].say("invited.deadline", day="20 novembre", city="Paris")

    assert said == "Merci de répondre au plus tard le 20 novembre (heure de Paris)."


def test_days_of_reminders_are_said_to_count_from_what_they_count_from() -> None:
    asked_for_help = CliRunner().invoke(app, ["set", "--help"], terminal_width=300)
    told = (
        " ".join(asked_for_help.output.split()),
        WORDS["en"].say("desk.schedule", days="2", time="09:00"),
        (ROOT / "README.md").read_text("utf-8"),
        Path(ROOT / "ARCHITECTURE.md").read_text("utf-8"),
    )

    for text in told:
        assert "after the last thing" in text
        assert "after joining" not in text
