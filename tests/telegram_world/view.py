"""What a person sees: the newest screen with its buttons, and the whole chat as a readable text."""

from dataclasses import dataclass

from tests.telegram_world.model import Message
from tests.telegram_world.reply import Json


@dataclass(frozen=True)
class Button:
    """A button as it is drawn, with what it would send."""

    label: str
    data: str | None
    url: str | None = None


@dataclass(frozen=True)
class Screen:
    """A message of the bot as it stood when the person looked. It stays as it was, for late taps."""

    message_id: int
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    entities: tuple[Json, ...] = ()

    @property
    def rows(self) -> list[list[str]]:
        """The labels, row by row."""
        return [[button.label for button in row] for row in self.buttons]

    @property
    def labels(self) -> list[str]:
        """All labels in reading order."""
        return [label for row in self.rows for label in row]

    def find(self, label: str) -> Button:
        """The button with this label, or the only one that begins with it."""
        everything = [button for row in self.buttons for button in row]
        found = [button for button in everything if button.label == label]
        found = found or [button for button in everything if button.label.startswith(label)]
        assert found, f"no button {label!r} on this screen:\n{self}"
        assert len(found) == 1, f"{len(found)} buttons fit {label!r} on this screen:\n{self}"
        return found[0]

    def __str__(self) -> str:
        drawn = [" ".join(f"[{label}]" for label in row) for row in self.rows]
        return "\n".join([self.text, *drawn])


def screen_of(message: Message) -> Screen:
    """A message as it stands now."""
    rows = (message.inline or {}).get("inline_keyboard", [])
    buttons = tuple(
        tuple(Button(each["text"], each.get("callback_data"), each.get("url")) for each in row)
        for row in rows
    )
    entities = message.content.get("entities") or message.content.get("caption_entities") or ()
    return Screen(message.message_id, message.text, buttons, tuple(entities))


def transcript(messages: list[Message]) -> str:
    """All messages as "Name: text", the bot's with its buttons in brackets."""
    return "\n".join(f"{_name(message)}: {_said(message)}" for message in messages)


def _name(message: Message) -> str:
    return "Bot" if message.from_bot else str(message.sender["first_name"])


def _said(message: Message) -> str:
    named = message.content.get("document", {}).get("file_name")
    kinds = [kind for kind in _KINDS if kind in message.content]
    shown = f"({kinds[0]}{f': {named}' if named else ''}) " if kinds else ""
    return f"{shown}{screen_of(message)}".rstrip()


_KINDS = ("document", "photo", "voice", "sticker", "location", "contact", "poll", "dice", "forward_origin")
