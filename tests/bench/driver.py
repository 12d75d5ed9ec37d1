"""One run: a bot, a stand-in for Telegram and a crowd, and what came of it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bench.emulator import Emulator
from tests.bench.people import Crowd
from tests.bench.process import Kind, environment, running
from tests.bench.questions import write_questions

FIRST_PERSON = 1000


@dataclass(frozen=True)
class Load:
    """So many people at once, Telegram taking `latency` seconds a call, for `seconds`."""

    name: str
    at_once: int
    seconds: float
    latency: float = 0.0


@dataclass(frozen=True)
class Result:
    """What one run showed."""

    answers_a_second: float
    taps_a_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    peak_mb: float
    requests_a_tap: float
    files: int = 0


class Lost(RuntimeError):
    """A bot lost an answer it had acknowledged, or made a call that Telegram refuses."""


async def run(kind: Kind, mode: str, load: Load, people: int, reports: int = 0) -> Result:
    """Measure one bot under one load. Raises Lost where it did not do its job.

    With `reports` so many further people wish for a PDF at the moment the others begin.
    """
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        questions = Path(folder, "questions.json")
        write_questions(questions)
        emulator = Emulator(load.latency)
        async with emulator.running() as address:
            told = environment(address, mode, Path(folder, "store"), questions)
            async with running(kind, emulator, told) as bot:
                crowd = Crowd(emulator, kind.reader)
                await crowd.gather(range(FIRST_PERSON, FIRST_PERSON + people + reports))
                cpu, requests = bot.cpu_seconds(), emulator.requests
                await crowd.want_reports(reports)
                measured = await crowd.answer(load.at_once, load.seconds)
                cpu, requests = bot.cpu_seconds() - cpu, emulator.requests - requests
                await crowd.finish()
                peak = bot.peak_mb()
            stored = bot.stored()
        if stored is not None and stored != measured.stored + reports:
            raise Lost(f"{kind.name}: {measured.stored} answers acknowledged, {stored} stored")
        if emulator.refused:
            raise Lost(f"{kind.name}: {len(emulator.refused)} calls refused, {emulator.refused[:3]}")
    cuts = quantiles(measured.latencies, n=20, method="inclusive")
    return Result(
        measured.answers / measured.seconds,
        measured.taps / measured.seconds,
        cuts[9] * 1000,
        cuts[18] * 1000,
        cpu * 1000 / measured.answers,
        peak,
        requests / measured.taps,
        emulator.files,
    )
