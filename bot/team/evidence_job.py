"""Sending files that were kept at a question to who may see them: by the channel's own handle, one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel, MessageGone, Refused
from bot.clock import Clock
from bot.screens.draw import Screens
from storage.jobs import Job, note_message, note_progress
from storage.programme.rights import NotYours
from storage.records import chat_of
from storage.team.evidence_files import files_for_chat

KIND = "evidence_files"


@dataclass
class EvidenceJob:
    """Does the job `evidence_files`. `language_of` gives the language of a chat by its address."""

    engine: AsyncEngine
    channel: Channel
    screens: Screens
    clock: Clock
    language_of: Callable[[str], Awaitable[str]]

    async def do(self, job: Job) -> None:
        """All files of the wish that may still be seen; a second try goes on where the first one stopped."""
        try:
            async with self.engine.connect() as connection:
                find = partial(files_for_chat, address=job.address, number=int(job.args["number"]))
                found = await connection.run_sync(find, element_id=str(job.args["element"]))
        except NotYours:
            return
        done = set(job.args.get("done", ()))
        for number, kind, file in found:
            if number not in done:
                await self._send(job, kind, file)
                done.add(number)
                await note_progress(self.engine, job.id, {**job.args, "done": sorted(done)})

    async def _send(self, job: Job, kind: str, file: str) -> None:
        chat = chat_of(job.address)
        try:
            sent = await self.channel.send_again(chat, kind, file)
        except (Refused, MessageGone):
            words = self.screens.house.words_for(await self.language_of(job.address))
            sent = await self.channel.say(chat, words.say("evidence.gone"))
        await note_message(self.engine, job.address, sent, self.clock.now())
