"""A team or a place to be attacked: its round can be answered anew and closed again, and all read each time.

ring = Ring.of(writer, reader, folder, 3)      # an owner, somebody who leads too, a member
ring.says(1, {"sp.lead.fit": 3})
ring.close()
seen = await ring.seen(but=[1])                # what all but the second person read, by name
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Commanded, Typed
from frameworks.load import shipped
from storage.programme.tables import enrolment, letter
from storage.records import answer_fields
from storage.tables import answer, assessment, conversation, organisation, participation
from storage.team.closing import BY_DAY, close
from storage.team.tables import result_share, round_result, settled, team_group
from tests.flows.walks import BEGIN
from tests.frameworks.samples import answers as read
from tests.programme.export_support import Cohort
from tests.programme.joined import Joined
from tests.storage.support import Talker, one, rows
from tests.team.overheard import CLOSED, GROUP, Overheard, Seen
from tests.team.seats import Team

FRAMEWORKS = shipped()
SP, EC = FRAMEWORKS["sp-1.0"], FRAMEWORKS["ec-1.0"]

Levels = Mapping[str, int | str]


@dataclass
class Ring(Overheard):
    """A team or a place with one round, in a cohort it shares its result with, and with a linked group."""

    @classmethod
    def of(cls, writer: Engine, reader: AsyncEngine, folder: Path, people: int, leads: int = 2) -> Ring:
        """An owner and so many others; the first ones lead, of two both do unless said otherwise."""
        team = Team.offered(writer)
        owner = team.founder()
        owner.see()
        kinds = ["facilitator"] * (leads - 1) + ["one"] * (people - leads)
        others = [team.joined(owner, kind) for kind in kinds[: people - 1]]
        return cls(team, SP, [owner, *others], reader, folder)._ready()

    @classmethod
    def of_place(cls, writer: Engine, reader: AsyncEngine, folder: Path, groups: Sequence[str]) -> Ring:
        """A place with one person for each of these groups, the first one its owner."""
        team = Team.offered(writer, EC, framework=EC.key)
        owner = team.stranger()
        owner.take(Commanded("start"))
        owner.tap("G", 0)
        owner.tap("A")
        owner.tap("x", team.knowledge.checks.index(EC.key))
        owner.take(Typed("Kisumu"))
        ids = [each.id for each in EC.groups]
        _begun(owner, ids.index(groups[0]))
        people = [owner]
        for group in groups[1:]:
            place = ids.index(group)
            people.append(_begun(team.comes(team.issue(owner, "one", place + 1)[1]), place))
        return cls(team, EC, people, reader, folder)._ready()

    def _ready(self) -> Ring:
        self.organisation = self.team.organisation_of(self.people[0])
        self.round = int(rows(self.writer, assessment)[-1].id)
        self.cohort = Cohort(self.writer, self.framework)
        ties = {"organisation_id": self.organisation, "assessment_id": self.round}
        enrolled = self.cohort.joins("The organisation", share_stage=True)
        with self.writer.begin() as connection:
            connection.execute(update(enrolment).where(enrolment.c.id == enrolled).values(ties))
            keys = dict(zip(("channel", "bot_id", "chat_id"), GROUP, strict=True))
            its = {"organisation_id": self.organisation, "language": "en", "linked_at": BEGIN, "told": ""}
            connection.execute(insert(team_group), {**keys, **its})
            connection.execute(update(organisation).values(peers=True))
        made = Joined(self.writer)
        for talker in self.people:
            made.use(self._chat(talker).id, self.cohort.number, enrolled)
        return self

    @property
    def writer(self) -> Engine:
        return self.team.writer

    def _chat(self, talker: Talker) -> Row[Any]:
        return one(self.writer, conversation, address=talker.address)

    def part(self, person: int) -> int:
        number = self.team.person_of(self.people[person])
        return int(one(self.writer, participation, person_id=number, assessment_id=self.round).id)

    def says(self, person: int, given: Levels, *, done: bool = True) -> None:
        """These are the answers of this person, and no others."""
        part = self.part(person)
        whole = {"participation_id": part, "run": 0, "at": BEGIN}
        values = [
            {
                **whole,
                "element_id": each,
                **answer_fields(said),
                "element_version": self.framework.element_by_id[each].version,
            }
            for each, said in read(given).items()
        ]
        with self.writer.begin() as connection:
            connection.execute(delete(answer).where(answer.c.participation_id == part))
            if values:
                connection.execute(insert(answer), values)
            finished = update(participation).where(participation.c.id == part)
            connection.execute(
                finished.values(
                    finished_at=BEGIN + timedelta(hours=9) if done else None, profile=self.profile
                )
            )

    @property
    def profile(self) -> str:
        return "government" if self.framework.is_place else "direct"

    def all_say(self, *given: Levels) -> None:
        for person, levels in enumerate(given):
            self.says(person, levels)

    def all_at(self, level: int, changes: Levels | None = None) -> dict[str, int | str]:
        """Every element at one level, but for these."""
        return {**{one.id: level for one in self.framework.elements}, **(changes or {})}

    def close(self) -> None:
        """The round is over; with the first time its result is shared by a link, the stage too."""
        with self.writer.begin() as connection:
            assert close(connection, self.round, FRAMEWORKS, CLOSED, how=BY_DAY).closed
        if not self.share:
            self._share()

    def _share(self) -> None:
        owner = self.people[0]
        self.team.act(owner, "share_result", self.organisation, 1)
        told_so = self.team.told(owner)
        if told_so.key != "result_link_made":
            return
        self.share = int(rows(self.writer, result_share)[-1].id)
        with self.writer.begin() as connection:
            connection.execute(update(result_share).values(agreed_at=CLOSED))
        self.outside = self.team.stranger()
        self.outside.take(Commanded("start", str(told_so.args["code"])))

    def reopen(self) -> None:
        """As if it had not been closed: the same people may answer something else."""
        with self.writer.begin() as connection:
            for table in (round_result, settled):
                connection.execute(delete(table))
            connection.execute(delete(letter))
            connection.execute(update(assessment).where(assessment.c.id == self.round).values(closed_at=None))

    async def after(self, *given: Levels, but: Collection[int] = ()) -> Seen:
        """What is read once these were the answers and the round is closed; then it is open again."""
        self.all_say(*given)
        self.close()
        seen = await self.seen(but)
        self.reopen()
        return seen


def _begun(talker: Talker, group: int) -> Talker:
    """At the questions of a place, in this group."""
    steps = (("profiling", "P", 0), ("grouping", "*", group), ("roles", "T", 0), ("scope", "Q", 1))
    for here, action, choice in steps:
        if talker.conversation.state == here:
            talker.tap(action, choice)
    return talker
