"""The coordinators' slow work: an invitation as a picture, files in and out, the menu of a new coordinator."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.buttons import Screen
from bot.channels.channel import Channel, MessageGone, Refused
from bot.clock import Clock
from bot.programme.exporting.export import write_export
from bot.programme.exporting.xlsx import TooManyRows
from bot.programme.links import deep_link, links_csv
from bot.programme.menus import coordinator_menu, usual_menu
from bot.programme.qr import qr_png
from bot.programme.roster_file import BadFile, read_roster
from bot.programme.roster_words import bad_file_text, report_text
from bot.programme.table_file import MOST_BYTES
from bot.screens.desk.buttons import handled
from bot.screens.draw import Screens, fitted
from bot.words import Words
from flows.roster import RosterReport, RosterRow
from storage.engine import writing
from storage.jobs import Job, note_message, note_progress
from storage.programme.bots import bot_username
from storage.programme.cohorts import BadValue
from storage.programme.invitations import issue_for_waiting
from storage.programme.links import Issued
from storage.programme.menus import has_a_desk
from storage.programme.rights import Actor, NotYours, actor_of
from storage.programme.roster import import_roster
from storage.records import chat_of

LINES_MOST = 8
FILE_MOST = 49_000_000
"""What a bot may send, in bytes, with some room."""
CSV_NAME = "zip"


@dataclass
class ProgrammeJobs:
    """Does the jobs whose kinds are `kinds`. `language_of` gives the language of a chat by its address."""

    engine: AsyncEngine
    channel: Channel
    screens: Screens
    clock: Clock
    language_of: Callable[[str], Awaitable[str]]

    @property
    def kinds(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        return {
            "qr": self._qr,
            "menu": self._menu,
            "export": self._export,
            "import": self._import,
            "links": self._links,
        }

    async def _words(self, job: Job) -> Words:
        return self.screens.house.words_for(await self.language_of(job.address))

    async def _qr(self, job: Job) -> None:
        """The link as a picture to print or to show. Its code is kept nowhere once it is sent."""
        code = str(job.args.get("code", ""))
        async with self.engine.connect() as connection:
            username = await connection.run_sync(bot_username)
        if code and username:
            await self._send_file(job.address, "invitation.png", qr_png(deep_link(username, code)))
        await note_progress(self.engine, job.id, {})

    async def _menu(self, job: Job) -> None:
        """The command of coordinators, or the usual ones again for who is none any more."""
        chat, languages = chat_of(job.address), self.screens.house.languages
        async with self.engine.connect() as connection:
            theirs = await connection.run_sync(has_a_desk, chat.channel, chat.chat_id)
        await self.channel.set_menu(chat, coordinator_menu(languages) if theirs else usual_menu(languages))

    async def _export(self, job: Job) -> None:
        """The file in the language that was chosen; nothing where the right was lost meanwhile."""
        languages = list(self.screens.house.languages.values())
        words = languages[int(job.args["language"]) % len(languages)]
        kind = str(job.args["format"])
        cohort = int(job.args["cohort"])
        name = f"cohort-{cohort}.{CSV_NAME if kind == 'csv' else kind}"
        actor = await self._actor(job)
        if actor is None:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            try:
                await write_export(
                    self.engine,
                    self.screens.frameworks,
                    words,
                    actor,
                    cohort,
                    kind,
                    path,
                    self.clock.now(),
                    lambda _done, _all: None,
                )
            except NotYours:
                return
            except TooManyRows:
                await self._say(job, Screen(words.say("desk.too_many_rows")))
                return
            if path.stat().st_size > FILE_MOST:
                await self._say(job, Screen(words.say("desk.file_large")))
                return
            await self._send_file(job.address, name, path.read_bytes())

    async def _links(self, job: Job) -> None:
        """A link for everybody on the list who has not joined; the codes are in this file and nowhere else."""
        actor = await self._actor(job)
        if actor is None:
            return
        async with writing(self.engine).begin() as connection:
            username = await connection.run_sync(bot_username) or ""
            make = partial(
                _links_for_waiting, actor=actor, cohort_id=int(job.args["cohort"]), now=self.clock.now()
            )
            issued = await connection.run_sync(make)
        rows = [
            (each.organisation, each.person, each.contact, deep_link(username, each.code), each.number)
            for each in issued
        ]
        if rows:
            await self._send_file(job.address, "links.csv", links_csv(rows))
        else:
            words = await self._words(job)
            await self._say(job, Screen(words.say("roster.nobody_waits")))

    async def _import(self, job: Job) -> None:
        """First what is in the list, then, once they said so, what became of it."""
        words, actor = await self._words(job), await self._actor(job)
        if actor is None:
            return
        store = bool(job.args.get("store"))
        try:
            if int(job.args.get("size", 0)) > MOST_BYTES:
                raise BadFile("too_big")
            # In a thread: reading thousands of lines takes seconds, and answers come in meanwhile.
            rows = await asyncio.to_thread(read_roster, await self.channel.fetch(str(job.args["file"])))
            report = await self._imported(actor, int(job.args["cohort"]), rows, store=store)
        except BadFile as trouble:
            await self._say(job, Screen(bad_file_text(words, trouble)))
        except (Refused, MessageGone):
            await self._say(job, Screen(words.say("roster.bad_gone")))
        except BadValue:
            await self._say(job, Screen(words.say("notice.cohort_closed")))
        except NotYours:
            return
        else:
            text = fitted(report_text(words, report, LINES_MOST))
            way = handled(words.say("roster.store"), "*", job.id)
            if store:
                way = handled(words.say("desk.links"), "L", int(job.args["cohort"]))
            await self._say(job, Screen(text, ((way,),) if report.changes else ()))

    async def _imported(
        self, actor: Actor, cohort: int, rows: tuple[RosterRow, ...], *, store: bool
    ) -> RosterReport:
        now = self.clock.now()
        async with writing(self.engine).begin() as connection:
            return await connection.run_sync(
                partial(import_roster, actor=actor, cohort_id=cohort, rows=rows, now=now, store=store)
            )

    async def _actor(self, job: Job) -> Actor | None:
        """Who wished for this, if they still are a coordinator."""
        chat = chat_of(job.address)
        async with self.engine.connect() as connection:
            return await connection.run_sync(actor_of, chat.channel, chat.chat_id)

    async def _say(self, job: Job, screen: Screen) -> None:
        number = await self.channel.send(chat_of(job.address), screen)
        await note_message(self.engine, job.address, number, self.clock.now())

    async def _send_file(self, address: str, name: str, content: bytes) -> None:
        number = await self.channel.send_file(chat_of(address), name, content)
        await note_message(self.engine, address, number, self.clock.now())


def _links_for_waiting(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> list[Issued]:
    try:
        return issue_for_waiting(connection, actor, cohort_id, now)
    except (NotYours, BadValue):
        return []
