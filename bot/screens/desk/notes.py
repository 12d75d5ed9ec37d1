"""Notes and reminders by hand: looked at before they go, watched on their way, and what became of them in words."""

from __future__ import annotations

from bot.buttons import Button, Screen, short_label
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    NAME_IN_LINE,
    NAME_ON_BUTTON,
    ROOM,
    at,
    back,
    cut,
    may_write,
    name_in_line,
    status_words,
    whose_times,
    with_back,
    zone,
)
from bot.screens.sight import Sight, lines, paragraphs, stacked, units
from flows.desk import Act
from flows.pages import NotePage, NotesPage, Status
from flows.reminding import MOST

REMINDER = "reminder"
DRAFT, RUNNING = "draft", ("planned", "sending")
STATUSES = (DRAFT, *RUNNING, "done", "cancelled")
# Why somebody got no letter, in the order of print; whatever else there is gets a line of its own.
REASONS = (
    "opted_out",
    "no_reminders",
    "unreachable",
    "done",
    "left",
    "limit",
    "just_reminded",
    "deadline_over",
    "closed",
    "cancelled",
    "not_allowed",
)
FRAME = "———"


def notes(sight: Sight, _act: Act, page: NotesPage) -> Screen:
    """The newest notes and rounds of reminders, each with what became of it."""
    number = page.head.number
    if not page.notes:
        return with_back(sight.say("desk.notes_none"), [], back(sight, "C", number))
    rows = list(enumerate(page.notes, start=1))
    text = paragraphs(
        sight.say("desk.notes_head", cohort=page.head.name),
        lines(*(_line(sight, page, place) for place, _note in rows)),
        whose_times(sight, page.head.zone),
    )
    buttons = [
        handled(
            sight.say("desk.numbered", number=place, text=_begins(sight, kind, written, NAME_ON_BUTTON)),
            "N",
            note,
        )
        for place, (note, kind, written, _status, _when) in rows
    ]
    return with_back(text, buttons, back(sight, "C", number))


def _line(sight: Sight, page: NotesPage, place: int) -> str:
    _number, kind, written, status, when = page.notes[place - 1]
    return sight.say(
        "desk.note_line",
        number=place,
        when=at(sight, zone(page.head), when),
        status=_status(sight, status),
        text=_begins(sight, kind, written, NAME_IN_LINE),
    )


def _begins(sight: Sight, kind: str, text: str, limit: int) -> str:
    return sight.say("desk.reminder") if kind == REMINDER else short_label(" ".join(text.split()), limit)


def _status(sight: Sight, status: str) -> str:
    return sight.say(f"desk.note_{status}") if status in STATUSES else status


def note(sight: Sight, _act: Act, page: NotePage) -> Screen:
    """A note as a draft with exactly what people will see, on its way, or with its result."""
    drawn = _draft if page.status == DRAFT else _result
    told = drawn(sight, page)
    text = paragraphs(told, _shown(sight, page, ROOM - units(told)))
    if page.status == DRAFT and may_write(page.head):
        # Back beside Cancel would leave a note unsent without saying so.
        return Screen(text, stacked(_ways(sight, page)))
    return with_back(text, _ways(sight, page), back(sight, "n", page.head.number))


def _draft(sight: Sight, page: NotePage) -> str:
    """For how many it is, as the result will say it: who of them gets it now, who later, and who not at all."""
    return paragraphs(
        sight.say("desk.remind_draft" if page.kind == REMINDER else "desk.note_is_draft"),
        lines(_for_whom(sight, page, page.people), _now(sight, page), _later(sight, page)),
        _withheld(sight, page),
    )


def _for_whom(sight: Sight, page: NotePage, people: int) -> str:
    if page.organisation:
        whom = name_in_line(sight, page.organisation)
    else:
        known = page.audience in {*Status}
        whom = status_words(sight, Status(page.audience)) if known else sight.say("desk.everybody")
    return sight.words.count("desk.note_for", people, whom=whom)


