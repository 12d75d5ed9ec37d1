"""What the consent text promises about time is kept: a warning, then open answers go; results go later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.worker import next_kind_hour
from storage.tables import answer, conversation, person
from tests.playing import Given, Player
from tests.rig import Rig
from tests.telegram_world import Person
from tests.virtual import patience

DAY = 86_400.0
BASICS = "ob-1.0"


async def begin(rig: Rig, who: Person) -> None:
    """Bring a person to the first question and answer it."""
    await rig.do(who.command("/start"))
    for label in ("English", "I agree", "My organisation"):
        await rig.do(who.press(label))
    await rig.do(who.say("Red Cross"))
    for label in ("10 to 49", "Not sure", "Director", "Done", "Full", "2 Starting"):
        await rig.do(who.press(label))


async def count(rig: Rig, table: object) -> int:
    with patience():
        return await _count(rig, table)


async def _count(rig: Rig, table: object) -> int:
    async with rig.reader.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]


async def pass_days(rig: Rig, days: int) -> None:
    """Days in which the worker looks twice every fifth day: the first look may plan what the second does."""
    assert days % 5 == 0
    for _ in range(days // 5):
        await asyncio.sleep(5 * DAY)
        await rig.work()
        await rig.work()


async def test_open_answers_go_after_180_days_and_are_warned_of_once(rig: Rig) -> None:
    ana = rig.person(1)
    await begin(rig, ana)
    await pass_days(rig, 165)
    assert "deleted in 14 days" not in ana.chat()
    await pass_days(rig, 5)
    assert ana.chat().count("deleted in 14 days") == 1

    await pass_days(rig, 15)

    assert ana.chat().count("deleted in 14 days") == 1
    assert await count(rig, answer) == await count(rig, person) == await count(rig, conversation) == 0
    await rig.do(ana.say("hello"))
    assert "Choose a language" in ana.screen().text


async def test_coming_back_after_the_warning_starts_the_time_anew(rig: Rig) -> None:
    ana = rig.person(1)
    await begin(rig, ana)
    await pass_days(rig, 170)
    await rig.do(ana.command("/resume"))
    assert "1 of 30 done" in ana.screen().text

    await pass_days(rig, 100)

    assert await count(rig, answer) == 1
    await pass_days(rig, 85)
    assert await count(rig, answer) == 0
    assert ana.chat().count("deleted in 14 days") == 2


async def test_a_finished_check_stays_when_the_one_begun_after_it_goes(rig: Rig) -> None:
    player = Player(rig, rig.person(1))
    questions = rig.core.screens.frameworks[BASICS].elements
    await player.full_run({each.id: Given(1) for each in questions}, check=BASICS)
    done = player.conversation
    await player.press("button.more")
    await player.press("button.checks")
    await player.pick("sp-1.0")
    assert player.conversation.framework == "sp-1.0"
    await player.say("/answers")
    old = player.screen

    await pass_days(rig, 185)

    assert player.person.chat().count("deleted in 14 days") == 1
    there = player.conversation
    assert (there.framework, there.state, there.answers) == (BASICS, "done", done.answers)
    await rig.do(player.person.press(old.buttons[0][0].label, old))
    assert player.conversation.answers == done.answers
    await player.say("/result")
    assert player.conversation.state == "summary"


@pytest.mark.parametrize(
    ("hour", "day", "expected"), [(9, 1, (1, 9)), (19, 1, (1, 19)), (20, 1, (2, 8)), (3, 1, (1, 8))]
)
def test_nobody_is_woken_by_a_warning(hour: int, day: int, expected: tuple[int, int]) -> None:
    zone = ZoneInfo("Africa/Nairobi")
    local = datetime(2026, 3, day, hour, tzinfo=zone)

    due = next_kind_hour(local.astimezone(UTC), zone).astimezone(zone)

    assert (due.day, due.hour) == expected
