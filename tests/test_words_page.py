"""The pages that explain: words and sources. They say what the data says, and never lose the place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import make_screens
from bot.buttons import Screen
from bot.screens.draw import Screens
from flows.conversation import Conversation
from flows.events import Tapped
from flows.intents import Show
from flows.taps import intent_of_tap
from frameworks.crosswalk import shipped_crosswalk
from frameworks.glossary import shipped_glossary
from frameworks.load import shipped
from tests.plain_taps import plain_of
from tests.playing import Given, Player
from tests.rig import Rig, languages, test_settings
from tests.screens_made import LANGUAGES, SCREENS, SP, facts_of
from tests.screens_seen import samples

PAGE_LIMIT = 1800
WORDS = ("words", "words:2", "words:3")
SOURCES = ("sources", "sources:2")
PLAIN = make_screens(test_settings(), shipped(), languages(pseudo=False))


def one(state: str) -> Conversation:
    return next(each for each in samples() if each.state == state and not each.panel)


def page(panel: str, there: Conversation, screens: Screens = SCREENS) -> Screen:
    return screens.draw(replace(there, panel=panel, notice=None))


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]


def at(element_id: str) -> Conversation:
    dimension = SP.element_by_id[element_id].dimension
    return replace(one("asking"), element=element_id, dimension=dimension, language="en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_under_1800_characters(language: str) -> None:
    for there in samples():
        for panel in (*WORDS, *SOURCES):
            assert len(page(panel, replace(there, language=language)).text) < PAGE_LIMIT, (panel, there.state)
    for element in SP.elements:
        assert len(page("sources", replace(at(element.id), language=language)).text) < PAGE_LIMIT, element.id


@pytest.mark.parametrize("key", sorted(shipped()))
def test_the_sources_of_every_shipped_framework_have_under_1800_characters(key: str) -> None:
    framework = shipped()[key]
    for element in framework.elements:
        there = replace(at(SP.elements[0].id), framework=key, element=element.id, dimension=element.dimension)
        for panel in SOURCES:
            text = page(panel, there, PLAIN).text
            assert len(text) < PAGE_LIMIT, (panel, element.id)
            assert text.startswith(framework.about)


def test_the_pages_show_every_term_once_with_its_definition() -> None:
    there = replace(one("asking"), language="en")
    shown = [line for panel in WORDS for line in page(panel, there).text.split("\n\n")[1:]]

    assert shown == [f"{term.term}: {term.definition}" for term in shipped_glossary().terms]


def test_the_pages_lead_to_each_other_and_a_number_beyond_shows_the_last() -> None:
    there = replace(one("asking"), language="en")

    assert labels(page("words", there)) == [["Next words"], ["Close"]]
    assert labels(page("words:2", there)) == [["Next words"], ["Back", "Close"]]
    assert labels(page("words:3", there)) == [["Back", "Close"]]
    assert page("words:64", there) == page("words:3", there)
    for panel, label, wanted in (
        *(("words", "Next words", "words:2"), ("words:2", "Next words", "words:3")),
        *(("words:2", "Back", "words"), ("words:3", "Back", "words:2")),
    ):
        rows = page(panel, there).rows
        tap = next(plain_of(button) for row in rows for button in row if button.label == label)
        assert intent_of_tap(replace(there, panel=panel), tap, facts_of(there), SP) == Show(wanted)


def test_a_question_names_its_sources_and_the_row_of_its_part() -> None:
    text = page("sources", at("sp.fin.cost")).text

    assert text.split("\n\n")[1:] == [
        "Sources named for “Cost per result”:\n"
        "- Introductory guide to pricing outcomes, GO Lab\n"
        "- INDIGO data standard, provider cost list, INDIGO",
        "“Money” in other guides:\n"
        "OCAT (McKinsey / VPP): systems\n"
        "OCA (USAID / JSI): finance, control\n"
        "CCAT (TCC Group): management\n"
        "PAT (Urban Institute): provider\n"
        "Quiz (Good Finance / ThinkForward): organisation\n"
        "ISDM (ISDM): processes\n"
        "LCF (F. Tabor): financial model",
        "Own judgement, made from headings, not from the full tools.",
    ]


def test_a_year_is_printed_as_a_year_and_no_source_is_made_up() -> None:
    text = page("sources", at("sp.care.fair")).text
    assert "- Ups and downs of Cameroon's cataract bond, ImpactAlpha, 2019\n" in f"{text}\n"

    assert "No source is named for “Right reason”." in page("sources", at("sp.lead.fit")).text


def test_about_leads_to_all_parts_and_where_no_question_is_open_so_does_why() -> None:
    there = at("sp.fin.cost")
    whole = page("sources:2", there)

    assert "Leaders: OCAT, OCA, CCAT, PAT, Quiz, ISDM, LCF\n" in whole.text
    assert "\nSafe and fair: LCF\n" in whole.text
    assert "OCAT is “Capacity assessment grid”, McKinsey / VPP." in whole.text
    assert whole.text.endswith("Own judgement, made from headings, not from the full tools.")
    assert page("sources", replace(one("reviewing"), language="en")).text == whole.text


def test_the_page_judges_in_the_very_words_of_the_data() -> None:
    english = languages(pseudo=False)["en"]

    assert english.say("sources.judgement") == shipped_crosswalk().note


@pytest.mark.parametrize("key", sorted(key for key in shipped() if not key.startswith(("sp-", "ec-"))))
def test_a_framework_that_was_not_compared_claims_no_likeness(key: str) -> None:
    framework = shipped()[key]
    there = replace(one("reviewing"), framework=key, language="en", answers={})
    text = page("sources:2", there, PLAIN).text

    assert text.startswith(framework.about)
    assert "guide" not in text
    assert "Own judgement" not in text


def test_every_state_opens_the_pages_and_goes_back_to_where_it_was() -> None:
    for there in samples():
        facts = facts_of(there)
        for action, choice, panel in (("_", 0, "words"), ("_", 2, "words:3"), ("^", 0, "sources")):
            if there.state != "new":
                tap = Tapped(action, choice, there.place_no)
                assert intent_of_tap(there, tap, facts, SP) == Show(panel)
                assert page(panel, there).text != SCREENS.draw(there).text, there.state


def where(there: Conversation) -> tuple[object, ...]:
    return (there.state, there.element, there.dimension, there.place_no, there.run, there.answers)


async def test_words_and_sources_from_a_proof_screen_keep_the_place(rig: Rig) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.tap("3 ")
    before, screen = player.conversation, player.screen
    assert before.state == "proving"

    await player.say("/words")
    assert "Words we use: page 1 of 3." in player.screen.text
    await player.tap("Next words")
    await player.say("next")
    assert "Words we use: page 3 of 3." in player.screen.text
    await player.say("back")
    assert "Words we use: page 2 of 3." in player.screen.text
    assert where(player.conversation) == where(before)
    await player.tap("Close")
    assert player.screen.text == screen.text

    await player.tap("More")
    await player.tap("Why we ask")
    await player.tap("Where does this come from?")
    assert "No source is named for “Right reason”." in player.screen.text
    assert where(player.conversation) == where(before)
    await player.tap("Close")
    assert (player.screen.text, player.screen.buttons) == (screen.text, screen.buttons)

    await player.tap("a ")
    assert player.answers[before.element or ""].level == 3


@pytest.mark.parametrize("typed", ["words", "Glossary", "terms", "Words"])
async def test_typed_words_open_the_page_and_the_answer_goes_on_after_it(typed: str, rig: Rig) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    before = player.conversation
    await player.say(typed)
    assert player.conversation.panel == "words"
    assert where(player.conversation) == where(before)

    await player.tap("Close")
    await player.answer("sp.lead.fit", Given(2))
    assert player.answers["sp.lead.fit"].level == 2
