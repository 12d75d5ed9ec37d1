"""Starting where something is wrong: one clear line and code 1, or waiting for what may come back."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from tests.processes.process import BotProcess, until
from tests.telegram_world import DEFAULT_TOKEN, TelegramWorld, serve_in_thread
from tests.telegram_world.reply import RefusedError


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(time.time)


def ends_with_one_line(bot: BotProcess, line: str) -> None:
    """Code 1, this line, and neither a traceback nor anything left open."""
    assert bot.process is not None
    assert bot.process.wait(60) == 1, bot.said()
    assert line in bot.said()
    for never in ("Traceback", "never awaited", "Unclosed", "never retrieved", DEFAULT_TOKEN):
        assert never not in bot.said(), bot.said()


def test_a_token_that_is_not_accepted_ends_it_with_one_clear_line(
    world: TelegramWorld, sqlite_database: str, tmp_path: Path
) -> None:
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("webhook", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.environment["BOT_TOKEN"] = "123456789:" + "B" * 35
        ends_with_one_line(bot.start(), "Telegram does not accept BOT_TOKEN. Copy it again from BotFather.")
        assert "B" * 35 not in bot.said()


@pytest.mark.slow
def test_a_token_that_is_taken_back_ends_it_with_one_clear_line(
    world: TelegramWorld, sqlite_database: str, tmp_path: Path
) -> None:
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        world.trouble.refuse("getUpdates", RefusedError(401, "Unauthorized"))
        world.updates.wake()
        world.down = True
        world.down = False
        ends_with_one_line(bot, "Telegram does not accept BOT_TOKEN any more.")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("BOT_TOKEN", "no token", "Telegram does not accept BOT_TOKEN"),
        ("WEBHOOK_URL", "http://example.org/hook", "an https url must be provided"),
        ("WEBHOOK_SECRET", "with spaces in it", "secret token contains unallowed characters"),
    ],
)
def test_what_cannot_run_ends_with_one_clear_line(
    world: TelegramWorld, sqlite_database: str, setting: str, value: str, line: str, tmp_path: Path
) -> None:
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("webhook", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.environment[setting] = value
        ends_with_one_line(bot.start(), line)


@pytest.mark.slow
def test_a_port_that_is_taken_ends_it_with_one_clear_line(
    world: TelegramWorld, sqlite_database: str, tmp_path: Path
) -> None:
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("webhook", tmp_path, telegram, sqlite_database) as bot,
        socket.create_server(("127.0.0.1", bot.port)),
    ):
        ends_with_one_line(bot.start(), f"The web server cannot listen on port {bot.port}.")


@pytest.mark.slow
def test_a_database_that_does_not_answer_ends_it_with_one_clear_line(
    world: TelegramWorld, tmp_path: Path
) -> None:
    with (
        serve_in_thread(world) as telegram,
        BotProcess(tmp_path, telegram, "postgresql://tayari:geheim123@127.0.0.1:1/tayari") as bot,
    ):
        ends_with_one_line(bot.start(), "The database does not answer")
        assert "geheim123" not in bot.said()


@pytest.mark.slow
def test_it_waits_for_telegram_and_a_signal_ends_the_waiting(
    world: TelegramWorld, sqlite_database: str, tmp_path: Path
) -> None:
    world.down = True
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.start()
        until(lambda: "Telegram does not answer yet" in bot.said(), "it says that it waits")
        assert bot.stop() in {0, -signal.SIGTERM}
        bot.start()
        until(lambda: bot.said().count("Telegram does not answer yet") > 1, "it waits again")
        world.down = False
        until(lambda: bot.runs, "it runs as soon as Telegram is back")
        assert bot.stop() == 0


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_a_start_goes_on_after_calls_that_failed_once(
    world: TelegramWorld, sqlite_database: str, mode: str, tmp_path: Path
) -> None:
    methods = ["setMyCommands", "setMyDescription", "setWebhook" if mode == "webhook" else "deleteWebhook"]
    for method in methods:
        world.trouble.server_error(method)
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode(mode, tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        assert not world.trouble.pending
        assert bot.stop() == 0
