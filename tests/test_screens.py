"""Every screen there is, in English, French and the test language, held against Telegram's limits and our own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.buttons import DATA_LIMIT, Screen, decode, encode
from bot.pseudo import PSEUDO
from bot.screens.draw import BY_STATE, MESSAGE_LIMIT, Screens
from bot.screens.panels import PANELS
from bot.screens.sight import units
from flows.conversation import PLACE_LIMIT, RUN_LIMIT, Conversation
from flows.events import Handled, Tapped, Typed
from flows.handling import intent_of_handled
from flows.hearing import intent_of
from flows.intents import Move
from flows.reading import normalise
from flows.table import AT_ELEMENT, STATES
from flows.taps import ACTIONS, intent_of_tap
from frameworks.model import Role
from tests.flows.walks import Walk
from tests.phrase_keys import notice_keys
from tests.plain_taps import plain_of
from tests.screens_made import FRAMEWORKS, LANGUAGES, PROPER_NAMES, SCREENS, SP, facts_of, framework_of, make
from tests.screens_seen import AGENDA_PAGES, NOTICES, everything, samples, spoken
from tests.screens_walked import walked

Drawn = tuple[Conversation, Screen]
each_language = pytest.mark.parametrize("language", LANGUAGES)

QUESTION_LIMIT, SUMMARY_LIMIT = 1500, 3500
# Screens are drawn a second time where that is the test; every so many of them will do.
EVERY = 7
# Labels of so many screens of one state are typed.
ALIKE = 3


@cache
def drawn(language: str) -> tuple[Drawn, ...]:
    """Everything, drawn once in this language."""
    return tuple((there, SCREENS.draw(there)) for there in spoken(everything(), language))


def place(there: Conversation) -> str:
    told = there.notice.key if there.notice else None
    return f"{there.language} {there.state} {there.panel} {told} {there.element}"


def test_the_walks_meet_every_state_and_the_samples_every_page_and_notice() -> None:
    # Joining is drawn from an invitation, which is read beside the walk: tests/programme/own_samples.py has them.
    assert {there.state for there in samples()} | {"joining"} == set(STATES) == set(BY_STATE)
    assert {there.panel for there in everything()} >= {None, *PANELS, *AGENDA_PAGES, "part:lead"}
    assert {notice.key for notice in NOTICES} == notice_keys()
    assert {there.framework for there in walked() if there.state == "summary"} == set(FRAMEWORKS)
    for framework in (SP, FRAMEWORKS["ec-1.0"]):
        ends = {
            (there.inputs.profile, there.inputs.scope)
            for there in walked()
            if there.state == "summary" and there.framework == framework.key
        }
        assert ends == {(profile.id, scope) for profile in framework.profiles for scope in ("quick", "full")}


@each_language
def test_every_text_fits_one_message_uncut(language: str) -> None:
    for there, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT, place(there)
        assert not screen.text.endswith("\n…"), f"{place(there)} was cut"
        assert screen.text == screen.text.strip(), place(there)
        assert "\n\n\n" not in screen.text, place(there)


def test_a_question_has_at_most_1500_characters_in_english() -> None:
    questions = [
        (there, screen)
        for there, screen in drawn("en")
        if there.state == "asking" and there.panel in {None, "recap"} and there.notice is None
    ]

    assert {there.element for there, _ in questions} >= {
        element.id for framework in FRAMEWORKS.values() for element in framework.elements
    }
    assert max(len(screen.text) for _, screen in questions) <= QUESTION_LIMIT


@each_language
def test_a_summary_stays_under_3500_characters(language: str) -> None:
    for there, screen in drawn(language):
        if there.state == "summary" and there.panel is None and there.notice is None:
            assert units(screen.text) < SUMMARY_LIMIT, place(there)


@each_language
def test_every_keyboard_fits(language: str) -> None:
    for there, screen in drawn(language):
        assert sum(map(len, screen.rows)) <= 100, place(there)
        for row in screen.rows:
            assert 1 <= len(row) <= 8, place(there)
            for button in row:
                assert 1 <= len(button.label) <= 64, f"{place(there)}: {button.label}"
                assert len(encode(button.tap).encode()) <= DATA_LIMIT, place(there)
                assert decode(encode(button.tap)) == button.tap, place(there)


def taps() -> some.SearchStrategy[Tapped]:
    """Every tap that a button may carry: with an element or without one."""
    action, choice = some.sampled_from(sorted(ACTIONS)), some.integers(0, 63)
    number = some.integers(0, PLACE_LIMIT - 1)
    run, ordinal = some.integers(0, RUN_LIMIT - 1), some.integers(0, 64**2 - 1)
    return some.builds(Tapped, action, choice, number) | some.builds(
        Tapped, action, choice, number, run, ordinal
    )


@given(taps())
def test_a_tap_comes_back_from_its_button_data(tap: Tapped) -> None:
    data = encode(tap)

    assert len(data.encode()) <= DATA_LIMIT
    assert decode(data) == tap


@each_language
def test_the_last_row_at_a_question_is_back_next_more(language: str) -> None:
    for there, screen in drawn(language):
        if there.state in AT_ELEMENT and there.panel is None:
            row = "".join(plain_of(button).action for button in screen.rows[-1])
            answered = there.state == "asking" and there.element in there.answers
            assert row == ("bFm" if answered else "bm"), place(there)


@each_language
def test_no_gap_is_left_open(language: str) -> None:
    for there, screen in drawn(language):
        for text in (screen.text, *(button.label for row in screen.rows for button in row)):
            left = text.replace(there.inputs.organisation, "") if there.inputs.organisation else text
            assert "{" not in left, f"{place(there)}: {left}"
            assert "}" not in left, f"{place(there)}: {left}"


@each_language
def test_a_screen_is_a_pure_function_of_the_conversation(language: str) -> None:
    fresh = make()
    for there, screen in drawn(language)[::EVERY]:
        assert fresh.draw(there) == screen, place(there)


NAMES = re.compile("|".join(map(re.escape, PROPER_NAMES)))


def stripped(there: Conversation, text: str) -> str:
    """`text` without what is nobody's phrase: names, days, commands, the words between list entries."""
    words = SCREENS.house.words_for(PSEUDO)
    day = SCREENS.sight(there).today()
    dates = [chosen.day for chosen in there.chosen.values() if chosen.day]
    if there.notice is not None and "day" in there.notice.args:
        dates.append(str(there.notice.args["day"]))
    days = (words.date(date.fromisoformat(each)) for each in dates)
    for name in filter(None, (there.inputs.organisation, day, *days, str(NOTICES[-1].args["text"]))):
        text = text.replace(name, "")
    joint = words.listed(["1", "2"]).strip("12")
    return re.sub(r"/[a-z]+|^[a-h] ", "", NAMES.sub("", text).replace(joint, " "))


