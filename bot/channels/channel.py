"""What every channel can do for the way out, and the few ways in which it may fail."""

from __future__ import annotations

from typing import Protocol

from bot.buttons import Screen
from flows.events import ChatKey


class ChannelTrouble(Exception):
    """A call that did not do what was asked, and surely had no effect; may be tried again later."""


class MustWait(ChannelTrouble):
    """The channel asks to wait for `seconds` before the next call to this chat."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds


class Uncertain(ChannelTrouble):
    """No answer came: the call may have had its effect or not."""


class MessageGone(ChannelTrouble):
    """The message to edit is not there any more, or can no longer be edited."""


class Unreachable(ChannelTrouble):
    """The person blocked the bot, or the chat does not exist any more."""


class Moved(Unreachable):
    """The chat goes on under another id: a group became a supergroup."""

    def __init__(self, chat_id: int) -> None:
        super().__init__("moved to another id")
        self.chat_id = chat_id


class Refused(ChannelTrouble):
    """The channel will never accept this call: a fault of ours."""


class NotAuthorised(ChannelTrouble):
    """The channel does not accept our token."""


class Channel(Protocol):
    """The way out of one channel. `show` of a screen that is there already is a success."""

    async def send(self, chat: ChatKey, screen: Screen, *, silent: bool = False) -> int:
        """Send a new message and return its id; no phone rings for a `silent` one."""

    async def edit(self, chat: ChatKey, message_id: int, screen: Screen) -> None:
        """Make an earlier message show this screen."""

    async def strip(self, chat: ChatKey, message_id: int) -> None:
        """Remove an old message, or at least its buttons."""

    async def answer_tap(self, query: str, text: str, *, alert: bool) -> None:
        """Answer a tap, so that its button stops waiting. Too late is a success."""

    async def say(self, chat: ChatKey, text: str) -> int:
        """Send one line that is no screen; its id."""

    async def send_file(self, chat: ChatKey, name: str, content: bytes) -> int:
        """Send a file; the id of its message."""

    async def send_again(self, chat: ChatKey, kind: str, file: str) -> int:
        """Send a photo, voice, document, audio or video that a person sent before, by its handle; its message's id."""

    async def fetch(self, file: str) -> bytes:
        """The content of a file that a person sent, by the channel's handle of it."""

    async def set_menu(self, chat: ChatKey, commands: dict[str, dict[str, str]]) -> None:
        """The commands this one chat sees: by language, each with its description.

        A language with none has the usual ones again.
        """

    async def clear(self, chat: ChatKey, message_ids: list[int]) -> None:
        """Delete these messages where the channel allows it."""
