"""Written tours with the machine watched, and at each of their places a try of what may be asked for anywhere."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from flows.conversation import Conversation
from flows.events import Incoming
from flows.machine import Cursor, Move, advance, row_for
from flows.step import Step
from flows.table import AFTER_WAY_IN, JOINABLE, Row
from tests.flows.at_once import answer_everything_at_once
from tests.flows.joins import join_everything
from tests.flows.test_tours import TOURS, event_of
from tests.flows.walks import Walk


@dataclass
class Tour:
    """What happened on many walks: the cursor before each move, and what the step did with it."""

    moves: list[tuple[str, Cursor]] = field(default_factory=list)
    places: list[tuple[Row | None, Conversation, Conversation]] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    at_once: set[str] = field(default_factory=set)
    _row: Row | None = None

    def advance(self, cursor: Cursor, trigger: str) -> Move | None:
        self._row = row_for(cursor, trigger)
        self.moves.append((trigger, copy(cursor)))
        return advance(cursor, trigger)

    def note(self, before: Conversation, _incoming: Incoming, result: Step) -> None:
        self.places.append((self._row, before, result.conversation))
        self._row = None


def travel(name: str, walk: Walk, found: Tour) -> None:
    """A written tour, and at each of its places a try of what may be asked for anywhere."""
    walk.at_step = found.note
    for word in TOURS[name].split()[::2]:
        walk.take(event_of(walk, word))
        there = walk.conversation
        for anywhere in ("M", "V", "J", "K", "0", "Y", "W", "z", "O0", "10"):
            walk.take(event_of(walk, anywhere))
            walk.conversation = there
        if there.state in AFTER_WAY_IN and there.state not in found.at_once:
            found.at_once.add(there.state)
            answer_everything_at_once(walk)
        if there.state in JOINABLE and there.state not in found.joined:
            found.joined.add(there.state)
            join_everything(walk)