WELCOME = ("language.ask", "language.name", "language.english_texts")


def test_in_the_test_language_every_word_on_every_screen_is_accented() -> None:
    others = [SCREENS.house.languages[each] for each in ("en", "fr")]
    foreign = [words.say(key) for words in others for key in WELCOME]
    met: set[str] = set()
    for there, screen in drawn(PSEUDO):
        for text in {screen.text, *(button.label for row in screen.rows for button in row)} - met:
            met.add(text)
            for phrase in foreign:
                text = text.replace(phrase, "")
            left = re.findall(r"\S*[aceinouyACEINOUY]\S*", stripped(there, text))
            assert left == [], f"{place(there)}: {text}"


@pytest.mark.parametrize("action", sorted({"G", "t"}))
def test_another_language_keeps_the_place(action: str) -> None:
    for there in samples():
        if there.state in {"new", "forgotten"} or (action == "G" and there.state != "language"):
            continue
        walk = Walk(SP, facts=facts_of(there))
        walk.conversation = replace(there, language="en", panel="language" if action == "t" else None)
        buttons = [button for row in SCREENS.draw(walk.conversation).rows for button in row]
        french = next(button for button in buttons if button.label == "Français")
        assert plain_of(french).action == action

        after = walk.take(french.tap).conversation

        kept = ("element", "dimension", "answers", "inputs", "run", "last_element")
        assert [getattr(after, name) for name in kept] == [getattr(there, name) for name in kept]
        assert after.language == "fr"
        assert after.revision > there.revision
        if action == "t":
            assert (after.state, after.place_no, after.panel) == (there.state, there.place_no, None)
            assert SCREENS.draw(after) == SCREENS.draw(replace(there, language="fr"))


