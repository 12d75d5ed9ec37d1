"""`tayari cohort`: cohorts made, set, closed and put away; who coordinates them, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from bot.commands.base import CohortNumber, Opened, TelegramId, fail, opened, show_table
from bot.words import load_words
from flows.pages import AuditLine, CohortHead, CohortLine, Right
from frameworks.load import shipped
from storage.programme import cohorts
from storage.programme.audit import read_audit
from storage.programme.rights import OPERATOR, Actor, NotYours, actor_of

TELEGRAM = "telegram"
LOG_MOST = 10_000

Name = Annotated[str, typer.Argument(help="Name of the cohort, up to 100 characters.")]
Deadline = Annotated[str | None, typer.Option(help="Last day, such as 2026-12-15; empty for none.")]
Zone = Annotated[str | None, typer.Option(help="Time zone, such as Africa/Nairobi.")]

app = typer.Typer(no_args_is_help=True, help="Cohorts: coordinators' groups of organisations.")


@app.command()
def create(
    name: Name,
    framework: Annotated[str, typer.Option(help="The check, such as sp-1.0.")],
    zone: Zone = None,
    deadline: Deadline = None,
    language: Annotated[list[str] | None, typer.Option(help="A language; may be given again.")] = None,
    round_no: Annotated[int, typer.Option("--round", help="Which time they are assessed.")] = 1,
    min_group: Annotated[int, typer.Option(help="Organisations that a shown group has at least.")] = 5,
) -> None:
    """Make a cohort. It is led by nobody yet but the operator: `grant` gives it a lead."""
    if framework not in shipped():
        fail(f"There is no check {framework}. There are: {', '.join(shipped())}.")
    languages = _languages(language or [])
    with opened() as here:
        number = cohorts.create(
            here.connection,
            OPERATOR,
            name,
            framework,
            zone or here.settings.default_timezone,
            here.now,
            deadline=deadline or "",
            languages=languages,
            round_no=round_no,
            min_group=min_group,
        )
    typer.echo(f"Cohort {number} is made. A lead for it: tayari cohort grant {number} TELEGRAM_ID lead")


def _languages(given: list[str]) -> list[str]:
    spoken = load_words()
    for language in given:
        if language not in spoken:
            fail(f"The language {language} is not spoken here. There are: {', '.join(spoken)}.")
    return given


@app.command("list")
def show(
    archived: Annotated[bool, typer.Option("--archived", help="With those that were put away.")] = False,
) -> None:
    """All cohorts, with how many organisations there are and how many of them are done."""
    with opened() as here:
        lines = cohorts.list_cohorts(here.connection, OPERATOR, archived=archived)
    heads = ("Number", "Name", "Check", "Round", "Deadline", "Zone", "State", "Organisations", "Done")
    show_table(heads, map(_row, lines))


def _row(line: CohortLine) -> tuple[object, ...]:
    head = line.head
    day, state = head.deadline or "-", _state(head)
    return head.number, head.name, head.framework, head.round_no, day, head.zone, state, line.total, line.done


def _state(head: CohortHead) -> str:
    if head.archived:
        return "archived"
    return "closed" if head.closed else "open"


@app.command()
def rename(cohort: CohortNumber, name: Name) -> None:
    """Give a cohort another name."""
    with opened() as here:
        cohorts.rename(here.connection, OPERATOR, cohort, name, here.now)
    typer.echo("Saved.")


@app.command("set")
def change(
    cohort: CohortNumber,
    deadline: Deadline = None,
    zone: Zone = None,
    days: Annotated[
        str | None,
        typer.Option(
            help="Reminders: days after the last thing a person did, such as 2,5,10; empty for none."
        ),
    ] = None,
    hour: Annotated[int | None, typer.Option(help="Hour of the reminders in each person's zone.")] = None,
    min_group: Annotated[int | None, typer.Option(help="Organisations that a shown group has.")] = None,
    round_no: Annotated[int | None, typer.Option("--round", help="Which time they are assessed.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language; may be given again.")] = None,
) -> None:
    """Change settings of a cohort: all that are given, or none where one of them is wrong."""
    # The zone comes first: the deadline is a day in it.
    wanted: list[tuple[Callable[..., None], object]] = [
        (cohorts.set_zone, zone),
        (cohorts.set_deadline, deadline),
        (cohorts.set_remind_days, None if days is None else _days(days)),
        (cohorts.set_remind_hour, hour),
        (cohorts.set_min_group, min_group),
        (cohorts.set_round, round_no),
        (cohorts.set_languages, _languages(language) if language else None),
    ]
    given = [(set_one, value) for set_one, value in wanted if value is not None]
    if not given:
        fail("Say what to set: --deadline, --zone, --days, --hour, --min-group, --round or --language.")
    with opened() as here:
        for set_one, value in given:
            set_one(here.connection, OPERATOR, cohort, value, here.now)
    typer.echo("Saved.")


def _days(text: str) -> list[int]:
    """The numbers in "2,5,10"; what is none is a day that no cohort can have."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [int(part) if part.isdecimal() and len(part) < 4 else 0 for part in parts]


