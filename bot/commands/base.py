"""What the operator's commands share: one transaction on a prepared database, one clear line for a trouble, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from bot.clock import utc_now
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from bot.words import load_words
from storage.engine import is_sqlite, writer_engine
from storage.migrate import migrate, require_current
from storage.programme.cohorts import BadValue
from storage.programme.rights import NotYours

WAIT_MS = 10_000
"""How long a command waits for what the running bot holds."""
LARGEST = 2**63 - 1
CohortNumber = Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the cohort.")]
TelegramId = Annotated[int, typer.Argument(min=1, max=LARGEST, help="Telegram id of the coordinator.")]


@dataclass(frozen=True, slots=True)
class Opened:
    """The database in one transaction, the settings, and the moment of the command."""

    connection: Connection
    settings: Settings
    now: datetime


def ready_settings(*, quiet: bool = False) -> Settings:
    """The settings, with logs set up by them; `quiet` keeps all but errors off the screen."""
    settings = load_settings()
    secrets = (settings.bot_token.get_secret_value(), settings.webhook_secret.get_secret_value())
    level = "ERROR" if quiet and settings.log_level != "DEBUG" else settings.log_level
    set_up_logs(level, settings.log_format, secrets)
    return settings


def prepare_database(settings: Settings) -> None:
    """SQLite is migrated at start-up; PostgreSQL by `tayari migrate`, so that only one process does it."""
    if is_sqlite(settings.database):
        migrate(settings.database)
    else:
        require_current(settings.database)


@contextmanager
def opened() -> Iterator[Opened]:
    """One transaction, committed at the end. What is not there or cannot be set is one line and exit code 1."""
    settings = ready_settings(quiet=True)
    prepare_database(settings)
    engine = writer_engine(settings.database, wait_ms=WAIT_MS)
    try:
        with speaking(), engine.begin() as connection:
            yield Opened(connection, settings, utc_now())
    finally:
        engine.dispose()


@contextmanager
def speaking() -> Iterator[None]:
    """Turns the troubles of coordinators' work into one line and exit code 1."""
    try:
        yield
    except NotYours:
        fail("There is nothing here with this number.")
    except BadValue as trouble:
        fail(load_words()["en"].say(f"notice.{trouble.key}", **trouble.values))


def fail(line: str) -> NoReturn:
    """End the command with this line and exit code 1."""
    Console(stderr=True).print(line, style="red", markup=False, highlight=False)
    raise typer.Exit(1)


def file_to_write(path: Path) -> Path:
    """`path`, where a file may be written: a new one, or in place of a file. Anything else there is left alone."""
    try:
        taken = path.exists() and not path.is_file()
    except OSError as trouble:
        fail(f"{path} cannot be written: {trouble.strerror}.")
    if taken:
        fail(f"{path} is no file, but a folder or a device. Choose the name of a file.")
    return path


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people, or one line a row with tabs where nobody watches. Cells are text, whatever is in them."""
    console = Console()
    cells = [[str(cell) for cell in row] for row in rows]
    if not console.is_terminal:
        typer.echo("\n".join("\t".join(row) for row in [list(heads), *cells]))
        return
    table = Table(*heads)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


@contextmanager
def progress_bar(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar beside long work, where somebody watches; call what it gives with how many more are done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=total)
        yield lambda more: progress.advance(task, more)
