"""`tayari remind`: a round of reminders by hand, sent by the running worker, each at the next allowed time."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.base import CohortNumber, opened, show_table
from flows.pages import NotePage, Status
from flows.reminding import local_text, zone_of
from storage.programme import notes
from storage.programme.letters import REMINDER
from storage.programme.rights import OPERATOR

HEADS = ("Who", "People")
WHY = {
    "closed": "the cohort is closed",
    "left": "left the cohort",
    "unreachable": "cannot be reached",
    "opted_out": "stopped all messages",
    "no_reminders": "want no reminders",
    "done": "done",
    "deadline_over": "the last day is over",
    "limit": "had three reminders",
    "just_reminded": "reminded less than a day ago",
}


def remind(
    cohort: CohortNumber,
    status: Annotated[
        Status | None, typer.Option(help="Only people of organisations with this status.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show who would get one; send nothing.")] = False,
) -> None:
    """Remind everybody in a cohort who is not done, never in quiet hours and three times at most."""
    with opened() as here:
        attempt = here.connection.begin_nested()
        audience = status.value if status else "all"
        number = notes.draft(here.connection, OPERATOR, cohort, REMINDER, "", audience, here.now)
        page = notes.note_page(here.connection, OPERATOR, number, here.now)
        if dry_run or not page.waiting:
            attempt.rollback()
        else:
            notes.send(here.connection, OPERATOR, number, False, here.now)
    show_table(HEADS, _rows(page))
    typer.echo(_told(page, dry_run=dry_run))


def _rows(page: NotePage) -> list[tuple[str, int]]:
    rows = [
        ("reminded now", page.waiting - page.quiet),
        ("reminded later, by day and as they asked", page.quiet),
    ]
    rows += [(f"not reminded: {WHY.get(reason, reason)}", many) for reason, many in page.withheld.items()]
    return [row for row in rows if row[1]]


def _told(page: NotePage, *, dry_run: bool) -> str:
    if not page.waiting:
        return "Nobody is reminded."
    if dry_run:
        return f"Nothing was sent: {page.waiting} of {page.people} people would be reminded."
    last = local_text(page.next_at, zone_of(page.head.zone)) if page.next_at else ""
    until = f" The last one goes at {last}." if last else ""
    return f"{page.waiting} of {page.people} people are reminded by the running worker.{until}"
