"""One cohort: how many stand where, what waits for its coordinator, and the ways from there."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    back,
    check_line,
    in_pairs,
    leads,
    may_write,
    organisations,
    status_count,
    still_there,
)
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import Act
from flows.pages import CohortPage, Status


def cohort(sight: Sight, _act: Act, page: CohortPage) -> Screen:
    """Counts first, then what waits, then everything else."""
    text = paragraphs(
        page.head.name,
        _counts(sight, page),
        check_line(sight, page.head),
        lines(
            sight.words.count("desk.questions_wait", page.questions) if page.questions else "",
            sight.words.count("desk.requests_wait", page.requests) if page.requests else "",
        ),
    )
    first = stacked([*_waiting(sight, page), handled(sight.say("desk.progress"), "P", page.head.number)])
    return Screen(text, (*first, *in_pairs(_ways(sight, page)), (back(sight, "H"),)))


def _counts(sight: Sight, page: CohortPage) -> str:
    if not any(page.counts.values()):
        return sight.say("desk.cohort_empty" if _may_fill(page) else "desk.cohort_empty_yet")
    by_status = ((status, page.counts.get(status, 0)) for status in Status)
    return lines(
        organisations(sight, still_there(page.counts)),
        *(
            sight.say("desk.item", item=status_count(sight, each, count))
            for each, count in by_status
            if count
        ),
    )


def _may_fill(page: CohortPage) -> bool:
    """Whether the reader may bring in organisations now."""
    return may_write(page.head) and not page.head.closed and not page.head.archived


def _waiting(sight: Sight, page: CohortPage) -> list[Button]:
    """What waits for an answer of the reader stands above everything else."""
    if not may_write(page.head):
        return []
    number = page.head.number
    asked = handled(sight.words.count("desk.open_questions", page.questions), "q", number)
    requests = handled(sight.words.count("desk.open_requests", page.requests), "R", number)
    return [*([asked] if page.questions else []), *([requests] if page.requests else [])]


def _ways(sight: Sight, page: CohortPage) -> list[Button]:
    number = page.head.number
    ways = [handled(sight.say("desk.notes"), "n", number), handled(sight.say("desk.links"), "L", number)]
    if not page.questions or not may_write(page.head):
        ways.append(handled(sight.say("desk.questions"), "q", number))
    if _may_fill(page):
        ways.append(handled(sight.say("desk.import"), "i", number))
    if leads(page.head):
        ways.append(handled(sight.say("desk.export"), "X", number, _own_language(sight)))
        ways.append(handled(sight.say("desk.settings"), "S", number))
    return ways


def _own_language(sight: Sight) -> int:
    """The place of the reader's language: a file comes in it unless another one is chosen."""
    languages = list(sight.house.languages)
    return languages.index(sight.words.language) if sight.words.language in languages else 0
