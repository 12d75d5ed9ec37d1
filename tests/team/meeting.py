"""Teams whose people have answered: they come by real events, their answers are put where they are stored.

held = Meeting.of(team, 3)                    # an owner and two members
held.says(0, {"sp.lead.fit": 3})              # what the first one answered; done with all other questions
held.close()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, update

from flows.team_results import ClosedRound
from frameworks.model import Framework
from storage.programme.tables import letter
from storage.records import answer_fields
from storage.tables import answer, assessment, chosen_action, conversation, job, participation
from storage.team.closing import BY_DAY, Closed, close
from storage.team.results import frozen
from storage.team.round_letters import plan_letters
from storage.team.tables import round_result, settled
from tests.frameworks.samples import SP
from tests.frameworks.samples import answers as read
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team

FRAMEWORKS: Mapping[str, Framework] = {SP.key: SP}
ONE, TWO = SP.elements[0].id, SP.elements[1].id


@dataclass
class Meeting:
    """A team and the round it answers; people are counted from 0, the owner first."""

    team: Team
    people: list[Talker]
    organisation: int
    round: int

    @classmethod
    def of(cls, team: Team, people: int, facilitators: int = 0) -> Meeting:
        """An owner, so many facilitators, and members, each with a part in the round and no answer yet."""
        owner = team.founder()
        owner.see()
        kinds = ["facilitator"] * facilitators + ["one"] * (people - 1 - facilitators)
        others = [team.joined(owner, kind) for kind in kinds]
        organisation = team.organisation_of(owner)
        return cls(team, [owner, *others], organisation, int(rows(team.writer, assessment)[-1].id))

    def part(self, person: int, round_id: int = 0) -> Row[Any]:
        """The part of this person in this round, or in the first one."""
        number = self.team.person_of(self.people[person])
        return one(self.team.writer, participation, person_id=number, assessment_id=round_id or self.round)

    def says(
        self, person: int, given: Mapping[str, int | str], *, done: bool = True, round_id: int = 0
    ) -> None:
        """These are the answers of this person; `done` with all of their check, or not."""
        part = self.part(person, round_id)
        now = self.people[person].now
        values = [
            {
                "participation_id": part.id,
                "element_id": each,
                **answer_fields(said),
                "element_version": SP.element_by_id[each].version,
                "run": 0,
                "at": now,
            }
            for each, said in read(given).items()
        ]
        with self.team.writer.begin() as connection:
            connection.execute(delete(answer).where(answer.c.participation_id == part.id))
            if values:
                connection.execute(insert(answer), values)
            finished = update(participation).where(participation.c.id == part.id)
            connection.execute(finished.values(finished_at=now if done else None))

    def all_say(self, *levels: int, element: str = ONE) -> None:
        """Each answers this one question, by a level each, and is done."""
        for person, level in enumerate(levels):
            self.says(person, {element: level})

    def close(self, round_id: int = 0, how: str = BY_DAY, asked_in: int | None = None) -> Closed:
        with self.team.writer.begin() as connection:
            number = round_id or self.round
            return close(connection, number, FRAMEWORKS, self.later(), how=how, asked_in=asked_in)

    def told(self) -> int:
        """Do what the acts so far wished to be told to others; how many letters there are then."""
        writer = self.team.writer
        for wish in rows(writer, job, kind="tell_round"):
            about = (str(wish.args["letter"]), int(wish.args["assessment"]), wish.args.get("by"))
            with writer.begin() as connection:
                plan_letters(connection, *about, self.later())
        return len(rows(writer, letter))

    def later(self) -> datetime:
        """After all that happened so far."""
        return max(each.now for each in self.people) + timedelta(minutes=1)

    def kept(self, round_id: int = 0) -> ClosedRound:
        """The round as it is read back."""
        with self.team.writer.begin() as connection:
            found = frozen(connection, round_id or self.round)
        assert found is not None
        return found

    def frozen_rows(self, round_id: int = 0) -> Sequence[Row[Any]]:
        """All that is kept of a round, as rows."""
        number = round_id or self.round
        tables = (round_result, settled)
        return [row for table in tables for row in rows(self.team.writer, table, assessment_id=number)]

    def chat(self, person: int) -> int:
        """The number of this person's conversation."""
        return int(one(self.team.writer, conversation, address=self.people[person].address).id)

    def doing(self, person: int, name: str, number: int = 0, extra: int = 0) -> str:
        """What this button says to this person: the key of the line above the screen, or nothing."""
        self.team.act(self.people[person], name, number or self.round, extra)
        told = self.people[person].conversation.notice
        return told.key if told else ""


def two_who_answered(team: Team) -> Meeting:
    """Two who went the whole way in and answered, in a closed round; they differ on the first question."""
    made = Meeting.of(team, 2)
    for talker in made.people:
        team.answers(talker, level=1)
    made.says(0, {ONE: 1, TWO: 3})
    made.says(1, {ONE: 3, TWO: 3})
    made.close()
    return made


def takes(held: Meeting, person: int, action: str, **values: Any) -> None:
    """This person took an action up; who leads, after closing, from the result of the team."""
    part = held.part(person)
    closed = one(held.team.writer, assessment, id=part.assessment_id).closed_at
    at = values.get("at", held.later())
    leads = held.team.position(held.people[person], held.organisation) != "member"
    row = {
        "participation_id": part.id,
        "action_id": action,
        "from_team": leads and closed is not None and at >= closed,
        "status": "open",
        "event": "",
        "day": "2026-04-01",
        "smaller": False,
        "chosen_on": "2026-03-12",
        "ask_on": "",
        "at": at,
        "taken_by": "",
        **values,
    }
    with held.team.writer.begin() as connection:
        connection.execute(insert(chosen_action), row)


def ordinal(element: str) -> int:
    return SP.ordinal_by_id[element]
