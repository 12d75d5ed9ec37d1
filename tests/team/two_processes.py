"""Two processes beside a team: each takes a batch of events in, both at the same moment.

two.take([(ana, event)], [(ben, event), (ben, another)])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import sleep
from typing import Any

from sqlalchemy import Engine, event

from flows.events import Event
from storage.batch import Outcome
from storage.memory import Memory
from tests.storage.support import Talker, at_once
from tests.team.seats import Team

PAUSE = 0.004
"""Whoever has locked a row gives the other process its turn: only so do two of them meet half-way."""


@dataclass
class Two:
    """A team, and two processes beside it."""

    team: Team
    engines: Sequence[Engine]
    processes: Sequence[Memory]

    def take(self, *batches: Sequence[tuple[Talker, Event]]) -> None:
        """Each process takes one batch in, both at once. What each person is told last is remembered."""
        heard = at_once(
            [partial(_taken, process, batch) for process, batch in zip(self.processes, batches, strict=True)]
        )
        for batch, outcomes in zip(batches, heard, strict=True):
            for (talker, _event), outcome in zip(batch, outcomes, strict=True):
                talker.heard(outcome)

    def beside(self, batch: Sequence[tuple[Talker, Event]], work: Callable[[Engine], Any]) -> Any:
        """One process takes this batch in while the other does this."""
        heard, done = at_once([partial(_taken, self.processes[0], batch), partial(work, self.engines[1])])
        for (talker, _event), outcome in zip(batch, heard, strict=True):
            talker.heard(outcome)
        return done


def _taken(process: Memory, batch: Sequence[tuple[Talker, Event]]) -> list[Outcome]:
    incomings = [talker.incoming(what) for talker, what in batch]
    return process.take_in(incomings, [], max(each.at for each in incomings), False)


def gives_way(engine: Engine) -> None:
    @event.listens_for(engine, "after_cursor_execute")
    def rest(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if " FOR " in statement or statement.startswith(("UPDATE membership", "UPDATE link")):
            sleep(PAUSE)
