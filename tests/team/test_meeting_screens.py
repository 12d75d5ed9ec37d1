"""The sheet of a meeting: what two people may not learn of each other, who may agree, what stands on which page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.app import make_screens
from bot.buttons import DATA_LIMIT, Screen, decode, encode
from bot.pseudo import PSEUDO
from bot.screens.desk.common import ROOM
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from bot.screens.team.sheet import ALIKE, TO_TALK, pages_of
from flows.desk import panel_of
from flows.events import Handled
from flows.reading import normalise
from flows.round_pages import GivenLevel, SheetElementPage, SheetLine, SheetPage
from frameworks.agreement import Topic
from frameworks.teams import Member
from frameworks.values import Answer, Said
from tests.limits import largest
from tests.rig import languages, test_settings
from tests.screens_made import LANGUAGES, PROPER_NAMES, SCREENS, SP
from tests.team.meeting_drawn import all_of, element, handled, level_name, question, sheet, verbs
from tests.team.meeting_samples import HEAD, MEMBER, ROUND, WIDE, meeting_samples, sheet_of, team_sheet

each_language = pytest.mark.parametrize("language", LANGUAGES)
# What changes something: agreeing on a level, on all same views, on a proof, a reason, many in one message.
AGREEING = {"(6", "(8", "(f", "(w", "(m"}


@cache
def drawn(language: str) -> tuple[tuple[str, Screen], ...]:
    return tuple(
        (f"{there.state} {there.panel} {there.element}", SCREENS.draw(there, page))
        for there, page in meeting_samples(language)
    )


# --- every screen ---


@each_language
def test_every_page_fits_a_message_uncut(language: str) -> None:
    for place, screen in drawn(language):
        most = MESSAGE_LIMIT if place.startswith(("asking None", "resting", "summary")) else ROOM
        assert 1 <= units(screen.text) <= most, place
        assert not screen.text.endswith("\n…"), place
        assert screen.text == screen.text.strip() and "\n\n\n" not in screen.text, place
        assert not re.search(r"[{}]", screen.text.replace("{name} {0}", "")), place


@each_language
def test_every_keyboard_fits_and_no_two_labels_are_alike(language: str) -> None:
    for place, screen in drawn(language):
        labels = [normalise(button.label) for button in all_of(screen)]
        assert len(set(labels)) == len(labels), (place, labels)
        for button in all_of(screen):
            assert 1 <= len(button.label) <= 64, place
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, place
            assert decode(encode(button.tap)) == button.tap, place


def test_in_the_test_language_every_word_is_accented() -> None:
    own = "|".join(map(re.escape, PROPER_NAMES))
    days = r"\d+ [A-Z][a-z]+(?: \d+)?"
    joint = SCREENS.house.languages[PSEUDO].listed(["1", "2"]).strip("12")
    for place, screen in drawn(PSEUDO):
        for text in (screen.text, *(button.label for button in all_of(screen))):
            left = re.sub(f"{own}|{days}|/[a-z]+|{joint}|^[a-h] ", " ", text)
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{place}: {text}"


@pytest.mark.parametrize("emoji", [False, True], ids=["words", "emoji"])
def test_a_question_of_the_largest_framework_leaves_room_for_what_is_agreed_on(emoji: bool) -> None:
    framework = largest(emoji=emoji)
    screens = make_screens(test_settings(), {framework.key: framework}, languages(pseudo=False))
    there = question(panel=panel_of("(E", ROUND), framework=framework.key, element=None, dimension=None)
    for one in framework.elements[:14]:
        line = SheetLine(
            one.id, Topic.TALK.value, True, (1, 2, 4), "talk", agreed=7, reason="🐘" * 200, option=1
        )
        page = SheetElementPage(replace(WIDE, framework=framework.key), 5, line, notes=("🐢" * 300,))
        screen = screens.draw(there, page)

        assert units(screen.text) <= ROOM and not screen.text.endswith("\n…")
        assert "🐘" * 200 in screen.text
        assert emoji or all(level in screen.text for level in one.levels)


# --- what is kept from whom ---


def of_two(pairs: list[tuple[int, int]]) -> str:
    """All pages of the sheet of two people, who answered with these levels."""
    ids = [one.id for one in SP.elements]
    both = [
        Member(
            ("director",), {one: Answer(Said.LEVEL, pair[side]) for one, pair in zip(ids, pairs, strict=True)}
        )
        for side in (0, 1)
    ]
    found = sheet_of(both)
    page = SheetPage(HEAD, 2, found, may_open=True)
    texts = [sheet(page, number).text for number in range(len(pages_of(found)))]
    texts += [element(SheetElementPage(HEAD, 2, line, sheet=found)).text for line in found]
    return "\n".join(texts)


LEVELS = some.integers(1, 4)
COUNT = len(SP.elements)
DIFFER = some.tuples(LEVELS, LEVELS).filter(lambda pair: pair[0] != pair[1])
ALIKE_PAIR = LEVELS.map(lambda level: (level, level))


def test_two_people_are_told_of_no_tap_that_is_not_there() -> None:
    told = of_two([(3, 3)] * COUNT)
    assert "You see these the same way. Agree on them part by part" in told
    assert "with one tap" not in told


@given(some.data(), some.lists(some.booleans(), min_size=COUNT, max_size=COUNT))
@settings(max_examples=10, deadline=None)
def test_of_two_people_nothing_shows_but_which_questions_differ(
    data: some.DataObject, differ: list[bool]
) -> None:
    one, other = (
        of_two([data.draw(DIFFER if each else ALIKE_PAIR) for each in differ]) for _time in range(2)
    )

    assert one == other


def test_with_three_people_the_levels_stand_in_order_of_the_levels_and_not_of_the_people() -> None:
    given = [{SP.elements[0].id: Answer(Said.LEVEL, level)} for level in (3, 1, 3)]
    texts = {
        sheet(SheetPage(HEAD, 3, sheet_of([Member((), given[place]) for place in order]))).text
        for order in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
    }

    assert len(texts) == 1 and "3 people: 1, 3, 3. Worth a talk." in texts.pop()


def test_small_groups_are_warned_and_others_are_not() -> None:
    small = SCREENS.house.languages["en"].say("team.small")
    warned = {people for people in range(1, 8) if small in sheet(SheetPage(HEAD, people, team_sheet(5))).text}

    assert warned == {3, 4}


def test_only_those_who_lead_are_offered_to_agree() -> None:
    found = team_sheet(5)
    for line in (found[0], replace(found[0], agreed=3)):
        offered = verbs(element(SheetElementPage(HEAD, 5, line, sheet=found)))
        assert AGREEING & offered and offered <= {"(6", "(f", "(w", "(E", "(S"}
        assert verbs(element(SheetElementPage(MEMBER, 5, line, (GivenLevel(1, 2),), sheet=found))) == {
            "(E",
            "(S",
        }
    leads = {verb for number in range(5) for verb in verbs(sheet(SheetPage(HEAD, 5, found), number))}
    members = {
        verb for number in range(5) for verb in verbs(sheet(SheetPage(MEMBER, 5, found, True), number))
    }
    assert leads == {"(E", "(S", "(T", "(8", "(m"} and members == {"(E", "(S", "(T"}


def test_who_gave_which_level_stands_there_only_in_open_mode() -> None:
    line = team_sheet(2)[0]
    closed = element(SheetElementPage(HEAD, 2, line)).text
    opened = element(SheetElementPage(HEAD, 2, line, (GivenLevel(1, 3), GivenLevel(2, 1)))).text

    assert "Person 1" not in closed
    assert f"Person 1: {level_name(3)}\nPerson 2: {level_name(1)}" in opened


# --- the sheet ---


def test_every_question_is_on_one_page_and_what_to_talk_about_comes_first() -> None:
    found = team_sheet(5)
    pages = [
        handled(sheet(SheetPage(HEAD, 5, found), number), "(E") for number in range(len(pages_of(found)))
    ]
    places = [tap.extra for page in pages for tap in page.values()]
    talk = [line.element for line in found if line.topic != Topic.SAME_VIEW]

    assert [SP.elements[place].id for place in places] == [line.element for line in found]
    assert len(places) == len(SP.elements)
    first = [len(page) for page in pages[: -(-len(talk) // TO_TALK)]]
    assert sum(first) == len(talk) and max(first) == TO_TALK
    assert all(len(page) <= ALIKE for page in pages)


def test_a_page_that_is_not_there_any_more_is_the_last_one() -> None:
    page = SheetPage(HEAD, 5, team_sheet(5))

    assert sheet(page, 4000) == sheet(page, len(pages_of(page.lines)) - 1)


def test_it_says_how_much_is_agreed_and_marks_it() -> None:
    found = team_sheet(5)
    agreed = (replace(found[0], agreed=2), replace(found[1], said="dont_know"), *found[2:])
    screen = sheet(SheetPage(HEAD, 5, agreed))

    assert "2 of 30 agreed." in screen.text
    assert [label[-1] == "✓" for label in handled(screen, "(E")] == [True, True, *[False] * 4]
    assert f"Agreed: {level_name(2)}." in screen.text and "Agreed: not known." in screen.text


def test_one_tap_offers_the_same_views_that_are_not_agreed_on_yet() -> None:
    found = team_sheet(9, levels="33333332")
    same = [line for line in found if line.topic == Topic.SAME_VIEW]
    assert len(same) > 2
    some_done = tuple(replace(line, agreed=3) if line in same[:2] else line for line in found)
    all_done = tuple(replace(line, agreed=3) if line in same else line for line in found)

    label = f"Agree on all {len(same) - 2} same views"
    assert handled(sheet(SheetPage(HEAD, 9, some_done)), "(8") == {label: Handled("(8", ROUND)}
    assert handled(sheet(SheetPage(HEAD, 9, all_done)), "(8") == {}


def test_a_part_in_one_message_begins_with_the_first_part_that_has_an_open_point() -> None:
    found = team_sheet(5)
    parts = [part.id for part in SP.dimensions]
    for done in (0, 3):
        lines = tuple(replace(line, agreed=2) if place < done else line for place, line in enumerate(found))
        (tap,) = handled(sheet(SheetPage(HEAD, 5, lines)), "(m").values()
        assert (tap.number, parts[tap.extra]) == (ROUND, SP.element_by_id[found[done].element].dimension)


def test_answers_are_opened_only_by_who_gave_some_and_only_once() -> None:
    found = team_sheet(2)

    assert len(handled(sheet(SheetPage(HEAD, 2, found, may_open=True)), "(o")) == 1
    assert handled(sheet(SheetPage(HEAD, 2, found)), "(o") == {}
    assert handled(sheet(SheetPage(HEAD, 2, found, True, True)), "(o") == {}
