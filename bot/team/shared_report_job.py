"""A shared result as text or PDF, for who was given its link and for its owner: only while it may be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.programme.report_sending import ReportSending
from bot.report.press import Press
from bot.report.press_room import PressRoom
from bot.report.report import Report
from bot.report.shared import shared_report
from bot.report.text import report_messages
from bot.screens.draw import Screens
from bot.screens.shared_told import shown_sight, why_not
from flows.conversation import Conversation
from flows.share_pages import SharedResultPage
from storage.jobs import Job
from storage.loading import load
from storage.programme.rights import NotYours
from storage.team.share_reports import share_seen

FILE = "shared-result.pdf"


@dataclass(frozen=True, slots=True)
class Seen:
    """Who wished for it, and what they may read now; no page where the share is gone, or is theirs no longer."""

    there: Conversation
    page: SharedResultPage | None


@dataclass
class SharedReportJob:
    """Does the job `shared_report`. `job.args` has the share, the form, and whether the wish came by the link."""

    screens: Screens
    press: PressRoom
    sending: ReportSending

    async def do(self, job: Job) -> None:
        """Send what the link shows now; where it shows nothing any more, the one sentence that says why."""
        paper, seen = await self._looked_at(job)
        if seen is None:
            return
        report = self._report(seen)
        if report is None:
            await self.sending.sentence(job, self._refusal(seen))
        elif paper is not None:
            await self.sending.file(job, FILE, paper)
        else:
            excuse = [self.screens.say(seen.there, "report.failed")] if job.args["form"] == "pdf" else []
            await self.sending.messages(job, [*excuse, *report_messages(report)])

    async def _looked_at(self, job: Job) -> tuple[bytes | None, Seen | None]:
        """What may be read, and its paper where that was wished for. Made anew where it changed in the making."""
        seen = await self._seen(job)
        while job.args["form"] == "pdf" and seen is not None:
            report = self._report(seen)
            if report is None:
                break
            paper = await self.press.made(partial(Press.make_pdf, report=report))
            before, seen = seen, await self._seen(job)
            if seen is not None and seen.page == before.page:
                return paper, seen
        return None, seen

    def _report(self, seen: Seen) -> Report | None:
        """The report of what is shown; None where nothing is."""
        page = seen.page
        sight = shown_sight(self.screens.sight(seen.there), page) if page is not None else None
        return shared_report(sight, page) if sight is not None and page is not None else None

    def _refusal(self, seen: Seen) -> str:
        if seen.page is None:
            return self.screens.say(seen.there, "notice.not_there")
        return why_not(self.screens.sight(seen.there), seen.page)

    async def _seen(self, job: Job) -> Seen | None:
        async with self.sending.engine.connect() as connection:
            return await connection.run_sync(self._read, job, self.sending.clock.now())

    def _read(self, connection: Connection, job: Job, now: datetime) -> Seen | None:
        held = load(connection, [job.address]).get(job.address)
        if held is None:
            return None
        share, by_link = int(job.args["share"]), bool(job.args["by_link"])
        try:
            page = share_seen(
                connection, held.person_id, share, self.screens.frameworks, now, by_link=by_link
            )
        except NotYours:
            return Seen(held.conversation, None)
        return Seen(held.conversation, page)
