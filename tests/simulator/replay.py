"""Running one seed from its template to its verdict, and telling a failure so that it can be followed."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine
from structlog.testing import capture_logs

from storage.engine import writer_engine
from tests.databases import make_template
from tests.simulator.ledger import Ledger
from tests.simulator.registry import Broken
from tests.simulator.storm import Storm
from tests.simulator.walk import walk_to_the_questions, walk_to_the_summary
from tests.virtual import VirtualLoop

FEWEST, MOST = 20, 55
TRIES = 80
"""So many shorter runs of a failing seed are tried to find a short one."""


@dataclass(frozen=True)
class Verdict:
    """What became of a seed: nothing, or the invariant that broke, with the acts that led there."""

    seed: int
    broken: Broken | None
    trace: tuple[str, ...]
    happened: tuple[int, ...]
    acts: int

    def story(self) -> str:
        acts = "\n".join(self.trace)
        return f"seed {self.seed}: {self.broken}\n\n{acts}\n\nalone: python -m tests.simulator --seed {self.seed}"


class Stage:
    """A folder with a migrated template; every seed plays on a fresh copy of it."""

    def __init__(self, folder: Path, template: Path | None = None) -> None:
        self.template = template or Path(make_template("sqlite", folder))
        self.file = folder / "storm.db"
        self.writer = writer_engine(f"sqlite:///{self.file}", durable=False)

    def play(self, seed: int, skip: frozenset[int] = frozenset(), steps: int | None = None) -> Verdict:
        """One seed. `skip` leaves events out; `steps` ends the storm early."""
        for old in (self.file, *(self.file.with_name(f"{self.file.name}{end}") for end in ("-wal", "-shm"))):
            old.unlink(missing_ok=True)
        shutil.copy(self.template, self.file)
        ledger = Ledger(self.file)
        try:
            with heard() as log, asyncio.Runner(loop_factory=VirtualLoop) as runner:
                return runner.run(_play(seed, self.writer, ledger, log, skip, steps))
        finally:
            ledger.close()

    def shorten(self, verdict: Verdict) -> Verdict:
        """The same breach with as few events as are found to be enough."""
        assert verdict.broken is not None
        name, best, skip = verdict.broken.name, verdict, frozenset[int]()
        for index in list(reversed(verdict.happened))[:TRIES]:
            tried = self.play(verdict.seed, skip | {index}, steps=max(verdict.happened) + 1)
            if tried.broken is not None and tried.broken.name == name:
                best, skip = tried, skip | {index}
        return best


async def _play(
    seed: int,
    writer: Engine,
    ledger: Ledger,
    log: list[dict[str, Any]],
    skip: frozenset[int],
    steps: int | None,
) -> Verdict:
    storm = Storm(seed, writer, ledger, log, skip)
    broken: Broken | None = None
    try:
        await _all_of_it(storm, steps)
    except Broken as breach:
        broken = breach
    finally:
        await storm.leave()
    return Verdict(seed, broken, tuple(storm.trace), tuple(storm.happened), len(storm.acts))


async def _all_of_it(storm: Storm, steps: int | None) -> None:
    random = Random(f"{storm.seed}:length")
    for who in storm.walkers:
        if random.random() < 0.7:
            await walk_to_the_questions(storm, who)
    storm.note("--- storm ---")
    wanted = random.randint(FEWEST, MOST)
    await storm.rage(wanted if steps is None else min(steps, wanted))
    await storm.calm()
    storm.check(during=False)
    for who in storm.walkers:
        await walk_to_the_summary(storm, who)
    await storm.pass_time(5.0)
    storm.check(during=False)


@contextmanager
def heard() -> Iterator[list[dict[str, Any]]]:
    """Everything that is logged, by structlog or by the standard library."""
    root = logging.getLogger()
    with capture_logs() as entries:
        ear = _Ear(entries)
        root.addHandler(ear)
        try:
            yield entries  # type: ignore[misc]
        finally:
            root.removeHandler(ear)


class _Ear(logging.Handler):
    def __init__(self, entries: list[Any]) -> None:
        super().__init__()
        self._entries = entries

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        level = record.levelname.lower()
        self._entries.append({"event": record.getMessage(), "log_level": level, "exc_info": cause})
