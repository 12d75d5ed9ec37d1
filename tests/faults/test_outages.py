"""The database away, the disk full, a step that raises, data no database takes: told, kept, nobody held up."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from bot.app import make_knowledge
from flows.conversation import Conversation
from flows.events import ChatKey, Handled, Incoming, Tapped, Typed
from flows.pages import Page
from storage.batch import Fate
from storage.jobs import take_jobs
from storage.memory import Memory
from storage.tables import claim, job, set_aside
from storage.tables import conversation as conversation_table
from tests.faults.conftest import Start
from tests.faults.small import KEY, Q1, Q2
from tests.faults.trouble import full_disk, lost
from tests.faults.walking import count, enter, press, rows, said, say, stored
from tests.rig import Rig
from tests.telegram_world import Person
from tests.virtual import patience

pytestmark = pytest.mark.virtual
NOT_YET = "Not saved yet. I keep trying; you need not tap again."
NOT_SAVED = (
    "Your last message is NOT saved yet: our memory is away. I keep trying, you need not send it again."
)


async def people_at_q1(rig: Rig, number: int) -> list[Person]:
    people = [rig.person(each) for each in range(1, number + 1)]
    for one in people:
        await enter(rig, one)
    return people


async def test_while_the_database_is_lost_everybody_is_told_and_nothing_is_lost(
    fx_rig: Rig, database: str
) -> None:
    """B62, B65: five tap and one types while it is away; told once each, health is red, then all is stored."""
    *people, typist = await people_at_q1(fx_rig, 6)
    with lost(fx_rig, database):
        waiting = [fx_rig.offer(one.press("2 ")) for one in people[:3]]
        await asyncio.sleep(4)
        waiting += [fx_rig.offer(one.press("2 ")) for one in people[3:]]
        waiting.append(fx_rig.offer(typist.say("3")))
        await asyncio.sleep(60)

        assert [[toast.text for toast in one.toasts if toast.alert] for one in people] == [[NOT_YET]] * 5
        assert [screen.text for screen in typist.screens()].count(NOT_SAVED) == 1
        assert (
            "the database has not taken events" in fx_rig.core.health.trouble(fx_rig.core.clock.seconds())[0]
        )
        assert not any(each.done() for each in waiting if each)

    for each in waiting:
        assert each is not None and (await each).fate is Fate.TAKEN
    await fx_rig.settle()
    assert [said(fx_rig, one) for one in (*people, typist)] == [{Q1: 2}] * 5 + [{Q1: 3}]
    assert stored(fx_rig) == (6, 6, 0)
    assert fx_rig.core.health.trouble(fx_rig.core.clock.seconds()) == []
    assert all(f"How is it with {Q2}?" in one.screen().text for one in people)


async def test_a_trouble_under_a_second_passes_untold(fx_rig: Rig, database: str) -> None:
    """B65: a short absence is nobody's business: the answer is stored a moment later."""
    ana = (await people_at_q1(fx_rig, 1))[0]
    with lost(fx_rig, database):
        waiting = fx_rig.offer(ana.press("2 "))
        await asyncio.sleep(0.5)
    assert waiting is not None
    await waiting
    await fx_rig.settle()

    assert said(fx_rig, ana) == {Q1: 2}
    assert [toast.text for toast in ana.toasts] == ["Saved: 2"]


async def test_a_tap_repeated_during_an_outage_is_stored_once(fx_rig: Rig, database: str) -> None:
    """B16, B62: the person taps again, Telegram repeats the first tap; afterwards it is one answer."""
    ana = (await people_at_q1(fx_rig, 1))[0]
    screen = ana.screen()
    with lost(fx_rig, database):
        first = ana.press("2 ", screen)
        waiting = [fx_rig.offer(first)]
        await asyncio.sleep(3)
        waiting += [fx_rig.offer(first), fx_rig.offer(ana.press("4 ", screen)), fx_rig.offer(first)]
        await asyncio.sleep(3)
    for each in waiting:
        assert each is not None
        await each

    assert said(fx_rig, ana) == {Q1: 2}
    assert stored(fx_rig) == (1, 1, 0)


