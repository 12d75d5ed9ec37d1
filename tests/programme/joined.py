"""Cohorts and people in them, written straight into the database: for what is about letters and not about joining.

made = Joined(writer)
cohort = made.cohort(zone="Europe/Paris")
ana = made.chat(1)                        # the number of her conversation
made.join(ana, cohort, begun=True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, Table, insert, select, update

from storage.programme.habits import set_reminders
from storage.programme.letters import new_letter, plan
from storage.programme.tables import (
    cohort,
    cohort_right,
    coordinator,
    enrolment,
    habit,
    letter,
    link_use,
    note,
)
from storage.tables import assessment, conversation, link, organisation, participation, person

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
KATHMANDU, HONOLULU, PARIS, NAIROBI = (
    "Asia/Kathmandu",
    "Pacific/Honolulu",
    "Europe/Paris",
    "Africa/Nairobi",
)


@dataclass
class Joined:
    """Makes rows; each method gives back the key of what it made."""

    writer: Engine
    now: datetime = NOON
    _links: dict[int, int] = field(default_factory=dict)

    def _put(self, table: Table, **values: Any) -> int:
        with self.writer.begin() as connection:
            return int(connection.scalar(insert(table).returning(table.c.id), values) or 0)

    def cohort(self, **changes: Any) -> int:
        values = {
            "name": "First round",
            "framework": "sp",
            "version": "1.0",
            "round_no": 1,
            "deadline": "",
            "zone": "UTC",
            "languages": ["en"],
            "min_group": 5,
            "remind_days": [2, 5, 10],
            "remind_at": "09:00",
            "quiet_from": "20:00",
            "quiet_until": "08:00",
            "created_at": self.now,
        }
        return self._put(cohort, **{**values, **changes})

    def coordinator(self, cohort_id: int | None = None, right: str = "lead", external_id: int = 900) -> int:
        made = self._put(
            coordinator,
            channel="telegram",
            external_id=external_id,
            name="Chris",
            may_create=True,
            added_at=self.now,
        )
        if cohort_id is not None:
            with self.writer.begin() as connection:
                values = {"cohort_id": cohort_id, "coordinator_id": made, "right": right}
                connection.execute(insert(cohort_right), values)
        return made

    def chat(self, number: int, **changes: Any) -> int:
        """A chat whose person gave consent; the number of its conversation."""
        who = self._put(person, consent_version="1", consent_language="en", consented_at=self.now)
        values = {
            "address": f"telegram:1:{number}",
            "channel": "telegram",
            "bot_id": 1,
            "chat_id": number,
            "person_id": who,
            "framework": "sp-1.0",
            "language": "en",
            "state": "picking",
            "run": 0,
            "place_no": 0,
            "revision": 0,
            "reviewed": False,
            "shown_at": self.now,
            "changed_at": self.now,
            "shown": 0,
        }
        return self._put(conversation, **{**values, **changes})

    def join(
        self, chat: int, cohort_id: int, *, begun: bool = True, same_as: int | None = None, **changes: Any
    ) -> int:
        """Let a chat join as an organisation of its own, or as that of another enrolment; the enrolment."""
        values = {
            "cohort_id": cohort_id,
            "name": f"Organisation of {chat}",
            "key": f"organisation {chat}",
            "code": "",
            "added_at": self.now,
            "joined_at": self.now,
            "share_stage": False,
        }
        made = self._put(enrolment, **{**values, **changes})
        self.use(chat, cohort_id, made)
        if begun and same_as is None:
            self.begin(chat, made)
        elif same_as is not None:
            tied = self.row(enrolment, id=same_as)
            self.change(
                enrolment, made, organisation_id=tied.organisation_id, assessment_id=tied.assessment_id
            )
        return made

    def use(self, chat: int, cohort_id: int, enrolment_id: int) -> None:
        if cohort_id not in self._links:
            self._links[cohort_id] = self._put(
                link,
                code_hash=f"hash {cohort_id}",
                kind="cohort_many",
                target={},
                created_at=self.now,
                cohort_id=cohort_id,
            )
        self._put(
            link_use,
            link_id=self._links[cohort_id],
            conversation_id=chat,
            enrolment_id=enrolment_id,
            at=self.now,
        )

    def begin(self, chat: int, enrolment_id: int, *, finished_at: datetime | None = None) -> int:
        """Begin the check of an enrolment; the participation."""
        joined = self.row(enrolment, id=enrolment_id)
        of = self.row(cohort, id=joined.cohort_id)
        owner = self._put(organisation, kind="provider", name=joined.name, created_at=self.now)
        opened = self._put(
            assessment,
            organisation_id=owner,
            framework=of.framework,
            version=of.version,
            round_no=of.round_no,
            opened_at=self.now,
        )
        made = self._put(
            participation,
            assessment_id=opened,
            person_id=self.row(conversation, id=chat).person_id,
            scope="full",
            consent_version="1",
            started_at=self.now,
            finished_at=finished_at,
            run=0,
        )
        self.change(enrolment, enrolment_id, organisation_id=owner, assessment_id=opened)
        self.change(conversation, chat, participation_id=made, state="asking")
        return made

    def letter(self, chat: int, key: str, due_at: datetime, kind: str = "note", **changes: Any) -> int:
        """A letter, planned unless said otherwise."""
        more = {name: changes.pop(name) for name in list(changes) if name.endswith("_id") or name == "args"}
        with self.writer.begin() as connection:
            plan(connection, [{**new_letter(key, kind, chat, due_at, **more), **changes}])
        return int(self.row(letter, key=key).id)

    def note(self, cohort_id: int, kind: str = "note", **changes: Any) -> int:
        """A note whose letters are all planned, by the operator unless said otherwise."""
        values = {
            "cohort_id": cohort_id,
            "kind": kind,
            "text": "How is it going?" if kind == "note" else "",
            "audience": "all",
            "at_night": False,
            "status": "sending",
            "made_at": self.now,
            "planned_at": self.now,
        }
        return self._put(note, **{**values, **changes})

    def wants(self, chat: int, **values: Any) -> None:
        """How a chat wants to be written to."""
        with self.writer.begin() as connection:
            set_reminders(connection, chat, on=True)
            if values:
                connection.execute(update(habit).where(habit.c.conversation_id == chat).values(values))

    def change(self, table: Table, number: int, **values: Any) -> None:
        with self.writer.begin() as connection:
            connection.execute(update(table).where(table.c.id == number).values(values))

    def row(self, table: Table, **where: Any) -> Row[Any]:
        (found,) = self.rows(table, **where)
        return found

    def rows(self, table: Table, **where: Any) -> Sequence[Row[Any]]:
        statement = select(table).filter_by(**where).order_by(*table.primary_key.columns)
        with self.writer.begin() as connection:
            return connection.execute(statement).all()

    def letters(self, **where: Any) -> Sequence[Row[Any]]:
        return self.rows(letter, **where)
