"""Screens to Telegram calls. Texts go as plain text: no sign a person types can break a message."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from telegram import Bot, BotCommand, BotCommandScopeChat, InputFile
from telegram.error import TelegramError

from bot.buttons import Screen, encode
from bot.channels.channel import ChannelTrouble, MessageGone
from bot.channels.telegram_api import NotThere, TelegramApi, translated
from flows.events import ChatKey
from flows.evidence import FILES

POPUP_LIMIT = 200
DELETE_AT_ONCE = 100
SEND_AGAIN = {kind: f"send{kind.title()}" for kind in FILES}
NO_PREVIEW = {"is_disabled": True}


def keyboard(screen: Screen) -> dict[str, Any]:
    """The inline keyboard of a screen, as the Bot API takes it."""
    return {
        "inline_keyboard": [
            [{"text": button.label, "callback_data": encode(button.tap)} for button in row]
            for row in screen.rows
        ]
    }


def _content(chat: ChatKey, screen: Screen) -> dict[str, Any]:
    content: dict[str, Any] = {
        "chat_id": chat.chat_id,
        "text": screen.text,
        "link_preview_options": NO_PREVIEW,
    }
    if screen.rows:
        content["reply_markup"] = keyboard(screen)
    return content


class TelegramChannel:
    """The way out to Telegram."""

    def __init__(self, api: TelegramApi, bot: Bot) -> None:
        self._api = api
        self._bot = bot

    async def send(self, chat: ChatKey, screen: Screen, *, silent: bool = False) -> int:
        content = _content(chat, screen)
        if silent:
            content["disable_notification"] = True
        message = await self._api.call("sendMessage", content)
        return int(message["message_id"])

    async def edit(self, chat: ChatKey, message_id: int, screen: Screen) -> None:
        with suppress(NotThere):
            await self._api.call("editMessageText", {**_content(chat, screen), "message_id": message_id})

    async def strip(self, chat: ChatKey, message_id: int) -> None:
        target = {"chat_id": chat.chat_id, "message_id": message_id}
        try:
            await self._api.call("deleteMessage", target)
        except NotThere:
            return
        except ChannelTrouble:
            with suppress(NotThere, MessageGone):
                await self._api.call(
                    "editMessageReplyMarkup", {**target, "reply_markup": {"inline_keyboard": []}}
                )

    async def answer_tap(self, query: str, text: str, *, alert: bool) -> None:
        with suppress(NotThere):
            await self._api.call("answerCallbackQuery", tap_answer(query, text, alert=alert))

    async def say(self, chat: ChatKey, text: str) -> int:
        return await self.send(chat, Screen(text))

    async def send_file(self, chat: ChatKey, name: str, content: bytes) -> int:
        try:
            message = await self._bot.send_document(chat.chat_id, InputFile(content, filename=name))
        except TelegramError as trouble:
            raise translated(trouble) from None
        return message.message_id

    async def send_again(self, chat: ChatKey, kind: str, file: str) -> int:
        message = await self._api.call(SEND_AGAIN[kind], {"chat_id": chat.chat_id, kind: file})
        return int(message["message_id"])

    async def fetch(self, file: str) -> bytes:
        try:
            found = await self._bot.get_file(file)
            return bytes(await found.download_as_bytearray())
        except TelegramError as trouble:
            raise translated(trouble) from None

    async def set_menu(self, chat: ChatKey, commands: dict[str, dict[str, str]]) -> None:
        scope = BotCommandScopeChat(chat.chat_id)
        try:
            for language, texts in commands.items():
                code = None if language == "en" else language
                listed = [BotCommand(name, text) for name, text in texts.items()]
                if listed:
                    await self._bot.set_my_commands(listed, scope=scope, language_code=code)
                else:
                    await self._bot.delete_my_commands(scope=scope, language_code=code)
        except TelegramError as trouble:
            raise translated(trouble) from None

    async def clear(self, chat: ChatKey, message_ids: list[int]) -> None:
        for start in range(0, len(message_ids), DELETE_AT_ONCE):
            some = message_ids[start : start + DELETE_AT_ONCE]
            await self._api.call("deleteMessages", {"chat_id": chat.chat_id, "message_ids": some})


def tap_answer(query: str, text: str, *, alert: bool) -> dict[str, Any]:
    """The parameters of answerCallbackQuery."""
    answer: dict[str, Any] = {"callback_query_id": query}
    if text:
        answer["text"] = text[:POPUP_LIMIT]
    if alert:
        answer["show_alert"] = True
    return answer
