"""The independent book of what the database ever held: every history row, even of people who were forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Said = dict[str, Any]

_HISTORY = """
    SELECT a.external_id, h.participation_id, h.element_id, h.event_key, h.at, h.before, h.after
    FROM answer_history h JOIN account a ON a.person_id = h.person_id ORDER BY h.id
"""
_PLACE = """
    SELECT state, element, place_no, run, revision, panel, shown, message_id, unreachable
    FROM conversation WHERE chat_id = ?
"""


@dataclass(frozen=True)
class Row:
    """One row of an answer's history."""

    chat: int
    participation: int
    element: str
    key: str
    at: float
    before: Said | None
    after: Said | None


@dataclass
class Ledger:
    """Reads the database by a connection of its own. `rows` keeps all rows ever seen, oldest first."""

    path: Path
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    doubles: list[Row] = field(default_factory=list)
    _fresh: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._file = sqlite3.connect(self.path, isolation_level=None)
        self._file.row_factory = sqlite3.Row

    def close(self) -> None:
        self._file.close()

    def query(self, statement: str, *args: object) -> list[sqlite3.Row]:
        return self._file.execute(statement, args).fetchall()

    def read(self) -> list[Row]:
        """Take in what is new; the rows that are there now."""
        here: set[tuple[str, str]] = set()
        now = []
        for each in self.query(_HISTORY):
            row = _row(each)
            key = (row.key, row.element)
            if key in here:
                self.doubles.append(row)
            here.add(key)
            now.append(row)
            if key not in self.rows:
                self.rows[key] = row
                self._fresh.append(row)
        return now

    def fresh(self) -> list[Row]:
        """The rows that came since the last look."""
        return self._fresh

    def forget_fresh(self) -> None:
        self._fresh = []

    def of(self, chat: int) -> Iterator[Row]:
        return (row for row in self.rows.values() if row.chat == chat)

    def most_answers(self, chat: int, until: float) -> int:
        """The largest number of answers this person ever had at once, until then."""
        held: set[str] = set()
        most = 0
        for row in self.of(chat):
            if row.at <= until:
                held.discard(row.element) if row.after is None else held.add(row.element)
                most = max(most, len(held))
        return most

    def claimed(self, keys: list[str]) -> set[str]:
        """Those of these events that were taken in."""
        marks = ",".join("?" * len(keys))
        return {row["key"] for row in self.query(f"SELECT key FROM claim WHERE key IN ({marks})", *keys)}

    def place(self, chat: int) -> sqlite3.Row | None:
        """The conversation of this chat as it is stored."""
        found = self.query(_PLACE, chat)
        return found[0] if found else None

    def count(self, table: str) -> int:
        return int(self.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def _row(row: sqlite3.Row) -> Row:
    at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC).timestamp()
    return Row(
        row["external_id"],
        row["participation_id"],
        row["element_id"],
        row["event_key"],
        at,
        _json(row["before"]),
        _json(row["after"]),
    )


def _json(text: str | None) -> Said | None:
    return None if text is None else json.loads(text)
