"""The one place where everything is put together: settings to engines, memory, way in, way out, channels."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel
from bot.clock import Clock
from bot.dates import day_of, month_of
from bot.delivery import Delivery, Look
from bot.health import Health
from bot.intake import Intake
from bot.programme.jobs import ProgrammeJobs
from bot.programme.reminding import Letters
from bot.programme.report_job import ReportJob
from bot.programme.report_sending import ReportSending
from bot.report.press_room import PressRoom
from bot.screens.draw import Screens
from bot.screens.sight import House
from bot.settings import Settings
from bot.tasks import Tasks
from bot.team.closing_job import Rounds
from bot.team.evidence_job import KIND as EVIDENCE_FILES
from bot.team.evidence_job import EvidenceJob
from bot.team.groups import Groups
from bot.team.shared_report_job import SharedReportJob
from bot.words import Words, load_words
from bot.worker import BEHIND_MOST, Behind, Worker
from flows.conversation import Conversation
from flows.knowledge import Knowledge
from frameworks.load import shipped
from frameworks.model import Framework
from storage.batch import Numbered, no_trouble
from storage.engine import reader_engine, writer_engine
from storage.memory import Memory
from storage.team.share_reports import KIND as SHARED_REPORT

CONSENT_VERSION = "1"
FIRST_FRAMEWORK = "sp-1.0"

Call = Callable[..., Awaitable[Any]]


def make_screens(
    settings: Settings, frameworks: Mapping[str, Framework], words: Mapping[str, Words]
) -> Screens:
    """All screens for one house. The default language stands first."""
    first = settings.default_language
    ordered = dict(sorted(words.items(), key=lambda item: item[0] != first))
    house = House(ordered, settings.operator_name, settings.privacy_contact, settings.zone)
    return Screens(house, frameworks)


def make_knowledge(screens: Screens, framework: str = FIRST_FRAMEWORK) -> Knowledge:
    """What steps are told, from what screens are drawn from."""
    languages = screens.house.languages
    words_for = screens.house.words_for

    @cache
    def vocabulary(language: str) -> Mapping[str, str]:
        """The words of one language; and the word that stops all messages in every language, whichever was chosen."""
        stops = {
            word: meaning
            for words in languages.values()
            for word, meaning in words.vocabulary.items()
            if meaning == "stop"
        }
        return {**stops, **words_for(language).vocabulary}

    @cache
    def level_names(key: str, language: str) -> Mapping[str, int]:
        return words_for(language).level_names(screens.frameworks[key])

    return Knowledge(
        frameworks=screens.frameworks,
        framework=framework,
        languages=tuple(languages),
        default_language=next(iter(languages)),
        consent_version=CONSENT_VERSION,
        vocabulary=vocabulary,
        level_names=lambda model, language: level_names(model.key, language),
        press=screens.press,
        way_back=screens.way_back,
        day=lambda moment: moment.astimezone(screens.house.zone).date().isoformat(),
        default_zone=screens.house.zone.key,
        day_of=lambda language, text, today: day_of(words_for(language).locale, text, today),
        month_of=lambda language, text, today: month_of(words_for(language).locale, text, today),
    )


class Thread:
    """The one thread that writes what comes in. No cancellation can cut a transaction in half."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="intake")

    async def call(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args))

    def close(self) -> None:
        self._pool.shutdown(wait=True)


@dataclass
class Core:
    """Everything between a channel's events and a channel's screens."""

    memory: Memory
    intake: Intake
    delivery: Delivery
    worker: Worker
    screens: Screens
    tasks: Tasks
    health: Health
    clock: Clock


def make_core(
    channel: Channel,
    screens: Screens,
    writer: Engine,
    reader: AsyncEngine,
    call: Call,
    clock: Clock,
    point: Numbered = no_trouble,
    framework: str = FIRST_FRAMEWORK,
) -> Core:
    """Way in, way out and worker around one channel. `call` runs database work: in a thread, or at once in tests."""
    health, tasks = Health(), Tasks()
    memory = Memory(writer, make_knowledge(screens, framework), point)

    async def look(address: str) -> Any:
        return await call(memory.look, address)

    async def forsake(address: str, reason: str) -> None:
        await call(memory.mark_unreachable, address, reason)

    async def behind(now: datetime) -> Any:
        return await call(memory.behind, now, BEHIND_MOST)

    async def page(conversation: Conversation) -> Any:
        return await call(memory.page, conversation, clock.now())

    delivery = Delivery(channel, screens, clock, health, tasks, look, forsake, page, point=point)
    intake = Intake(memory, call, delivery, clock, health)

    def marked(new_message: bool) -> None:
        """Only its mark knows the id of a new message: that one is written at once."""
        if new_message:
            tasks.start(intake.write_marks())
        else:
            intake.something_shown()

    delivery.on_mark = marked
    worker = make_worker(reader, channel, delivery, screens, clock, behind, look)
    return Core(memory, intake, delivery, worker, screens, tasks, health, clock)


def make_worker(
    reader: AsyncEngine,
    channel: Channel,
    delivery: Delivery,
    screens: Screens,
    clock: Clock,
    behind: Behind,
    look: Look,
) -> Worker:
    """The worker with all that it does beside the screens: letters, files, pictures."""

    async def language_of(address: str) -> str:
        found = await look(address)
        return found[0].language if found else ""

    jobs = ProgrammeJobs(reader, channel, screens, clock, language_of)
    letters = Letters(reader, channel, delivery, screens, clock)
    rounds = Rounds(reader, delivery, screens, clock)
    groups = Groups(reader, channel, screens, clock)
    evidence = EvidenceJob(reader, channel, screens, clock, language_of)
    files = (screens, PressRoom(), ReportSending(reader, channel, clock))
    more = {**jobs.kinds, **rounds.kinds, "report": ReportJob(*files).do}
    more |= {SHARED_REPORT: SharedReportJob(*files).do, EVIDENCE_FILES: evidence.do}
    return Worker(
        reader, channel, delivery, screens, clock, behind, letters, more, rounds=rounds, groups=groups
    )


@dataclass
class Foundation:
    """What a process opens once and closes at its end."""

    settings: Settings
    screens: Screens
    writer: Engine
    reader: AsyncEngine
    thread: Thread
    clock: Clock

    def core_on(self, channel: Channel) -> Core:
        """Way in, way out and worker around this channel."""
        return make_core(channel, self.screens, self.writer, self.reader, self.thread.call, self.clock)

    async def close(self) -> None:
        self.thread.close()
        self.writer.dispose()
        await self.reader.dispose()


def lay_foundation(settings: Settings) -> Foundation:
    """Open the database and load frameworks and words; raises FrameworkFault where a shipped file is faulty."""
    screens = make_screens(settings, shipped(), load_words())
    return Foundation(
        settings,
        screens,
        writer_engine(settings.database),
        reader_engine(settings.database),
        Thread(),
        Clock(),
    )
