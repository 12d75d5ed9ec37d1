"""Something asynchronous that lives in a thread of its own while a test runs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from queue import Queue
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """The loop of that thread, for calls from the test's own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something there and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


@contextmanager
def living(thing: AbstractAsyncContextManager[Any]) -> Iterator[LoopThread]:
    """Enter `thing` in a thread with its own loop, and leave it there at the end."""
    started: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Queue()

    async def live() -> None:
        stop = asyncio.Event()
        async with thing:
            started.put((asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()), name=type(thing).__name__)
    thread.start()
    loop, stop = started.get(timeout=30)
    try:
        yield LoopThread(loop)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
