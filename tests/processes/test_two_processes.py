"""Two bots on one PostgreSQL behind one address, and one person who floods: nothing lost, nothing doubled."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.tables import claim
from tests.processes.loop_thread import living
from tests.processes.people import Crowd
from tests.processes.process import SECRET, BotProcess, until
from tests.processes.relay import Relay
from tests.processes.stored import all_is_stored_once, calls_by_chat, copies, rows
from tests.telegram_world import Person, TelegramWorld, serve_in_thread

PATH = "/telegram/hook"


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_two_bots_take_doubled_posts_in_and_store_each_answer_once(database: str, tmp_path: Path) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 30, thinks=0.02)
    for each in crowd.people:
        # Two processes may show one chat at once, and the older screen may land last: one more tap heals it.
        each.patience = 5.0
    with serve_in_thread(world, backoff=0.05, longest_backoff=0.5) as telegram:
        bots = [BotProcess.in_mode("webhook", tmp_path, telegram, database) for _ in range(2)]
        relay = Relay(PATH, [bot.port for bot in bots], seed=3)
        for bot in bots:
            bot.environment |= {"WEBHOOK_URL": relay.url, "WEBHOOK_SECRET": SECRET}
        with living(relay) as thread, bots[0], bots[1]:
            for bot in bots:
                bot.run()
            crowd.everybody_answers(20)
            crowd.come_to_rest()
            thread.call(relay.quiet())
            assert [bot.stop() for bot in bots] == [0, 0]
            said = "".join(bot.said() for bot in bots)
    assert relay.copies > 500
    assert sum(each.retaps + each.seen_again for each in crowd.people) <= 30, "a second tap is the exception"
    assert all_is_stored_once(database, crowd.people) >= 20 * 30
    assert copies(world) == 0
    assert "holding" not in said
    assert "[error" not in said


@pytest.mark.slow
def test_one_person_who_floods_keeps_nobody_waiting(sqlite_database: str, tmp_path: Path) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 10, thinks=0.02)
    flood = Person(world, 9000)
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        flood.command("/start")
        crowd.everybody_answers(1)
        before = crowd.acknowledged
        for number in range(60):
            for each in range(50):
                flood.say(f"message {number * 50 + each}")
            crowd.go_on(0.02)
        while_it_came = crowd.acknowledged - before
        crowd.everybody_answers(3)
        crowd.come_to_rest()
        until(lambda: not world.updates.pending, "everything is fetched and stored")
        assert bot.stop() == 0
    claimed = rows(sqlite_database, select(func.count()).select_from(claim).where(claim.c.key != ""))[0][0]
    assert claimed >= 3000
    assert all_is_stored_once(sqlite_database, crowd.people) >= 40
    assert while_it_came >= 10
    assert calls_by_chat(world, "sendMessage", "editMessageText")[9000] < 1000
