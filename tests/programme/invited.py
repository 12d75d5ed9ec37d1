"""Invitations as chats meet them in tests: opened by their code, joined by, and looked at by coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from flows.pages import Invitation, LinkLine
from storage.programme import invitations
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import enrolment, invitee
from storage.tables import conversation
from tests.programme.joined import NOON, Joined


@dataclass
class Door:
    """A cohort and the links into it. Each method is a transaction of its own, at `now`."""

    writer: Engine
    made: Joined
    cohort: int
    now: datetime = NOON

    @classmethod
    def build(cls, writer: Engine, **cohort: Any) -> Door:
        made = Joined(writer)
        return cls(
            writer, made, made.cohort(name="North", deadline="2026-06-30", zone="Africa/Nairobi", **cohort)
        )

    def later(self, **more: float) -> None:
        self.now += timedelta(**more)

    def issue(self, kind: str, actor: Actor = OPERATOR, **more: Any) -> tuple[int, str]:
        with self.writer.begin() as connection:
            return invitations.issue(connection, actor, self.cohort, kind, self.now, **more)

    def open(self, which: str | int, chat: int) -> Invitation | None:
        """What this chat sees of a link; who opens it by its code has it on the screen then."""
        person = self.made.row(conversation, id=chat).person_id
        with self.writer.begin() as connection:
            found = invitations.invitation_for(connection, which, chat, person, self.now, lock=True)
        if found is not None:
            self.made.change(conversation, chat, invitation=found.link)
        return found

    def state(self, which: str | int, chat: int) -> str:
        found = self.open(which, chat)
        return found.state if found else "unknown"

    def join(self, which: str | int, chat: int, *, share: bool = True) -> int:
        """Open and join at once, as a tap does: both in one transaction."""
        person = self.made.row(conversation, id=chat).person_id
        with self.writer.begin() as connection:
            found = invitations.invitation_for(connection, which, chat, person, self.now, lock=True)
            assert found is not None
            return invitations.join(connection, found, chat, person, share=share, now=self.now)

    def ask(self, link: int, chat: int) -> None:
        with self.writer.begin() as connection:
            invitations.ask_to_join(connection, link, chat, self.now)

    def line(self, link: int) -> LinkLine:
        with self.writer.begin() as connection:
            return invitations.link_page(connection, OPERATOR, link, self.now).line

    def listed(self, organisation: str, *people: str) -> tuple[int, list[int]]:
        """An organisation on the coordinator's list with these people: their numbers."""
        values = {
            "cohort_id": self.cohort,
            "code": "",
            "added_at": self.now - timedelta(days=1),
            "share_stage": False,
        }
        with self.writer.begin() as connection:
            row = {**values, "name": organisation, "key": organisation.casefold()}
            number = connection.execute(insert(enrolment).returning(enrolment.c.id), row).scalar_one()
            numbers = []
            for name in people:
                row = {
                    "enrolment_id": number,
                    "name": name,
                    "key": name.casefold(),
                    "language": "",
                    "contact": "",
                }
                numbers.append(connection.execute(insert(invitee).returning(invitee.c.id), row).scalar_one())
        return number, numbers
