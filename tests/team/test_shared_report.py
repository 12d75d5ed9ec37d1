"""The report of a shared result: what its page may show and nothing else, as text and on one or two pages of paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.pseudo import PSEUDO
from bot.report.paper import PDF_BYTES, pdf_order
from bot.report.setter import Setter
from bot.report.shared import MOST_PAGES
from bot.report.text import MESSAGE, report_messages, report_text
from bot.report.typesetting import TEMPLATES
from bot.screens.sight import units
from bot.screens.team.shared_result import PDF_KB
from flows.share_pages import SharedResultPage
from frameworks.load import shipped
from frameworks.place_card import printed
from tests.frameworks.people import all_at, case_31_voices
from tests.frameworks.worked import CASE_30_LEVELS
from tests.gallery import MIXED
from tests.report.samples import ARABIC, HINDI, LITERAL, LONG
from tests.team.place_samples import case_35
from tests.team.result_made import place_round
from tests.team.shared_made import organisation, place, report

SETTER = Setter(TEMPLATES)
SP, EC = shipped()["sp-1.0"], shipped()["ec-1.0"]
each_language = pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
GOLDEN = """\
Asked for by a funder.
Made by the organisation for its own learning. Please do not use it to choose who gets money. Ask what support would \
close the gaps.

Readiness report: Hope Homes
28 November 2026. 5 people answered.
Does not apply: 1.

Stage: Ready with support.

THE MUSTS
"""
END = """\
LIMITS
This is their own view. No one has checked it."""


def text(page: SharedResultPage, language: str = "en") -> str:
    return report_text(report(page, language))


def test_it_begins_with_what_it_is_not_for_and_ends_with_what_nobody_did() -> None:
    levels = {**MIXED, "ops": (3, "x", 3)}
    told = text(organisation(levels=levels, asked_for=True, stage=True, actions=3))

    assert told.startswith(GOLDEN)
    assert told.endswith(END)
    assert not text(organisation()).startswith("Asked for")


def test_each_must_has_its_word_and_what_shows_it() -> None:
    told = text(organisation())

    for element in SP.elements:
        assert (f"\n- {element.name} (" in told) == element.must, element.id
    assert "- Reliable outcome data (" in told
    assert "\nShown: " in told
    shared = organisation()
    assert "\nNot shown yet." not in text(shared)
    nothing = {one: replace(value, shown=False) for one, value in shared.settled.items()}
    assert "\nNot shown yet." in text(replace(shared, settled=nothing))


def test_what_several_people_showed_is_said_to_be_shown_without_whose_proof_it_is() -> None:
    """As their own result says it."""
    told = text(replace(organisation(), shown_by={}))

    assert "\nShown." in told
    assert "Shown: " not in told
    assert "Not shown yet." not in told


def test_nothing_of_what_is_no_must_is_told() -> None:
    """No level, no part, no count of anything else, and nothing that somebody wrote."""
    told = text(organisation(stage=True))

    for element in SP.elements:
        assert element.must or element.name not in told
        assert all(level not in told for level in element.levels)
    assert not any(part.name in told.splitlines() for part in SP.dimensions)
    assert "In place:" not in told and "Level" not in told


@each_language
def test_the_stage_is_there_only_where_the_owner_ticked_it(language: str) -> None:
    names = [SP.text(language, f"stage_name.{key}", name) for key, name in SP.stage_names.items()]

    assert any(name in text(organisation(stage=True), language) for name in names)
    assert not any(name in text(organisation(), language) for name in names)


def test_what_is_planned_says_what_who_and_when() -> None:
    told = text(organisation(actions=3))
    first, second, _ = list(SP.action_by_id.values())[:3]

    assert "\nWHAT THEY PLAN\n" in told
    assert first.text in told and second.text in told
    assert "Who: Amina Otieno (finance)" in told
    assert "When: Before the tender" in told
    assert "When: Done." in told
    assert "WHAT THEY PLAN" not in text(organisation())


def test_a_place_says_that_it_is_no_ranking_and_that_nobody_checked_it() -> None:
    told = text(place(case_31_voices(), stage=True))

    assert told.splitlines()[0].startswith("Made by people of this place for their own learning.")
    assert told.splitlines()[1].startswith("It is not a ranking, and it says nothing about any one provider.")
    assert told.endswith("\nNo one has checked it.")
    assert "own view" not in told
    assert "Stage: Building" in told


@pytest.mark.parametrize("people", [1, 5])
def test_one_group_or_one_person_names_no_stage_of_a_place(people: int) -> None:
    shown = place([all_at("provider", 4)] * people, stage=True)
    own = replace(shown, card=None)

    for page in (shown, own) if people == 1 else (shown,):
        assert "Stage" not in text(page)


def test_of_a_place_nothing_is_named_that_is_not_shown() -> None:
    found = place_round(case_35(), "government")
    assert found.place is not None
    seen = printed(EC, found.place, "government", closed=True)
    assert seen is not None and seen.not_shown

    told = text(place(case_35(), "government", stage=True))

    assert not any(EC.element_by_id[one].name in told for one in seen.not_shown)


@each_language
def test_as_text_it_fits_into_messages(language: str) -> None:
    made = report(organisation(LONG, CASE_30_LEVELS, actions=60), language)
    parts = report_messages(made)

    assert len(parts) > 1
    assert all(units(part) <= MESSAGE for part in parts)
    assert "".join("".join(parts).split()) == "".join(report_text(made).split())


NAMES = {"plain": "Hope Homes", "arabic": ARABIC * 6, "hindi": HINDI * 4, "long": LONG, "literal": LITERAL}


@pytest.mark.slow
@each_language
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("actions", [0, 6, 60])
def test_the_paper_is_one_page_or_two_and_says_on_each_that_nobody_checked_it(
    language: str, name: str, actions: int
) -> None:
    made = report(organisation(NAMES[name], CASE_30_LEVELS, actions, asked_for=True, stage=True), language)
    paper = SETTER.set(pdf_order(made))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages]

    assert len(paper) < PDF_BYTES
    assert 1 <= len(pages) <= MOST_PAGES
    assert all(made.unchecked in page for page in pages)
    for sentence in (*made.first, *made.head, *made.counts):
        assert " ".join(sentence.split()) in pages[0]
    assert pages[0].index(made.first[0]) < pages[0].index(made.title)
    for element in SP.elements:
        assert not element.must or SP.text(language, f"{element.id}.name", element.name) in " ".join(pages)


@pytest.mark.slow
def test_the_paper_of_a_place_says_what_it_is_not_for_before_all_else() -> None:
    made = report(place(case_31_voices(), stage=True))
    (page,) = PdfReader(BytesIO(SETTER.set(pdf_order(made)))).pages
    told = " ".join(page.extract_text().split())

    assert told.startswith(" ".join(made.first))
    assert "No one has checked it." in told


@pytest.mark.slow
def test_the_size_that_is_told_beforehand_is_about_right() -> None:
    for language in ("en", "fr"):
        for name in NAMES.values():
            size = len(SETTER.set(pdf_order(report(organisation(name, actions=3), language)))) / 1000
            assert size <= PDF_KB
    assert size >= PDF_KB / 3
