"""The pages of sharing as they are read, in every language: they fit, every button fits, nothing names a person."""

from __future__ import annotations

from functools import cache

import pytest

from bot.buttons import DATA_LIMIT, Screen, encode
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.reading import normalise
from tests.screens_made import LANGUAGES, SCREENS
from tests.team.share_samples import share_samples

each_language = pytest.mark.parametrize("language", LANGUAGES)
NOTICE = 250


@cache
def drawn(language: str) -> tuple[tuple[str, Screen], ...]:
    return tuple((str(there.panel), SCREENS.draw(there, page)) for there, page in share_samples(language))


@each_language
def test_every_page_fits_a_message_with_its_notice(language: str) -> None:
    for place, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT - NOTICE, place
        assert "{" not in screen.text, place


@each_language
def test_every_keyboard_fits_and_no_two_labels_are_alike(language: str) -> None:
    for place, screen in drawn(language):
        buttons = [button for row in screen.rows for button in row]
        labels = [normalise(button.label) for button in buttons]
        assert buttons, place
        assert len(set(labels)) == len(labels), (place, labels)
        for button in buttons:
            assert 1 <= len(button.label) <= 64, place
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, place


def test_a_shared_result_says_what_it_is_not_for_before_all_else() -> None:
    texts = [screen.text for place, screen in drawn("en") if "(R" in place and "answered" in screen.text]

    assert len(texts) == 8
    for text in texts:
        first = text.split("\n\n")[0]
        assert "for its own learning" in first or "for their own learning" in first
        assert "No one has checked it." in text
    assert sum(text.startswith("Asked for by a funder.") for text in texts) == 2


def test_its_owner_reads_the_very_same_beforehand_and_is_told_what_it_is() -> None:
    """And both may have it sent, with the size of the paper told."""
    screens = drawn("en")
    pairs = [(screens[at][1], screens[at + 1][1]) for at, (place, _) in enumerate(screens) if "(R" in place]

    assert len(pairs) == 12
    for theirs, own in pairs:
        assert own.text.removeprefix(
            "This is what everybody with the link reads. You can also get it here as a file, and send it on.\n\n"
        ) == (theirs.text)
        labels = [[button.label for row in screen.rows for button in row] for screen in (theirs, own)]
        assert (labels[0][-1], labels[1][-1]) == ("Close", "Back")
        assert labels[0][:-1] == labels[1][:-1]
        shown = "answered" in theirs.text
        assert labels[0][:-1] == (["As text", "To print (PDF), about 45 KB"] if shown else [])
