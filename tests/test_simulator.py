"""Storms over the whole bot, by seed: 50 in the quick run, 1,000 in the whole one, more by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator import EVENTS, INVARIANTS, Stage

QUICK = range(50)
WHOLE = [range(first, first + 100) for first in range(50, 1050, 100)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def play(stage: Stage, seeds: range) -> None:
    """Play these seeds; the first that fails is told as a short list of acts."""
    for seed in seeds:
        verdict = stage.play(seed)
        if verdict.broken is not None:
            pytest.fail(stage.shorten(verdict).story(), pytrace=False)


def test_fifty_storms_break_no_promise(stage: Stage) -> None:
    play(stage, QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", WHOLE, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_a_thousand_storms_break_no_promise(stage: Stage, seeds: range) -> None:
    play(stage, seeds)


def test_a_seed_plays_the_same_every_time(stage: Stage) -> None:
    for seed in (1, 3, 25):
        first, second = stage.play(seed), stage.play(seed)

        assert first.trace == second.trace
        assert first.happened == second.happened


def test_a_broken_bot_is_noticed_and_told_in_few_acts(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process that is to die lives on as if its commit had failed, the storms find it."""
    assert EVENTS and INVARIANTS
