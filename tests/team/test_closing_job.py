"""Rounds in the worker: wished for or over, they are closed once, and everybody gets one letter, at a kind hour."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from bot.team.closing_job import Rounds
from storage.jobs import LEASE
from storage.programme.habits import stop
from storage.programme.tables import letter
from storage.tables import assessment, conversation, job
from tests.rig import Rig
from tests.storage.support import one, rows
from tests.team.meeting import ONE, TWO, Meeting
from tests.team.seats import Team
from tests.telegram_world import Person
from tests.virtual import patience

pytestmark = pytest.mark.virtual

Open = Callable[..., Rig]


@pytest.fixture
async def open_rig(database: str) -> AsyncIterator[Open]:
    """The whole bot over this test's database, any number of times."""
    made: list[Rig] = []

    def begin(**more: object) -> Rig:
        made.append(Rig.build(database, **more))  # type: ignore[arg-type]
        return made[-1]

    yield begin
    for rig in made:
        await rig.close()


@pytest.fixture
def held(team: Team) -> Meeting:
    """An owner, a facilitator and a member, who all answered and are done."""
    made = Meeting.of(team, 3, facilitators=1)
    for talker in made.people:
        team.answers(talker, level=1)
    for person, level in enumerate((1, 3, 3)):
        made.says(person, {ONE: level, TWO: 3})
    return made


async def there(rig: Rig, held: Meeting) -> list[Person]:
    """These people with their phones, each with the bot's newest screen, after all that they did so far."""
    await until(2026, 3, 12, 9, 10)
    people = [rig.person(talker.number) for talker in held.people]
    for person in people:
        await rig.do(person.command("/pause"))
    return people


def told(person: Person, words: str) -> int:
    """How many messages with these words they have."""
    return sum(words in screen.text for screen in person.screens())


def rounds_of(rig: Rig) -> Rounds:
    found = rig.core.worker.rounds
    assert found is not None
    return found


async def until(*moment: int) -> None:
    """Let it be this moment."""
    loop = asyncio.get_running_loop()
    now = loop.now()  # type: ignore[attr-defined]
    await asyncio.sleep((datetime(*moment, tzinfo=UTC) - now).total_seconds())  # type: ignore[misc,arg-type]


CLOSED, SHEET = "this round is closed", "Meeting sheet"


