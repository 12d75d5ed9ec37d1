"""What people send instead of a tap: edits, pictures, digits of all scripts, answers that come too early."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from storage.tables import answer
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, Q3, proved
from tests.faults.walking import (
    act,
    conversation,
    count,
    enter,
    press,
    rows,
    said,
    say,
    stored,
    to_naming,
    with_buttons,
)
from tests.rig import Rig
from tests.telegram_world import Person
from tests.telegram_world.reply import Json

pytestmark = pytest.mark.virtual


async def test_editing_a_sent_message_says_how_to_change_it_and_moves_nothing(fx_rig: Rig) -> None:
    """B50: the name is edited after Q1 was reached; then an old command, then an old answer."""
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    await say(fx_rig, ana, "Red Cros")
    await press(fx_rig, ana, "Under 10", "We would pay first", "Lead", "Done", "Full")
    await say(fx_rig, ana, "3", "/help")
    own = [message for message in ana.messages() if not message.from_bot]
    place = conversation(fx_rig, ana).place_no

    for message, text in zip(own, ("/begin", "Red Cross", "4", "/delete"), strict=True):
        await act(fx_rig, partial(ana.edit, message.message_id, text))
        assert "I do not read changed messages. To change an answer: /answers." in ana.screen().text

    assert said(fx_rig, ana) == {Q1: 3}
    assert conversation(fx_rig, ana).inputs.organisation == "Red Cros"
    assert conversation(fx_rig, ana).place_no == place


async def test_the_name_can_be_changed_as_the_hint_says(fx_rig: Rig) -> None:
    """B50: /answers, then About us, gives the name again; the answers stay."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana, "Red Cros")
    await press(fx_rig, ana, "2 ")

    await say(fx_rig, ana, "/answers")
    await press(fx_rig, ana, "About us")
    await say(fx_rig, ana, "Red Cross")
    await press(fx_rig, ana, "Keep: Under 10", "Keep: We would pay first", "Done", "Full")

    assert conversation(fx_rig, ana).inputs.organisation == "Red Cross"
    assert f"How is it with {Q2}?" in ana.screen().text
    assert said(fx_rig, ana) == {Q1: 2}


SENT: dict[str, Callable[[Person], Json]] = {
    "sticker": Person.send_sticker,
    "location": Person.send_location,
    "contact": Person.send_contact,
    "poll": Person.send_poll,
    "dice": Person.send_dice,
    "forward": Person.send_forward,
}


@pytest.mark.parametrize("kind", SENT)
async def test_what_is_no_text_and_no_file_gets_one_hint_and_the_question_again(
    fx_rig: Rig, kind: str
) -> None:
    """B51: at a level question, anything but a text or a proof: one short hint, the same question, nothing stored."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    sent = len(fx_rig.world.calls_of("sendMessage"))

    await act(fx_rig, partial(SENT[kind], ana))

    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert ana.screen().text.startswith("I read buttons and text only. Nothing was saved from this.\n\n")
    assert f"How is it with {Q1}?" in ana.screen().text
    assert said(fx_rig, ana) == {}
    assert len(with_buttons(ana)) == 1
    await press(fx_rig, ana, "2 ")
    assert said(fx_rig, ana) == {Q1: 2}


@pytest.mark.parametrize("together", [True, False])
async def test_an_album_gets_one_hint(fx_rig: Rig, together: bool) -> None:
    """B51: three photos at once where no question is open, in one batch or in three."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await say(fx_rig, ana, "/answers")
    sent = len(fx_rig.world.calls_of("sendMessage"))

    album = ana.send_album(3, "3")
    for part in [album] if together else [[each] for each in album]:
        await fx_rig.at_once(part)

    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert said(fx_rig, ana) == {}


@pytest.mark.parametrize("text", ["\u200b\u200d\u2060", "…", "x" * 5000, "3 " * 2048, "🎯", "3 people"])
async def test_odd_texts_store_nothing_and_keep_the_question(fx_rig: Rig, text: str) -> None:
    """B51: nothing to see, far too long, a number inside a sentence."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    first = ana.say(text)
    await fx_rig.at_once([first])

    assert said(fx_rig, ana) == {}
    assert len(with_buttons(ana)) == 1
    assert "How is it with" in ana.screen().text


DIGITS = {
    "arabic": "٣",
    "persian": "۳",
    "devanagari": "३",
    "bengali": "৩",
    "full width": "３",
    "ethiopic": "፫",
    "with words": "level ٣",
    "in a circle": "③",
    "with spaces": "\u200f ۳ \u200f",
}


@pytest.mark.parametrize("script", DIGITS)
async def test_digits_of_any_script_are_levels(fx_rig: Rig, script: str) -> None:
    """B79: read as a number, stored as a number, told in plain digits."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await say(fx_rig, ana, DIGITS[script])

    assert [tuple(row) for row in rows(fx_rig, select(answer.c.element_id, answer.c.level))] == [(Q1, 3)]
    await press(fx_rig, ana, "Back")
    assert "Your answer: 3 Level 3." in ana.screen().text


