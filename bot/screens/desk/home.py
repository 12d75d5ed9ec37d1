"""Where the desk begins: a coordinator's cohorts, a new one, and the name that people know the coordinator by."""

from __future__ import annotations

from bot.buttons import Button, Screen, short_label
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    NAME_ON_BUTTON,
    back,
    page_line,
    turning,
    waiting_for_text,
    with_back,
)
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import Act
from flows.pages import CohortLine, HomePage, NewCohortPage

LINES_A_PAGE = 8


def home(sight: Sight, _act: Act, page: HomePage) -> Screen:
    """Every cohort with how many are done; the first button is the newest one."""
    first = page.page * LINES_A_PAGE + 1
    numbered = list(enumerate(page.lines, start=first))
    head = _head(sight, page)
    text = paragraphs(
        lines(head, page_line(sight, page.page, page.pages)),
        lines(*(_line(sight, number, line, line.head.name) for number, line in numbered)),
        _name(sight, page),
    )
    buttons = [
        handled(
            _line(sight, number, line, short_label(line.head.name, NAME_ON_BUTTON)), "C", line.head.number
        )
        for number, line in numbered
    ]
    rows = turning(sight, page.page, page.pages, lambda label, other: handled(label, "H", other))
    close = sight.button(sight.say("button.close"), "c")
    return Screen(text, (*stacked(buttons), *rows, *stacked(_own(sight, page)), (close,)))


def _name(sight: Sight, page: HomePage) -> str:
    """The name that people read; where none was given, what they read instead."""
    if page.name:
        return sight.say("desk.your_name", name=page.name)
    return sight.say("desk.your_name_none", operator=sight.operator)


def _head(sight: Sight, page: HomePage) -> str:
    if page.lines:
        return sight.say("desk.home")
    return sight.say("desk.home_none" if page.may_create else "desk.home_none_invited")


def _line(sight: Sight, number: int, line: CohortLine, name: str) -> str:
    key = "desk.cohort_line_closed" if line.head.closed or line.head.archived else "desk.cohort_line"
    return sight.say(key, number=number, name=name, done=line.done, total=line.total)


def _own(sight: Sight, page: HomePage) -> list[Button]:
    new = [handled(sight.say("desk.new_cohort"), "F")] if page.may_create else []
    return [*new, handled(sight.say("desk.my_name"), "@")]


def new_cohort(sight: Sight, _act: Act, _page: NewCohortPage) -> Screen:
    """Which check a new cohort is for."""
    buttons = [
        handled(sight.name_of(sight.frameworks[key]), "c", place) for place, key in enumerate(sight.checks)
    ]
    return with_back(sight.say("desk.which_check"), buttons, back(sight, "H"))


def name_cohort(sight: Sight, act: Act, _page: NewCohortPage) -> Screen | None:
    """The name of the new cohort is waited for; None for a check that is not on offer."""
    if act.number >= len(sight.checks):
        return None
    check = sight.name_of(sight.frameworks[sight.checks[act.number]])
    text = paragraphs(sight.say("desk.name_cohort", check=check), sight.say("desk.name_seen"))
    return waiting_for_text(sight, text, cancel=("F", 0, 0))


def name_self(sight: Sight, _act: Act, page: HomePage) -> Screen:
    """The coordinator's own name is waited for."""
    text = paragraphs(sight.say("desk.name_self"), _name(sight, page))
    return waiting_for_text(sight, text, cancel=("H", 0, 0))
