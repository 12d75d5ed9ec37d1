"""Making files of reports in another process, so that nobody who taps waits for one: in turn, with a time limit."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Event, Timer
from types import TracebackType
from typing import Any, Self

import orjson

from bot.report.paper import pdf_order, png_order
from bot.report.report import Report
from bot.report.typesetting import read_message, write_message

SECONDS = 20.0
MODULE = "bot.report.typesetting"
MOST_OF_ONE = 200
"""After so many files the other process is replaced, so that what it may hold on to goes."""


class ReportFault(Exception):
    """No file could be made. The reason is for the operator's log, never for a person."""


class Press:
    """One other process that makes files, one after another. It starts with the first order and ends with `close`.

    A file that takes longer than it may costs that process its life; the next order starts a new one.
    """

    def __init__(self, module: str = MODULE) -> None:
        self._module = module
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="press")
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    async def make_pdf(self, report: Report, seconds: float = SECONDS) -> bytes:
        """The report as PDF, at most 200 KB and with so many pages as it says. Its own making may take `seconds`.

        Raises ReportFault.
        """
        return await self._ask(partial(pdf_order, report), seconds)

    async def make_png(self, report: Report, *, radar: bool = False, seconds: float = SECONDS) -> bytes:
        """The result card as PNG, at most 60 KB, as bars or as a radar. Raises ReportFault."""
        return await self._ask(partial(png_order, report, radar=radar), seconds)

    async def close(self) -> None:
        """End the other process; a file in the making is lost."""
        self._hand.shutdown(wait=False, cancel_futures=True)
        self._end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _ask(self, order: Callable[[], dict[str, Any]], seconds: float) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hand, self._answer, order, seconds)

    def _answer(self, make: Callable[[], dict[str, Any]], seconds: float) -> bytes:
        """What the other process makes of one order. Runs in the one thread that talks to it."""
        order = orjson.dumps(make())
        answer, late = self._exchange(order, seconds)
        if answer is None and not late and self._made > 1:
            # It may have died long before this order came.
            self._end()
            answer, late = self._exchange(order, seconds)
        if answer is None:
            self._end()
            raise ReportFault(f"no answer within {seconds} s" if late else "the typesetting process died")
        if not answer.startswith(b"+"):
            raise ReportFault(answer[1:].decode("utf-8", "replace"))
        return answer[1:]

    def _exchange(self, order: bytes, seconds: float) -> tuple[bytes | None, bool]:
        """The answer, None where the process is gone; and whether it was killed for being late."""
        process, late = self._ready(), Event()

        def end() -> None:
            late.set()
            process.kill()

        limit = Timer(seconds, end)
        limit.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            write_message(process.stdin, order)
            return read_message(process.stdout), late.is_set()
        except OSError:
            return None, late.is_set()
        finally:
            limit.cancel()

    def _ready(self) -> subprocess.Popen[bytes]:
        """The process to talk to; a new one where there is none, or where it is worn out."""
        if self._made >= MOST_OF_ONE or (self._process is not None and self._process.poll() is not None):
            self._end()
        if self._process is None:
            self._made = 0
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        self._made += 1
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
