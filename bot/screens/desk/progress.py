"""Progress of a cohort: who is where since when, at which question most people stop, and writing to those shown."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    back,
    element_name,
    filter_number,
    in_line,
    in_pairs,
    may_write,
    name_in_line,
    name_on_button,
    page_line,
    part_name,
    status_count,
    status_words,
    still_there,
    turning,
    zone,
)
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import PAGES_OF_A_FILTER, Act
from flows.pages import (
    CohortHead,
    ProgressLine,
    ProgressPage,
    QuestionCount,
    QuestionCountsPage,
    Status,
)

LINES_A_PAGE = 8
# Nobody joined, or everybody left, or all of them want none: there is nobody to write to.
NOT_WRITTEN_TO = {Status.INVITED, Status.LEFT, Status.OPTED_OUT, Status.UNREACHABLE}
NOT_REMINDED = {*NOT_WRITTEN_TO, Status.DONE}


def progress(sight: Sight, act: Act, page: ProgressPage) -> Screen:
    """A page of organisations; each has a line in the text and a button with the same number."""
    numbered = list(enumerate(page.lines, start=page.page * LINES_A_PAGE + 1))
    text = paragraphs(
        page.head.name,
        lines(_counts(sight, page), _hardest(sight, page)),
        lines(
            _shown(sight, page),
            page_line(sight, page.page, page.pages),
            *(_line(sight, page.head, number, line) for number, line in numbered),
            sight.say("desk.more_by_filter") if _is_last_that_fits(page) else "",
        ),
    )
    here = filter_number(page.status) * PAGES_OF_A_FILTER + page.page
    buttons = [_to_line(sight, number, line, here) for number, line in numbered]
    return Screen(
        text,
        (
            *stacked(buttons),
            *_turning(sight, page),
            *in_pairs(_filters(sight, page)),
            *stacked(_ways(sight, page)),
            (back(sight, "C", page.head.number),),
        ),
    )


def _counts(sight: Sight, page: ProgressPage) -> str:
    done = page.counts.get(Status.DONE, 0)
    return sight.words.count("desk.done_of", still_there(page.counts), done=done)


def _hardest(sight: Sight, page: ProgressPage) -> str:
    """Where several people stay: one alone says nothing about a question."""
    several = ((element, people) for element, people in page.hardest if people > 1)
    named = ((element_name(sight, page.head, element), people) for element, people in several)
    items = [sight.say("desk.hardest_item", name=name, people=people) for name, people in named if name]
    return sight.say("desk.hardest", questions=sight.words.in_a_row(items)) if items else ""


def _shown(sight: Sight, page: ProgressPage) -> str:
    """Which of them are shown; with all of them this goes without saying."""
    if page.status is None:
        return "" if page.lines else sight.say("desk.cohort_empty_yet")
    return sight.say("desk.shown", which=status_count(sight, page.status, page.counts.get(page.status, 0)))


def _line(sight: Sight, head: CohortHead, number: int, line: ProgressLine) -> str:
    name, said = name_in_line(sight, line.name), where(sight, head, line)
    if line.people < 2 or line.people == line.people_done:
        return in_line(sight, number, name, said)
    # The slowest of them says where an organisation stands, which must not hide that others are done.
    return sight.say(
        "desk.line_team", number=number, name=name, said=said, done=line.people_done, people=line.people
    )


def where(sight: Sight, head: CohortHead, line: ProgressLine) -> str:
    """Where an organisation stands, and since which day: a message is read days later too."""
    status, since = line.status, line.since
    day = sight.words.day(since, zone(head)) if since else ""
    if status is Status.DONE and day:
        return sight.say("desk.done_on", day=day)
    if status is Status.NOT_STARTED and day:
        return sight.say("desk.not_started_since", day=day)
    if status is not Status.MIDWAY or not line.total:
        return status_words(sight, status)
    part = part_name(sight, head, line.element)
    if not part or not day:
        return sight.say("desk.midway_done", done=line.done, total=line.total)
    return sight.say("desk.midway_since", part=part, done=line.done, total=line.total, day=day)


def _to_line(sight: Sight, number: int, line: ProgressLine, here: int) -> Button:
    label = in_line(sight, number, name_on_button(sight, line.name), status_words(sight, line.status))
    return handled(label, "O", line.number, here)


def _is_last_that_fits(page: ProgressPage) -> bool:
    """Whether there are more pages than a button can number, and this is the last one it can."""
    return page.page + 1 == PAGES_OF_A_FILTER < page.pages


def _turning(sight: Sight, page: ProgressPage) -> tuple[tuple[Button, ...], ...]:
    first = filter_number(page.status) * PAGES_OF_A_FILTER
    pages = min(page.pages, PAGES_OF_A_FILTER)
    number = page.head.number
    return turning(sight, page.page, pages, lambda label, other: handled(label, "P", number, first + other))


def _filters(sight: Sight, page: ProgressPage) -> list[Button]:
    """All, and each status that somebody is in; the present one is marked."""
    number = page.head.number
    buttons = [handled(sight.marked(sight.say("desk.all"), page.status is None), "P", number)]
    for status in Status:
        count = page.counts.get(status, 0)
        if count:
            label = sight.marked(status_count(sight, status, count), page.status is status)
            buttons.append(handled(label, "P", number, filter_number(status) * PAGES_OF_A_FILTER))
    return buttons if len(buttons) > 1 else []


def _ways(sight: Sight, page: ProgressPage) -> list[Button]:
    number, chosen = page.head.number, filter_number(page.status)
    ways = []
    if may_write(page.head) and page.lines:
        if page.status not in NOT_WRITTEN_TO:
            key = "desk.write_all" if page.status is None else "desk.write_these"
            ways.append(handled(sight.say(key), "p", number, chosen))
        if page.status not in NOT_REMINDED and not page.head.closed:
            key = "desk.remind_all" if page.status is None else "desk.remind_these"
            ways.append(handled(sight.say(key), "B", number, chosen))
        if page.status is Status.INVITED:
            ways.append(handled(sight.say("desk.links"), "L", number))
    return [*ways, handled(sight.say("desk.by_question"), "Q", number)]


def question_counts(sight: Sight, _act: Act, page: QuestionCountsPage) -> Screen:
    """How each question was met: numbers that add up to the people, and no level."""
    number = page.head.number
    named = [(element_name(sight, page.head, each.element) or each.element, each) for each in page.counts]
    text = paragraphs(
        page.head.name,
        lines(sight.say("desk.question_counts"), page_line(sight, page.page, page.pages)),
        *(lines(name, _met(sight, each)) for name, each in named),
        sight.say("desk.question_not_asked") if any(each.not_asked for each in page.counts) else "",
    )
    rows = turning(sight, page.page, page.pages, lambda label, other: handled(label, "Q", number, other))
    return Screen(text, (*rows, (back(sight, "P", number),)))


def _met(sight: Sight, each: QuestionCount) -> str:
    """What is not asked of anybody is not told of; of few people not who of them gave a level."""
    if each.unsaid is None:
        key = "desk.question_reached_asked_less" if each.not_asked else "desk.question_reached"
    else:
        key = "desk.question_count_asked_less" if each.not_asked else "desk.question_count"
    return sight.say(
        key,
        answered=each.answered,
        unsaid=each.unsaid,
        not_reached=each.not_reached,
        not_asked=each.not_asked,
    )
