"""Letters under trouble: each person gets one, nobody two, and those who are answering never wait for them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import delete, select

from flows.pages import Status
from storage.engine import reader_engine
from storage.programme.letters import LEASE
from storage.programme.progress import status_counts
from storage.programme.tables import cohort_right
from storage.tables import conversation as conversation_table
from tests.faults.conftest import Start
from tests.faults.reminded import (
    Borrowed,
    at_work,
    counts,
    crowd,
    invitation,
    join,
    killed_at_pause,
    letters,
    made,
    one_more,
    remind_by_hand,
    reminders,
    statuses,
    until,
    work_at,
    work_hourly,
    write,
)
from tests.faults.small import Q1, Q2
from tests.faults.walking import look, press, rows, said, say
from tests.programme.joined import Joined
from tests.rig import Rig
from tests.telegram_world import bad, forbidden
from tests.virtual import patience

pytestmark = pytest.mark.virtual
DUE = (2026, 3, 14, 9)
NOTE = "See you on Monday."


async def test_three_workers_and_one_killed_send_each_reminder_once(fx_rig: Rig, database: str) -> None:
    """B36: killed with letters in its hands, before the call; the others send these once the lease is over."""
    people = crowd(fx_rig, made(fx_rig, zone="UTC"), 10)
    await until(fx_rig, *DUE)
    engines = [reader_engine(database) for _ in range(3)]
    workers = [one_more(fx_rig, engine) for engine in engines]
    first = killed_at_pause(workers[0], 4)

    with patience():
        with suppress(asyncio.CancelledError):
            await first.once()
        assert sorted(each.status for each in letters(fx_rig)) == ["sent"] * 4 + ["taken"] * 6
        for _ in range(2):
            await asyncio.gather(*(worker.once() for worker in workers[1:]))
        assert sum(counts(people)) == 4
        await asyncio.sleep(LEASE.total_seconds() + 1)
        await asyncio.gather(*(worker.once() for worker in workers[1:]))
        for engine in engines:
            await engine.dispose()

    assert counts(people) == [1] * 10
    assert {each.status for each in letters(fx_rig)} == {"sent"}


async def test_a_worker_killed_during_the_call_leaves_a_letter_that_nobody_repeats(
    fx_rig: Rig, database: str
) -> None:
    """B36, B45: it had arrived, and the worker never learnt of it."""
    people = crowd(fx_rig, made(fx_rig, zone="UTC"), 2)
    await until(fx_rig, *DUE)
    engine = reader_engine(database)
    worker = one_more(fx_rig, engine)
    send = worker.channel.send

    async def killed(*given: object) -> int:
        await send(*given)  # type: ignore[arg-type]
        raise asyncio.CancelledError

    worker.channel = Borrowed(worker.channel, killed)  # type: ignore[assignment]
    with patience():
        with suppress(asyncio.CancelledError):
            await worker.once()
        await engine.dispose()
    await asyncio.sleep(LEASE.total_seconds() + 61)

    await fx_rig.work()
    await work_hourly(fx_rig, 5)

    assert counts(people) == [1, 1]
    assert sorted(each.status for each in letters(fx_rig)) == ["sent", "uncertain"]


async def test_those_who_cannot_be_reached_stop_nobody_and_come_back_with_start(fx_rig: Rig) -> None:
    """B37: one blocked the bot, one chat is not found, one account is gone; the round is run twice."""
    where = made(fx_rig, zone="UTC")
    people = crowd(fx_rig, where, 10)
    people[2].block()
    trouble = fx_rig.world.trouble
    trouble.refuse("sendMessage", bad("chat not found"), chat=5, times=None)
    trouble.refuse("sendMessage", forbidden("user is deactivated"), chat=6, times=None)

    await work_at(fx_rig, *DUE)
    assert sum(counts(people)) == 7
    calls = len(fx_rig.world.calls)
    await work_at(fx_rig, 2026, 3, 14, 10)
    remind_by_hand(fx_rig, where)
    await work_at(fx_rig, 2026, 3, 17, 8)

    reached = {int(call.chat_id) for call in fx_rig.world.calls[calls:]}
    assert reached == {1, 2, 4, 7, 8, 9, 10}
    assert [each.reason for each in letters(fx_rig) if each.status == "withheld"] == ["unreachable"] * 3
    reasons = rows(
        fx_rig,
        select(conversation_table.c.chat_id, conversation_table.c.unreachable).where(
            conversation_table.c.unreachable.is_not(None)
        ),
    )
    assert [(chat, bool(reason)) for chat, reason in reasons] == [(3, True), (5, True), (6, True)]
    assert standing(fx_rig, where)[Status.UNREACHABLE] == 3

    people[2].unblock()
    await say(fx_rig, people[2], "/start")

    assert standing(fx_rig, where)[Status.UNREACHABLE] == 2
    assert people[2].screens()


def standing(rig: Rig, number: int) -> dict[Status, int]:
    with rig.writer.begin() as connection:
        return dict(status_counts(connection, number))


async def test_a_wait_is_kept_for_all_letters_and_answers_go_first(fx_rig: Rig) -> None:
    """B44: 429 with 35 s for a minute, while one person answers and 40 reminders go out."""
    ana = fx_rig.person(99)
    await join(fx_rig, ana, invitation(fx_rig, where := made(fx_rig, zone="UTC")))
    living = ana.screen()
    people = crowd(fx_rig, where, 40)
    await until(fx_rig, 2026, 3, 14, 8, 59, 50)
    for chat in (7, 9):
        fx_rig.world.trouble.too_many("sendMessage", 35, chat=chat)

    round_of_letters = asyncio.ensure_future(at_work(fx_rig, 180))
    await asyncio.sleep(11)
    fx_rig.offer(ana.press("2 ", living))
    await asyncio.sleep(1)
    assert said(fx_rig, ana) == {Q1: 2}
    assert f"How is it with {Q2}?" in ana.screen().text
    assert sum(counts(people)) < 10
    await round_of_letters

    assert counts(people) == [1] * 40
    assert fx_rig.world.trouble.impatient == 0
    assert {each.status for each in letters(fx_rig)} == {"sent"}
    calls = [call for call in fx_rig.world.calls_of("sendMessage") if int(call.chat_id) != ana.user_id]
    refused = [call.at for call in calls if call.reply.status == 429]
    assert len(refused) == 2
    for at in refused:
        assert not [call for call in calls if at < call.at < at + 35], (
            "the bot is asked to wait, not one chat"
        )


async def test_the_pace_leaves_room_for_those_who_answer(fx_rig: Rig) -> None:
    """No more than 25 letters in any second."""
    crowd(fx_rig, made(fx_rig, zone="UTC"), 40)

    await work_at(fx_rig, *DUE)

    times = sorted(call.at for call in fx_rig.world.calls_of("sendMessage"))
    assert len(times) == 40
    assert all(later - earlier >= 0.99 for earlier, later in zip(times, times[25:], strict=False))


@pytest.mark.parametrize("fault", ["timeout_after", "timeout_before", "reset_after", "half_reply"])
async def test_a_reminder_of_uncertain_fate_is_never_repeated(fx_rig: Rig, fault: str) -> None:
    """B45: and where it did arrive, its button works."""
    ana = fx_rig.person(1)
    await join(fx_rig, ana, invitation(fx_rig, made(fx_rig, zone="UTC")))
    await press(fx_rig, ana, "2 ")
    getattr(fx_rig.world.trouble, fault)("sendMessage")

    await work_at(fx_rig, *DUE)
    await work_hourly(fx_rig, 8)

    arrived = 0 if fault == "timeout_before" else 1
    assert counts([ana]) == [arrived]
    assert [each[0] for each in statuses(fx_rig)] == ["uncertain"]
    if arrived:
        await press(fx_rig, ana, "Go on", "3 ")
        assert said(fx_rig, ana) == {Q1: 2, Q2: 3}


async def test_what_surely_did_nothing_is_sent_again(fx_rig: Rig) -> None:
    ana = crowd(fx_rig, made(fx_rig, zone="UTC"), 1)[0]
    fx_rig.world.trouble.server_error("sendMessage", times=3)

    await work_at(fx_rig, *DUE)
    for minute in range(1, 12):
        await work_at(fx_rig, *DUE, minute)

    assert counts([ana]) == [1]


async def test_the_next_screen_comes_below_a_letter(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await join(fx_rig, ana, invitation(fx_rig, made(fx_rig, zone="UTC")))
    living = ana.screen()
    await work_at(fx_rig, *DUE)
    assert look(fx_rig, ana)[1].top_id == ana.screen().message_id

    await press(fx_rig, ana, "2 ", on=living)

    assert f"How is it with {Q2}?" in ana.screen().text
    assert len(reminders(ana)) == 1


@pytest.mark.parametrize("restart", [False, True])
async def test_a_note_stops_when_its_writer_loses_the_cohort(start: Start, restart: bool) -> None:
    """A coordinator removed while a broadcast runs: who has it has it, the rest are withheld, also after a restart."""
    rig = start()
    where = made(rig, zone="UTC")
    people = crowd(rig, where, 60)
    chris = Joined(rig.writer).coordinator(where)
    note = write(rig, where, NOTE, coordinator=chris)
    round_of_letters = asyncio.ensure_future(at_work(rig, 3))
    await asyncio.sleep(1)
    with rig.writer.begin() as connection:
        connection.execute(delete(cohort_right).where(cohort_right.c.coordinator_id == chris))
    await round_of_letters
    if restart:
        await rig.close()
        rig = start(world=rig.world)
    await work_at(rig, 2026, 3, 12, 10)

    got = sum(NOTE in who.chat() for who in people)
    assert 0 < got < 60
    told = statuses(rig)
    assert told.count(("sent", "")) == got
    assert told.count(("withheld", "not_allowed")) == 60 - got
    assert {each.note_id for each in letters(rig)} == {note}


async def test_a_round_that_runs_into_the_night_goes_on_in_the_morning(fx_rig: Rig) -> None:
    """B39: quiet hours begin while letters go out."""
    where = made(fx_rig, zone="UTC")
    people = crowd(fx_rig, where, 30)
    await until(fx_rig, 2026, 3, 12, 19, 59, 59)
    write(fx_rig, where, NOTE)

    await at_work(fx_rig, 30)

    got = sum(NOTE in who.chat() for who in people)
    assert 0 < got < 30
    await work_at(fx_rig, 2026, 3, 13, 7, 59)
    assert sum(NOTE in who.chat() for who in people) == got
    await work_at(fx_rig, 2026, 3, 13, 8)
    assert [who.chat().count(NOTE) for who in people] == [1] * 30
    walls = sorted(each.local_time for each in letters(fx_rig))
    assert {wall[:16] for wall in walls} == {"2026-03-12 19:59", "2026-03-13 08:00"}
