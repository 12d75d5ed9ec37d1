"""A text that the app cuts into several messages: where its first part is too long, nothing is kept of the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import select

from storage.programme.tables import note, question
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import invitation, join, made
from tests.faults.walking import act, conversation, enter, press, rows, said, say, to_naming
from tests.programme.test_stop_words import chris
from tests.rig import Rig, Update
from tests.team.evidence_chat import kept, to_notes
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual

PARAGRAPH = "All our staff have been trained. "
LONG, REST = PARAGRAPH * 130, "And this is the end."
Send = Callable[[Rig, Person, str, int], Awaitable[None]]


def parts_of(who: Person, text: str, first: int) -> list[Callable[[], Update]]:
    """A text in parts: the first has so many signs, the others what a message holds."""
    cuts = [0, *range(first, len(text), 4096), len(text)]
    return [partial(who.say, text[begin:end]) for begin, end in pairwise(cuts)]


async def at_once(rig: Rig, who: Person, text: str, first: int = 4096) -> None:
    """Both parts are taken in together."""
    await act(rig, *parts_of(who, text, first))


async def one_by_one(rig: Rig, who: Person, text: str, first: int = 4096) -> None:
    """The rest comes a second later, after the first part was answered."""
    await asyncio.sleep(rig.thinking)
    for part in parts_of(who, text, first):
        await rig.at_once([part()])
        await asyncio.sleep(1)


ways = pytest.mark.parametrize("send", [at_once, one_by_one])
lengths = pytest.mark.parametrize("first", [4096, 2100])


@ways
@lengths
async def test_no_name_is_made_of_the_rest(fx_rig: Rig, send: Send, first: int) -> None:
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)

    await send(fx_rig, ana, LONG[:first] + REST, first)

    assert conversation(fx_rig, ana).state == "naming"
    assert "This is too long. Please use at most 100 characters." in ana.screen().text
    await say(fx_rig, ana, "Hope Homes")
    assert conversation(fx_rig, ana).inputs.organisation == "Hope Homes"


@ways
async def test_a_text_in_three_parts_is_refused_as_a_whole(fx_rig: Rig, send: Send) -> None:
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)

    await send(fx_rig, ana, PARAGRAPH * 250, 4096)

    assert conversation(fx_rig, ana).state == "naming"
    assert "This is too long." in ana.screen().text


@ways
@lengths
async def test_no_note_is_made_of_the_rest(fx_rig: Rig, send: Send, first: int) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)
    await press(fx_rig, ana, "Add a note")

    await send(fx_rig, ana, LONG[:first] + REST, first)

    assert kept(fx_rig) == []
    assert "This text is too long: 300 characters at most." in ana.screen().text
    await say(fx_rig, ana, "Trained on 3 March.")
    assert [each.text for each in kept(fx_rig)] == ["Trained on 3 March."]


@ways
@lengths
async def test_no_note_to_everybody_is_made_of_the_rest(fx_rig: Rig, send: Send, first: int) -> None:
    where = made(fx_rig)
    lead = chris(fx_rig, where)
    await join(fx_rig, fx_rig.person(1), invitation(fx_rig, where))
    await say(fx_rig, lead, "/cohorts")
    await press(fx_rig, lead, "1. North", "Progress", "Write to")

    await send(fx_rig, lead, LONG[:first] + REST, first)

    assert rows(fx_rig, select(note)) == []
    assert "This text is too long: 1,500 characters at most." in lead.screen().text


@ways
async def test_no_question_is_made_of_the_rest(fx_rig: Rig, send: Send) -> None:
    where, ana = made(fx_rig), fx_rig.person(1)
    chris(fx_rig, where)
    await join(fx_rig, ana, invitation(fx_rig, where))
    await press(fx_rig, ana, "More", "Ask my coordinator")

    await send(fx_rig, ana, LONG[:4096] + REST, 4096)

    assert rows(fx_rig, select(question)) == []
    assert "This text is too long: 1,000 characters at most." in ana.screen().text


@ways
async def test_no_answer_is_made_of_the_rest(fx_rig: Rig, send: Send) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await send(fx_rig, ana, LONG[:4096] + "3", 4096)

    assert said(fx_rig, ana) == {}
    await say(fx_rig, ana, "3")
    assert len(said(fx_rig, ana)) == 1
