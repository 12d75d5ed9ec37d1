"""Answers while a hundred people wish for a PDF at once, beside answers without that, in the same rounds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median

from tests.bench.driver import Load, Result, run
from tests.bench.process import OURS
from tests.bench.speed import people_for
from tests.bench.table import Table

REPORTS = 100
LOAD = Load("10 at once, 20 ms a call", 10, 10.0, latency=0.02)
SLOWER = 1.5
"""The median of a turn may take so many times as long beside reports; it is the same screen, later."""


async def report(rounds: int, *, quick: bool) -> str:
    """Rounds of both in turn, as a table, and whether those who answer are kept waiting."""
    load = Load(LOAD.name, LOAD.at_once, LOAD.seconds / 2, LOAD.latency) if quick else LOAD
    runs: dict[int, list[Result]] = {0: [], REPORTS: []}
    for number in range(rounds):
        for reports, results in runs.items():
            sys.stderr.write(f"{reports} reports, round {number + 1} of {rounds}\n")
            results.append(await run(OURS, "polling", load, people_for(OURS, load), reports))
    table = Table("reports wished for", "answers/s", "p50 ms", "p95 ms", "files meanwhile")
    for reports, results in runs.items():
        table.row(
            reports,
            _middle(results, lambda one: one.answers_a_second),
            _middle(results, lambda one: one.p50_ms),
            _middle(results, lambda one: one.p95_ms),
            _middle(results, lambda one: one.files),
        )
    beside, alone = (_middle(runs[reports], lambda one: one.p50_ms) for reports in (REPORTS, 0))
    ratio = beside / alone
    told = "met" if ratio <= SLOWER else "NOT MET"
    return f"{table}\n\nMedian turn beside reports: {ratio:.2f} times (goal: at most {SLOWER}): {told}"


def _middle(results: list[Result], value: Callable[[Result], float]) -> float:
    return median(map(value, results))
