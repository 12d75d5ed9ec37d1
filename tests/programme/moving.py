"""Organisations of a cohort on their way: with so many answers, at a question, done, or stopped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from frameworks.values import Answer, Said
from storage.programme.rights import Actor
from storage.programme.tables import enrolment
from storage.records import answer_fields
from storage.tables import answer, conversation, membership, participation
from tests.frameworks.samples import SP
from tests.programme.joined import NOON, Joined

FRAMEWORKS = {SP.key: SP}
ELEMENTS = [element.id for element in SP.elements]
DAY = timedelta(days=1)


@dataclass
class Moving:
    """A cohort with its lead. Each method gives back the number of a chat or an enrolment."""

    writer: Engine
    now: datetime = NOON
    made: Joined = field(init=False)
    cohort: int = field(init=False)
    lead: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.made = Joined(self.writer, self.now)
        self.cohort = self.made.cohort(name="North")
        self.lead = Actor(self.made.coordinator(self.cohort), True)

    def listed(self, name: str, **changes: Any) -> int:
        """An organisation on the list that nobody came for."""
        row = {
            "cohort_id": self.cohort,
            "name": name,
            "key": name.casefold(),
            "code": "",
            "share_stage": False,
        }
        return self._put(enrolment, **{**row, "added_at": self.now - DAY, **changes})

    def joined(self, name: str, chat: int | None = None, **changes: Any) -> int:
        """An organisation whose person joined and has not begun; the enrolment."""
        chat = chat or self.chat()
        number = self.made.join(chat, self.cohort, begun=False, name=name, key=name.casefold(), **changes)
        self.made.change(conversation, chat, joining=number)
        return number

    def organisation(
        self, name: str, answers: int = 0, *, finished_at: datetime | None = None, **chat: Any
    ) -> int:
        """An organisation whose person began and gave so many answers; the enrolment."""
        who = self.chat(**chat)
        number = self.made.join(who, self.cohort, begun=False, name=name, key=name.casefold())
        self.made.begin(who, number, finished_at=finished_at)
        self.belong(who, number)
        self.say(who, answers)
        return number

    def colleague(
        self, number: int, answers: int = 0, *, finished_at: datetime | None = None, **chat: Any
    ) -> int:
        """One more person of that organisation, at the same check; their chat."""
        who = self.chat(**chat)
        self.made.use(who, self.cohort, number)
        part = self._put(
            participation,
            assessment_id=self.made.row(enrolment, id=number).assessment_id,
            person_id=self.made.row(conversation, id=who).person_id,
            scope="full",
            consent_version="1",
            started_at=self.now,
            finished_at=finished_at,
            run=0,
        )
        self.made.change(conversation, who, participation_id=part, state="asking")
        self.belong(who, number)
        self.say(who, answers)
        return who

    def chat(self, **changes: Any) -> int:
        return self.made.chat(len(self.made.rows(conversation)) + 1, **changes)

    def belong(self, chat: int, number: int) -> None:
        """This chat's person is a member of that organisation."""
        person = self.made.row(conversation, id=chat).person_id
        owner = self.made.row(enrolment, id=number).organisation_id
        self._put(membership, person_id=person, organisation_id=owner, roles=["lead"], stakeholder="")

    def say(self, chat: int, answers: int, said: Said = Said.LEVEL, start: int = 0) -> None:
        """Answer so many questions in their order."""
        part = self.made.row(conversation, id=chat).participation_id
        given = Answer(said, 2 if said is Said.LEVEL else None)
        row = {
            "participation_id": part,
            **answer_fields(given),
            "element_version": 1,
            "run": 0,
            "at": self.now,
        }
        for element in ELEMENTS[start : start + answers]:
            with self.writer.begin() as connection:
                connection.execute(insert(answer), {**row, "element_id": element})

    def chat_of(self, number: int) -> int:
        """The chat of the first person of an organisation."""
        part = self.made.rows(participation, assessment_id=self.made.row(enrolment, id=number).assessment_id)[
            0
        ]
        return int(self.made.row(conversation, person_id=part.person_id).id)

    def _put(self, table: Any, **values: Any) -> int:
        with self.writer.begin() as connection:
            return int(connection.execute(insert(table), values).inserted_primary_key[0])  # type: ignore[index]