async def test_a_full_disk_holds_answers_until_there_is_room(sqlite_rig: Rig) -> None:
    """B62: nothing good is set aside, people are told, and all is taken in once there is room."""
    rig = sqlite_rig
    people = await people_at_q1(rig, 3)
    claims = count(rig, claim)
    with full_disk(rig):
        waiting = [rig.offer(one.press("2 ")) for one in people]
        await asyncio.sleep(30)
        assert rig.core.health.holding_since is not None
        assert [[toast.text for toast in one.toasts if toast.alert] for one in people] == [[NOT_YET]] * 3
        assert stored(rig) == (0, 0, 0)
    for each in waiting:
        assert each is not None
        await each

    assert count(rig, claim) > claims
    assert [said(rig, one) for one in people] == [{Q1: 2}] * 3
    assert stored(rig) == (3, 3, 0)


def poisoned(rig: Rig) -> None:
    """From now on a step raises for one text."""
    knowledge = make_knowledge(rig.core.screens, KEY)

    def press_or_raise(conversation: Conversation, words: str, page: Page | None) -> Tapped | Handled | None:
        if words == "poison":
            raise RuntimeError("no step for this")
        return knowledge.press(conversation, words, page)

    rig.core.intake.memory = Memory(rig.writer, replace(knowledge, press=press_or_raise))


async def test_one_step_that_raises_among_fifty_is_set_aside_alone(fx_rig: Rig) -> None:
    """B62: 49 stored, one aside with its cause, that person told once, nobody else; then they go on."""
    *people, ana = await people_at_q1(fx_rig, 50)
    poisoned(fx_rig)
    bad = ana.say("poison")
    updates = [one.press("2 ") for one in people]

    await asyncio.wait_for(fx_rig.at_once([*updates[:20], bad, *updates[20:]]), 60)
    await fx_rig.at_once([bad])

    assert [said(fx_rig, one) for one in people] == [{Q1: 2}] * 49
    assert stored(fx_rig) == (49, 49, 1)
    row = rows(fx_rig, select(set_aside))[0]
    assert (row.cause, row.key, row.chat_id) == ("RuntimeError in the step", str(bad["update_id"]), 50)
    assert [screen.text[:32] for screen in ana.screens()].count("Sorry, that did not work here. I") == 1
    assert not [toast for one in people for toast in one.toasts if toast.alert]
    await say(fx_rig, ana, "3")
    assert said(fx_rig, ana) == {Q1: 3}


def incoming(number: int, event: Tapped | Typed, *, key: str, message_id: int) -> Incoming:
    return Incoming(ChatKey("telegram", 1, number), key, event, datetime(2027, 1, 1, tzinfo=UTC), message_id)


async def test_an_event_no_database_takes_parts_the_batch_and_is_set_aside(fx_rig: Rig) -> None:
    """B62: a number too large among twenty taps: the twenty are stored, the one stands aside, all at once."""
    people = await people_at_q1(fx_rig, 20)
    updates = [one.press("2 ") for one in people]
    stranger = incoming(99, Typed("hello"), key="odd", message_id=2**70)

    done = [fx_rig.offer(each) for each in updates[:10]]
    odd = fx_rig.core.intake.offer(stranger)
    done += [fx_rig.offer(each) for each in updates[10:]]
    for each in done:
        assert each is not None
        await asyncio.wait_for(each, 60)

    assert (await odd).fate is Fate.SET_ASIDE
    await fx_rig.settle()
    assert [said(fx_rig, one) for one in people] == [{Q1: 2}] * 20
    assert stored(fx_rig) == (20, 20, 1)
    assert "while saving" in rows(fx_rig, select(set_aside))[0].cause


async def test_an_event_that_cannot_even_be_set_aside_stops_nobody(fx_rig: Rig) -> None:
    """B62: the number of its very chat is nothing a database takes: dropped with an error, others go on."""
    ana = (await people_at_q1(fx_rig, 1))[0]

    odd = fx_rig.core.intake.offer(incoming(2**70, Typed("hello"), key="odd", message_id=5))
    await press(fx_rig, ana, "2 ")

    assert (await odd).fate is Fate.SET_ASIDE
    assert said(fx_rig, ana) == {Q1: 2}
    assert fx_rig.core.health.trouble(fx_rig.core.clock.seconds()) == []


