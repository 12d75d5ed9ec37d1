"""Storms over the whole bot, by seed: 50 in the quick run, 1,000 in the whole one, more by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.polling import Polling
from flows.conversation import Conversation
from flows.events import Tapped
from flows.taps import intent_of_tap
from frameworks.model import Framework
from storage import batch
from tests.simulator import Stage

QUICK = range(50)
WHOLE = [range(first, first + 25) for first in range(50, 1050, 25)]
MOST_FOR_A_BROKEN_BOT = 40

Break = Callable[[pytest.MonkeyPatch], None]


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


def writes_to_what_is_open(patch: pytest.MonkeyPatch) -> None:
    """Buttons write to the open element, whatever place and element they were drawn for."""

    def careless(now: Conversation, tap: Tapped, facts: Any, framework: Framework) -> Any:
        if tap.ordinal >= 0 and now.element is not None:
            here = framework.ordinal_by_id[now.element]
            tap = replace(tap, place_no=now.place_no, ordinal=here)
        return intent_of_tap(now, tap, facts, framework)

    patch.setattr("flows.step.intent_of_tap", careless)


def confirms_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """The offset moves on as soon as updates are fetched."""

    async def at_once(*_args: Any) -> bool:
        return True

    patch.setattr(Polling, "_stored", at_once)


def claims_nothing(patch: pytest.MonkeyPatch) -> None:
    """Every event counts as new, however often it comes."""
    real = batch._claim

    def forgetful(connection: Any, incomings: Any, now: Any) -> Any:
        real(connection, incomings, now)
        return {batch._claim_key(each) for each in incomings}

    patch.setattr(batch, "_claim", forgetful)


def loses_answers(patch: pytest.MonkeyPatch) -> None:
    """The place is stored, the answer is not."""
    patch.setattr("storage.saving._save_answers", lambda *_args: None)


@pytest.mark.parametrize(
    ("broken", "noticed"),
    [
        (writes_to_what_is_open, {"an act writes to no other element", "an answer is what its act meant"}),
        (confirms_before_the_commit, {"what was confirmed was taken in"}),
        (claims_nothing, {"an event that comes again changes nothing", "an event is stored once"}),
        (loses_answers, {"the history leads to the answers", "everybody can finish"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_broken_bot_is_found_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, broken: Break, noticed: set[str]
) -> None:
    """The bot is broken on purpose, and some storm says so."""
    broken(monkeypatch)
    for seed in range(MOST_FOR_A_BROKEN_BOT):
        verdict = stage.play(seed)
        if verdict.broken is not None:
            print(verdict.seed, verdict.broken)
            assert verdict.broken.name in noticed
            return
    pytest.fail(f"{MOST_FOR_A_BROKEN_BOT} storms did not find it")
