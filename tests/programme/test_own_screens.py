"""A person's own pages as they are read, in every language: an invitation, reminders, cities, sharing, a question."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.buttons import DATA_LIMIT, Screen, encode
from bot.pseudo import PSEUDO
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.reading import normalise
from tests.programme.desk_samples import HEAD, WHO
from tests.programme.own_samples import own_samples, shared_summaries
from tests.screens_made import LANGUAGES, PROPER_NAMES, SCREENS

each_language = pytest.mark.parametrize("language", LANGUAGES)
NOTICE = 250


@cache
def drawn(language: str) -> tuple[tuple[str, Screen], ...]:
    return tuple(
        (f"{there.state} {there.panel}", SCREENS.draw(there, page)) for there, page in own_samples(language)
    )


@each_language
def test_every_page_fits_a_message_with_its_notice(language: str) -> None:
    for place, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT - NOTICE, place
        assert not re.search(r"[{}]", screen.text), place


@each_language
def test_a_shared_summary_says_with_whom_and_not_that_nobody_sees_it(language: str) -> None:
    private = SCREENS.house.languages[language].say("limits.private")
    for there, page in shared_summaries(language):
        told = SCREENS.draw(there, page).text
        assert page.cohorts[0] in told and "/sharing" in told and private not in told
        assert private in SCREENS.draw(there).text
        assert units(told) <= MESSAGE_LIMIT - NOTICE


@each_language
def test_every_keyboard_fits_and_no_two_labels_are_alike(language: str) -> None:
    for place, screen in drawn(language):
        buttons = [button for row in screen.rows for button in row]
        labels = [normalise(button.label) for button in buttons]
        assert len(set(labels)) == len(labels), (place, labels)
        for button in buttons:
            assert 1 <= len(button.label) <= 64, place
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, place


def test_in_the_test_language_every_word_is_accented() -> None:
    own = "|".join(map(re.escape, sorted({HEAD.name, WHO, *PROPER_NAMES}, key=len, reverse=True)))
    days = r"\d+ (?:December|June) \d+|Nairobi|Kathmandu|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    for place, screen in drawn(PSEUDO):
        if "desk:w" in place:
            continue  # cities have their own names
        for text in (screen.text, *(button.label for row in screen.rows for button in row)):
            left = re.sub(f"{own}|{days}|/[a-z]+| and ", " ", text)
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{place}: {text}"
