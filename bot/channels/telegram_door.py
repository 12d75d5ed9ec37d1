"""One Telegram update to the way in, however it came: read it, offer it, see that its tap is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.channel import Channel, ChannelTrouble
from bot.channels.telegram_in import CHANNEL, GroupCall, read
from bot.clock import Clock
from bot.delivery import Delivery
from bot.intake import Intake
from bot.tasks import Tasks
from flows.events import ChatKey, Incoming
from storage.batch import Outcome


class GroupTalk(Protocol):
    """What is said in groups beside the offer of the private chat."""

    async def heard(self, call: GroupCall, bot_id: int) -> str | None:
        """The text for this call; None where the group is linked to nothing, empty where nothing is to be said."""


@dataclass
class TelegramDoor:
    """What polling and webhook share."""

    intake: Intake
    delivery: Delivery
    channel: Channel
    tasks: Tasks
    clock: Clock
    bot_id: int
    username: str
    groups: GroupTalk | None = None

    def offer(self, update: dict[str, Any], *, acknowledge: bool) -> asyncio.Future[Outcome] | None:
        """Hand an update in; None where there is nothing to wait for.

        With `acknowledge` the tap is answered by a call of its own once it is stored; without it the caller
        answers it (in the webhook's reply).
        """
        incoming = self.read(update)
        if incoming is None:
            return None
        future = self.intake.offer(incoming)
        if acknowledge and incoming.query:
            future.add_done_callback(lambda done: self._acknowledge(incoming, done))
        return future

    def read(self, update: dict[str, Any]) -> Incoming | None:
        """The event in an update; what is none is dealt with here and now."""
        found = read(update, self.bot_id, self.username, self.clock.now())
        if isinstance(found, Incoming):
            return found
        if isinstance(found, GroupCall):
            self.tasks.start(self._answer_group(found))
        query = update.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self.tasks.start(self._release(query["id"]))
        return None

    def _acknowledge(self, incoming: Incoming, done: asyncio.Future[Outcome]) -> None:
        if not done.cancelled():
            self.delivery.acknowledge(incoming, done.result())

    async def _answer_group(self, call: GroupCall) -> None:
        text = await self.groups.heard(call, self.bot_id) if self.groups is not None else None
        if text is None and call.moved_to is None:
            words = self.delivery.screens.house.words_for(call.language.split("-")[0])
            text = words.say("group.private", link=f"https://t.me/{self.username}")
        if not text:
            return
        await self._quietly(self.channel.say(ChatKey(CHANNEL, self.bot_id, call.chat_id), text))

    async def _release(self, query: str) -> None:
        """Answer a tap we cannot read, so that its button stops waiting."""
        await self._quietly(self.channel.answer_tap(query, "", alert=False))

    @staticmethod
    async def _quietly(work: Any) -> None:
        try:
            await work
        except ChannelTrouble:
            return
