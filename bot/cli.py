"""The command line: `tayari chat`, `run`, `worker`, `migrate`, `check`, and the commands of coordinators."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import OperationalError

from bot.app import Foundation, lay_foundation
from bot.channels.terminal import TerminalChannel, TerminalTalk
from bot.commands import cohort, coordinator, invite
from bot.commands.base import prepare_database, ready_settings
from bot.commands.export import export
from bot.commands.progress import progress
from bot.commands.remind import remind
from bot.commands.roster import import_list
from bot.settings import BadSettings, Settings
from bot.telegram_run import CannotRun, Run, run_bot, run_worker
from frameworks.action_checks import problems_between
from frameworks.crosswalk import examine_crosswalk
from frameworks.glossary import examine_glossary
from frameworks.load import DATA, examine_folder, load_folder
from frameworks.model import Framework
from frameworks.problems import FrameworkFault
from frameworks.problems import errors as worst
from frameworks.reviewing import PAGE_END, review_table
from frameworks.writing import writing_problems
from storage.migrate import DatabaseBehind, DatabaseHeld, DatabaseTooNew, migrate

SWITCH_SECONDS = 0.0005
KNOWN_TROUBLES = (BadSettings, CannotRun, DatabaseBehind, DatabaseHeld, DatabaseTooNew, FrameworkFault)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tayari: readiness assessments for outcomes-based partnerships, in a chat.",
)
errors = Console(stderr=True)


def main() -> None:
    """Entry point; known troubles are one clear line and exit code 1, never a traceback."""
    # A worker thread computing in Python would otherwise make each statement of the way in wait 5 ms.
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        app()
    except KNOWN_TROUBLES as trouble:
        errors.print(str(trouble), style="red", markup=False, highlight=False)
        raise SystemExit(1) from None
    except OperationalError as trouble:
        cause = type(trouble.orig).__name__
        errors.print(
            f"The database does not answer ({cause}). Check DATABASE_URL.", style="red", markup=False
        )
        raise SystemExit(1) from None


def _run(run: Run) -> None:
    settings = ready_settings()
    prepare_database(settings)
    asyncio.run(_with_foundation(settings, run))


async def _with_foundation(settings: Settings, run: Callable[[Foundation], Awaitable[None]]) -> None:
    foundation = lay_foundation(settings)
    _keep_for_good()
    try:
        await run(foundation)
    finally:
        await foundation.close()


def _keep_for_good() -> None:
    """What is loaded by now stays; looking through it for garbage again and again is an eighth of each tap."""
    gc.collect()
    gc.freeze()


@app.command()
def chat() -> None:
    """Play the whole assessment in this terminal, without a token."""
    settings = ready_settings(quiet=True)
    prepare_database(settings)
    asyncio.run(_with_foundation(settings, _talk))


async def _talk(foundation: Foundation) -> None:
    console = Console()
    channel = TerminalChannel(console, foundation.settings.data_dir)
    core = foundation.core_on(channel)

    def read_line() -> str:
        return console.input("\n> ")

    console.print(
        "Type what stands on a button or how it begins, the number of a level, or a /command. "
        "Ctrl-D ends; all is saved.",
        style="dim",
    )
    talk = TerminalTalk(
        channel, core.intake, core.delivery, core.tasks, core.clock, read_line, core.worker.once
    )
    intake = asyncio.ensure_future(core.intake.run())
    try:
        await talk.run()
    finally:
        await core.intake.write_marks()
        intake.cancel()


@app.command()
def run() -> None:
    """Run the bot on Telegram, by polling or webhook (BOT_MODE), with the worker beside it."""
    _run(run_bot)


@app.command()
def worker() -> None:
    """Run the worker alone: wished-for work, screens that fell behind, the daily sweep."""
    _run(run_worker)


@app.command("migrate")
def migrate_database() -> None:
    """Bring the database to the tables of this release."""
    settings = ready_settings()
    revision = migrate(settings.database)
    typer.echo(f"The database stands at {revision}.")


def _shipped_folders() -> list[Path]:
    return sorted(path.parent for path in DATA.glob("*/*/framework.toml"))


def _folder(named: Path) -> Path:
    """This folder, or the one of a shipped framework that is named by its id or its key."""
    shipped = {
        name: path for path in _shipped_folders() for name in (path.parent.name, "-".join(path.parts[-2:]))
    }
    return named if named.exists() else shipped.get(str(named), named)


def _faulty_beside(frameworks: list[Framework]) -> bool:
    """Check what lies between and beside the frameworks; whether any of it cannot be used."""
    found = {
        "between frameworks": problems_between(frameworks),
        "glossary": examine_glossary()[1],
        "crosswalk": examine_crosswalk(frameworks)[1],
    }
    for name, problems in found.items():
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{name}: {len(problems)} problems")
    return any(worst(problems) for problems in found.values())


@app.command()
def check(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders, or ids of shipped frameworks; without any, all that are shipped."),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Print all texts for reading aloud instead.")
    ] = False,
    language: Annotated[str, typer.Option(help="Language of the table.")] = "en",
) -> None:
    """Check framework files and say all that is wrong, with place and remedy."""
    wanted = [_folder(named) for named in folders] if folders else _shipped_folders()
    if table:
        pages = (review_table(load_folder(folder), language) for folder in wanted)
        typer.echo(PAGE_END.join(pages), nl=False)
        return
    faulty, frameworks = False, list[Framework]()
    for folder in wanted:
        loaded = examine_folder(folder)
        problems = (*loaded.problems, *(writing_problems(loaded.framework) if loaded.framework else ()))
        for problem in problems:
            typer.echo(str(problem))
        faulty = faulty or bool(worst(problems))
        frameworks += [loaded.framework] if loaded.framework else []
        typer.echo(f"{folder.parent.name} {folder.name}: {len(problems)} problems")
    faulty = (not folders and _faulty_beside(frameworks)) or faulty
    if faulty:
        raise typer.Exit(1)


app.add_typer(coordinator.app, name="coordinator")
app.add_typer(cohort.app, name="cohort")
app.add_typer(invite.app, name="invite")
cohort.app.command("import")(import_list)
app.command()(progress)
app.command()(remind)
app.command()(export)
