"""Figures across organisations: quartiles of peers in batches, and counts that hide what subtraction would find.

Only for those who opted in. No names, no rank, and no two figures from which one organisation could be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
"""So many organisations make a figure."""

LEAST_PUBLIC = 10
"""So many make a figure that anyone may see."""

BATCH = 3
"""So many new organisations make a new figure."""

ROUNDED_TO = 5
"""Public counts are rounded to this."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One organisation that opted in: the framework version it used, its size, how many elements are in place."""

    organisation: int
    version: str
    size: str
    in_place: int


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter, a half and three quarters of the organisations have at most so many elements in place."""

    first: int
    middle: int
    third: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What was last worked out for one kind of organisation, and from which. Only `shown` is for screens."""

    organisations: frozenset[int]
    quartiles: Quartiles

    def shown(self, public: bool = False) -> Quartiles | None:
        """The quartiles; None where anyone would see them and they rest on too few."""
        return self.quartiles if not public or len(self.organisations) >= LEAST_PUBLIC else None


Kind = tuple[str, str]
"""A framework version and a size: only these are compared, and never over several of them at once."""

Figures = Mapping[Kind, Figure]


def quartiles(in_place: Sequence[int], public: bool = False) -> Quartiles | None:
    """The values at a quarter, a half and three quarters of the way, by nearest rank; None for too few."""
    count = len(in_place)
    if count < (LEAST_PUBLIC if public else LEAST):
        return None
    ordered = sorted(in_place)
    first, middle, third = (ordered[(count * part + 3) // 4 - 1] for part in (1, 2, 3))
    return Quartiles(first, middle, third)


def refreshed(before: Figures, peers: Iterable[Peer]) -> dict[Kind, Figure]:
    """The figures after a look at all present peers, each organisation once. To be kept for the next look.

    A figure stands, whoever leaves or changes, until there are three organisations it does not rest on yet: so
    the difference between two figures is never one organisation.
    """
    kinds: dict[Kind, dict[int, int]] = {}
    for peer in peers:
        kinds.setdefault((peer.version, peer.size), {})[peer.organisation] = peer.in_place
    figures = {kind: _new_figure(before.get(kind), values) for kind, values in kinds.items()}
    return {**before, **{kind: figure for kind, figure in figures.items() if figure is not None}}


def suppressed(row: Mapping[str, int]) -> dict[str, int | None]:
    """Counts of organisations in one row, None where hidden: all under five, and what would give those away.

    One hidden count is found by subtraction from the whole, so the next smallest is hidden with it, and all that
    are equal to that one: which of them it was would tell something too.
    """
    counts = sorted(row.values())
    bound = LEAST
    while _tells([count for count in counts if count < bound]) and counts[-1] >= bound:
        bound = min(count for count in counts if count >= bound) + 1
    return {one: None if count < bound else count for one, count in row.items()}


def rounded(count: int) -> int | None:
    """A count of organisations as anyone may see it: to the nearest five, or None for too few."""
    if count < LEAST_PUBLIC:
        return None
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _tells(hidden: Sequence[int]) -> bool:
    """Whether a hidden count follows from the sum, as of one alone or of many that are all just too small."""
    return bool(hidden) and (sum(hidden) < LEAST or min(hidden) == max(hidden) == LEAST - 1)


def _new_figure(before: Figure | None, values: Mapping[int, int]) -> Figure | None:
    if before is not None and len(values.keys() - before.organisations) < BATCH:
        return None
    worked_out = quartiles(tuple(values.values()))
    return None if worked_out is None else Figure(frozenset(values), worked_out)
