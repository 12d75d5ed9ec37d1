"""`tayari coordinator`: who may coordinate cohorts on this bot."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.base import TelegramId, opened, show_table
from storage.programme.cohorts import add_coordinator, let_create, list_coordinators, remove_coordinator

TELEGRAM = "telegram"

app = typer.Typer(no_args_is_help=True, help="Who may coordinate cohorts on this bot.")


@app.command()
def add(
    telegram_id: TelegramId,
    name: Annotated[str, typer.Option(help="The name respondents and other coordinators see.")] = "",
    create: Annotated[bool, typer.Option(help="Whether they may make cohorts of their own.")] = True,
) -> None:
    """Make somebody a coordinator, or bring back one who was removed."""
    with opened() as here:
        number = add_coordinator(here.connection, TELEGRAM, telegram_id, name, create, here.now)
        let_create(here.connection, number, create)
    typer.echo(f"{telegram_id} is coordinator {number}. They find their cohorts with /cohorts.")


@app.command()
def remove(telegram_id: TelegramId) -> None:
    """Take all rights from a coordinator, at once."""
    with opened() as here:
        remove_coordinator(here.connection, TELEGRAM, telegram_id, here.now)
        named = telegram_id in here.settings.coordinator_ids
    typer.echo(f"{telegram_id} is no coordinator any more.")
    if named:
        typer.echo("COORDINATORS still names them: take them out there, or the next start brings them back.")


@app.command("list")
def show() -> None:
    """All coordinators, those who were removed last."""
    with opened() as here:
        found = list_coordinators(here.connection)
    rows = [
        (each.external_id, each.name, _yes(each.may_create), each.cohorts, "removed" if each.removed else "")
        for each in found
    ]
    show_table(("Telegram id", "Name", "May make cohorts", "Cohorts", "State"), rows)


def _yes(true: bool) -> str:
    return "yes" if true else "no"
