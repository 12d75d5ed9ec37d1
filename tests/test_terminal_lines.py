"""What a line typed in the terminal presses: a whole label, or how one alone begins; one or two signs press nothing."""

from __future__ import annotations

import pytest

from bot.buttons import Button, Screen
from bot.channels.terminal import event_of
from flows.events import Commanded, Event, Tapped, Typed

SIZES = ("Under 10", "10 to 49", "50 to 249", "Back", "No")
SCREEN = Screen(
    "How many staff does it have?",
    tuple((Button(label, Tapped("Z", number)),) for number, label in enumerate(SIZES)),
)


@pytest.mark.parametrize("typed", ["1", "10", "5", "u", "Ba", "9", "some words"])
def test_too_few_signs_or_other_words_press_nothing(typed: str) -> None:
    assert event_of(typed, SCREEN) == Typed(typed)


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        ("10 to 49", Tapped("Z", 1)),
        ("10 t", Tapped("Z", 1)),
        ("und", Tapped("Z", 0)),
        ("no", Tapped("Z", 4)),
        (" BACK. ", Tapped("Z", 3)),
        ("/help", Commanded("help")),
    ],
)
def test_a_label_or_how_it_begins_presses_its_button(typed: str, event: Event) -> None:
    assert event_of(typed, SCREEN) == event


def test_where_a_text_is_waited_for_no_label_is_pressed() -> None:
    assert event_of("back", Screen("Its name?", SCREEN.rows, takes_text=True)) == Typed("back")