def different(language: str) -> Iterator[Drawn]:
    """A few of each state with its page: only labels are typed, and most that differ are names of elements."""
    met: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for there, screen in drawn(language):
        labels = tuple(button.label for row in screen.rows for button in row)
        here = met[(there.state, there.panel, there.framework if there.panel is None else "")]
        if labels not in here and len(here) < (1 if there.panel else ALIKE):
            here.add(labels)
            yield there, screen


@each_language
def test_the_typed_label_of_every_button_presses_that_button(language: str) -> None:
    for there, screen in different(language):
        for row in screen.rows:
            for button in row:
                assert SCREENS.press(there, normalise(button.label)) == button.tap, (
                    f"{place(there)}: {button.label}"
                )


def test_the_beginning_of_a_label_is_enough_where_only_one_begins_so() -> None:
    there = next(each for each in samples() if each.state == "roles" and each.panel is None)
    alike = replace(SP, roles=(Role("clerk", "data", "types"), Role("lead", "data lead", "keeps the data")))
    screens = Screens(SCREENS.house, {**FRAMEWORKS, SP.key: alike})
    clerk, lead = (row[0].tap for row in screens.draw(there).rows[:2])

    assert screens.press(there, "data") == clerk
    assert screens.press(there, "data l") == lead
    assert screens.press(there, "dat") is None
    assert screens.press(there, "da") is None


@each_language
def test_typing_a_label_asks_for_the_same_as_tapping_it(language: str) -> None:
    for there, screen in different(language):
        if there.state in {"new", "naming"}:
            continue
        facts, framework = facts_of(there), framework_of(there)
        for row in screen.rows:
            for button in row:
                typed = intent_of(there, Typed(button.label), facts, framework, there.shown_at)
                tapped = (
                    intent_of_handled(there, button.tap, facts, framework)
                    if isinstance(button.tap, Handled)
                    else intent_of_tap(there, button.tap, facts, framework)
                )
                assert typed == tapped, f"{place(there)}: {button.label}"


def test_on_the_name_screen_a_typed_label_is_a_name() -> None:
    there = next(each for each in samples() if each.state == "naming")

    intent = intent_of(there, Typed("Keep: Red Cross"), facts_of(there), SP, there.shown_at)

    assert intent == Move("name", text="Keep: Red Cross")


def test_no_line_speaks_of_the_stage_where_none_is_named() -> None:
    ends = [
        (there, screen.text) for there, screen in drawn("en") if there.state == "summary" and not there.panel
    ]
    nameless = [text for _, text in ends if "We name no stage" in text or "Too much is not known" in text]

    assert nameless
    assert not [text for text in nameless if "The stage uses" in text or "Stage:" in text]


def test_braces_in_a_name_are_printed_as_they_are() -> None:
    named = [there for there in everything() if there.inputs.organisation == "{name} {0}"]
    recaps = [replace(there, panel="recap", notice=None) for there in named if there.state == "asking"]

    assert recaps
    assert all("{name} {0}" in SCREENS.draw(there).text for there in recaps)


@pytest.mark.parametrize(
    ("language", "named"), [("en", "The operator of this bot runs"), ("fr", "L’opérateur de ce bot mène")]
)
def test_an_operator_without_a_name_is_named_in_the_language_of_the_reader(language: str, named: str) -> None:
    nameless = Screens(replace(SCREENS.house, operator=""), FRAMEWORKS)
    asked = next(there for there in everything() if there.state == "consent" and not there.panel)

    assert named in nameless.draw(replace(asked, language=language)).text
