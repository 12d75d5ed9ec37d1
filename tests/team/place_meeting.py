"""A place whose people come by links of their groups, and have answered: a provider who began it, and officials.

held = place_meeting(writer)
held.close()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, insert, update

from flows.events import Commanded, Typed
from frameworks.load import shipped
from storage.records import answer_fields
from storage.tables import answer, assessment, membership, participation
from storage.team.closing import BY_DAY, close
from tests.frameworks.people import all_at
from tests.storage.support import Talker, one, rows
from tests.team.meeting import Meeting
from tests.team.seats import Team

EC = shipped()["ec-1.0"]
GROUPS = [group.id for group in EC.groups]
GOVERNMENT, DONOR, PROVIDER = (GROUPS.index(each) for each in ("government", "donor", "provider"))
POWER, AGREED, PROVIDERS = "ec.law.power", "ec.data.outc", "ec.market.prov"
"""What those who pay decide on, what nobody decides on alone, and what payers and providers decide on."""


@dataclass
class PlaceMeeting(Meeting):
    """A place and the round it answers; the owner stands first."""

    def level(self, person: int, level: int) -> None:
        """This person's level for everything."""
        part, now = self.part(person), self.people[person].now
        said = all_at(GROUPS[0], level).answers
        values = [
            {
                "participation_id": part.id,
                "element_id": each,
                **answer_fields(given),
                "element_version": EC.element_by_id[each].version,
                "run": 0,
                "at": now,
            }
            for each, given in said.items()
        ]
        with self.team.writer.begin() as connection:
            connection.execute(insert(answer), values)
            done = update(participation).where(participation.c.id == part.id)
            connection.execute(done.values(finished_at=now, profile="government"))

    def closed(self) -> None:
        with self.team.writer.begin() as connection:
            assert close(connection, self.round, {EC.key: EC}, self.later(), how=BY_DAY).closed

    def group(self, person: int) -> str:
        number = self.team.person_of(self.people[person])
        return str(one(self.team.writer, membership, person_id=number).stakeholder)


def founder(place: Team, group: int) -> Talker:
    """Somebody of this group, at the first question about their place."""
    talker = place.stranger()
    talker.take(Commanded("start"))
    talker.tap("G", 0)
    talker.tap("A")
    talker.tap("x", place.knowledge.checks.index(EC.key))
    talker.take(Typed("Kisumu"))
    return through(talker, group)


def through(talker: Talker, group: int | None = None) -> Talker:
    """On to the questions of a place; the group is kept where none is named."""
    for here, action, choice in (
        *(("profiling", "P", 0), ("grouping", "F" if group is None else "*", group or 0)),
        *(("roles", "T", 0), ("scope", "Q", 1)),
    ):
        if talker.conversation.state == here:
            talker.tap(action, choice)
    return talker


def place_meeting(writer: Engine, *groups: tuple[int, str], **changes: Any) -> PlaceMeeting:
    """A provider who owns it, and these: a group each, and the kind of link they came by."""
    place = Team.offered(writer, EC, framework=EC.key, **changes)
    owner = founder(place, PROVIDER)
    owner.see()
    others = [through(place.comes(place.issue(owner, kind, group=group + 1)[1])) for group, kind in groups]
    number = int(rows(writer, assessment)[-1].id)
    return PlaceMeeting(place, [owner, *others], place.organisation_of(owner), number)
