"""The bot of these trials, asking a small framework, on each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.programme.reminding import PACE
from tests.faults.walking import build
from tests.rig import Rig

Start = Callable[..., Rig]


@pytest.fixture
async def start(database: str) -> AsyncIterator[Start]:
    """Starts a bot over this test's database, any number of times. The test must carry the marker `virtual`."""
    made: list[Rig] = []

    def begin(**options: Any) -> Rig:
        made.append(build(database, **options))
        # Here it is looked at what happens between one letter and the next.
        letters = made[-1].core.worker.letters
        assert letters is not None
        letters.pace = PACE
        return made[-1]

    yield begin
    for rig in made:
        await rig.close()


@pytest.fixture
async def fx_rig(start: Start) -> Rig:
    """A bot that asks six questions in two parts. The test must carry the marker `virtual`."""
    return start()


@pytest.fixture
async def sqlite_rig(sqlite_database: str) -> AsyncIterator[Rig]:
    """The same, for what only a file can show. The test must carry the marker `virtual`."""
    made = build(sqlite_database)
    yield made
    await made.close()
