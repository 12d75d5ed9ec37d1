"""What is said to a text that was not taken, or that changed something: it fits the page it was typed on."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Start
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.small import Q1, proved
from tests.faults.walking import enter, press, said, say

pytestmark = pytest.mark.virtual


async def test_a_level_typed_where_proof_is_asked_says_what_it_changed(start: Start) -> None:
    rig = start(framework=proved())
    ana = rig.person(1)
    await enter(rig, ana)
    await press(rig, ana, "3 ")

    await say(rig, ana, "level 2")

    assert said(rig, ana) == {Q1: 2}
    assert "is now 2 " in ana.screen().text
