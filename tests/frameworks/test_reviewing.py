"""The table for reading aloud: nothing is missing from it, each question has a page, each page is short."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frameworks.load import shipped
from frameworks.reviewing import PAGE_END, WIDTH, review_pages, review_table
from frameworks.texts import english_texts
from tests.frameworks import samples

LONGEST_PAGE = 66


def in_a_row(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("key", sorted(shipped()))
def test_every_text_of_a_framework_is_in_the_table(key: str) -> None:
    framework = shipped()[key]
    table = in_a_row(review_table(framework))

    missing = [name for name, text in english_texts(framework).items() if in_a_row(text) not in table]
    assert missing == []


@pytest.mark.parametrize("key", sorted(shipped()))
def test_each_question_has_one_page_with_all_its_texts(key: str) -> None:
    framework = shipped()[key]
    first, *pages = review_pages(framework)

    assert len(pages) == len(framework.elements)
    assert review_table(framework).split(PAGE_END) == [first, *pages]
    for element, page in zip(framework.elements, pages, strict=True):
        ids = (f"{element.id}.", *(f"{action.id}." for action in element.actions))
        texts = [text for name, text in english_texts(framework).items() if name.startswith(ids)]
        assert all(in_a_row(text) in in_a_row(page) for text in texts), element.id
        assert all(
            source.title in in_a_row(page) for source in framework.sources if source.id in element.sources
        )


@pytest.mark.parametrize("key", sorted(shipped()))
def test_pages_are_narrow_and_short(key: str) -> None:
    for page in review_pages(shipped()[key]):
        lines = page.splitlines()
        assert max(map(len, lines)) <= WIDTH
        assert len(lines) <= LONGEST_PAGE, lines[1]


def test_flags_conditions_and_who_does_it_are_told() -> None:
    _, one, two, three = review_pages(samples.load(samples.acting()))

    assert "sm.a.one: version 1; habit; must; quick; ask lead" in one
    assert "asked if sm.a.one is 3, 4" in two
    assert "before you sign; pass bond 2" in three
    assert "act.sm.a.one.2, 2 to 3" in one
    assert "do; 0.5 days, costs nothing, by lead; makes sentence 1 true; shows a note" in one


def test_owners_of_a_place_are_told() -> None:
    first, one, *_ = review_pages(samples.load(samples.placed()))

    assert "Owner payer: direct: state / bond: state, donor" in first
    assert "owner payer" in one


def test_another_language_shows_what_is_translated_and_english_else() -> None:
    texts = {"sm.a.one.question": "Comment va-t-on ?", "a.name": "Première partie", "gone": "Parti"}
    framework = replace(samples.load(samples.small()), translations={"fr": texts})
    first, one, *_ = review_pages(framework, "fr")

    assert f"Language: fr, 2 of {len(english_texts(framework))} texts are translated" in first
    assert "Première partie, 1 of 3: Name of sm.a.one" in one
    assert "Question: Comment va-t-on ?" in one
    assert "Comment va-t-on ?" not in review_table(framework)
