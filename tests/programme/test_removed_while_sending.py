"""A note to 200 people is stopped half-way: its writer is removed, taken out, or thinks better of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.clock import Clock
from bot.programme.reminding import PACE
from storage.programme.coordinators import remove_coordinator
from storage.programme.tables import letter, note
from tests.playing import Player
from tests.programme.joined import Joined
from tests.rig import Rig

pytestmark = [pytest.mark.virtual, pytest.mark.slow]

PEOPLE, REACHED = 200, 60
GRACE, HENRY = 900, 901
TEXT = "See you on Monday."
Doing = Callable[[], Awaitable[None]]


class Round:
    """A cohort of 200 people with two leads, in the middle of the day; Grace sends a note to all."""

    def __init__(self, database: str) -> None:
        self.rig = Rig.build(database)
        self.made = Joined(self.rig.writer, self.rig.core.clock.now())
        self.cohort = self.made.cohort(name="North")
        self.leads = {
            number: self.made.coordinator(self.cohort, external_id=number) for number in (GRACE, HENRY)
        }
        self.grace, self.henry = (Player(self.rig, self.rig.person(number)) for number in self.leads)
        for number in range(1, PEOPLE + 1):
            self.rig.person(number).command("/start")
            self.made.join(self.made.chat(number), self.cohort)

    async def sends(self) -> None:
        """Grace writes to everybody and sees the note on its way."""
        await self.grace.say("/cohorts")
        await self.grace.tap("1. North")
        await self.grace.press("desk.progress")
        await self.grace.press("desk.write_all")
        await self.grace.say(TEXT)
        assert f"({PEOPLE} people)" in self.grace.screen.text
        await self.grace.press("desk.send")
        assert f"{PEOPLE} still to be sent" in self.grace.screen.text

    async def works_until(self, happens: Doing) -> None:
        """The worker sends letters; after the 60th this happens, and the worker goes on until nothing is due."""
        worker = self.rig.core.worker
        assert worker.letters is not None
        clock = self._pausing(worker.clock, happens)
        worker.letters = replace(worker.letters, clock=clock, pace=PACE)
        for _ in range(4):
            await self.rig.work()

    def _pausing(self, clock: Clock, happens: Doing) -> Clock:
        waited = False

        async def sleep(seconds: float) -> None:
            nonlocal waited
            if not waited and len(self.got()) == REACHED:
                waited = True
                await happens()
            await clock.sleep(seconds)

        return replace(clock, sleep=sleep)

    def got(self) -> Counter[str]:
        """How often the note came to each chat."""
        calls = self.rig.world.calls_of("sendMessage")
        return Counter(
            str(call.chat_id) for call in calls if TEXT in str(call.payload["text"]) and _alone(call)
        )

    def outcomes(self) -> dict[tuple[str, str], int]:
        """How many letters ended how, and why."""
        return dict(Counter((row.status, row.reason) for row in self.made.rows(letter)))

    async def result(self, who: Player) -> str:
        """What a coordinator reads of the note."""
        await who.say("/cohorts")
        await who.tap("1. North")
        await who.press("desk.notes")
        await who.tap("1. ")
        return who.screen.text


def _alone(call: object) -> bool:
    """Whether this is a respondent's letter, not a page of a coordinator that quotes it."""
    return str(getattr(call, "chat_id", "")) not in {str(GRACE), str(HENRY)}


async def removed(sending: Round) -> None:
    """The operator takes all rights from Grace."""
    with sending.rig.writer.begin() as connection:
        remove_coordinator(connection, "telegram", GRACE, sending.rig.core.clock.now())


async def taken_out(sending: Round) -> None:
    """Henry takes her out of the cohort, in his chat."""
    await sending.henry.say("/cohorts")
    for label in ("1. North", "Settings", "Coordinators", "Take out 1", "Yes"):
        await sending.henry.tap(label)


@pytest.mark.parametrize("how", [removed, taken_out])
async def test_who_is_removed_while_their_note_runs_writes_to_nobody_any_more(
    database: str, how: Callable[[Round], Awaitable[None]]
) -> None:
    sending = Round(database)
    await sending.sends()

    await sending.works_until(lambda: how(sending))

    rest = PEOPLE - REACHED
    assert len(sending.got()) == REACHED and set(sending.got().values()) == {1}
    assert sending.outcomes() == {("sent", ""): REACHED, ("withheld", "not_allowed"): rest}
    assert [row.status for row in sending.made.rows(note)] == ["cancelled"]
    text = await sending.result(sending.henry)
    assert f"{REACHED} sent" in text
    assert f"{rest}: whoever sent it does not coordinate this cohort any more" in text
    await sending.grace.press("desk.refresh")
    assert TEXT not in sending.grace.screen.text, "who coordinates no more reads no result"
    await sending.rig.close()


async def test_a_note_that_runs_is_stopped_with_one_tap(database: str) -> None:
    sending = Round(database)
    await sending.sends()

    await sending.works_until(lambda: sending.grace.press("desk.stop_note"))

    rest = PEOPLE - REACHED
    assert len(sending.got()) == REACHED and set(sending.got().values()) == {1}
    assert sending.outcomes() == {("sent", ""): REACHED, ("withheld", "cancelled"): rest}
    text = await sending.result(sending.grace)
    assert f"{REACHED} sent" in text and f"{rest}: it was stopped before" in text
    await sending.rig.close()