def _now(sight: Sight, page: NotePage) -> str:
    now = page.waiting - page.quiet
    return sight.words.count("desk.now", now) if now else ""


def _later(sight: Sight, page: NotePage) -> str:
    """How many get it later and why, and when the last of them gets it; the zone is named by its city.

    A note waits for the night and rest days alone, a reminder for whoever put the last one off as well.
    """
    if not page.quiet or page.next_at is None:
        return ""
    when = at(sight, zone(page.head), page.next_at)
    key = "desk.later_reminder" if page.kind == REMINDER else "desk.later"
    return sight.words.count(key, page.quiet, when=when, city=sight.words.city(page.head.zone))


def _withheld(sight: Sight, page: NotePage) -> str:
    total = sum(page.withheld.values())
    if not total:
        return ""
    told = [
        sight.words.count(f"desk.withheld_{reason}", page.withheld[reason], most=MOST)
        for reason in REASONS
        if page.withheld.get(reason)
    ]
    others = sum(count for reason, count in page.withheld.items() if reason not in REASONS)
    if others:
        told.append(sight.words.count("desk.withheld_other", others))
    items = (sight.say("desk.item", item=each) for each in told)
    return lines(sight.words.count("desk.withheld", total), *items)


def _result(sight: Sight, page: NotePage) -> str:
    """What became of it so far, by counts that add up to the people."""
    if page.status == "cancelled" and not page.people:
        return sight.say("desk.was_dropped")
    return paragraphs(
        lines(_status_line(sight, page), _for_whom(sight, page, page.people)),
        lines(
            sight.words.count("desk.sent", page.sent),
            sight.words.count("desk.not_through", page.failed) if page.failed else "",
            sight.words.count("desk.uncertain", page.uncertain) if page.uncertain else "",
            sight.words.count("desk.waiting", page.waiting) if page.waiting else "",
            _later(sight, page),
        ),
        _withheld(sight, page),
    )


def _status_line(sight: Sight, page: NotePage) -> str:
    if page.status in RUNNING:
        return sight.say("desk.on_its_way")
    return sight.say("desk.was_stopped" if page.status == "cancelled" else "desk.all_gone")


def _shown(sight: Sight, page: NotePage, room: int) -> str:
    """The letter between two lines, word for word; a reminder is another one for everybody."""
    if page.kind == REMINDER:
        head = _reminder_head(sight, page)
        return paragraphs(sight.say("desk.preview_reminder"), FRAME, head, FRAME)
    intro = sight.say("desk.preview" if page.status == DRAFT else "desk.was_written")
    frame = units(paragraphs(intro, FRAME, "", FRAME)) + 8
    return paragraphs(intro, FRAME, cut(paragraphs(_note_head(sight, page), page.text), room - frame), FRAME)


def _note_head(sight: Sight, page: NotePage) -> str:
    if page.writer:
        return sight.say("letter.note", writer=page.writer, cohort=page.head.name)
    return sight.say("letter.note_house", cohort=page.head.name)


def _reminder_head(sight: Sight, page: NotePage) -> str:
    if page.writer:
        return sight.say("letter.reminder_by", writer=page.writer, cohort=page.head.name)
    return sight.say("letter.reminder", cohort=page.head.name)


def _ways(sight: Sight, page: NotePage) -> list[Button]:
    number = page.number
    ways = []
    if page.status in RUNNING:
        ways.append(handled(sight.say("desk.refresh"), "N", number))
    if not may_write(page.head):
        return ways
    if page.status == DRAFT and page.waiting:
        ways.append(handled(sight.say("desk.send"), "G", number))
        if page.quiet and page.kind != REMINDER:
            ways.append(handled(sight.say("desk.send_at_night"), "G", number, 1))
    if page.status == DRAFT:
        ways.append(handled(sight.say("button.cancel"), "g", number))
    if page.status in RUNNING:
        ways.append(handled(sight.say("desk.stop_note"), "g", number))
    return ways
