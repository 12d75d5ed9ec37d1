"""The methods for what people see of the bot before they write: commands, name, descriptions.

The error words for these are our own where the real ones are not documented.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.telegram_world.args import Args
from tests.telegram_world.reply import Json, bad

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld

DEFAULT_SCOPE = '{"type": "default"}'
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@dataclass
class BotProfile:
    """Commands per (scope, language), and the texts per (kind, language); "" is the default language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def commands_for(self, language: str = "", scope: str = "default", chat: int = 0) -> dict[str, str]:
        """Command and description as a person with this language sees them, in this chat if one is named."""
        key = json.dumps({"chat_id": chat, "type": "chat"} if chat else {"type": scope})
        listed = self.commands.get((key, language)) or self.commands.get((key, "")) or []
        return {each["command"]: each["description"] for each in listed}

    def text_for(self, kind: str, language: str = "") -> str:
        """`name`, `description` or `short_description` as a person with this language sees it."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")


def get_me(world: TelegramWorld, args: Args) -> Json:
    """getMe."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False}
    return {**world.bot, **abilities, "supports_inline_queries": False}


def _language(args: Args) -> str:
    code = args.text("language_code") or ""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def _scope(args: Args) -> str:
    scope = args.value("scope")
    if scope is None:
        return DEFAULT_SCOPE
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad("can't parse BotCommandScope: Can't find field \"type\"")
    return json.dumps(scope, sort_keys=True)


def set_my_commands(world: TelegramWorld, args: Args) -> bool:
    """setMyCommands."""
    commands = args.value("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(each.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", "")).strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(args), _language(args)] = commands
    return True


def delete_my_commands(world: TelegramWorld, args: Args) -> bool:
    """deleteMyCommands."""
    world.profile.commands.pop((_scope(args), _language(args)), None)
    return True


def get_my_commands(world: TelegramWorld, args: Args) -> list[Json]:
    """getMyCommands."""
    return world.profile.commands.get((_scope(args), _language(args)), [])


def _setter(kind: str) -> Callable[[TelegramWorld, Args], bool]:
    def set_text(world: TelegramWorld, args: Args) -> bool:
        text = args.text(kind) or ""
        if len(text) > _LIMITS[kind]:
            raise bad(f"bot {kind.replace('_', ' ')} is too long")
        world.profile.texts[kind, _language(args)] = text
        return True

    return set_text


def _getter(kind: str) -> Callable[[TelegramWorld, Args], Json]:
    def get_text(world: TelegramWorld, args: Args) -> Json:
        return {kind: world.profile.text_for(kind, _language(args))}

    return get_text


METHODS: dict[str, Callable[[TelegramWorld, Args], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