async def test_while_an_event_waits_to_be_set_aside_nobody_behind_it_is_forgotten(fx_rig: Rig) -> None:
    """B62: its place aside is missing for a while; those who came meanwhile are taken in afterwards."""
    people = await people_at_q1(fx_rig, 3)
    _run(fx_rig, "ALTER TABLE set_aside RENAME TO elsewhere")
    odd = fx_rig.core.intake.offer(incoming(99, Typed("hello"), key="odd", message_id=2**70))
    await asyncio.sleep(3)
    waiting = [fx_rig.offer(one.press("2 ")) for one in people]
    await asyncio.sleep(10)
    assert fx_rig.core.health.trouble(fx_rig.core.clock.seconds()) != []
    _run(fx_rig, "ALTER TABLE elsewhere RENAME TO set_aside")

    assert (await odd).fate is Fate.SET_ASIDE
    for each in waiting:
        assert each is not None
        await asyncio.wait_for(each, 30)
    assert [said(fx_rig, one) for one in people] == [{Q1: 2}] * 3
    assert stored(fx_rig) == (3, 3, 1)


def _run(rig: Rig, words: str) -> None:
    with rig.writer.begin() as connection:
        connection.exec_driver_sql(words)


@pytest.mark.parametrize("text", ["a\u0000b", "\ud83d", "\udc00x", "\ufffe\uffff", "é" * 4096])
async def test_texts_no_database_takes_are_cleaned_at_the_door(fx_rig: Rig, text: str) -> None:
    """B62: NUL and halves of pairs, as a remark and as a name: nothing is set aside, the person goes on."""
    ana = (await people_at_q1(fx_rig, 1))[0]
    update = ana.say("x")
    update["message"]["text"] = text

    await fx_rig.at_once([update])
    await press(fx_rig, ana, "2 ")

    assert said(fx_rig, ana) == {Q1: 2}
    assert stored(fx_rig) == (1, 1, 0)


async def test_fifty_answer_while_another_connection_writes(sqlite_rig: Rig, sqlite_database: str) -> None:
    """B65: SQLite's one writer is busy for a moment: everybody is stored, nobody sees an error."""
    rig, database = sqlite_rig, sqlite_database
    people = await people_at_q1(rig, 50)
    other = sqlite3.connect(
        database.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    release.start()

    await rig.at_once([one.press(f"{one.user_id % 4 + 1} ") for one in people])

    release.join()
    other.close()
    assert [said(rig, one) for one in people] == [{Q1: one.user_id % 4 + 1} for one in people]
    assert not [toast for one in people for toast in one.toasts if toast.alert]


WEST = timezone(timedelta(hours=-8))
DEADLINE = datetime(2026, 3, 12, 13, 30, tzinfo=WEST)


async def test_a_time_with_a_zone_is_the_same_instant_after_a_restart(start: Start) -> None:
    """B14: 13:30 in UTC-8, written, read by another process on either database, due at its instant."""
    rig = start()
    await enter(rig, rig.person(1))
    with rig.writer.begin() as connection:
        owner = connection.scalar(select(conversation_table.c.id))
        connection.execute(
            insert(job), {"kind": "none", "conversation_id": owner, "args": {}, "due_at": DEADLINE}
        )
    await rig.close()
    rig = start(world=rig.world)

    found = rows(rig, select(job.c.due_at))[0].due_at
    assert (found, found.tzinfo, found.hour) == (DEADLINE, UTC, 21)
    with patience():
        early = await take_jobs(rig.reader, DEADLINE - timedelta(seconds=1), 5)
        due = await take_jobs(rig.reader, DEADLINE.astimezone(UTC), 5)
    assert ([each.kind for each in early], [each.kind for each in due]) == ([], ["none"])


async def test_a_time_without_a_zone_is_never_stored(fx_rig: Rig) -> None:
    """B14: a naive time is refused at the door of the database, on both kinds."""
    naive = {"channel": "t", "bot_id": 1, "key": "k", "at": datetime(2026, 3, 12, 13, 30)}

    with pytest.raises(StatementError, match="a time without a zone"), fx_rig.writer.begin() as connection:
        connection.execute(insert(claim), naive)

    assert rows(fx_rig, select(claim)) == []
