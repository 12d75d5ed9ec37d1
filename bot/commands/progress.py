"""`tayari progress`: who of a cohort is where, and how each question was met, as tables or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.commands.base import CohortNumber, Opened, fail, opened, progress_bar, show_table
from flows.pages import CohortHead, ProgressLine, QuestionCount, Status
from frameworks.load import shipped
from frameworks.model import Framework
from storage.programme.cohorts import head_of
from storage.programme.progress import hardest, organisation_ids, question_counts, read_lines, status_counts
from storage.programme.question_counts import told
from storage.programme.rights import OPERATOR

CHUNK = 200
LINE_HEADS = (
    "Number",
    "Organisation",
    "Status",
    "At question",
    "Answered",
    "Since",
    "People",
    "Of them done",
)
QUESTION_HEADS = ("Question", "Name", "Answered", "No level", "Not reached", "Not asked")


def progress(
    cohort: CohortNumber,
    status: Annotated[Status | None, typer.Option(help="Only organisations with this status.")] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="How each question was met, over all people.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with times in UTC.")] = False,
) -> None:
    """Show how far the organisations of a cohort are. What they share shows nowhere here."""
    if questions and status is not None:
        fail("--questions counts the whole cohort: leave out --status.")
    with opened() as here:
        head = head_of(here.connection, OPERATOR, cohort)
        framework = shipped().get(head.framework)
        counts = status_counts(here.connection, cohort)
        lines = [] if questions else _lines(here, cohort, status)
        met = _met(here, head, framework) if questions else ()
        # As in the chat: where one person stays says nothing about a question.
        stops = [each for each in hardest(here.connection, head, here.now, shipped()) if each[1] > 1]
    if as_json:
        data = {"questions": [_as_data(each) for each in met]} if questions else _lines_as_data(lines)
        data["hardest"] = [{"element": element, "people": people} for element, people in stops]
        typer.echo(json.dumps(_head_as_data(head, counts) | data, ensure_ascii=False, indent=2))
        return
    typer.echo(_summary(head, counts))
    if questions:
        show_table(QUESTION_HEADS, _question_rows(met, framework))
    else:
        show_table(LINE_HEADS, (_row(line, head.zone) for line in lines))
    if stops:
        typer.echo(_stops(stops, framework))


def _lines(here: Opened, cohort: int, status: Status | None) -> list[ProgressLine]:
    ids = organisation_ids(here.connection, OPERATOR, cohort, status)
    found: list[ProgressLine] = []
    with progress_bar("Organisations", len(ids)) as advance:
        for start in range(0, len(ids), CHUNK):
            found += read_lines(here.connection, ids[start : start + CHUNK], shipped())
            advance(len(ids[start : start + CHUNK]))
    return found


def _met(here: Opened, head: CohortHead, framework: Framework | None) -> tuple[QuestionCount, ...]:
    if framework is None:
        return ()
    ids = [each.id for each in framework.elements]
    counts = question_counts(here.connection, head.number, framework, ids)
    return tuple(told(each, head.min_group) for each in counts)


def _summary(head: CohortHead, counts: Mapping[Status, int]) -> str:
    numbers = ", ".join(f"{_words(each)} {counts[each]}" for each in Status if counts[each])
    return f"{head.name}: {numbers or 'no organisation yet'}"


def _stops(stops: Iterable[tuple[str, int]], framework: Framework | None) -> str:
    """Where most people have stayed for a day, the most first."""
    known = framework.element_by_id if framework else {}
    named = [(f"{element} {known[element].name}" if element in known else element, n) for element, n in stops]
    return "Most people stop at: " + ", ".join(f"{name} ({people})" for name, people in named)


def _words(status: Status) -> str:
    return status.value.replace("_", " ")


def _row(line: ProgressLine, zone: str) -> tuple[object, ...]:
    answered = f"{line.done} of {line.total}" if line.total else ""
    name = f"{line.name} ({line.own_name})" if line.own_name else line.name
    since = _there(line.since, zone) if line.since else ""
    people = (line.people, line.people_done) if line.people else ("", "")
    return line.number, name, _words(line.status), line.element, answered, since, *people


def _there(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"


def _question_rows(met: Iterable[QuestionCount], framework: Framework | None) -> Iterable[tuple[object, ...]]:
    for each in met:
        name = framework.element_by_id[each.element].name if framework else ""
        # Of few people it is not told who of them gave a level.
        unsaid = "-" if each.unsaid is None else each.unsaid
        yield each.element, name, each.answered, unsaid, each.not_reached, each.not_asked


def _head_as_data(head: CohortHead, counts: Mapping[Status, int]) -> dict[str, Any]:
    return {
        "cohort": head.number,
        "name": head.name,
        "framework": head.framework,
        "counts": {status.value: number for status, number in counts.items()},
    }


def _lines_as_data(lines: Iterable[ProgressLine]) -> dict[str, Any]:
    return {"organisations": [_as_data(line) for line in lines]}


def _as_data(value: ProgressLine | QuestionCount) -> dict[str, Any]:
    data = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in data.items()}
