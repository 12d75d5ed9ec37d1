"""`tayari cohort import`: a list of organisations and people read from a file, reported on, then stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.base import CohortNumber, fail, opened
from bot.programme.roster_file import BadFile, read_roster
from bot.programme.roster_words import bad_file_text, report_text
from bot.programme.table_file import MOST_BYTES
from bot.words import load_words
from flows.roster import RosterReport, RosterRow
from storage.programme.rights import OPERATOR
from storage.programme.roster import import_roster


def import_list(
    cohort: CohortNumber,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file with a column headed Organisation.")],
    yes: Annotated[bool, typer.Option("--yes", help="Store it without asking.")] = False,
) -> None:
    """Read a list of organisations and people, say what is in it, and store it after a yes."""
    words = load_words()["en"]
    rows = _read(file)
    report = _imported(cohort, rows, store=False)
    typer.echo(report_text(words, report))
    if not report.changes:
        return
    if not yes and not typer.confirm("Store this list?"):
        typer.echo("Nothing is stored.")
        return
    # In a transaction of its own: the bot goes on while somebody thinks about the question.
    _imported(cohort, rows, store=True)
    typer.echo(words.say("roster.stored"))


def _read(file: Path) -> tuple[RosterRow, ...]:
    try:
        with file.open("rb") as source:
            return read_roster(source.read(MOST_BYTES + 1))
    except OSError as trouble:
        fail(f"{file} cannot be read: {trouble.strerror}.")
    except BadFile as trouble:
        fail(bad_file_text(load_words()["en"], trouble))


def _imported(cohort: int, rows: Sequence[RosterRow], *, store: bool) -> RosterReport:
    with opened() as here:
        return import_roster(here.connection, OPERATOR, cohort, rows, here.now, store=store)
