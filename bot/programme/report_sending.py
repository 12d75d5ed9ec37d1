"""Sending a report to the chat that wished for it: as a file, or as messages of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel
from bot.clock import Clock
from storage.jobs import Job, note_message, note_progress
from storage.records import chat_of


@dataclass
class ReportSending:
    """What is sent here is found when a chat is cleared, and the next screen comes below it."""

    engine: AsyncEngine
    channel: Channel
    clock: Clock

    async def file(self, job: Job, name: str, content: bytes) -> None:
        await self._sent(job, await self.channel.send_file(chat_of(job.address), name, content))

    async def messages(self, job: Job, parts: Sequence[str]) -> None:
        """Message after message; where one has to wait, those before it are not said again."""
        said = int(job.args.get("said", 0))
        for number, text in enumerate(parts[said:], start=said + 1):
            await self.sentence(job, text)
            await note_progress(self.engine, job.id, {**job.args, "said": number})

    async def sentence(self, job: Job, text: str) -> None:
        await self._sent(job, await self.channel.say(chat_of(job.address), text))

    async def _sent(self, job: Job, number: int) -> None:
        await note_message(self.engine, job.address, number, self.clock.now())
