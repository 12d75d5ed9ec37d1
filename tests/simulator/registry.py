"""Where events and invariants are registered: small functions with a name, found by the storm and its checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

Happen = Callable[["Storm", Random], Awaitable[None]]
Check = Callable[["Storm"], Iterator[str]]


@dataclass(frozen=True)
class Event:
    """Something that may happen; the weight says how often among the others."""

    name: str
    weight: float
    happen: Happen


@dataclass(frozen=True)
class Invariant:
    """Something that must always hold (`during`), or once the storm is over and everybody has finished."""

    name: str
    during: bool
    check: Check


EVENTS: list[Event] = []
INVARIANTS: list[Invariant] = []


def event(weight: float) -> Callable[[Happen], Happen]:
    """Register an event under the name of its function."""

    def keep(happen: Happen) -> Happen:
        EVENTS.append(Event(_words(happen), weight, happen))
        return happen

    return keep


def invariant(*, during: bool) -> Callable[[Check], Check]:
    """Register an invariant under the name of its function. It yields one sentence for each breach."""

    def keep(check: Check) -> Check:
        INVARIANTS.append(Invariant(_words(check), during, check))
        return check

    return keep


def _words(function: object) -> str:
    return str(getattr(function, "__name__", "?")).replace("_", " ")


class Broken(AssertionError):
    """An invariant did not hold."""

    def __init__(self, name: str, breach: str) -> None:
        super().__init__(f"{name}: {breach}")
        self.name, self.breach = name, breach
