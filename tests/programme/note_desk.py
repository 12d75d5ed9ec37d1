"""A coordinator at their notes: one call for each thing they do, and for what the worker does with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, update

from flows.pages import NotePage
from storage.programme import notes
from storage.programme.rights import Actor
from storage.programme.tables import audit, letter
from storage.tables import conversation
from tests.programme.joined import NOON, Joined

HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """A cohort, its lead, and what they do."""

    made: Joined
    cohort: int
    grace: Actor

    @classmethod
    def opened(cls, writer: Engine) -> Desk:
        made = Joined(writer)
        number = made.cohort()
        return cls(made, number, Actor(made.coordinator(number), True))

    @property
    def engine(self) -> Engine:
        return self.made.writer

    def people(self, number: int, **changes: Any) -> list[int]:
        """So many people who joined and began; the numbers of their chats."""
        first = len(self.made.rows(conversation)) + 1
        chats = [self.made.chat(each, **changes) for each in range(first, first + number)]
        for chat in chats:
            self.made.join(chat, self.cohort)
        return chats

    def draft(
        self, text: str = "Can we talk?", kind: str = "note", audience: str = "all", **more: Any
    ) -> int:
        with self.engine.begin() as connection:
            return notes.draft(
                connection, more.pop("actor", self.grace), self.cohort, kind, text, audience, NOON, **more
            )

    def sent(self, now: datetime = NOON, at_night: bool = False, **draft: Any) -> int:
        """A note that was sent and whose letters are planned."""
        number = self.draft(**draft)
        self.send(number, now, at_night)
        self.expand(number, now)
        return number

    def send(self, number: int, now: datetime = NOON, at_night: bool = False) -> None:
        with self.engine.begin() as connection:
            notes.send(connection, self.grace, number, at_night, now)

    def expand(self, number: int, now: datetime = NOON, most: int = 500) -> int:
        with self.engine.begin() as connection:
            return notes.expand(connection, number, now, most)

    def cancel(self, number: int, actor: Actor | None = None) -> None:
        with self.engine.begin() as connection:
            notes.cancel(connection, actor or self.grace, number, NOON + HOUR)

    def finish(self) -> None:
        with self.engine.begin() as connection:
            notes.finish(connection, NOON + HOUR)

    def page(self, number: int, now: datetime = NOON, actor: Actor | None = None) -> NotePage:
        with self.engine.begin() as connection:
            return notes.note_page(connection, actor or self.grace, number, now)

    def may_go_on(self, number: int) -> bool:
        with self.engine.begin() as connection:
            return notes.may_go_on(connection, number)

    def helper(self, right: str, external_id: int = 901) -> Actor:
        return Actor(self.made.coordinator(self.cohort, right, external_id), False)

    def letters(self, number: int) -> dict[int, tuple[str, str]]:
        """Status and reason of the letters of a note, by chat."""
        return {row.conversation_id: (row.status, row.reason) for row in self.made.letters(note_id=number)}

    def become(self, number: int, status: str) -> None:
        """Every planned letter of this note ends so."""
        wanted = (letter.c.note_id == number) & (letter.c.status == "planned")
        with self.engine.begin() as connection:
            connection.execute(update(letter).where(wanted).values(status=status))

    def acts(self) -> list[tuple[str, int | None]]:
        return [(row.act, row.enrolment_id) for row in self.made.rows(audit)]
