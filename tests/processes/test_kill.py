"""SIGKILL at any moment: what was acknowledged is stored, once, and everybody goes on by themselves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes.people import Crowd
from tests.processes.process import BotProcess
from tests.processes.stored import all_is_stored_once, copies, half_a_minute_passes
from tests.telegram_world import TelegramWorld, serve_in_thread

PEOPLE = 20
Figures = Callable[[str], None]


def storm(bot: BotProcess, crowd: Crowd, kills: int, alive: float, seed: int) -> None:
    """Kill the bot so many times while everybody answers: mostly at work, now and then while it starts."""
    chance = random.Random(seed)
    for _ in range(kills):
        bot.start()
        if chance.random() < 0.15:
            crowd.go_on(chance.uniform(0.0, 0.9))
        else:
            crowd.go_on_until(lambda: bot.runs, f"the bot starts again:\n{bot.said()[-2000:]}")
            crowd.go_on(chance.uniform(0.02, alive))
        bot.kill()


def whole_again(bot: BotProcess, crowd: Crowd, database: str) -> int:
    """Half a minute later the bot is back: everybody goes on with what is in front of them; then it stops cleanly.

    Who lost a screen with the process gets it by itself once it has been behind for half a minute.
    """
    half_a_minute_passes(database)
    bot.run()
    crowd.everybody_answers(3)
    crowd.come_to_rest()
    assert bot.stop() == 0
    assert not any(each.seen_again for each in crowd.people), (
        "one process never shows an answered question again"
    )
    return all_is_stored_once(database, crowd.people)


def report(crowd: Crowd, world: TelegramWorld, stored: int, kills: int) -> str:
    return (
        f"{kills} kills, {stored} acknowledged answers, {crowd.summaries} summaries, "
        f"0 lost, 0 doubled, 0 re-taps, {copies(world)} screens sent twice"
    )


@pytest.mark.slow
def test_nothing_is_lost_in_fifty_kills(sqlite_database: str, tmp_path: Path, figures: Figures) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.03)
    with (
        serve_in_thread(world) as telegram,
        BotProcess.in_mode("polling", tmp_path, telegram, sqlite_database) as bot,
    ):
        storm(bot, crowd, 50, 0.5, seed=50)
        stored = whole_again(bot, crowd, sqlite_database)
    assert stored > 5 * PEOPLE
    assert copies(world) <= 10
    figures(report(crowd, world, stored, 50))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_kind", "mode"),
    [("sqlite", "webhook"), ("postgresql", "polling"), ("postgresql", "webhook")],
    indirect=["database_kind"],
)
def test_nothing_is_lost_in_a_few_kills(database: str, mode: str, tmp_path: Path, figures: Figures) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.03, seed=2)
    with (
        serve_in_thread(world, backoff=0.05, longest_backoff=0.2) as telegram,
        BotProcess.in_mode(mode, tmp_path, telegram, database) as bot,
    ):
        storm(bot, crowd, 7, 0.8, seed=8)
        stored = whole_again(bot, crowd, database)
    assert stored > 2 * PEOPLE
    assert copies(world) <= 6
    figures(report(crowd, world, stored, 7))


@pytest.mark.slow
def test_nothing_is_lost_in_kills_while_telegram_takes_its_time(
    sqlite_database: str, tmp_path: Path, figures: Figures
) -> None:
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.03, seed=3)
    with (
        serve_in_thread(world, latency=0.05, backoff=0.05, longest_backoff=0.2) as telegram,
        BotProcess.in_mode("webhook", tmp_path, telegram, sqlite_database) as bot,
    ):
        storm(bot, crowd, 7, 1.2, seed=7)
        stored = whole_again(bot, crowd, sqlite_database)
    assert stored > 2 * PEOPLE
    figures(report(crowd, world, stored, 7))


@pytest.mark.slow
def test_nobody_taps_again_after_kills_under_flood_limits(
    sqlite_database: str, tmp_path: Path, figures: Figures
) -> None:
    """Screens wait in a queue that dies with the process; half a minute later they are shown by themselves."""
    world = TelegramWorld(time.time)
    crowd = Crowd.of(world, PEOPLE, thinks=0.1, seed=4)
    with (
        serve_in_thread(world, backoff=0.05, longest_backoff=0.2) as telegram,
        BotProcess.in_mode("webhook", tmp_path, telegram, sqlite_database) as bot,
    ):
        bot.run()
        crowd.everybody_answers(1)
        bot.kill()
        world.flood_limit = True
        storm(bot, crowd, 4, 3.0, seed=5)
        stored = whole_again(bot, crowd, sqlite_database)
    assert world.flood.refused > 0
    figures(f"{report(crowd, world, stored, 4)}, {world.flood.refused} calls refused by the limits")
