"""The answer of a call that comes after the person has gone on already."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2
from tests.faults.walking import enter, said
from tests.telegram_world import TelegramWorld, WorldRequest
from tests.virtual import virtual_clock

pytestmark = pytest.mark.virtual
CALL_SECONDS = 4.0


async def test_a_tap_on_a_new_message_before_its_own_answer_leaves_that_message(start: Start) -> None:
    """B45: on a slow line the message is on the phone before the bot hears so; a tap must not cost the screen."""
    clock = virtual_clock()
    world = TelegramWorld(lambda: clock.now().timestamp())
    request = WorldRequest(world, sleep=clock.sleep)
    rig = start(world=world, request=request)
    ana = rig.person(1)
    await enter(rig, ana)
    request.latency = CALL_SECONDS

    typed = rig.offer(ana.say("2"))
    await asyncio.sleep(CALL_SECONDS * 0.75)
    tapped = rig.offer(ana.press("1 "))
    await asyncio.sleep(10 * CALL_SECONDS)

    assert typed is not None and tapped is not None
    assert said(rig, ana) == {Q1: 2, Q2: 1}
    assert ana.screen().labels, "the screen she tapped was taken away"
    assert len([screen for screen in ana.screens() if screen.labels]) == 1
