"""The one owner of background tasks: keeps them alive, logs what they raise, cancels them at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger("tasks")


class Tasks:
    """Short tasks that nobody waits for. Nothing they raise is lost, and nothing of it names a person."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.error("task failed", cause=type(trouble).__name__, exc_info=trouble)

    async def settle(self) -> None:
        """Wait until no task is left."""
        while self._running:
            await asyncio.wait(list(self._running))

    async def stop(self, grace: float) -> None:
        """Give the tasks `grace` seconds, then cancel what is left."""
        if self._running:
            _done, left = await asyncio.wait(list(self._running), timeout=grace)
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left)