async def test_a_wish_closes_the_round_and_each_other_one_gets_a_letter(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    rig = open_rig()
    ana, ben, cleo = await there(rig, held)
    assert held.doing(0, "close_round") == "round_closing"

    await rig.work()
    await rig.work()
    assert one(writer, assessment).closed_at is not None
    assert [told(person, CLOSED) for person in (ana, ben, cleo)] == [0, 1, 1]
    assert "The round is closed." in ana.screen().text
    letters = {
        person: next(each for each in person.screens() if CLOSED in each.text) for person in (ben, cleo)
    }
    assert SHEET in letters[ben].labels
    assert SHEET not in letters[cleo].labels
    await rig.do(cleo.press("See my own result", letters[cleo]))
    assert cleo_state(held) == "summary"
    await rig.do(ben.press(SHEET, letters[ben]))
    panel = held.people[1].look().panel
    assert panel is not None
    assert panel.startswith("desk:(S")


def cleo_state(held: Meeting) -> str:
    return held.people[2].look().state


async def test_killed_after_closing_the_letters_go_once(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    """Killed between the commit and the letters, and before the job was done with: another worker goes on."""
    rig = open_rig()
    people = await there(rig, held)
    held.doing(0, "close_round")
    with patience():
        for wish in rows(writer, job, kind="close_round"):
            with writer.begin() as connection:
                taken = update(job).where(job.c.id == wish.id)
                connection.execute(taken.values(taken_at=rig.core.clock.now(), attempts=1))
        await rounds_of(rig)._close(held.round, how="hand", asked_in=held.chat(0))
    assert [told(person, CLOSED) for person in people] == [0, 0, 0]
    await rig.close()

    anew = open_rig(world=rig.world)
    await asyncio.sleep(LEASE.total_seconds() + 1)
    for _ in range(3):
        await anew.work()
    assert [told(person, CLOSED) for person in people] == [0, 1, 1]
    assert one(writer, job, kind="close_round").done_at is not None
    assert len(rows(writer, letter, kind="closed")) == 2


async def test_a_round_closes_by_itself_when_its_day_is_over(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    rig = open_rig(default_timezone="Africa/Nairobi")
    people = await there(rig, held)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-12"))

    await until(2026, 3, 12, 20, 55)
    await rig.work()
    assert one(writer, assessment).closed_at is None
    await until(2026, 3, 12, 21, 5)  # midnight in Nairobi has passed
    await rig.work()
    assert one(writer, assessment).closed_at is not None
    assert [told(person, CLOSED) for person in people] == [0, 0, 0]  # nobody is woken
    await until(2026, 3, 13, 6, 0)
    await rig.work()
    assert [told(person, CLOSED) for person in people] == [1, 1, 1]


async def test_at_midnight_the_screen_rings_nobody_and_speaks_of_the_closed_round(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    """A letter stands below the screen, so that it comes anew when the round closes."""
    held.says(1, {ONE: 2}, done=False)
    rig = open_rig()
    _ana, ben, _cleo = await there(rig, held)
    chat = held.chat(1)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-13"))
        mine = update(conversation).where(conversation.c.id == chat)
        connection.execute(mine.values(notice={"key": "round_closing", "args": {}}))
    await until(2026, 3, 13, 9, 0)
    await rig.work()
    assert told(ben, "closes at the end of") == 1
    await until(2026, 3, 14, 0, 5)
    await rig.work()

    assert one(writer, assessment).closed_at is not None
    calls = [each.payload for each in rig.world.calls if each.method == "sendMessage"]
    sent = [each for each in calls if str(each["chat_id"]) == str(ben.user_id)]
    assert ["disable_notification" in each for each in sent][-2:] == [False, True]
    assert held.people[1].look().notice is None


async def test_who_is_not_done_is_told_the_day_before(held: Meeting, open_rig: Open, writer: Engine) -> None:
    held.says(1, {ONE: 2}, done=False)
    held.says(2, {ONE: 2}, done=False)
    rig = open_rig()
    ana, ben, cleo = await there(rig, held)
    stopped = held.chat(2)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-14"))
        stop(connection, stopped, held.later())

    for hour in (9, 23):
        await until(2026, 3, 12, hour, 30)
        await rig.work()
    assert told(ben, "closes at the end of") == 0
    for hour in (0, 8, 12):
        await until(2026, 3, 13, hour, 5)
        await rig.work()
    assert [told(each, "closes at the end of 14 March") for each in (ana, ben, cleo)] == [0, 1, 0]
    assert one(writer, letter, conversation_id=held.chat(2)).reason == "opted_out"
    notice = next(each for each in ben.screens() if "closes at the end of" in each.text)
    await rig.do(ben.press("Answer now", notice))
    assert held.people[1].look().state == "asking"


async def test_a_letter_that_was_called_off_is_not_sent(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    held.says(1, {ONE: 2}, done=False)
    rig = open_rig()
    people = await there(rig, held)
    await until(2026, 3, 12, 21, 0)
    held.doing(0, "close_round", extra=1)
    await rig.work()  # planned, and kept for the morning
    (planned,) = rows(writer, letter, kind="closing")
    assert planned.status == "planned"
    held.doing(0, "keep_round_open")

    await until(2026, 3, 13, 9, 0)
    await rig.work()
    assert [told(person, "closes at the end of") for person in people] == [0, 0, 0]
    assert one(writer, assessment).closed_at is None


async def test_a_new_round_is_told_and_begun_from_its_letter(
    held: Meeting, open_rig: Open, writer: Engine
) -> None:
    rig = open_rig()
    _ana, ben, cleo = await there(rig, held)
    held.close()
    held.doing(0, "new_round", held.organisation)
    await rig.work()

    assert [told(each, "begins a new round") for each in (ben, cleo)] == [1, 1]
    news = next(each for each in cleo.screens() if "begins a new round" in each.text)
    await rig.do(cleo.press("Answer now", news))
    after = held.people[2].look()
    assert (after.state, after.round_no, after.closed) == ("asking", 2, False)


async def test_one_look_a_minute_is_enough(held: Meeting, open_rig: Open, writer: Engine) -> None:
    rig = open_rig()
    await rig.work()
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-11"))
    await rig.work()
    assert one(writer, assessment).closed_at is None

    await asyncio.sleep(timedelta(minutes=1).total_seconds())
    await rig.work()
    assert one(writer, assessment).closed_at is not None
