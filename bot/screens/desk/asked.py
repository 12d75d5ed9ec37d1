"""What respondents ask their coordinators: the list, one question with its place, and the answer to it."""

from __future__ import annotations

from bot.buttons import Screen, short_label
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    NAME_ON_BUTTON,
    ROOM,
    at,
    back,
    cut,
    element_name,
    may_write,
    name_in_line,
    waiting_for_text,
    whose_times,
    with_back,
    zone,
)
from bot.screens.sight import Sight, lines, paragraphs, units
from flows.desk import Act
from flows.pages import AskedListPage, AskedPage

LISTED, QUOTED = 8, 600
NAME, BEGINNING = 60, 80


def asked_list(sight: Sight, _act: Act, page: AskedListPage) -> Screen:
    """The questions in the order storage gives them; each opens."""
    up = back(sight, "C", page.head.number)
    if not page.asked:
        return with_back(sight.say("desk.asked_none"), [], up)
    rows = list(enumerate(page.asked[:LISTED], start=1))
    others = len(page.asked) - len(rows)
    text = paragraphs(
        sight.say("desk.asked_head", cohort=page.head.name),
        *(_line(sight, number, each) for number, each in rows),
        sight.words.count("desk.more_wait", others) if others else "",
        whose_times(sight, page.head.zone),
    )
    buttons = [
        handled(
            sight.say("desk.numbered", number=number, text=_begins(each.text, NAME_ON_BUTTON)),
            "a",
            each.number,
        )
        for number, each in rows
    ]
    return with_back(text, buttons, up)


def _line(sight: Sight, number: int, each: AskedPage) -> str:
    key = "desk.asked_line" if each.answer is None else "desk.asked_line_answered"
    return sight.say(
        key,
        number=number,
        organisation=name_in_line(sight, each.organisation, NAME),
        when=at(sight, zone(each.head), each.at),
        text=_begins(each.text, BEGINNING),
    )


def _begins(text: str, limit: int) -> str:
    return short_label(" ".join(text.split()), limit)


def asked(sight: Sight, _act: Act, page: AskedPage) -> Screen:
    """One question with the place it was asked at, and its answer where there is one."""
    head = _head(sight, page)
    intro = sight.say("desk.answer_was") if page.answer is not None else ""
    room = (ROOM - units(paragraphs(head, intro, ""))) // (1 if page.answer is None else 2) - 4
    answer = lines(intro, cut(page.answer, room)) if page.answer is not None else ""
    text = paragraphs(head, cut(page.text, room), answer)
    may_answer = may_write(page.head) and page.answer is None
    buttons = [handled(sight.say("letter.to_answer"), "y", page.number)] if may_answer else []
    return with_back(text, buttons, back(sight, "q", page.head.number))


def _head(sight: Sight, page: AskedPage) -> str:
    name = element_name(sight, page.head, page.element)
    moment = at(sight, zone(page.head), page.at)
    return lines(
        sight.say("letter.asked", organisation=name_in_line(sight, page.organisation), cohort=page.head.name),
        sight.say("desk.asked_when", when=moment, city=sight.words.city(page.head.zone)),
        sight.say("letter.asked_at", name=name) if name else "",
    )


def answer(sight: Sight, _act: Act, page: AskedPage) -> Screen:
    """The answer is waited for, with the question still in sight, and what somebody answered already."""
    text = paragraphs(
        _head(sight, page),
        cut(page.text, QUOTED),
        lines(sight.say("desk.answer_was"), cut(page.answer, QUOTED)) if page.answer is not None else "",
        lines(sight.say("desk.write_answer"), sight.say("clients")),
    )
    return waiting_for_text(sight, text, cancel=("a", page.number, 0))
