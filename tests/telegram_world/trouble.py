"""Scripted trouble: which of the next calls go wrong and how, and Telegram's flood limits."""

import math
from collections import deque
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import TypedDict, Unpack

from tests.telegram_world.reply import RefusedError, Reply, Wire, bad, error, forbidden, too_many


class Aim(TypedDict, total=False):
    """Which calls a fault is for: of one chat, after `skip` others, `times` times (None: for ever)."""

    chat: int | None
    skip: int
    times: int | None


@dataclass
class Fault:
    """One planned fault."""

    method: str
    chat: int | None = None
    skip: int = 0
    times: int | None = 1
    refusal: RefusedError | None = None
    wire: Wire = "whole"
    after: bool = False
    hits: int = 0

    @property
    def spent(self) -> bool:
        """It has nothing left to do."""
        return self.times is not None and self.hits >= self.times

    def strikes(self, method: str, chat: int | None) -> bool:
        """Count a call; True if it is one to go wrong."""
        if self.spent or not fnmatchcase(method, self.method):
            return False
        if self.chat is not None and self.chat != chat:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.hits += 1
        return True

    def instead(self) -> Reply:
        """The answer in place of the method's own."""
        return self.refusal.reply() if self.refusal else Reply(0, wire=self.wire, effect=False)


class Trouble:
    """The fault plan. Methods are patterns ("send*", "*"); the first planned fault that fits strikes.

    After a 429 with a chat, that chat stays closed until the time is over, as in reality; calls made
    too early are answered 429 again and counted in `impatient`.
    """

    def __init__(self) -> None:
        self.plan: list[Fault] = []
        self.closed_until: dict[int, float] = {}
        self.impatient = 0

    def refuse(self, method: str, refusal: RefusedError, **aim: Unpack[Aim]) -> Fault:
        """Answer with any error, without effect."""
        return self._add(Fault(method, refusal=refusal, **aim))

    def too_many(self, method: str = "*", retry_after: int = 3, **aim: Unpack[Aim]) -> Fault:
        """429 with retry_after."""
        return self.refuse(method, too_many(retry_after), **aim)

    def server_error(self, method: str = "*", status: int = 500, **aim: Unpack[Aim]) -> Fault:
        """500, 502 or 503, without effect."""
        return self.refuse(method, RefusedError(status, HTTPStatus(status).phrase), **aim)

    def blocked(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """403: the person blocked the bot (for this call; `Person.block` does it for good)."""
        return self.refuse(method, forbidden("bot was blocked by the user"), **aim)

    def edit_not_found(self, method: str = "edit*", **aim: Unpack[Aim]) -> Fault:
        """400: the message to edit is not there."""
        return self.refuse(method, bad("message to edit not found"), **aim)

    def timeout_before(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """No answer, and nothing was done."""
        return self._add(Fault(method, wire="timeout", **aim))

    def reset_before(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """The connection breaks before anything was done."""
        return self._add(Fault(method, wire="reset", **aim))

    def timeout_after(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """It was done, but no answer comes."""
        return self._add(Fault(method, wire="timeout", after=True, **aim))

    def reset_after(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """It was done, then the connection breaks."""
        return self._add(Fault(method, wire="reset", after=True, **aim))

    def half_reply(self, method: str = "*", **aim: Unpack[Aim]) -> Fault:
        """It was done, but only half of the JSON comes back."""
        return self._add(Fault(method, wire="half", after=True, **aim))

    def clear(self) -> None:
        """Forget the plan and reopen all chats."""
        self.plan.clear()
        self.closed_until.clear()

    @property
    def pending(self) -> list[Fault]:
        """Planned faults that have not struck as often as planned."""
        return [fault for fault in self.plan if not fault.spent]

    def strike(self, method: str, chat: int | None, now: float) -> Fault | None:
        """The fault for this call, if there is one."""
        if chat is not None and is_flood_method(method):
            self._check_closed(chat, now)
        struck = next((fault for fault in self.plan if fault.strikes(method, chat)), None)
        if struck and struck.refusal and chat is not None and is_flood_method(method):
            self.closed_until[chat] = now + (struck.refusal.parameters or {}).get("retry_after", 0)
        return struck

    def _check_closed(self, chat: int, now: float) -> None:
        left = self.closed_until.get(chat, now) - now
        if left > 0:
            self.impatient += 1
            raise too_many(math.ceil(left))

    def _add(self, fault: Fault) -> Fault:
        self.plan.append(fault)
        return fault


def is_flood_method(method: str) -> bool:
    """The limits count what shows up in a chat: sends and edits."""
    return method.startswith(("send", "edit"))


class FloodLimits:
    """One message a second to a chat and 30 a second in all; more is refused with a time to wait."""

    def __init__(self, per_chat: float = 1.0, overall: int = 30) -> None:
        self.per_chat, self.overall = per_chat, overall
        self.last: dict[int, float] = {}
        self.recent: deque[float] = deque()
        self.refused = 0

    def take(self, method: str, chat: int | None, now: float) -> None:
        """Let a call pass and count it, or raise 429."""
        if chat is None or not is_flood_method(method):
            return
        while self.recent and self.recent[0] <= now - 1.0:
            self.recent.popleft()
        wait = self.last.get(chat, -math.inf) + self.per_chat - now
        if len(self.recent) >= self.overall:
            wait = max(wait, self.recent[0] + 1.0 - now)
        if wait > 1e-6:
            self.refused += 1
            raise too_many(math.ceil(wait))
        self.last[chat] = now
        self.recent.append(now)


def down() -> Reply:
    """What a bot hears while Telegram cannot be reached."""
    return Reply(0, wire="reset", effect=False)


def conflict(words: str) -> Reply:
    """409: someone else takes the updates."""
    return error(409, f"Conflict: {words}")