@app.command()
def close(cohort: CohortNumber) -> None:
    """Nobody joins and nobody is reminded any more."""
    _do(cohorts.close, cohort, "closed")


@app.command()
def reopen(cohort: CohortNumber) -> None:
    """Open a cohort again that was closed or put away."""
    _do(cohorts.reopen, cohort, "open")


@app.command()
def archive(cohort: CohortNumber) -> None:
    """Close a cohort and take it out of its coordinators' lists."""
    _do(cohorts.archive, cohort, "archived")


def _do(act: Callable[[Connection, Actor, int, datetime], None], cohort: int, now_it_is: str) -> None:
    with opened() as here:
        act(here.connection, OPERATOR, cohort, here.now)
    typer.echo(f"Cohort {cohort} is {now_it_is}.")


@app.command()
def log(
    cohort: CohortNumber,
    last: Annotated[int, typer.Option(min=1, max=LOG_MOST, help="How many lines at most.")] = 200,
) -> None:
    """What coordinators and the operator did in a cohort, the newest first."""
    with opened() as here:
        head = cohorts.head_of(here.connection, OPERATOR, cohort)
        lines, _ = read_audit(here.connection, cohort, 0, lines=last)
    show_table(("When", "Who", "What", "Details"), (_logged(line, head.zone) for line in lines))


def _logged(line: AuditLine, zone: str) -> tuple[str, ...]:
    at = line.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    details = " ".join(f"{name}={value}" for name, value in sorted(line.detail.items()))
    return f"{at} {zone}", line.who or "operator", line.act, details


@app.command()
def rights(cohort: CohortNumber) -> None:
    """Who coordinates a cohort, with which right."""
    with opened() as here:
        people = cohorts.coordinators_page(here.connection, OPERATOR, cohort).people
        ids = {each.number: each.external_id for each in cohorts.list_coordinators(here.connection)}
    rows = [(ids[number], name, right.value) for number, name, right, _ in people]
    show_table(("Telegram id", "Name", "Right"), rows)


@app.command()
def grant(
    cohort: CohortNumber,
    telegram_id: TelegramId,
    right: Annotated[Right, typer.Argument(help="lead; helper: no export; read: looks only.")],
) -> None:
    """Give a coordinator a right in a cohort, in place of the one they had."""
    with opened() as here:
        cohorts.grant(here.connection, cohort, _coordinator(here, telegram_id), right, here.now)
    typer.echo("Saved.")


@app.command()
def drop(cohort: CohortNumber, telegram_id: TelegramId) -> None:
    """Take a coordinator out of a cohort; its last lead stays."""
    with opened() as here:
        number = _coordinator(here, telegram_id)
        cohorts.drop_coordinator(here.connection, OPERATOR, cohort, number, here.now)
    typer.echo("Saved.")


def _coordinator(here: Opened, telegram_id: int) -> int:
    actor = actor_of(here.connection, TELEGRAM, telegram_id)
    if actor is None or actor.coordinator is None:
        raise NotYours
    return actor.coordinator
