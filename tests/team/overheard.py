"""Everything that others can read about a team, by name: pages as they are drawn, reports, files, what a group is told.

`Ring` in `tests.team.attack` makes the team and closes its round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.report.making import report_of
from bot.report.own_files import result_csv, result_json
from bot.report.text import report_text
from bot.report.view import View
from bot.screens.results import result
from bot.team.groups import group_text
from bot.team.result_facts import told
from flows.conversation import Conversation
from flows.desk import panel_of
from frameworks.model import Framework
from storage.loading import load
from storage.programme import progress
from storage.programme.reading import read_page
from storage.programme.rights import OPERATOR
from storage.programme.tables import enrolment, letter
from storage.tables import conversation, membership
from storage.team.groups import facts_of_group
from storage.team.result_reading import summary_page
from storage.wide import widen
from tests.flows.walks import BEGIN
from tests.programme.export_support import Cohort
from tests.storage.support import Talker
from tests.team.result_made import screens
from tests.team.seats import VERBS, Team

SCREENS = screens()
CLOSED = BEGIN + timedelta(days=1)
READ = CLOSED + timedelta(hours=1)
GROUP = ("telegram", 1, -100)
SHEETS = 5
"""So many pages of a sheet are looked at."""

OF_A_TEAM = ("team", "close_round_ask", "new_round_ask", "team_links", "team_requests", "team_people")
OF_SHARING = ("shares", "peers", "team_groups")

Seen = dict[str, str]


@dataclass
class Overheard:
    """A team or a place with one round, and all who may read about it."""

    team: Team
    framework: Framework
    people: list[Talker]
    reader: AsyncEngine
    folder: Path
    organisation: int = 0
    round: int = 0
    cohort: Cohort = field(init=False)
    outside: Talker = field(init=False)
    share: int = 0

    async def seen(self, but: Collection[int] = ()) -> Seen:
        """Everything that others can read now, by name; own pages of the people in `but` are left out."""
        with self.team.writer.begin() as connection:
            found = dict(self._pages(connection, but)) | self._of_coordinator(connection)
        return found | await self.exported()

    def _pages(self, connection: Connection, but: Collection[int]) -> Iterator[tuple[str, str]]:
        readers = [each for each in enumerate(self.people) if each[0] not in but]
        for person, talker in readers:
            yield from self._of_person(connection, person, talker, whole=person == readers[0][0])
        if self.share:
            here, row_id = self._held(connection, self.outside)
            yield "link", self._drawn(connection, here, row_id, "shared_result", self.share)
        facts = facts_of_group(connection, *GROUP)
        assert facts is not None
        yield "group", group_text(SCREENS.house.words_for("en"), facts, "tayari_bot", linked=False)
        letters = connection.execute(select(letter.c.kind, letter.c.args).order_by(letter.c.id)).all()
        yield "letters", repr(letters)

    def _of_person(
        self, connection: Connection, person: int, talker: Talker, *, whole: bool
    ) -> Iterator[tuple[str, str]]:
        """All that they read; of all but one reader a little of everything, for tests that are not slow."""
        here, row_id = self._held(connection, talker)
        members = select(membership.c.person_id).where(membership.c.organisation_id == self.organisation)
        if _person(connection, row_id) not in connection.scalars(members).all():
            return
        for name, number, extra in self._all_pages() if whole else self._some_pages():
            yield f"{person} {name} {extra}", self._drawn(connection, here, row_id, name, number, extra)
        for name, text in self._result(connection, here, row_id, whole=whole):
            yield f"{person} {name}", text

    def _all_pages(self) -> Iterator[tuple[str, int, int]]:
        yield from ((name, self.organisation, 0) for name in (*OF_A_TEAM, *OF_SHARING))
        yield from (("sheet", self.round, page) for page in range(SHEETS))
        looked_at = [one for place, one in enumerate(self.framework.elements) if one.must or place % 15 == 0]
        yield from (("sheet_element", self.round, self.framework.ordinal_by_id[one.id]) for one in looked_at)
        yield from ((name, self.round, 0) for name in ("open_mode", "team_result"))
        yield from (("sharing", 0, 0), ("share_preview", self.share, 0))

    def _some_pages(self) -> Iterator[tuple[str, int, int]]:
        yield ("team", self.organisation, 0)
        yield from ((name, self.round, 0) for name in ("sheet", "sheet_element", "open_mode", "team_result"))

    def _held(self, connection: Connection, talker: Talker) -> tuple[Conversation, int]:
        held = load(connection, [talker.address])[talker.address]
        widen(connection, [held], all_states=True)
        return replace(held.conversation, notice=None, panel=None), held.row_id

    def _drawn(
        self, connection: Connection, here: Conversation, row_id: int, name: str, number: int, extra: int = 0
    ) -> str:
        """What this page shows them, or that there is none for them."""
        there = replace(here, panel=panel_of(VERBS[name], number, extra))
        page = read_page(connection, row_id, there, self.team.knowledge, READ)
        if page is None:
            return ""
        screen = SCREENS.draw(there, page)
        return "\n".join([screen.text, *(button.label for row in screen.rows for button in row)])

    def _result(
        self, connection: Connection, here: Conversation, row_id: int, *, whole: bool
    ) -> Iterator[tuple[str, str]]:
        """The summary, and the report in all its forms: PNG and PDF are drawn from its values."""
        there = replace(here, state="summary", shown_at=READ)
        if not there.answers and not there.closed:
            return
        page = summary_page(connection, row_id, _person(connection, row_id), there, READ)
        sight = SCREENS.sight(there, page)
        screen = result(sight)
        yield "summary", "\n".join([screen.text, *(each.label for row in screen.rows for each in row)])
        known = told(sight)
        view = View(known.sight, known.result, known.facts)
        yield "csv", result_csv(view).decode()
        if page.team is not None:
            yield "plans", repr(page.team.chosen)
        if not self.framework.is_place:
            # Of a place everybody's agenda is their own picture.
            yield "agenda", "\n".join(self._agenda(there))
        if whole:
            report = report_of(known.sight, known.facts, known.result)
            yield from (("report", report_text(report)), ("paper", repr(report)))
            yield "json", result_json(view).decode()

    def _agenda(self, here: Conversation) -> Iterator[str]:
        """What is suggested, and the page of each action."""
        yield SCREENS.draw(replace(here, state="planning")).text
        for one in self.framework.elements:
            there = replace(here, state="acting", element=one.id)
            yield SCREENS.draw(there).text

    def _of_coordinator(self, connection: Connection) -> Seen:
        number, known = self.cohort.number, self.team.knowledge.frameworks
        enrolled = connection.scalar(select(enrolment.c.id).where(enrolment.c.cohort_id == number)) or 0
        pages = {
            "cohort": progress.cohort_page(connection, OPERATOR, number, READ),
            "progress": progress.progress_page(connection, OPERATOR, number, None, 0, READ, known),
            "organisation": progress.organisation_page(connection, OPERATOR, enrolled, READ, known),
            "questions": progress.question_counts_page(connection, OPERATOR, number, 0, known),
        }
        return {f"coordinator {name}": repr(page) for name, page in pages.items()}

    async def exported(self) -> Seen:
        """The coordinator's file of the cohort."""
        path = self.folder / "seen.jsonl"
        await self.cohort.written(self.reader, path, "jsonl")
        return {"export": path.read_text(encoding="utf-8")}


def _person(connection: Connection, row_id: int) -> int | None:
    return connection.scalar(select(conversation.c.person_id).where(conversation.c.id == row_id))


def differences(one: Seen, other: Seen) -> list[str]:
    """The names of what reads differently, or is in one of them only."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
