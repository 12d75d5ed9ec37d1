"""What a whole full assessment costs a phone: counted, so it holds on any machine."""

from __future__ import annotations

import pytest

from bot.buttons import DATA_LIMIT
from tests.bench.phone import GOALS, weigh
from tests.rig import Rig


@pytest.mark.parametrize("proofs", GOALS)
async def test_a_whole_english_assessment_stays_within_its_bytes(rig: Rig, proofs: int) -> None:
    weight = await weigh(rig, "en", proofs)

    assert weight.kinds["proving"].count == proofs
    assert weight.kinds["asking"].count == 30
    assert weight.received <= GOALS[proofs], weight.kinds


async def test_every_byte_of_a_run_belongs_to_a_screen_the_person_saw(rig: Rig) -> None:
    weight = await weigh(rig, "en", 15)

    assert weight.explained == weight.received


async def test_no_button_of_a_run_carries_more_than_its_few_bytes(rig: Rig) -> None:
    weight = await weigh(rig, "en", 30)

    assert 0 < weight.longest_data <= DATA_LIMIT
