"""What the world remembers: chats, messages, taps on buttons, and every call the bot made."""

from dataclasses import dataclass, field
from typing import Any

from tests.telegram_world.args import UploadedFile
from tests.telegram_world.keyboards import compact
from tests.telegram_world.reply import Json, Reply


@dataclass
class Message:
    """One message of a chat, whoever sent it. `content` holds text, caption, sticker and the like."""

    message_id: int
    sender: Json
    date: float
    content: Json
    markup: Json | None = None
    silent: bool = False
    edits: int = 0
    edited_at: float | None = None
    deleted: bool = False

    @property
    def from_bot(self) -> bool:
        """The bot wrote it, so the bot may change it."""
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """Its text, or the caption of its file."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def inline(self) -> Json | None:
        """Its inline keyboard, the only markup that stays on a message."""
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    def weight(self) -> int:
        """The bytes that count for the phone: the text and the keyboard."""
        return len(self.text.encode()) + len(compact(self.markup).encode())


@dataclass(frozen=True)
class Document:
    """A file the bot sent."""

    name: str
    content: bytes
    mime: str
    caption: str


@dataclass
class Chat:
    """A chat with its messages; both sides share one counter."""

    chat_id: int
    card: Json
    opened: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    last_id: int = 0
    bytes_received: int = 0

    def add(self, sender: Json, date: float, content: Json, markup: Json | None = None) -> Message:
        """Append a message."""
        self.last_id += 1
        message = Message(self.last_id, sender, date, content, markup)
        self.messages[self.last_id] = message
        return message

    def find(self, message_id: int) -> Message | None:
        """A message that is still there."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def visible(self) -> list[Message]:
        """All messages that are still there, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def show(self, message: Message) -> Json:
        """The message as the Bot API describes it."""
        shown: Json = {"message_id": message.message_id, "from": message.sender, "chat": self.card}
        shown["date"] = int(message.date)
        if message.edited_at is not None:
            shown["edit_date"] = int(message.edited_at)
        shown.update(message.content)
        if message.inline:
            shown["reply_markup"] = message.inline
        return shown

    def show_any(self, message_id: int) -> Json:
        """The message, or what is told of one that can no longer be read."""
        message = self.find(message_id)
        if message is None:
            return {"chat": self.card, "message_id": message_id, "date": 0}
        return self.show(message)


@dataclass(frozen=True)
class Toast:
    """The answer to a tap, as the person sees it."""

    text: str
    alert: bool
    at: float
    query_id: str


@dataclass
class Query:
    """A tap waiting for its answer; the button shows a spinner until then."""

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    at: float
    answer: Toast | None = None


@dataclass(frozen=True)
class Call:
    """One call of the bot, with what became of it."""

    at: float
    method: str
    payload: Json
    reply: Reply
    via: str
    files: dict[str, UploadedFile] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What the bot was told, in a few words."""
        return self.reply.outcome

    @property
    def chat_id(self) -> Any:
        """The chat it was for, as the bot gave it."""
        return self.payload.get("chat_id")