@pytest.mark.parametrize("text", ["٩", "1۲", "०", "５"])
async def test_a_number_that_is_no_level_is_refused_with_the_range(fx_rig: Rig, text: str) -> None:
    """B79: nine, mixed digits, zero, five: refused with the levels there are; the question stays open."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await say(fx_rig, ana, text)

    assert said(fx_rig, ana) == {}
    assert ana.screen().text.startswith("There are levels 1 to 4. Please choose one of them.")


async def test_a_typed_answer_written_before_the_question_was_shown_does_not_write(fx_rig: Rig) -> None:
    """B01: typed for Q1, tapped for Q1 meanwhile; the typed one comes in when Q2 is open."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    typed = ana.say("4")
    await press(fx_rig, ana, "3 ")

    await fx_rig.at_once([typed])

    assert said(fx_rig, ana) == {Q1: 3}
    assert ana.screen().text.startswith(f"I have 3 for “Name of {Q1}”. This is “Name of {Q2}”.")
    await say(fx_rig, ana, "4")
    assert said(fx_rig, ana) == {Q1: 3, Q2: 4}


async def test_only_the_first_typed_answer_of_a_batch_writes(fx_rig: Rig) -> None:
    """B01: the answer typed twice because the reply was slow, and both come in together."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await act(fx_rig, partial(ana.say, "3"), partial(ana.say, "3"), partial(ana.say, "level 2"))

    assert said(fx_rig, ana) == {Q1: 3}
    assert stored(fx_rig) == (1, 1, 0)
    assert ana.screen().text.startswith(f"I have 3 for “Name of {Q1}”. This is “Name of {Q2}”.")


@pytest.mark.parametrize("words", ["don't know", "Does not apply", "Lead", "a", "2", "Level 4"])
async def test_no_typed_answer_of_any_kind_writes_too_early(fx_rig: Rig, words: str) -> None:
    """B01: the kind: levels, names, letters and button labels, each dated before the question was shown."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ")
    typed = ana.say(words)
    await press(fx_rig, ana, "2 ")
    before = said(fx_rig, ana), conversation(fx_rig, ana).place_no

    await fx_rig.at_once([typed])

    assert (said(fx_rig, ana), conversation(fx_rig, ana).place_no) == before


async def test_digits_on_the_proof_screen_mean_levels(start: Start) -> None:
    """B01: the same level is a copy, another changes this same element; letters choose a proof."""
    rig = start(framework=proved())
    ana = rig.person(1)
    await enter(rig, ana)
    await say(rig, ana, "3", "3")
    assert (said(rig, ana), conversation(rig, ana).state) == ({Q1: 3}, "proving")
    await say(rig, ana, "4")
    assert (said(rig, ana), conversation(rig, ana).state) == ({Q1: 4}, "proving")
    await say(rig, ana, "b")
    assert (conversation(rig, ana).answers[Q1].option, conversation(rig, ana).element) == (2, Q2)
    await say(rig, ana, "3", "1")

    assert said(rig, ana) == {Q1: 4, Q2: 1}
    assert conversation(rig, ana).element == Q3


async def test_digits_on_the_keep_screen_mean_levels(start: Start) -> None:
    """B01: nothing to show for level 4: the same digit is a copy; 3 asks again; 2 is taken and goes on."""
    rig = start(framework=proved())
    ana = rig.person(1)
    await enter(rig, ana)
    await say(rig, ana, "4", "c", "4")
    assert (said(rig, ana), conversation(rig, ana).state) == ({Q1: 4}, "keeping")
    await say(rig, ana, "3")
    assert (said(rig, ana), conversation(rig, ana).state) == ({Q1: 3}, "proving")
    await say(rig, ana, "c", "2")

    assert said(rig, ana) == {Q1: 2}
    assert conversation(rig, ana).element == Q2


@pytest.mark.parametrize(
    "name", ["3", "a", "Level 3", "don’t you know", "I agree", "O'Neill & <Sons>", "ማህበር"]
)
async def test_the_name_screen_takes_anything_as_the_name(fx_rig: Rig, name: str) -> None:
    """B51: digits, letters, names of levels and of buttons are names there."""
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)

    await say(fx_rig, ana, name)

    assert conversation(fx_rig, ana).inputs.organisation == name
    assert conversation(fx_rig, ana).state == "sizing"


@pytest.mark.parametrize("name", ["Help", "Back", "stop", "Start", "Delete my data"])
async def test_a_command_word_as_a_name_is_confirmed_by_a_button(fx_rig: Rig, name: str) -> None:
    """B52: an organisation may be called Help; the person says so by a button, or types another name."""
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    await say(fx_rig, ana, name)
    assert conversation(fx_rig, ana).inputs.organisation == ""
    assert f"Is “{name}” the name of your organisation?" in ana.screen().text

    await press(fx_rig, ana, f"Yes, the name is {name}")

    assert conversation(fx_rig, ana).inputs.organisation == name
    assert count(fx_rig, answer) == 0


@pytest.mark.parametrize("name", ["\u200b\u2060", "...", "🎯🎯", "n" * 101, "\u202e"])
async def test_a_name_that_cannot_be_one_is_asked_again(fx_rig: Rig, name: str) -> None:
    """B51: nothing to read, or far too long: one line why, and the question again."""
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)

    await say(fx_rig, ana, name)

    assert conversation(fx_rig, ana).state == "naming"
    assert conversation(fx_rig, ana).inputs.organisation == ""
    assert ana.screen().text.startswith(("I could not read a name", "This is too long."))
