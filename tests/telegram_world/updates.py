"""Undelivered updates: kept in order, per person, until getUpdates confirms them or a webhook answers."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from tests.telegram_world.reply import Json

UPDATE_LIFE = 86_400.0
TAP_LIFE = 150.0
NOT_UNLESS_ASKED = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class Pending:
    """One update on its way. `line` is the person or group whose updates keep their order."""

    update_id: int
    update: Json
    line: int
    expires: float
    tries: int = 0

    @property
    def kind(self) -> str:
        """message, callback_query and so on."""
        return next(name for name in self.update if name != "update_id")


@dataclass
class Webhook:
    """Where updates are posted to, and how that went."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str = ""


class UpdateQueue:
    """The updates of one bot. `lost` keeps what nobody fetched in time; `listeners` hear of changes."""

    def __init__(self, lock: threading.RLock, first_id: int = 100_000_001) -> None:
        self.lock = lock
        self.next_id = first_id
        self.pending: dict[int, Pending] = {}
        self.lines: dict[int, deque[Pending]] = {}
        self.lost: list[Json] = []
        self.allowed: list[str] = []
        self.webhook: Webhook | None = None
        self.poll_ticket = 0
        self.tap_life, self.update_life = TAP_LIFE, UPDATE_LIFE
        self._listeners: list[Callable[[], None]] = []

    def add(self, content: Json, line: int, now: float) -> Json:
        """Number an update and queue it, unless the bot does not want its kind."""
        with self.lock:
            update = {"update_id": self.next_id, **content}
            self.next_id += 1
            self.put(update, line, now)
            return update

    def put(self, update: Json, line: int, now: float) -> None:
        """Queue a numbered update, for instance one that was delivered before."""
        with self.lock:
            life = self.tap_life if "callback_query" in update else self.update_life
            pending = Pending(update["update_id"], update, line, now + life)
            if not self._wanted(pending.kind):
                return
            self.pending[pending.update_id] = pending
            self.lines.setdefault(line, deque()).append(pending)
        self.wake()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_UNLESS_ASKED

    def done(self, pending: Pending) -> None:
        """An update was delivered or given up."""
        with self.lock:
            if self.pending.get(pending.update_id) is pending:
                del self.pending[pending.update_id]
            line = self.lines.get(pending.line)
            if line and pending in line:
                line.remove(pending)
            if not line:
                self.lines.pop(pending.line, None)

    def drop_expired(self, now: float) -> None:
        """Forget what nobody fetched in time."""
        with self.lock:
            for pending in [late for late in self.pending.values() if late.expires <= now]:
                self.done(pending)
                self.lost.append(pending.update)

    def confirm(self, offset: int) -> None:
        """Forget all updates below the offset; a negative one counts from the end."""
        with self.lock:
            if offset < 0:
                ids = sorted(self.pending)
                offset = ids[max(offset, -len(ids))] if ids else 0
            for pending in [old for old in self.pending.values() if old.update_id < offset]:
                self.done(pending)

    def first(self, limit: int) -> list[Json]:
        """The oldest updates."""
        with self.lock:
            return [pending.update for pending in islice(self.pending.values(), limit)]

    def head(self, line: int, now: float) -> Pending | None:
        """The next update of one person."""
        with self.lock:
            while waiting := self.lines.get(line):
                if waiting[0].expires > now:
                    return waiting[0]
                self.lost.append(waiting[0].update)
                self.done(waiting[0])
        return None

    def clear(self) -> None:
        """Drop all pending updates."""
        with self.lock:
            self.pending.clear()
            self.lines.clear()

    def new_poll(self) -> int:
        """A getUpdates begins to wait; any older one has to give way."""
        with self.lock:
            self.poll_ticket += 1
            ticket = self.poll_ticket
        self.wake()
        return ticket

    def wake(self) -> None:
        """Tell all listeners that something changed."""
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Have a listener called at each change, from whichever thread made it."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
