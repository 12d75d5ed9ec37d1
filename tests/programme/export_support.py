"""Cohorts straight in the database, for tests of their files: organisations, people, answers, actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting.export import ExportResult, write_export
from bot.words import Words, load_words
from frameworks.model import Framework
from frameworks.values import Answer
from storage.programme import cohorts
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import enrolment
from storage.records import answer_fields
from storage.tables import answer, assessment, chosen_action, membership, organisation, participation, person

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
WORDS = load_words()

Answers = Mapping[str, Answer]


def _row(connection: Connection, table: Table, **values: Any) -> int:
    key = connection.execute(insert(table), values).inserted_primary_key
    assert key is not None
    return int(key[0])


@dataclass
class Cohort:
    """A cohort of one framework, and ways to put organisations into it as joining and answering would."""

    writer: Engine
    framework: Framework
    zone: str = "Africa/Kampala"
    min_group: int = 5
    number: int = field(init=False)

    def __post_init__(self) -> None:
        with self.writer.begin() as connection:
            made = cohorts.create(
                connection,
                OPERATOR,
                "Northern group",
                self.framework.key,
                self.zone,
                NOW - timedelta(days=60),
                min_group=self.min_group,
            )
        self.number = made

    def joins(
        self,
        name: str,
        *people: Answers,
        code: str = "",
        framework: Framework | None = None,
        done: bool = True,
        roles: Sequence[str] = ("director",),
        groups: Sequence[str] = (),
        profile: str = "unsure",
        actions: Mapping[str, Mapping[str, Any]] | None = None,
        **changes: Any,
    ) -> int:
        """An organisation that joined, shares, and whose people gave these answers; the enrolment's number."""
        framework = framework or self.framework
        joined = NOW - timedelta(days=30)
        with self.writer.begin() as connection:
            kind = "place" if framework.is_place else "organisation"
            size = framework.sizes[0].id if framework.sizes else ""
            its = {"kind": kind, "name": f"{name} itself", "size": size, "created_at": joined}
            owner = _row(connection, organisation, **its)
            opened = {"framework": framework.id, "version": framework.version, "round_no": 1}
            check = _row(connection, assessment, organisation_id=owner, opened_at=joined, **opened)
            for place, answers in enumerate(people):
                group = groups[place] if groups else ""
                number = self._person(connection, owner, check, done, list(roles), group, profile)
                _answers(connection, framework, number, answers)
                for action, values in (actions or {}).items():
                    row = {**_ACTION, "participation_id": number, "action_id": action, **values}
                    connection.execute(insert(chosen_action), row)
            row = {**_SHARED, "cohort_id": self.number, "name": name, "key": name.casefold(), "code": code}
            ties = {"organisation_id": owner, "assessment_id": check}
            return _row(connection, enrolment, **row | ties | changes)

    def _person(
        self,
        connection: Connection,
        owner: int,
        check: int,
        done: bool,
        roles: list[str],
        group: str,
        profile: str,
    ) -> int:
        began = NOW - timedelta(days=20)
        human = _row(connection, person, consent_version="1", consent_language="en", consented_at=began)
        whose = {"person_id": human, "roles": roles, "stakeholder": group}
        _row(connection, membership, organisation_id=owner, **whose)
        part = {"assessment_id": check, "person_id": human, "scope": "full", "profile": profile}
        times = {"started_at": began, "finished_at": NOW - timedelta(days=10) if done else None}
        return _row(connection, participation, **part, **times, consent_version="1", run=1)

    async def written(
        self,
        reader: AsyncEngine,
        path: Path,
        format: str,
        *others: Framework,
        words: Words = WORDS["en"],
        actor: Actor = OPERATOR,
        **more: Any,
    ) -> ExportResult:
        """The cohort's file, written to `path` at `NOW`."""
        known = {each.key: each for each in (self.framework, *others)}
        told = more.pop("tell", lambda _done, _total: None)
        return await write_export(reader, known, words, actor, self.number, format, path, NOW, told, **more)


_SHARED = {
    "added_at": NOW - timedelta(days=40),
    "joined_at": NOW - timedelta(days=30),
    "share_from": NOW - timedelta(days=30),
    "share_until": NOW + timedelta(days=100),
    "share_stage": False,
}
_ACTION = {
    "status": "open",
    "event": "",
    "day": "2026-12-24",
    "smaller": False,
    "chosen_on": "2026-11-21",
    "ask_on": "2026-12-05",
    "at": NOW - timedelta(days=10),
}


def _answers(connection: Connection, framework: Framework, number: int, answers: Answers) -> None:
    for element, given in answers.items():
        version = framework.element_by_id[element].version
        about = {"participation_id": number, "element_id": element, "element_version": version, "run": 1}
        connection.execute(insert(answer), {**about, **answer_fields(given), "at": NOW - timedelta(days=15)})
