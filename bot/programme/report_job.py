"""One's own result, or that of one's team, as text, picture, PDF, CSV or JSON: sent when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.programme.report_sending import ReportSending
from bot.report.making import report_of
from bot.report.own_files import result_csv, result_json
from bot.report.press_room import PressRoom
from bot.report.report import Report
from bot.report.text import report_messages
from bot.report.view import View
from bot.screens.draw import Screens
from bot.screens.found import at_round_of
from bot.screens.sight import Sight
from bot.team.result_facts import told
from storage.jobs import Job
from storage.loading import load
from storage.programme.rights import NotYours
from storage.team.result_reading import result_for, summary_page
from storage.wide import widen

DATA: dict[str, Callable[[View], bytes]] = {"csv": result_csv, "json": result_json}


@dataclass
class ReportJob:
    """Makes reports for whoever wished for one. `job.args` has the form: text, bars, radar, pdf, csv or json; and the
    `round` it is about, 0 for what the person is at.

    Pictures and PDFs are made in another process, one at a time. Whether this person may see a team's result is asked
    anew for each.
    """

    screens: Screens
    press: PressRoom
    sending: ReportSending

    async def do(self, job: Job) -> None:
        """Send the report in the form that was wished for; as text where the file cannot be made."""
        async with self.sending.engine.connect() as connection:
            sight = await connection.run_sync(self._look, job, self.sending.clock.now())
        if sight is None:
            return
        known = told(sight)
        report = report_of(known.sight, known.facts, known.result)
        form = str(job.args.get("form", "text"))
        made = await self._made(report, View(known.sight, known.result, known.facts), form)
        if made is not None:
            await self.sending.file(job, *made)
            return
        excuse = [] if form == "text" else [sight.say("report.failed")]
        await self.sending.messages(job, [*excuse, *report_messages(report)])

    def _look(self, connection: Connection, job: Job, now: datetime) -> Sight | None:
        """What the report is made from, with all that a result looks at; None where this person may see none now."""
        held = load(connection, [job.address]).get(job.address)
        if held is None:
            return None
        widen(connection, [held], all_states=True)
        here, round_id = held.conversation, int(job.args.get("round", 0))
        try:
            if round_id:
                page = result_for(connection, held.person_id, round_id, now)
                return at_round_of(self.screens.sight(here, page))
        except NotYours:
            return None
        page = summary_page(connection, held.row_id, held.person_id, here, now)
        return self.screens.sight(here, page) if here.answers else None

    async def _made(self, report: Report, view: View, form: str) -> tuple[str, bytes] | None:
        """The file; None for the text, and where no file can be made."""
        if form in DATA:
            return f"result.{form}", DATA[form](view)
        if form == "text":
            return None
        if form == "pdf":
            name, made = "report.pdf", await self.press.made(lambda press: press.make_pdf(report))
        else:
            radar = form == "radar"
            name = "result-radar.png" if radar else "result-card.png"
            made = await self.press.made(lambda press: press.make_png(report, radar=radar))
        return (name, made) if made is not None else None
