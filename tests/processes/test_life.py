"""The whole way to the summary, a clean end, and a start after any end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.processes.people import Crowd
from tests.processes.process import BotProcess, until
from tests.processes.stored import all_is_stored_once, behind
from tests.telegram_world import DEFAULT_TOKEN, TelegramWorld, serve_in_thread


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.slow)])
def test_people_answer_to_the_summary(database: str, mode: str, tmp_path: Path) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 3, thinks=0.0)
    with serve_in_thread(world) as telegram, BotProcess.in_mode(mode, tmp_path, telegram, database) as bot:
        bot.run()
        crowd.go_on_until(lambda: all(each.summaries for each in crowd.people), "everybody has a summary")
        assert bot.health() == (200, {"well": True, "trouble": []})
        crowd.come_to_rest()
        assert bot.stop() == 0
    assert all_is_stored_once(database, crowd.people) >= 90
    assert behind(database) == 0
    assert not any(each.person.spinning for each in crowd.people)
    assert "Traceback" not in bot.said()
    assert "[error" not in bot.said()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_a_stop_in_the_middle_of_work_ends_with_code_0_and_all_marks_written(
    sqlite_database: str, mode: str, tmp_path: Path
) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 20, thinks=0.02)
    with (
        serve_in_thread(world, backoff=0.05, longest_backoff=0.2) as telegram,
        BotProcess.in_mode(mode, tmp_path, telegram, sqlite_database) as bot,
    ):
        for _ in range(4):
            bot.run()
            crowd.everybody_answers(2)
            crowd.go_on(0.1)
            assert bot.stop() == 0
            assert behind(sqlite_database) == 0
        bot.run()
        crowd.everybody_answers(2)
        crowd.come_to_rest()
        assert bot.stop() == 0
    assert all_is_stored_once(sqlite_database, crowd.people) >= 200
    assert "Traceback" not in bot.said()


@pytest.mark.slow
def test_no_log_line_holds_the_token_at_any_level_in_any_trouble(
    sqlite_database: str, tmp_path: Path
) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 2, thinks=0.0)
    with (
        serve_in_thread(world, hang=0.1) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.environment["LOG_LEVEL"] = "DEBUG"
        bot.run()
        crowd.everybody_answers(1)
        trouble = world.trouble
        for plan in (trouble.reset_before, trouble.half_reply, trouble.server_error, trouble.timeout_after):
            plan("[!g]*")
            plan("getUpdates")
        crowd.everybody_answers(3)
        assert bot.stop() == 0
    assert not trouble.pending
    assert "no contact" in bot.said()
    assert DEFAULT_TOKEN.partition(":")[2] not in bot.said()


@pytest.mark.slow
def test_it_starts_again_beside_what_a_crash_left(sqlite_database: str, tmp_path: Path) -> None:
    """A torn write-ahead log, as after a power cut, and a lock file of a process that is gone."""
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, 3, thinks=0.0)
    file = sqlite_database.removeprefix("sqlite:///")
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        crowd.everybody_answers(3)
        bot.kill()
        log = Path(f"{file}-wal")
        content = log.read_bytes()
        assert len(content) > 40_000
        log.write_bytes(content[: len(content) * 2 // 3 + 17])
        Path(f"{file}.worker").write_text("left by a process that is gone", "utf-8")
        bot.run()
        said = {each.person: each.person.command("/start")["message"]["message_id"] for each in crowd.people}
        until(
            lambda: all(person.screen().message_id > number for person, number in said.items()),
            "everybody has a screen below their /start",
        )
        assert "this process is the worker" in bot.said().split("mode=polling")[-1]
        assert bot.stop() == 0
