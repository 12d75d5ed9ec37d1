"""Reads the parameters of a call, which arrive as JSON values or as the strings of a form."""

import json
from typing import Any, NamedTuple

from tests.telegram_world.reply import Json, bad


class UploadedFile(NamedTuple):
    """A file sent along with a call."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


class Args:
    """The parameters of one call, typed on demand."""

    def __init__(self, payload: Json, files: dict[str, UploadedFile] | None = None) -> None:
        _check_encoding(payload)
        self.payload = payload
        self.files = files or {}

    def text(self, name: str) -> str | None:
        """A string, or None if it is absent. Numbers are taken as their digits."""
        value = self.payload.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | dict | list):
            raise bad(f'field "{name}" must be of type String')
        return str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, also when it is written as a string."""
        value = self.payload.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f'field "{name}" must be of type Number') from None

    def flag(self, name: str) -> bool:
        """A yes or no, in any of the spellings the real one takes."""
        return str(self.payload.get(name, "")).lower() in ("true", "1", "yes")

    def value(self, name: str) -> Any:
        """An object or a list, given as such or as JSON text; None if it is absent."""
        value = self.payload.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def chat_id(self) -> int:
        """The chat a call is about. Names of public chats are known to nobody here."""
        value = self.text("chat_id")
        if not value:
            raise bad("chat_id is empty")
        try:
            return int(value)
        except ValueError:
            raise bad("chat not found") from None


def _check_encoding(value: Any) -> None:
    """Refuse half a surrogate pair anywhere in the parameters."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
    elif isinstance(value, dict):
        for part in value.values():
            _check_encoding(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check_encoding(part)
