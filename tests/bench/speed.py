"""Speed: our bot, two peers and the floor, in turn, by polling and by webhook, against the goals."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from statistics import median

from tests.bench.driver import Load, Result, run
from tests.bench.process import FLOOR, KINDS, OURS, PICKLE, SQL, Kind
from tests.bench.table import Table

ONE = Load("1 at a time", 1, 2.0)
TWENTY = Load("20 at once", 20, 4.0)
MANY = Load("200 at once", 200, 5.0)
SLOW = Load("40 at once, 50 ms a call", 40, 6.0, latency=0.05)
LOADS = (ONE, TWENTY, MANY, SLOW)
MODES = ("polling", "webhook")
QUESTIONS = 30

Runs = dict[tuple[str, str, str], list[Result]]


@dataclass(frozen=True)
class Goal:
    """A ratio of our figure to another bot's in the same round, or a figure of ours alone."""

    name: str
    value: Callable[[Result], float]
    load: Load
    other: Kind | None
    limit: float
    at_least: bool
    modes: tuple[str, ...] = MODES


def _speed(result: Result) -> float:
    return result.answers_a_second


GOALS = (
    Goal("answers/s against ptb + sqlalchemy", _speed, TWENTY, SQL, 8, True),
    Goal("answers/s against ptb + pickle, which loses answers", _speed, TWENTY, PICKLE, 3, True),
    Goal("answers/s against ptb + sqlalchemy", _speed, SLOW, SQL, 25, True),
    Goal("p95 against ptb + sqlalchemy", lambda result: result.p95_ms, TWENTY, SQL, 0.15, False),
    Goal("p50 against the floor", lambda result: result.p50_ms, SLOW, FLOOR, 1.35, False, ("polling",)),
    Goal("p50 against the floor", lambda result: result.p50_ms, SLOW, FLOOR, 1.2, False, ("webhook",)),
    Goal("HTTP requests a tap", lambda result: result.requests_a_tap, TWENTY, None, 2.1, False, ("webhook",)),
)


def people_for(kind: Kind, load: Load) -> int:
    """Enough people for the whole time, at the fastest this bot can be."""
    slowest_turn = load.latency or 0.001
    rate = min(kind.at_most, load.at_once / slowest_turn)
    return load.at_once + ceil(rate * load.seconds / QUESTIONS)


async def measure(rounds: int, *, quick: bool) -> Runs:
    """All runs: in each round every bot in turn, so that a busy machine is busy for all of them."""
    runs: Runs = {}
    for mode in MODES:
        for load in LOADS:
            used = replace(load, seconds=load.seconds / 2) if quick else load
            for number in range(rounds):
                sys.stderr.write(f"{mode}, {load.name}, round {number + 1} of {rounds}\n")
                for kind in KINDS:
                    result = await run(kind, mode, used, people_for(kind, used))
                    runs.setdefault((mode, load.name, kind.name), []).append(result)
    return runs


def _middle(results: list[Result], value: Callable[[Result], float]) -> float:
    return median(map(value, results))


def _table(runs: Runs, mode: str, load: Load) -> Table:
    columns: dict[str, Callable[[Result], float]] = {
        "answers/s": _speed,
        "taps/s": lambda result: result.taps_a_second,
        "p50 ms": lambda result: result.p50_ms,
        "p95 ms": lambda result: result.p95_ms,
        "CPU ms an answer": lambda result: result.cpu_ms,
        "peak MB": lambda result: result.peak_mb,
        "HTTP requests a tap": lambda result: result.requests_a_tap,
    }
    table = Table(f"{mode}, {load.name}", *columns)
    for kind in KINDS:
        results = runs[mode, load.name, kind.name]
        table.row(kind.name, *(_middle(results, value) for value in columns.values()))
    return table


def _reached(runs: Runs, goal: Goal, mode: str) -> float:
    """The median over the rounds of our figure, or of its ratio to the other's in the same round."""
    ours = runs[mode, goal.load.name, OURS.name]
    if goal.other is None:
        return _middle(ours, goal.value)
    theirs = runs[mode, goal.load.name, goal.other.name]
    return median(goal.value(one) / goal.value(other) for one, other in zip(ours, theirs, strict=True))


def said(reached: float, limit: float, *, at_least: bool) -> str:
    """Whether a goal is met, and by how much it is not."""
    if reached >= limit if at_least else reached <= limit:
        return "met"
    return f"not met, {abs(reached / limit - 1):.0%} {'under' if at_least else 'over'}"


def _goals(runs: Runs) -> Table:
    table = Table("goal", "load", "mode", "reached", "goal", "")
    for goal in GOALS:
        sign = "at least" if goal.at_least else "at most"
        for mode in goal.modes:
            reached = _reached(runs, goal, mode)
            verdict = said(reached, goal.limit, at_least=goal.at_least)
            table.row(goal.name, goal.load.name, mode, reached, f"{sign} {goal.limit:g}", verdict)
    return table


async def report(rounds: int, *, quick: bool) -> str:
    """Everything about speed, as a text."""
    runs = await measure(rounds, quick=quick)
    tables = [str(_table(runs, mode, load)) for mode in MODES for load in LOADS]
    head = (
        f"Median of {rounds} rounds, bots in turn; SQLite with every answer synced to disk, "
        "ptb + pickle excepted. An answer is one level tap; taps on Go on between parts take their time "
        "and are not counted as answers."
    )
    return "\n\n".join([head, *tables, str(_goals(runs))])
