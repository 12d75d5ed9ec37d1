"""The pages for many answers at once in every language: within a message and a keyboard, and saying what counts."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.buttons import DATA_LIMIT, Screen, decode, encode
from bot.pseudo import PSEUDO
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.mark_pages import EchoPage, MarksPage
from flows.marks import heads_of, line_in, read_marks
from flows.pages import Page
from flows.reading import normalise
from tests.screens_made import FRAMEWORKS, LANGUAGES, PROPER_NAMES, SCREENS
from tests.team.marks_samples import HEAD, marks_drawn

each_language = pytest.mark.parametrize("language", LANGUAGES)
NOTICE = 250


@cache
def drawn(language: str) -> tuple[tuple[Page, Screen], ...]:
    return tuple((page, SCREENS.draw(there, page)) for there, page in marks_drawn(language))


@each_language
def test_every_page_fits_a_message_with_its_notice(language: str) -> None:
    for page, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT - NOTICE, page
        assert not re.search(r"[{}]", screen.text), page
        assert "\n\n\n" not in screen.text, page


@each_language
def test_every_keyboard_fits_and_no_two_labels_are_alike(language: str) -> None:
    for page, screen in drawn(language):
        buttons = [button for row in screen.rows for button in row]
        labels = [normalise(button.label) for button in buttons]
        assert len(set(labels)) == len(labels), (page, labels)
        assert all(1 <= len(row) <= 8 for row in screen.rows), page
        for button in buttons:
            assert 1 <= len(button.label) <= 64, page
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, page
            assert decode(encode(button.tap)) == button.tap, page


@each_language
def test_the_example_on_each_page_is_a_line_that_can_be_saved(language: str) -> None:
    for page, screen in drawn(language):
        if isinstance(page, MarksPage):
            framework = FRAMEWORKS[page.scope.framework]
            sample = re.search(r"^D\d+ .*[\d?]$", screen.text, re.MULTILINE)
            line = line_in(sample.group() if sample else "", heads_of(framework, language))
            assert line is not None, screen.text
            assert line.part == page.scope.part
            elements = [framework.element_by_id[each] for each in page.scope.elements]
            assert not read_marks(line.signs, elements, framework.levels, areas=False).problems


def test_every_question_and_every_level_of_a_part_can_be_read() -> None:
    told: dict[tuple[str, int], str] = {}
    for page, screen in drawn("en"):
        if isinstance(page, MarksPage) and page.scope.head is None:
            key = (page.scope.framework, page.scope.part)
            told[key] = told.get(key, "") + screen.text
    for framework in FRAMEWORKS.values():
        for part, dimension in enumerate(framework.dimensions):
            for element in dimension.elements:
                for text in (element.question, element.name, *element.levels):
                    assert text in told[framework.key, part], text


def test_something_can_be_saved_only_where_the_count_fits_and_something_is_right() -> None:
    met = set()
    for page, screen in drawn("en"):
        if isinstance(page, EchoPage):
            labels = [button.label for row in screen.rows for button in row]
            saves = [label for label in labels if "ave" in label]
            assert bool(saves) == bool(page.marks.writes), labels
            assert (saves == ["Yes, save"]) == (bool(saves) and not page.marks.problems)
            met.add(saves[0] if saves else "")
    assert met >= {"", "Yes, save", "Save the 3 that are right"}


def test_in_the_test_language_every_word_is_accented() -> None:
    own = "|".join(map(re.escape, sorted(PROPER_NAMES, key=len, reverse=True)))
    # The signs of a line, a part by its number, an option by its letter.
    signs = r"\b[no]\b|\bD\d+|^[a-h] |\b\d[a-h]\b|“\S+”"
    for page, screen in drawn(PSEUDO):
        for text in (screen.text, *(button.label for row in screen.rows for button in row)):
            left = re.sub(f"{own}|{signs}| and ", " ", text, flags=re.MULTILINE)
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{page}: {text}"


def test_the_page_of_a_meeting_names_the_organisation_and_leads_to_its_sheet() -> None:
    for page, screen in drawn("fr"):
        if isinstance(page, MarksPage) and page.scope.head is not None:
            assert page.scope.head.organisation in screen.text
            assert encode(screen.rows[-1][0].tap).startswith("(S")
            assert page.scope.head.assessment == HEAD.assessment
