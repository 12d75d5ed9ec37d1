"""One real bot: `python -m bot run` in a process of its own, with its log, its health page and its end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.telegram_world import DEFAULT_TOKEN

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-tests"
PATIENCE = 60.0
RUNNING = re.compile(r"running .*mode=")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something that has to come to pass."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it did not come to pass: {what}"
        time.sleep(0.01)


def clean_environment() -> dict[str, str]:
    """The environment without any setting of the bot's own."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": str(ROOT)}


class BotProcess(AbstractContextManager["BotProcess"]):
    """A bot that can be started, killed and started again; all its lives write one log."""

    def __init__(self, folder: Path, telegram: str, database: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / f"bot-{self.port}.log"
        self.environment = clean_environment() | {
            "BOT_TOKEN": DEFAULT_TOKEN,
            "TELEGRAM_BASE_URL": f"{telegram}/bot",
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "WEBHOOK_LISTEN": "127.0.0.1",
            "WEBHOOK_PORT": str(self.port),
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._began_at = 0

    @classmethod
    def in_mode(cls, mode: str, folder: Path, telegram: str, database: str) -> BotProcess:
        """A bot by polling or by webhook on this machine."""
        bot = cls(folder, telegram, database, BOT_MODE=mode)
        if mode == "webhook":
            url = f"http://127.0.0.1:{bot.port}/telegram/hook"
            bot.environment |= {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        return bot

    def start(self) -> BotProcess:
        """Start it and do not wait until it runs."""
        self._began_at = len(self.said())
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder, env=self.environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        return self

    def run(self) -> BotProcess:
        """Start it and wait until it runs."""
        self.start()
        until(lambda: self.runs, f"the bot runs:\n{self.said()}")
        return self

    @property
    def runs(self) -> bool:
        """This life of it has said that it runs."""
        assert self.process is not None
        assert self.process.poll() is None, f"the bot ended:\n{self.said()}"
        return RUNNING.search(self.said(), self._began_at) is not None

    def said(self) -> str:
        """Its whole log."""
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and words of the health page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, json.loads(answer.read())

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        if trouble is not None:
            print(self.said()[-6000:])
        else:
            assert DEFAULT_TOKEN not in self.said(), "the token stands in the log"
