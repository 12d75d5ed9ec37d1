"""`tayari invite`: invitations to a cohort made, printed as links, QR codes and lists, looked through, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from typer.core import TyperGroup

from bot.commands.base import (
    LARGEST,
    CohortNumber,
    Opened,
    fail,
    file_to_write,
    opened,
    progress_bar,
    show_table,
)
from bot.programme.links import deep_link, links_csv
from bot.programme.qr import qr_png
from flows.pages import LinkLine, Right
from storage.programme import invitations
from storage.programme.bots import bot_username
from storage.programme.links import MANY_MOST, end_of_day
from storage.programme.rights import OPERATOR, require

ONE_MOST = 1000


class _MakesByDefault(TyperGroup):
    """`invite 3` is `invite make 3`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        told = args and args[0] not in {*self.commands, "--help"}
        return super().parse_args(ctx, ["make", *args] if told else args)


app = typer.Typer(
    cls=_MakesByDefault,
    no_args_is_help=True,
    help="Invitations to a cohort. `tayari invite 3` makes one for the cohort with number 3.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation that was just made, with whom it is for where it is for one of a list."""

    number: int
    address: str
    organisation: str = ""
    person: str = ""
    contact: str = ""

    @property
    def picture(self) -> str:
        return f"invitation-{self.number}.png"


@app.command()
def make(
    cohort: CohortNumber,
    one: Annotated[int | None, typer.Option(min=1, max=ONE_MOST, help="So many one-person links.")] = None,
    many: Annotated[
        int | None, typer.Option(min=1, max=MANY_MOST, help="One link that lets in so many.")
    ] = None,
    coordinator: Annotated[
        Right | None, typer.Option(help="One link for somebody who is to coordinate too.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last day, such as 2026-12-15.")] = None,
    label: Annotated[
        str,
        typer.Option(
            help="What coordinators read beside it; with --coordinator a name, which organisations see."
        ),
    ] = "",
    qr: Annotated[Path | None, typer.Option(help="Folder for QR codes as PNG files.")] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="CSV file with a link for everybody who has not joined.")
    ] = None,
    bot: Annotated[str, typer.Option(help="Name of the bot, where it never ran here.")] = "",
) -> None:
    """Make invitations. Without --one, --many, --coordinator or --csv: one link that lets in 50."""
    if sum(each is not None for each in (one, many, coordinator, table)) > 1:
        fail("Choose one of --one, --many, --coordinator and --csv.")
    if table is not None:
        _check_list(table, label)
    with opened() as here:
        username = bot or _bot(here)
        ends_at = _end(here, cohort, until)
        if table is not None:
            made = _for_list(here, cohort, username, ends_at)
        else:
            kind, count = _kind(one, coordinator)
            made = [_issued(here, cohort, kind, username, label, many, ends_at) for _ in range(count)]
        # Inside the transaction: where a file cannot be written, there is no link that nobody has.
        _write(made, table, qr)
        lines = [_line(here, each) for each in made] if table is None else []
    _tell(made, lines, table)


def _check_list(table: Path, label: str) -> None:
    file_to_write(table)
    if label:
        fail("--label goes with one kind of link: the links of --csv have the names of the list.")


def _kind(one: int | None, coordinator: Right | None) -> tuple[str, int]:
    if coordinator is not None:
        return coordinator.value, 1
    return ("many", 1) if one is None else ("one", one)


def _bot(here: Opened) -> str:
    number = here.settings.bot_token.get_secret_value().partition(":")[0]
    known = bot_username(here.connection, int(number) if number.isdecimal() else None)
    return known or fail("The bot never ran here, so its name is not known. Say it with --bot NAME.")


def _end(here: Opened, cohort: int, until: str | None) -> datetime | None:
    head = require(here.connection, OPERATOR, cohort, "write")
    if until is None:
        return None
    try:
        return end_of_day(date.fromisoformat(until).isoformat(), head.zone)
    except (ValueError, OverflowError):
        fail(f"{until} is no day. Write one such as 2026-12-15.")


def _issued(
    here: Opened,
    cohort: int,
    kind: str,
    username: str,
    label: str,
    uses: int | None,
    ends_at: datetime | None,
) -> Made:
    number, code = invitations.issue(
        here.connection, OPERATOR, cohort, kind, here.now, label=label, uses=uses, ends_at=ends_at
    )
    return Made(number, deep_link(username, code))


def _for_list(here: Opened, cohort: int, username: str, ends_at: datetime | None) -> list[Made]:
    issued = invitations.issue_for_waiting(here.connection, OPERATOR, cohort, here.now, ends_at)
    return [
        Made(each.number, deep_link(username, each.code), each.organisation, each.person, each.contact)
        for each in issued
    ]


def _write(made: Sequence[Made], table: Path | None, qr: Path | None) -> None:
    try:
        if table is not None:
            _write_table(made, table, with_pictures=qr is not None)
        if qr is not None:
            _write_pictures(made, qr)
    except OSError as trouble:
        fail(f"{trouble.filename} cannot be written: {trouble.strerror}.")


def _write_table(made: Sequence[Made], path: Path, *, with_pictures: bool) -> None:
    rows = [
        (each.organisation, each.person, each.contact, each.address, each.number, each.picture)
        for each in made
    ]
    path.write_bytes(links_csv(rows if with_pictures else [row[:-1] for row in rows]))


def _write_pictures(made: Sequence[Made], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with progress_bar("QR codes", len(made)) as advance:
        for each in made:
            (folder / each.picture).write_bytes(qr_png(each.address))
            advance(1)


def _line(here: Opened, made: Made) -> LinkLine:
    return invitations.link_page(here.connection, OPERATOR, made.number, here.now).line


def _tell(made: Sequence[Made], lines: Sequence[LinkLine], table: Path | None) -> None:
    if table is not None:
        typer.echo(f"{table}: {len(made)} links, each for one person who has not joined.")
        return
    rows = [
        (line.number, line.kind, line.use_limit, _when(line.ends_at), each.address)
        for each, line in zip(made, lines, strict=True)
    ]
    show_table(("Number", "Kind", "Lets in", "Ends (UTC)", "Link"), rows)
    typer.echo("Keep the links: they cannot be shown again.")


@app.command("list")
def show(cohort: CohortNumber) -> None:
    """All invitations of a cohort: how each stands, who came by it and when."""
    with opened() as here:
        zone = ZoneInfo(require(here.connection, OPERATOR, cohort, "look").zone)
        lines = invitations.all_links(here.connection, OPERATOR, cohort, here.now)
    heads = ("Number", "Kind", "Label", "State", "Used", "Made", "Ends", "Who came")
    show_table(heads, (_row(line, zone) for line in lines))


def _row(line: LinkLine, zone: ZoneInfo) -> tuple[object, ...]:
    came = "; ".join(f"{name or '-'} {_when(at, zone)}" for name, at in line.uses)
    used = f"{line.used} of {line.use_limit}"
    made, ends = _when(line.made_at, zone), _when(line.ends_at, zone)
    return line.number, line.kind, line.label, line.state, used, made, ends, came


def _when(moment: datetime | None, zone: ZoneInfo | None = None) -> str:
    return moment.astimezone(zone or ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M") if moment else "-"


@app.command()
def revoke(
    link: Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the invitation.")],
) -> None:
    """Let nobody else in by an invitation."""
    with opened() as here:
        invitations.revoke(here.connection, OPERATOR, link, here.now)
    typer.echo(f"Invitation {link} is revoked.")
