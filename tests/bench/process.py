"""A bot as a process of its own, as operators run it, with its CPU and memory read from /proc."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.emulator import TOKEN, Emulator
from tests.bench.people import Reader, at_ours, at_peer

ROOT = Path(__file__).parents[2]
READY_SECONDS, LEAVE_SECONDS = 60.0, 30.0


@dataclass(frozen=True)
class Kind:
    """One of the bots that are compared.

    `at_most` is more answers a second than it will ever give: so many people are made ready. `answers` counts
    its stored answers, where it has a table of them.
    """

    name: str
    module: tuple[str, ...]
    reader: Reader
    at_most: int
    answers: str = ""


OURS = Kind("tayari", ("bot", "run"), at_ours, 1500, "SELECT count(*) FROM answer")
SQL = Kind("ptb + sqlalchemy", ("tests.bench.ptb_sql",), at_peer, 300, "SELECT count(*) FROM answer")
PICKLE = Kind("ptb + pickle", ("tests.bench.ptb_pickle",), at_peer, 800)
FLOOR = Kind("floor", ("tests.bench.floor",), at_peer, 10_000, "SELECT count(*) FROM answer")
KINDS = (OURS, SQL, PICKLE, FLOOR)


@dataclass
class Bot:
    """A running bot."""

    kind: Kind
    pid: int
    store: Path

    def cpu_seconds(self) -> float:
        """CPU of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """The most memory it ever held."""
        return self._status("VmHWM")

    def now_mb(self) -> float:
        return self._status("VmRSS")

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024

    def stored(self) -> int | None:
        """How many answers are in its database; None where it has none."""
        if not self.kind.answers:
            return None
        with sqlite3.connect(self.store) as database:
            return int(database.execute(self.kind.answers).fetchone()[0])


def environment(address: str, mode: str, store: Path, questions: Path) -> dict[str, str]:
    """What all bots are told, by the names our own bot reads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": address,
        "BOT_MODE": mode,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "WEBHOOK_PORT": str(port),
        "WEBHOOK_LISTEN": "127.0.0.1",
        "WEBHOOK_SECRET": "bench",
        "DATABASE_URL": f"sqlite:///{store}",
        "LOG_LEVEL": "WARNING",
        "BENCH_STORE": str(store),
        "BENCH_QUESTIONS": str(questions),
        "PYTHONPATH": str(ROOT),
    }


@asynccontextmanager
async def running(kind: Kind, emulator: Emulator, told: Mapping[str, str]) -> AsyncIterator[Bot]:
    """The bot while the block runs, from its first contact to a clean end."""
    store = Path(told["BENCH_STORE"])
    with (store.parent / "log.txt").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *kind.module, env=dict(told), cwd=store.parent, stdout=log, stderr=log
        )
        try:
            await asyncio.wait_for(emulator.ready.wait(), READY_SECONDS)
            yield Bot(kind, process.pid, store)
        except BaseException:
            log.flush()
            sys.stderr.write((store.parent / "log.txt").read_text()[-2000:])
            raise
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), LEAVE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
