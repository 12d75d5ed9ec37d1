"""What is said in a linked group chat: how many have finished and until when, and where each answers alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel, ChannelTrouble, Moved, Unreachable
from bot.channels.telegram_in import CHANNEL, GroupCall
from bot.clock import Clock
from bot.screens.draw import Screens
from bot.screens.sight import lines
from bot.words import Words
from flows.events import ChatKey
from storage.engine import writing
from storage.programme.bots import bot_username
from storage.team.groups import (
    GroupFacts,
    facts_of_group,
    forget,
    link_group,
    mark_told,
    move,
    untold,
)

LOOK_EVERY = 60.0

log = structlog.get_logger("groups")


@dataclass
class Groups:
    """Links groups, answers who calls the bot there, and tells each once what is new about its team's round."""

    engine: AsyncEngine
    channel: Channel
    screens: Screens
    clock: Clock
    _looked: float = field(default=-LOOK_EVERY)

    async def heard(self, call: GroupCall, bot_id: int) -> str | None:
        """The text for somebody who calls the bot in a group; None where the group is linked to nothing."""
        if call.moved_to is not None:
            await self._write(
                partial(move, channel=CHANNEL, bot_id=bot_id, chat_id=call.chat_id, to=call.moved_to)
            )
            return ""
        there: dict[str, Any] = {"channel": CHANNEL, "bot_id": bot_id, "chat_id": call.chat_id}
        language = call.language.split("-")[0]
        if call.code:
            await self._write(
                partial(link_group, code=call.code, **there, language=language, now=self.clock.now())
            )
        facts = await self._read(partial(facts_of_group, **there))
        if facts is None:
            return None
        if call.code:
            await self._write(partial(mark_told, facts=facts))
        return await self._text(facts, linked=bool(call.code))

    async def once(self) -> None:
        """Where a minute has gone by: tell each group what it does not know yet."""
        if self.clock.seconds() - self._looked < LOOK_EVERY:
            return
        self._looked = self.clock.seconds()
        for facts in await self._read(untold):
            await self._write(partial(mark_told, facts=facts))
            await self._told(facts, facts.chat_id)

    async def _told(self, facts: GroupFacts, chat_id: int, *, again: bool = True) -> None:
        text = await self._text(facts, linked=False)
        there: dict[str, Any] = {"channel": facts.channel, "bot_id": facts.bot_id, "chat_id": chat_id}
        try:
            await self.channel.say(ChatKey(facts.channel, facts.bot_id, chat_id), text)
        except Moved as trouble:
            await self._write(partial(move, **there, to=trouble.chat_id))
            if again:
                await self._told(facts, trouble.chat_id, again=False)
        except Unreachable:
            await self._write(partial(forget, **there))
        except ChannelTrouble as trouble:
            log.warning("group not told", cause=str(trouble)[:80])

    async def _text(self, facts: GroupFacts, *, linked: bool) -> str:
        words = self.screens.house.words_for(facts.language)
        username = await self._read(bot_username)
        return group_text(words, facts, str(username or ""), linked=linked)

    async def _read(self, work: Any) -> Any:
        async with self.engine.connect() as connection:
            return await connection.run_sync(work)

    async def _write(self, work: Any) -> Any:
        async with writing(self.engine).begin() as connection:
            return await connection.run_sync(work)


def group_text(words: Words, facts: GroupFacts, username: str, *, linked: bool) -> str:
    """Counts and dates, in one language."""
    day = words.far_date(date.fromisoformat(facts.closes_on)) if facts.closes_on else ""
    head = words.say("group.linked") if linked else ""
    if facts.closed:
        said = words.say("group.closed", organisation=facts.organisation, round=facts.round_no)
    else:
        said = words.count(
            "group.counts",
            facts.people,
            organisation=facts.organisation,
            done=facts.done,
            round=facts.round_no,
        )
    until = words.say("group.until", day=day) if day and not facts.closed else ""
    return lines(head, said, until, words.say("group.alone", link=f"https://t.me/{username}"))
