"""What goes wrong in a storm: Telegram, the network, the database, the process. Each function is one event."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from tests.simulator.process import Crash
from tests.simulator.registry import event
from tests.telegram_world import TelegramWorld

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

METHODS = (
    "sendMessage",
    "edit*",
    "editMessageText",
    "answerCallbackQuery",
    "deleteMessage",
    "getUpdates",
    "*",
)
DAY = 86_400.0
POINTS = range(1, 10)


def aim(storm: Storm, random: Random) -> int | None:
    """One chat, or any."""
    return random.choice([None, *(walker.person.user_id for walker in storm.walkers)])


# --- Telegram and the network ---


@event(4)
async def an_update_comes_twice_at_once(storm: Storm, random: Random) -> None:
    if storm.acts:
        act = list(storm.acts.values())[-1]
        storm.note(f"   (once more at once: {act.told})")
        await storm.repeat(act)


@event(4)
async def an_update_comes_again_later(storm: Storm, random: Random) -> None:
    """Within a day: so long Telegram keeps an update."""
    recent = [act for act in storm.acts.values() if act.at > storm.world.clock() - DAY]
    if recent:
        act = random.choice(recent)
        storm.note(f"   (once more, late: {act.told})")
        await storm.repeat(act)


@event(3)
async def the_next_update_takes_another_road(storm: Storm, random: Random) -> None:
    who = random.choice(storm.walkers)
    who.hold = random.choice((0.1, 1.0, 5.0, 40.0))


@event(3)
async def too_many_requests(storm: Storm, random: Random) -> None:
    method, wait = random.choice(("sendMessage", "edit*", "*")), random.choice((1, 3, 20))
    storm.note(f"   (429 for {method}, {wait} s)")
    storm.world.trouble.too_many(method, wait, chat=aim(storm, random), times=random.randint(1, 2))


@event(3)
async def a_server_error(storm: Storm, random: Random) -> None:
    method, status = random.choice(METHODS), random.choice((500, 502, 503))
    times = random.choice((1, 2, 6))
    storm.note(f"   ({status} for {method}, {times} times)")
    storm.world.trouble.server_error(method, status, chat=aim(storm, random), times=times)


@event(8)
async def a_broken_line(storm: Storm, random: Random) -> None:
    trouble = storm.world.trouble
    kinds = (trouble.timeout_before, trouble.timeout_after, trouble.reset_before, trouble.reset_after)
    chosen = random.choice((*kinds, trouble.half_reply))
    method, times = random.choice(METHODS), random.randint(1, 3)
    storm.note(f"   ({chosen.__name__} for {method}, {times} times)")
    chosen(method, times=times)


@event(2)
async def a_message_cannot_be_found(storm: Storm, random: Random) -> None:
    storm.note("   (message to edit not found)")
    storm.world.trouble.edit_not_found(chat=aim(storm, random))


@event(2)
async def nothing_may_be_sent_to_somebody(storm: Storm, random: Random) -> None:
    who = random.choice(storm.walkers)
    storm.note(f"   (403 for {who.name})")
    storm.world.trouble.blocked("[se]*", chat=who.person.user_id, times=random.randint(1, 4))


@event(1)
async def telegram_is_down(storm: Storm, random: Random) -> None:
    seconds = random.choice((1.0, 10.0, 60.0))
    storm.note(f"   (Telegram is down for {seconds:g} s)")
    await _down(storm, storm.world, seconds)


async def _down(storm: Storm, world: TelegramWorld, seconds: float) -> None:
    world.down = True
    await storm.pass_time(seconds)
    world.down = False


# --- the database ---


@event(3)
async def the_database_is_away(storm: Storm, random: Random) -> None:
    seconds = random.choice((0.5, 3.0, 10.0, 40.0))
    storm.note(f"   (the database is away for {seconds:g} s)")
    storm.database.away_until = storm.clock.seconds() + seconds


@event(2)
async def a_transaction_breaks_in_the_middle(storm: Storm, random: Random) -> None:
    storm.database.break_at = random.choice((2, 3, 4))
    storm.note(f"   (the next transaction breaks at point {storm.database.break_at})")


@event(2)
async def the_line_breaks_after_the_commit(storm: Storm, random: Random) -> None:
    storm.note("   (the answer of the database gets lost)")
    storm.database.lose_answers = random.randint(1, 2)


# --- the process ---


@event(7)
async def a_crash_at_a_numbered_point(storm: Storm, random: Random) -> None:
    number, passing = random.choice(POINTS), random.choice((1, 1, 2, 3))
    storm.note(f"   (a crash is planned at point {number}, passing {passing})")
    storm.process.life.armed[number] = passing


@event(2)
async def the_process_is_killed(storm: Storm, random: Random) -> None:
    storm.process.life.end("killed")


@event(1)
async def the_process_is_restarted(storm: Storm, random: Random) -> None:
    if not storm.process.life.over:
        storm.note("   (restart)")
        with suppress(Crash):
            await storm.process.stop()


# --- time ---


@event(3)
async def some_minutes_pass(storm: Storm, random: Random) -> None:
    seconds = random.choice((30.0, 100.0, 300.0))
    storm.note(f"   ({seconds:g} s pass)")
    await storm.pass_time(seconds)


@event(0.4)
async def days_pass(storm: Storm, random: Random) -> None:
    """The bot is switched off meanwhile: what waits at Telegram for too long is lost, and messages grow old."""
    while storm.held or storm.process.life.over:
        await storm.pass_time(5.0)
    days = random.choice((0.5, 1.5, 3.0))
    storm.note(f"   (the bot is off for {days:g} days)")
    storm.downtime = days * DAY
    storm.process.life.end("switched off")
    await storm.pass_time(days * DAY + 10.0)
