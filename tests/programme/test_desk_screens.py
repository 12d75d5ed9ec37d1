"""The desk's pages as they are read: every page in every language, for every right, with everything at its limits."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.buttons import DATA_LIMIT, Button, Screen, decode, encode
from bot.pseudo import PSEUDO
from bot.screens.desk import PAGES as DRAWN
from bot.screens.desk import desk_screen
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.desk import PAGES, TEXTS, act_of_panel, panel_of, waits_for_text
from flows.events import Handled
from flows.pages import (
    NotePage,
    Page,
    Right,
)
from flows.reading import normalise
from flows.team_desk import TEAM_PAGES, TEAM_TEXTS
from tests.programme.desk_samples import (
    HEAD,
    TEXT,
    WHO,
    Sample,
    desk_samples,
)
from tests.screens_made import LANGUAGES, PROPER_NAMES, SCREENS, make

each_language = pytest.mark.parametrize("language", LANGUAGES)
# Room for a notice above the page.
NOTICE = 250
# Drawn from the person's own values, or a team's, and held elsewhere.
OF_A_PERSON = {
    "report",
    *TEAM_PAGES.values(),
    *TEAM_TEXTS.values(),
    *("invited", "reminders", "cities", "sharing", "share_end_ask", "leave_ask", "ask_coordinator"),
}
# Where Back and Cancel lead: from each page to the page above it.
ABOVE = {
    "C": "H",
    "F": "H",
    "c": "F",
    "@": "H",
    "P": "C",
    "O": "P",
    "Q": "P",
    "L": "C",
    "l": "L",
    "m": "L",
    "x": "m",
    "R": "C",
    "N": "n",
    "n": "C",
    "q": "C",
    "a": "q",
    "y": "a",
    "S": "C",
    "z": "S",
    "r": "S",
    "d": "S",
    "E": "S",
    "e": "S",
    "K": "S",
    "A": "S",
    "J": "K",
    "i": "C",
    "X": "C",
    "t": "s",
    "p": "P",
    "o": "O",
}
WRITING = set("opyxBGgMVID") | {"m", "i"}
LEADING = set("XSKAJEerdzcTbhvYZf0") | {"1"}


@cache
def drawn(language: str) -> tuple[tuple[Sample, Screen], ...]:
    """All samples that are a page at all, with a notice above none of them."""
    found = []
    for sample in desk_samples():
        there = sample.seen_in(language)
        act = act_of_panel(sample.panel)
        assert act is not None
        if desk_screen(SCREENS.sight(there), act, sample.page) is not None:
            found.append((sample, SCREENS.draw(there, sample.page)))
    return tuple(found)


def draw(page: Page, verb: str, number: int = 5, extra: int = 0, language: str = "en") -> Screen:
    sample = Sample(panel_of(verb, number, extra), page)
    return SCREENS.draw(sample.seen_in(language), page)


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def verbs(screen: Screen) -> set[str]:
    return {button.tap.verb for button in buttons(screen) if isinstance(button.tap, Handled)}


def test_every_page_is_among_the_samples() -> None:
    met = {act.name for sample, _screen in drawn("en") if (act := act_of_panel(sample.panel))}

    assert met == {*PAGES.values(), *TEXTS.values()} - OF_A_PERSON
    assert set(DRAWN) == {*PAGES.values(), *TEXTS.values()}


@each_language
def test_every_page_fits_a_message_with_its_notice_uncut(language: str) -> None:
    for sample, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT - NOTICE, sample.panel
        assert not screen.text.endswith("\n…"), sample.panel
        assert screen.text == screen.text.strip(), sample.panel
        assert "\n\n\n" not in screen.text, sample.panel


@each_language
def test_every_keyboard_fits_and_no_two_labels_are_alike(language: str) -> None:
    for sample, screen in drawn(language):
        labels = [normalise(button.label) for button in buttons(screen)]
        assert len(labels) <= 100, sample.panel
        assert len(set(labels)) == len(labels), sample.panel
        for button in buttons(screen):
            assert 1 <= len(button.label) <= 64, f"{sample.panel}: {button.label}"
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, sample.panel
            assert decode(encode(button.tap)) == button.tap, sample.panel


@each_language
def test_the_same_page_is_drawn_the_same_again(language: str) -> None:
    fresh = make()
    for sample, screen in drawn(language)[::5]:
        assert fresh.draw(sample.seen_in(language), sample.page) == screen, sample.panel


# What people wrote, days, cities, addresses, names of frameworks.
OWN = re.compile(
    "|".join(map(re.escape, (TEXT, " ".join(TEXT.split()), *filter(None, TEXT.splitlines()), WHO, HEAD.name)))
    + r"|\d+ (?:January|February|November|December)|Nairobi|Buenos Aires|UTC|Ŧhř[^\n]*…"
    + r"|https://\S+|sp-1\.0|xy-9\.9|\bsp\.\w+\.\w+|\bxyz\b|/[a-z]+|"
    + "|".join(map(re.escape, PROPER_NAMES))
)


@cache
def _without(text: str) -> str:
    """`text` without what nobody translates: what people wrote, days, cities, addresses."""
    return OWN.sub("", text)


@each_language
def test_no_gap_is_left_open(language: str) -> None:
    for sample, screen in drawn(language):
        for text in (screen.text, *(button.label for button in buttons(screen))):
            assert not re.search(r"[{}]", _without(text)), f"{sample.panel}: {text}"


def test_in_the_test_language_every_word_is_accented() -> None:
    words = SCREENS.house.languages[PSEUDO]
    joints = (words.listed(["1", "2"]).strip("12"), "English", "Français")
    for sample, screen in drawn(PSEUDO):
        if sample.panel[5] == "z":
            continue  # cities have their own names
        for text in (screen.text, *(button.label for button in buttons(screen))):
            left = _without(text)
            for joint in joints:
                left = left.replace(joint, " ")
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{sample.panel}: {text}"


@each_language
def test_back_and_cancel_lead_to_the_page_above_from_wherever_one_came(language: str) -> None:
    for sample, screen in drawn(language):
        verb, last = sample.panel[5], screen.rows[-1][-1].tap
        if verb == "H":
            assert getattr(last, "action", "") == "c"
        elif verb == "N" and isinstance(sample.page, NotePage) and last.verb == "g":  # type: ignore[union-attr]
            assert sample.page.status == "draft"
        else:
            assert isinstance(last, Handled), sample.panel
            above = {"S"} | {"C"} if verb in "SKA" else {ABOVE[verb], verb if verb == "l" else ABOVE[verb]}
            assert last.verb in above, f"{sample.panel} leads to {last.verb}"


def test_pages_that_wait_for_a_text_say_so() -> None:
    for sample, screen in drawn("en"):
        assert screen.takes_text == waits_for_text(sample.panel), sample.panel


def _page_head(page: Page) -> Right | None:
    head = getattr(page, "head", None)
    return None if head is None else head.right


@pytest.mark.parametrize(("right", "hidden"), [(Right.READ, WRITING | LEADING), (Right.HELPER, LEADING)])
def test_nobody_is_offered_what_they_may_not_do(right: Right, hidden: set[str]) -> None:
    looked_at = "CPOQLlRNnqaK"
    for sample, screen in drawn("en"):
        if _page_head(sample.page) is right and sample.panel[5] in looked_at:
            assert not verbs(screen) & hidden, f"{sample.panel} {verbs(screen) & hidden}"


def test_a_lead_is_offered_all_of_it() -> None:
    offered: set[str] = set()
    for sample, screen in drawn("en"):
        if _page_head(sample.page) in {Right.LEAD, None}:
            offered |= verbs(screen)

    assert offered >= (WRITING | LEADING)
