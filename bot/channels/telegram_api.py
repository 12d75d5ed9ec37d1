"""Calls to the Bot API as plain dictionaries, and its errors in the words of `bot.channels.channel`.

On the way of a tap no library objects are built or parsed: that would be half of the work of a call.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.channel import (
    ChannelTrouble,
    MessageGone,
    Moved,
    MustWait,
    NotAuthorised,
    Refused,
    Uncertain,
    Unreachable,
)

SAME = ("message is not modified",)
LATE = ("query is too old", "query id is invalid")
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NO_CHAT = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")

HALF_READ = "parsing the server response"
NOTHING_DONE = (
    *("internal server error", "service unavailable"),
    *("clientconnector", "notconnected", "session is not open"),
)


class AnotherPoller(ChannelTrouble):
    """Another process polls with the same token, or a webhook is set."""


class NotThere(ChannelTrouble):
    """What was to be deleted or answered is gone already."""


class TelegramApi:
    """One bot at one Bot API server, over any `BaseRequest`."""

    def __init__(self, request: BaseRequest, base_url: str, token: str) -> None:
        self._request = request
        self._url = f"{base_url}{token}/"

    async def call(self, method: str, payload: dict[str, Any], *, seconds: float | None = None) -> Any:
        """The result of one call; raises a ChannelTrouble. `seconds` is the limit of the call."""
        data = RequestData([RequestParameter(name, value, None) for name, value in payload.items()])
        limit = BaseRequest.DEFAULT_NONE if seconds is None else seconds
        try:
            return await self._request.post(self._url + method, data, read_timeout=limit)
        except TelegramError as trouble:
            raise translated(trouble) from None


def translated(trouble: TelegramError) -> ChannelTrouble:
    """The library's error as ours. A time-out or a broken line says nothing about the effect."""
    text = trouble.message.lower()
    if isinstance(trouble, RetryAfter):
        wait = trouble.retry_after
        return MustWait(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    if isinstance(trouble, ChatMigrated):
        return Moved(trouble.new_chat_id)
    if isinstance(trouble, Forbidden):
        return Unreachable(type(trouble).__name__)
    if isinstance(trouble, InvalidToken):
        return NotAuthorised("the token is not accepted")
    if isinstance(trouble, Conflict):
        return AnotherPoller("conflict")
    if isinstance(trouble, BadRequest):
        return _bad_request(text)
    if isinstance(trouble, TimedOut):
        return Uncertain("time-out")
    if isinstance(trouble, NetworkError) and _answered(text):
        return ChannelTrouble(text[:80])
    return Uncertain(type(trouble).__name__)


def _answered(text: str) -> bool:
    """A call that surely did nothing: never connected, or a server error. A gateway's word says nothing."""
    return any(words in text for words in NOTHING_DONE)


def _bad_request(text: str) -> ChannelTrouble:
    if HALF_READ in text:
        return ChannelTrouble("refused, for a reason that could not be read")
    if any(words in text for words in GONE):
        return MessageGone(text[:80])
    if any(words in text for words in NO_CHAT):
        return Unreachable(text[:80])
    if any(words in text for words in (*SAME, *LATE)) or "message to delete not found" in text:
        return NotThere(text[:80])
    return Refused(text[:80])
