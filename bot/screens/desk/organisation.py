"""One organisation of a cohort, as far as its coordinator may see it: where it is, since when, and who was reminded."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    FILTERS,
    back,
    element_name,
    filter_of,
    languages_line,
    may_write,
    name_in_line,
    status_words,
    waiting_for_text,
    with_back,
)
from bot.screens.desk.progress import NOT_WRITTEN_TO, where
from bot.screens.sight import Sight, lines, paragraphs
from flows.desk import PAGES_OF_A_FILTER, Act
from flows.pages import OrganisationPage, PlainCohortPage, Status
from flows.reminding import MOST

NAMES_SHOWN = 6


def organisation(sight: Sight, act: Act, page: OrganisationPage) -> Screen:
    """Everything about one of them. `extra` is the page of the list one came from, and goes back there."""
    line = page.line
    text = paragraphs(
        lines(
            line.name or sight.say("desk.no_name"),
            sight.say("desk.own_name", name=line.own_name) if line.own_name else "",
        ),
        lines(_standing(sight, page), _element(sight, page), _so_far(sight, page)),
        lines(_people(sight, page), _listed(sight, page)),
        _reminded(sight, page),
        _hint(sight, page),
    )
    buttons = _ways(sight, page, act.extra)
    return with_back(text, buttons, back(sight, "P", page.head.number, act.extra))


def _standing(sight: Sight, page: OrganisationPage) -> str:
    return sight.say("desk.stands", where=where(sight, page.head, page.line))


def _element(sight: Sight, page: OrganisationPage) -> str:
    name = element_name(sight, page.head, page.line.element)
    return sight.say("desk.at_question", name=name) if name and page.line.status is not Status.DONE else ""


def _so_far(sight: Sight, page: OrganisationPage) -> str:
    line = page.line
    told = {Status.OPTED_OUT, Status.UNREACHABLE, Status.DONE}
    if line.status not in told or not line.total:
        return ""
    return sight.say("desk.answered_of", done=line.done, total=line.total)


def _people(sight: Sight, page: OrganisationPage) -> str:
    line = page.line
    return sight.words.count("desk.people_done", line.people, done=line.people_done) if line.people else ""


def _listed(sight: Sight, page: OrganisationPage) -> str:
    """The people on the coordinator's own list; who of them answered is nobody's business."""
    if not page.people:
        return ""
    names = [name_in_line(sight, name) for name in page.people[:NAMES_SHOWN]]
    others = len(page.people) - len(names)
    if not others:
        return sight.say("desk.on_your_list", names=sight.words.listed(names))
    return sight.words.count("desk.on_your_list_more", others, names=sight.words.in_a_row(names))


def _reminded(sight: Sight, page: OrganisationPage) -> str:
    if page.line.status in {Status.INVITED, Status.LEFT}:
        return ""
    if page.line.people > 1:
        return sight.say("desk.reminders_sent_many", sent=page.reminders_sent, most=MOST)
    return sight.say("desk.reminders_sent", sent=page.reminders_sent, most=MOST)


def _hint(sight: Sight, page: OrganisationPage) -> str:
    """Why there is nothing to be done from here."""
    if page.line.status is Status.OPTED_OUT:
        return sight.say("desk.hint_opted_out")
    if page.line.status is Status.UNREACHABLE:
        return sight.say("desk.hint_unreachable")
    if page.line.status is Status.LEFT:
        return sight.say("desk.hint_left")
    return sight.say("desk.hint_invited") if page.line.status is Status.INVITED else ""


def _ways(sight: Sight, page: OrganisationPage, here: int) -> list[Button]:
    if not may_write(page.head):
        return []
    if page.line.status is Status.INVITED:
        return [
            handled(sight.say("desk.invite_listed"), "+", page.line.number),
            handled(sight.say("desk.links"), "L", page.head.number),
        ]
    if page.line.status in NOT_WRITTEN_TO:
        return []
    return [handled(sight.say("desk.write_one"), "o", page.line.number, here)]


def write_to_one(sight: Sight, act: Act, page: PlainCohortPage) -> Screen:
    """A note to one organisation is waited for."""
    name = page.organisation or sight.say("desk.no_name")
    text = paragraphs(
        sight.say("desk.write_to", whom=name), sight.say("desk.write_preview"), sight.say("clients")
    )
    return waiting_for_text(sight, text, cancel=("O", act.number, act.extra))


def write_to_some(sight: Sight, act: Act, page: PlainCohortPage) -> Screen:
    """A note to everybody with this status is waited for."""
    status = filter_of(act.extra)
    whom = sight.say("desk.everybody") if status is None else status_words(sight, status)
    text = paragraphs(
        sight.words.count("desk.write_to_some", page.people, whom=whom),
        languages_line(sight, page.head),
        sight.say("desk.write_preview"),
        sight.say("clients"),
    )
    chosen = act.extra if act.extra < len(FILTERS) else 0
    return waiting_for_text(sight, text, cancel=("P", page.head.number, chosen * PAGES_OF_A_FILTER))
