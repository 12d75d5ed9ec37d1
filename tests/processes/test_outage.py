"""The database away, the disk full: nothing is lost, people are told, health says why, and it passes by itself."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests.processes.disk import fill, limit_files, size_of, small_file_system
from tests.processes.loop_thread import living
from tests.processes.people import Answerer, Crowd
from tests.processes.process import BotProcess
from tests.processes.proxy import Line
from tests.processes.stored import all_is_stored_once
from tests.telegram_world import TelegramWorld, serve_in_thread

PEOPLE = 20
AWAY_SECONDS = 5.0
NOT_SAVED = "Not saved yet"
ROOM = 128 * 1024
"""So many bytes of the log of a database hold a few transactions."""


def is_told(each: Answerer) -> bool:
    """They saw a box that says that the answer is not saved."""
    return any(toast.alert and toast.text.startswith(NOT_SAVED) for toast in each.person.toasts)


def all_wait_and_are_told(bot: BotProcess, crowd: Crowd) -> None:
    """Nobody gets on; everybody is told; health says why."""
    crowd.go_on_until(lambda: all(each.waiting for each in crowd.people), "everybody waits")
    crowd.go_on_until(lambda: all(is_told(each) for each in crowd.people), "everybody is told")
    assert all(each.waiting for each in crowd.people)
    status, words = bot.health()
    assert status == 503
    assert any("the database has not taken events" in line for line in words["trouble"])


def all_is_well_again(bot: BotProcess, crowd: Crowd, database: str) -> None:
    """Everybody gets on, with one tap; all is there."""
    crowd.everybody_answers(3)
    crowd.come_to_rest()
    assert bot.health() == (200, {"well": True, "trouble": []})
    assert bot.stop() == 0
    assert all_is_stored_once(database, crowd.people) >= 4 * PEOPLE
    assert not any(each.person.spinning for each in crowd.people)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_database_away_for_five_seconds_costs_nobody_an_answer(
    database: str, mode: str, tmp_path: Path
) -> None:
    world, line = TelegramWorld(time.time), Line(database)
    crowd = Crowd.of(world, PEOPLE, thinks=0.05)
    with (
        serve_in_thread(world, backoff=0.05, longest_backoff=0.5) as telegram,
        living(line) as thread,
        BotProcess.in_mode(mode, tmp_path, telegram, line.address) as bot,
    ):
        bot.run()
        crowd.everybody_answers(1)
        thread.call(line.cut())
        away_until = time.monotonic() + AWAY_SECONDS
        all_wait_and_are_told(bot, crowd)
        crowd.go_on(away_until - time.monotonic())
        thread.call(line.mend())
        all_is_well_again(bot, crowd, database)


@pytest.mark.slow
def test_a_full_disk_costs_nobody_an_answer(sqlite_database: str, tmp_path: Path) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.05)
    folder = tmp_path / "small"
    with small_file_system(folder, 16) as mounted:
        if not mounted:
            pytest.skip(
                "this user may not mount a small file system; the limit on file sizes is tried instead"
            )
        shutil.copy(sqlite_database.removeprefix("sqlite:///"), folder / "tayari.db")
        database = f"sqlite:///{folder / 'tayari.db'}"
        with (
            serve_in_thread(world, backoff=0.05, longest_backoff=0.5) as telegram,
            BotProcess.in_mode("webhook", tmp_path, telegram, database) as bot,
        ):
            bot.run()
            crowd.everybody_answers(1)
            ballast = fill(folder)
            all_wait_and_are_told(bot, crowd)
            ballast.unlink()
            all_is_well_again(bot, crowd, database)


@pytest.mark.slow
def test_a_database_file_that_may_not_grow_costs_nobody_an_answer(
    sqlite_database: str, tmp_path: Path
) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.05)
    log = Path(f"{sqlite_database.removeprefix('sqlite:///')}-wal")
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        crowd.everybody_answers(1)
        assert bot.process is not None
        # A log that begins anew at its start fills what it has before it grows: some room is enough to try that.
        limit_files(bot.process.pid, min(size_of(log), ROOM))
        all_wait_and_are_told(bot, crowd)
        limit_files(bot.process.pid, None)
        all_is_well_again(bot, crowd, sqlite_database)
