"""What can happen to a conversation: a tap, a typed text, a command, something unreadable. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChatKey:
    """A private chat: the channel (`telegram`, `terminal`), the bot in it and the chat's id there."""

    channel: str
    bot_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button. `run` and `element` (its ordinal) are -1 on buttons that belong to no element."""

    action: str
    choice: int = 0
    place_no: int = -1
    run: int = -1
    ordinal: int = -1


@dataclass(frozen=True, slots=True)
class Handled:
    """A button of the coordinators' desk or under a letter (`flows.desk`): it means the same wherever it is tapped."""

    verb: str
    number: int = 0
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message."""

    text: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command, its name without the slash and in lower case; `argument` is what follows."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The person edited an earlier message of theirs."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is no text: a photo, a voice note, a sticker. An album's parts share `album`.

    `file` is the channel's handle of a file, with its name and its size in bytes; `text` is what was written to it.
    """

    kind: str
    album: str = ""
    file: str = ""
    name: str = ""
    size: int = 0
    text: str = ""


Event = Tapped | Handled | Typed | Commanded | Edited | Sent


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event as a channel hands it in. `key` is unique for (channel, bot): its claim makes it happen once.

    `at` is when the person acted, as the channel says it; `message_id` is the tapped message for a tap and
    the person's own message otherwise; `language` is what the channel believes the person reads; `query` is
    the channel's handle to answer a tap with, empty where there is none.
    """

    chat: ChatKey
    key: str
    event: Event
    at: datetime
    message_id: int | None = None
    language: str = ""
    query: str = ""
