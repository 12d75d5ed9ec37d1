"""A Telegram update to an event. It reads and never decides; what it cannot read is no event.

Signs that no database takes (NUL, halves of a pair) are removed here, and numbers beyond 63 bits refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.buttons import decode
from flows.events import ChatKey, Commanded, Edited, Event, Incoming, Sent, Typed

CHANNEL = "telegram"
LARGEST = 2**63 - 1
TEXT_LIMIT = 4096
NAME_LIMIT = 200
HANDLE_LIMIT = 200
"""A file with a longer handle is as if it had none: cut, it would name nothing."""

UPDATES = ["message", "edited_message", "callback_query"]
KINDS = (
    *("photo", "voice", "audio", "video", "video_note", "animation", "document", "sticker"),
    *("location", "venue", "contact", "poll", "dice", "game", "story"),
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)

Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GroupCall:
    """Somebody called the bot in a group, where it only offers its private chat.

    `code` is that of a link that somebody brought it into the group by; `moved_to` the id of the supergroup that
    the group became.
    """

    chat_id: int
    language: str
    code: str = ""
    moved_to: int | None = None


def read(update: Update, bot_id: int, username: str, now: datetime) -> Incoming | GroupCall | None:
    """The event of an update; None where there is nothing for us in it."""
    number = update.get("update_id")
    if not isinstance(number, int) or not 0 <= number <= LARGEST:
        return None
    if "callback_query" in update:
        return _tap(update["callback_query"], bot_id, number, now)
    if "edited_message" in update:
        return _message(update["edited_message"], bot_id, number, Edited())
    if "message" in update:
        message = update["message"]
        if _kind_of(message) != "private":
            return _group(message, username)
        return _message(message, bot_id, number, event_in(message, username))
    return None


def _tap(query: Any, bot_id: int, number: int, now: datetime) -> Incoming | None:
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return None
    message = query["message"]
    chat = _chat(message, bot_id)
    if chat is None or _kind_of(message) != "private":
        return None
    return Incoming(
        chat,
        str(number),
        decode(clean(str(query.get("data", "")))),
        now,
        _id(message.get("message_id")),
        _language(query),
        clean(str(query.get("id", ""))),
    )


def _message(message: Any, bot_id: int, number: int, event: Event | None) -> Incoming | None:
    if not isinstance(message, dict) or event is None or _kind_of(message) != "private":
        return None
    chat = _chat(message, bot_id)
    sender = message.get("from")
    date = message.get("date")
    if chat is None or not isinstance(date, int) or (isinstance(sender, dict) and sender.get("is_bot")):
        return None
    at = datetime.fromtimestamp(min(max(date, 0), 2**32), UTC)
    number_in_chat = None if isinstance(event, Edited) else _id(message.get("message_id"))
    return Incoming(chat, str(number), event, at, number_in_chat, _language(message))


def event_in(message: Any, username: str) -> Event | None:
    """What a private message holds: a command, a text, or something that we do not read."""
    if not isinstance(message, dict):
        return None
    if "forward_origin" in message:
        return Sent("forward")
    for kind in KINDS:
        if kind in message:
            album = str(message.get("media_group_id", ""))
            caption = clean(str(message.get("caption", "")))[:TEXT_LIMIT]
            return Sent(kind, album, *_file(message[kind]), caption)
    text = message.get("text")
    if not isinstance(text, str):
        return None
    text = clean(text)[:TEXT_LIMIT]
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Typed(text)
    return Commanded(command[1].lower(), (command[3] or "").strip())


def _file(held: Any) -> tuple[str, str, int]:
    """The handle, the name and the size of a file, of a photo the largest one; empty where it has none."""
    if isinstance(held, list):
        held = max((one for one in held if isinstance(one, dict)), key=_width, default=None)
    handle = held.get("file_id") if isinstance(held, dict) else None
    if not isinstance(handle, str) or len(clean(handle)) > HANDLE_LIMIT:
        return ("", "", 0)
    size = held.get("file_size")
    return (
        clean(handle),
        clean(str(held.get("file_name", "")))[:NAME_LIMIT],
        size if isinstance(size, int) and 0 <= size <= LARGEST else 0,
    )


def _width(size: dict[str, Any]) -> int:
    width = size.get("width")
    return width if isinstance(width, int) else 0


def _group(message: Any, username: str) -> GroupCall | None:
    """A command to us, or our name, in a group; everything else there is none of our business."""
    chat = message.get("chat") if isinstance(message, dict) else None
    number = _id(chat.get("id")) if isinstance(chat, dict) else None
    if number is None:
        return None
    moved_to = _id(message.get("migrate_to_chat_id"))
    if moved_to is not None:
        return GroupCall(number, "", moved_to=moved_to)
    text = message.get("text")
    if not isinstance(text, str):
        return None
    command = _COMMAND.fullmatch(text.strip())
    if command is not None:
        ours = (command[2] or username).lower() == username.lower()
    else:
        ours = f"@{username.lower()}" in text.lower()
    code = (command[3] or "").strip() if command is not None and command[1].lower() == "start" else ""
    return GroupCall(number, _language(message), clean(code)) if ours else None


def clean(text: str) -> str:
    """`text` without NUL and without halves of surrogate pairs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def _chat(message: dict[str, Any], bot_id: int) -> ChatKey | None:
    chat = message.get("chat")
    number = _id(chat.get("id")) if isinstance(chat, dict) else None
    return None if number is None else ChatKey(CHANNEL, bot_id, number)


def _kind_of(message: Any) -> str:
    chat = message.get("chat") if isinstance(message, dict) else None
    return str(chat.get("type", "")) if isinstance(chat, dict) else ""


def _id(value: Any) -> int | None:
    return value if isinstance(value, int) and -LARGEST <= value <= LARGEST else None


def _language(holder: dict[str, Any]) -> str:
    sender = holder.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return code[:16] if isinstance(code, str) else ""
