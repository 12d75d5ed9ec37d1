"""Keyboards as the Bot API takes them: labels, the 64 bytes of a button's data, how many fit."""

import json
import re
from typing import Any

from tests.telegram_world.reply import Json, RefusedError, bad

DATA_BYTES = 64
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

_ACTIONS = (
    "callback_data", "url", "web_app", "copy_text", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay",
)  # fmt: skip
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
_URL = re.compile(r"^(?:https?|tg)://[^\s/]+\S*$")


def read_markup(value: Any, inline_only: bool = False) -> Json | None:
    """The reply markup of a call, checked; None for none and for an empty keyboard."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    if inline_only:
        raise bad("inline keyboard expected")
    if not any(name in value for name in _OTHER_MARKUPS):
        raise bad("can't parse reply keyboard markup JSON object")
    return value


def compact(markup: Json | None) -> str:
    """The markup as the shortest JSON, for counting what a phone receives."""
    return json.dumps(markup, ensure_ascii=False, separators=(",", ":")) if markup else ""


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    if any(len(row) > MOST_IN_A_ROW for row in kept) or sum(map(len, kept)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("Inline keyboard button must be an Object")
    if "text" not in button:
        raise _unreadable('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unreadable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions or button.get("callback_data") == "":
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unreadable("Exactly one optional field must be used")
    _check_action(actions[0], button[actions[0]])
    return button


def _check_action(name: str, value: Any) -> None:
    if name == "callback_data" and (not isinstance(value, str) or len(value.encode()) > DATA_BYTES):
        raise bad("BUTTON_DATA_INVALID")
    if name == "url" and not _URL.match(str(value)):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if name == "copy_text" and not 1 <= len(value.get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _unreadable(words: str) -> RefusedError:
    return bad(f"can't parse inline keyboard button: {words}")
