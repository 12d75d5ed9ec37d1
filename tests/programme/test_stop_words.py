"""STOP as a whole message: in every language we speak, wherever somebody is, and nothing unasked comes after it."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import make_knowledge
from flows.desk import TEXTS, panel_of
from flows.reading import normalise
from storage.programme.tables import cohort, coordinator, habit, note
from storage.tables import conversation
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import invitation, join, letters, made, until, work_at, write
from tests.faults.walking import conversation as conversation_of
from tests.faults.walking import press, said, say, with_buttons
from tests.playing import Player
from tests.programme.joined import Joined
from tests.rig import Rig, languages
from tests.screens_made import SCREENS
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual

ALL = languages(pseudo=False)
WAY = ("tiny", "direct", "", ("lead",))
CHRIS = 900


def stops(language: str) -> list[str]:
    """The words of one language that stop all messages."""
    return [word for word, meaning in ALL[language].vocabulary.items() if meaning == "stop"]


def own_text(language: str, key: str) -> str:
    return ALL[language].say(f"notice.{key}")


def stopped(rig: Rig, who: Person) -> bool:
    """Whether the database has it that this person wants nothing unasked."""
    with rig.writer.begin() as connection:
        found = connection.scalar(
            select(habit.c.stopped_at)
            .join(conversation, conversation.c.id == habit.c.conversation_id)
            .where(conversation.c.chat_id == who.user_id)
        )
    return found is not None


def sent_to(rig: Rig, who: Person) -> list[str]:
    """Every message that reached this chat, later edits aside."""
    calls = rig.world.calls_of("sendMessage", "sendDocument", "sendPhoto")
    return [
        str(call.payload.get("text"))
        for call in calls
        if str(call.payload["chat_id"]) == str(who.user_id) and call.reply.ok
    ]


def chris(rig: Rig, *cohorts: int) -> Person:
    """The coordinator of these cohorts, in a chat of their own."""
    rows = Joined(rig.writer, rig.core.clock.now())
    number = rows.coordinator(external_id=CHRIS)
    with rig.writer.begin() as connection:
        for each in cohorts:
            right = {"cohort_id": each, "coordinator_id": number, "right": "lead"}
            connection.execute(coordinator.metadata.tables["cohort_right"].insert(), right)
    return rig.person(CHRIS)


async def told_once(rig: Rig, who: Person, word: str, language: str = "en") -> None:
    """Say the word: the one message that comes says that it was heard."""
    before = len(sent_to(rig, who))
    await say(rig, who, word)
    new = sent_to(rig, who)[before:]
    assert len(new) == 1, f"{word}: {new}"
    assert own_text(language, "stopped") in new[0], word
    assert stopped(rig, who), word


@pytest.mark.parametrize("language", ALL)
def test_the_word_of_every_language_is_heard_in_every_language(language: str) -> None:
    heard = make_knowledge(SCREENS).vocabulary(language)

    assert {"stop"} <= set(stops("en"))
    assert {"arrêt", "arret", "stop"} <= set(stops("fr"))
    for word in {word for each in ALL for word in stops(each)}:
        for typed in (word, word.upper(), f"{word} !", f" {word}.", unicodedata.normalize("NFD", word)):
            assert heard[normalise(typed)] == "stop", typed


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "ARRÊT"), ("en", "/stop"), ("fr", "STOP"), ("fr", "Arrêtez !"), ("en", "Stop.")],
)
async def test_after_the_word_nothing_comes_and_all_is_kept(fx_rig: Rig, language: str, word: str) -> None:
    """B29: at a question, in two cohorts, with a note and a reminder on their way for the next morning."""
    first, second = made(fx_rig), made(fx_rig, "South")
    ana, lead = fx_rig.person(1), chris(fx_rig, first, second)
    player = Player(fx_rig, ana, language=language)
    await at_a_question(player, invitation(fx_rig, first))
    await say(fx_rig, ana, "2", f"/start {invitation(fx_rig, second)}")
    await player.press("button.join_share")
    await until(fx_rig, 2026, 3, 13, 18, 30)
    write(fx_rig, first)
    write(fx_rig, second)
    await fx_rig.work()
    assert [each.status for each in letters(fx_rig)] == ["planned"] * 2
    place = conversation_of(fx_rig, ana)

    await told_once(fx_rig, ana, word, language)

    before = len(sent_to(fx_rig, ana))
    for day in range(14, 27):
        await work_at(fx_rig, 2026, 3, day, 6, 30)
    assert len(sent_to(fx_rig, ana)) == before
    assert {each.status for each in letters(fx_rig)} == {"withheld"}
    await say(fx_rig, lead, "/cohorts")
    await press(fx_rig, lead, "2. North")
    assert "1 wants no messages" in lead.screen().text
    await say(fx_rig, ana, "/resume")
    assert (conversation_of(fx_rig, ana).state, conversation_of(fx_rig, ana).element) == (
        "asking",
        place.element,
    )
    assert said(fx_rig, ana) == {"fx.gov.q1": 2}

    await say(fx_rig, ana, "START")

    assert own_text(language, "started_again") in ana.screen().text
    assert not stopped(fx_rig, ana)
    await work_at(fx_rig, 2026, 3, 28, 6, 30)
    assert len(with_letters(ana, place.language)) == 1


def with_letters(who: Person, language: str) -> list[str]:
    """The reminders in this chat."""
    label = ALL[language].say("letter.stop_reminders")
    return [each.text for each in who.screens() if label in each.labels]


async def at_a_question(player: Player, code: str) -> None:
    """From the link to the first question, in the language of the player."""
    await player.say(f"/start {code}")
    await player.press("language.name")
    await player.press("button.agree")
    await player.press("button.join_share")
    await player.press("button.close")
    await player.say("Org A")
    await player.way_in(*WAY)
    await player.how_much(full=True)


STEPS = {
    "language": (),
    "consent": ("English",),
    "declined": ("English", "No thanks"),
    "joining": ("English", "I agree"),
    "naming": ("English", "I agree", "Join, share", "Close"),
    "sizing": ("English", "I agree", "Join, share", "Close", "= Org"),
    "profiling": ("English", "I agree", "Join, share", "Close", "= Org", "Under 10"),
    "roles": ("English", "I agree", "Join, share", "Close", "= Org", "Under 10", "We would pay first"),
    "scope": ("English", "I agree", "Join, share", "Close", "= Org", "Under 10", "We would", "Lead", "Done"),
}


async def test_the_word_is_heard_on_the_way_in(fx_rig: Rig) -> None:
    """Who joined is reminded before the first question too: everywhere on the way one word ends that."""
    code = invitation(fx_rig, made(fx_rig))
    people = {state: fx_rig.person(number) for number, state in enumerate(STEPS, start=1)}
    for state, who in people.items():
        await say(fx_rig, who, f"/start {code}")
        for each in STEPS[state]:
            await (say(fx_rig, who, each[2:]) if each.startswith("= ") else press(fx_rig, who, each))
        assert conversation_of(fx_rig, who).state == state

        await told_once(fx_rig, who, "Arrêt")

        assert conversation_of(fx_rig, who).state == state
    before = {state: len(sent_to(fx_rig, who)) for state, who in people.items()}
    for day in range(14, 27):
        await work_at(fx_rig, 2026, 3, day, 7)
    assert {state: len(sent_to(fx_rig, who)) for state, who in people.items()} == before

    for who in people.values():
        await say(fx_rig, who, "/start")
        assert not stopped(fx_rig, who)


async def test_who_is_asked_for_a_name_may_still_be_called_so(fx_rig: Rig) -> None:
    """B52: nothing unasked comes, and the name is taken by its button; or another one is typed."""
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    for who in (ana, ben):
        await say(fx_rig, who, "/start")
        await press(fx_rig, who, "English", "I agree")
        await told_once(fx_rig, who, "Stop!")
        assert "Is “Stop!” the name of your organisation?" in who.screen().text
    await press(fx_rig, ana, "Yes, the name is Stop!")
    await say(fx_rig, ben, "Hope")

    assert conversation_of(fx_rig, ana).inputs.organisation == "Stop!"
    assert conversation_of(fx_rig, ben).inputs.organisation == "Hope"


async def test_the_first_word_of_a_chat_may_be_stop(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)

    await told_once(fx_rig, ana, "STOP")
    await say(fx_rig, ana, "/start")

    assert not stopped(fx_rig, ana)
    assert own_text("en", "started_again") in ana.screen().text


async def test_a_button_whose_label_begins_so_does_not_swallow_the_word(fx_rig: Rig) -> None:
    """The page of what is shared has "Stop sharing", the summary "Stop here": the word is no short form of either."""
    ana = fx_rig.person(1)
    await at_a_question(Player(fx_rig, ana), invitation(fx_rig, made(fx_rig)))
    await say(fx_rig, ana, "/sharing")
    assert ana.screen().find("Stop sharing")
    await told_once(fx_rig, ana, "stop")

    await say(fx_rig, ana, "/start")
    for _ in range(20):
        if conversation_of(fx_rig, ana).state == "summary":
            break
        label = {"asking": "2 ", "reviewing": "See the summary"}.get(
            conversation_of(fx_rig, ana).state, "Go on"
        )
        await press(fx_rig, ana, label)
    assert any(label.startswith("Stop here") for label in with_buttons(ana)[-1].labels)
    await told_once(fx_rig, ana, "stop")


async def test_a_coordinator_is_heard_on_every_page_of_the_desk(fx_rig: Rig) -> None:
    """B29: no name, note or answer is made of the word, before a coordinator has begun a check of their own."""
    where = made(fx_rig)
    lead = chris(fx_rig, where)
    ana = fx_rig.person(1)
    await join(fx_rig, ana, invitation(fx_rig, where))
    await press(fx_rig, ana, "More", "Ask my coordinator")
    await say(fx_rig, ana, "What counts?", "/start")
    await say(fx_rig, lead, "/cohorts")
    kept = everything(fx_rig)
    for word, verb in zip(["STOP", "/stop", "arrêt"] * len(TEXTS), [*TEXTS, "C", "N", "i"], strict=False):
        with fx_rig.writer.begin() as connection:
            number = 0 if verb in {"c", "k", "@"} else 1
            forged = {"panel": panel_of(verb, number), "notice": None}
            this = conversation.c.chat_id == lead.user_id
            connection.execute(conversation.update().where(this).values(forged))

        await told_once(fx_rig, lead, word)

        assert everything(fx_rig) == kept, verb
        await say(fx_rig, lead, "START", "/cohorts")
        assert not stopped(fx_rig, lead), verb


def everything(rig: Rig) -> list[Any]:
    """What a coordinator could have changed by a text."""
    with rig.writer.begin() as connection:
        return [
            tuple(row)
            for table in (cohort, coordinator, note, *(cohort.metadata.tables[name] for name in WRITTEN))
            for row in connection.execute(select(table))
        ]


WRITTEN = ("question", "link", "audit", "job")


async def test_a_coordinator_who_stopped_hears_of_no_question_until_they_start_again(fx_rig: Rig) -> None:
    """B29: stopped with no page open, in a chat that has begun nothing."""
    where = made(fx_rig)
    lead, ana = chris(fx_rig, where), fx_rig.person(1)
    await say(fx_rig, lead, "/cohorts", "STOP", "arrêtez")
    assert stopped(fx_rig, lead)
    await join(fx_rig, ana, invitation(fx_rig, where))
    for day, asked in ((13, "What counts?"), (20, "And now?")):
        await until(fx_rig, 2026, 3, day, 7)
        await press(fx_rig, ana, "More", "Ask my coordinator")
        before = len(sent_to(fx_rig, lead))
        await say(fx_rig, ana, asked)
        await work_at(fx_rig, 2026, 3, day, 8)
        heard = len(sent_to(fx_rig, lead)) - before

        assert heard == (0 if day == 13 else 1)
        await say(fx_rig, lead, "/start")
