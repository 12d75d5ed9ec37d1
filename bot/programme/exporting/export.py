"""Writing a cohort's files: rights first, then organisations in chunks, then the file in one piece."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting import rows
from bot.programme.exporting.columns import Row, Sheet
from bot.programme.exporting.coverage import Coverage, cover
from bot.programme.exporting.csv_files import SEPARATORS, CsvFiles, usual_separator
from bot.programme.exporting.jsonl import JsonLines
from bot.programme.exporting.proofs import proof_rows
from bot.programme.exporting.reference import (
    About,
    Form,
    about_rows,
    codebook_rows,
    crosswalk_rows,
    rules_of,
)
from bot.programme.exporting.results import result_of
from bot.programme.exporting.sheets import make_sheets
from bot.programme.exporting.totals import Totals
from bot.programme.exporting.writing import Writer
from bot.programme.exporting.xlsx import XlsxBook
from bot.words import Words
from flows.desk import FORMATS
from flows.pages import CohortHead
from frameworks.crosswalk import shipped_crosswalk
from frameworks.model import Framework
from storage.engine import writing
from storage.programme.audit import note_act
from storage.programme.export_rows import OrganisationRow, read_organisations, sharing_now
from storage.programme.rights import Actor, require

CHUNK = 100
"""Organisations that are in memory at a time."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What a file holds: how many rows in all sheets, and how many organisations."""

    rows: int
    organisations: int


@dataclass
class _Filling:
    """A file that grows: where each organisation's rows go."""

    about: About
    covered: Coverage
    words: Words
    sheets: Mapping[str, Sheet]
    writer: Writer
    totals: Totals
    rows: int = 0
    organisations: int = 0

    def put(self, sheet: str, row: Row) -> None:
        self.writer.write(sheet, self.sheets[sheet].filled(row))
        self.rows += 1

    def take(self, organisations: list[OrganisationRow]) -> None:
        """Write all that is told of these organisations."""
        for organisation in organisations:
            result = result_of(organisation, self.covered.by_key, closed=self.about.head.closed)
            self.put("organisations", rows.organisation_row(result, self.about.zone))
            self.put("levels_wide", rows.wide_row(result))
            self.put("heat", rows.heat_row(result))
            for row in rows.level_rows(result):
                self.put("levels_long", row)
            for row in rows.action_rows(result, self.words):
                self.put("actions", row)
            for row in proof_rows(result):
                self.put("proofs", row)
            self.totals.take(result)
        self.organisations += len(organisations)

    def finish(self, rules: Mapping[str, str]) -> None:
        """Write what is known at the end only, and make the file."""
        about = replace(self.about, organisations=self.organisations)
        last = {
            "about": about_rows(about, self.words),
            "distribution": self.totals.spread_rows(),
            "questions": self.totals.question_rows(),
            "crosswalk": crosswalk_rows(shipped_crosswalk(), self.covered, self.words),
            "codebook": codebook_rows(self.sheets, rules, self.words),
        }
        for sheet, its in last.items():
            for row in its:
                self.put(sheet, row)
        self.writer.finish()


async def write_export(
    engine: AsyncEngine,
    frameworks: Mapping[str, Framework],
    words: Words,
    actor: Actor,
    cohort_id: int,
    format: str,
    path: Path,
    now: datetime,
    tell: Tell,
    *,
    separator: str = "",
) -> ExportResult:
    """Write the cohort's file to `path`, whole or not at all, in the language of `words`; the audit log says so.

    `format` is xlsx, csv (a ZIP) or jsonl; `separator` of CSV is a comma or a semicolon, without one as the language
    has it. `tell` is called with organisations done and organisations in all. Raises NotYours for those who may not,
    also where the right ends meanwhile; TooManyRows where XLSX cannot hold them.
    """
    async with engine.connect() as connection:
        head, total, answered = await connection.run_sync(_begin, actor, cohort_id, now)
    covered = cover(frameworks, head.framework, answered)
    form = Form(format, separator or usual_separator(words))
    part = path.with_name(f".{path.name}.part")
    filling = await asyncio.to_thread(
        _open, part, form, words, covered, About(head, covered.framework, 0, now)
    )
    try:
        await _fill(engine, filling, cohort_id, total, tell)
        await asyncio.to_thread(filling.finish, rules_of(form, words, head.zone))
        await _note(engine, actor, cohort_id, format, filling.organisations, now)
        await asyncio.to_thread(part.replace, path)
    finally:
        filling.writer.abort()
        part.unlink(missing_ok=True)
    return ExportResult(filling.rows, filling.organisations)


def _begin(
    connection: Connection, actor: Actor, cohort_id: int, now: datetime
) -> tuple[CohortHead, int, frozenset[str]]:
    """The cohort, how many of its organisations share, and the versions that they answer. Raises NotYours."""
    head = require(connection, actor, cohort_id, "lead")
    return head, *sharing_now(connection, cohort_id, now)


def _open(part: Path, form: Form, words: Words, covered: Coverage, about: About) -> _Filling:
    """The empty file in its format; raises ValueError for a format or separator there is not."""
    if form.format not in FORMATS or form.separator not in SEPARATORS:
        raise ValueError(form)
    sheets = make_sheets(words, covered)
    writer: Writer
    if form.format == "xlsx":
        writer = XlsxBook(part, sheets, words.say("export.said.learning"), about.made_at)
    elif form.format == "csv":
        writer = CsvFiles(part, sheets, form.separator)
    else:
        writer = JsonLines(part, sheets)
    return _Filling(about, covered, words, sheets, writer, Totals(covered, about.head.min_group))


async def _fill(engine: AsyncEngine, filling: _Filling, cohort_id: int, total: int, tell: Tell) -> None:
    """Read and write chunk by chunk, in transactions of their own, and in a thread what takes long."""
    last, now = 0, filling.about.made_at
    while True:
        tell(filling.organisations, max(total, filling.organisations))
        async with engine.connect() as connection:
            chunk = await connection.run_sync(read_organisations, cohort_id, last, CHUNK, now)
        if not chunk:
            return
        await asyncio.to_thread(filling.take, chunk)
        last = chunk[-1].number


async def _note(
    engine: AsyncEngine, actor: Actor, cohort_id: int, format: str, organisations: int, now: datetime
) -> None:
    """Nothing leaves that the audit log does not know of, and nothing for those who lost the right meanwhile."""

    def note(connection: Connection) -> None:
        require(connection, actor, cohort_id, "lead")
        note_act(connection, actor, cohort_id, "exported", now, format=format, organisations=organisations)

    async with writing(engine).begin() as connection:
        await connection.run_sync(note)
