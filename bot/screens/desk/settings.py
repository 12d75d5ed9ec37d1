"""What a cohort is set to, in words, and each of it one tap away; closing it, and putting it away."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import (
    back,
    check_name,
    deadline_line,
    in_pairs,
    languages_line,
    waiting_for_text,
    with_back,
)
from bot.screens.desk.person import city_page
from bot.screens.sight import Sight, lines, paragraphs
from flows.desk import DAY_PRESETS, SETTING_PAGES, Act
from flows.pages import CohortHead, PlainCohortPage
from flows.team_desk import NOBODY

ALL, DAYS, HOUR, GROUP, ROUND, LANGUAGES = range(len(SETTING_PAGES))
HOURS = range(24)
GROUPS = (5, 7, 10, 15, 20, 30)
ROUNDS = range(1, 7)


def settings(sight: Sight, act: Act, page: PlainCohortPage) -> Screen:
    """All settings, or one of the choices."""
    choices = {DAYS: _days, HOUR: _hours, GROUP: _groups, ROUND: _rounds, LANGUAGES: _languages}
    return choices.get(act.extra, _all)(sight, page.head)


def _all(sight: Sight, head: CohortHead) -> Screen:
    text = paragraphs(
        sight.say("desk.settings_head", cohort=head.name),
        lines(
            sight.say("desk.check", check=check_name(sight, head), round=head.round_no),
            languages_line(sight, head),
            deadline_line(sight, head) or sight.say("desk.no_deadline"),
            sight.say("desk.city", city=sight.words.city(head.zone)),
        ),
        lines(
            _schedule(sight, head),
            sight.say(
                "desk.quiet",
                start=sight.words.hour(head.quiet_from),
                end=sight.words.hour(head.quiet_until),
            ),
        ),
        sight.words.count("desk.min_group", head.min_group),
        sight.say("desk.is_archived" if head.archived else "desk.is_closed") if head.closed else "",
    )
    return Screen(text, (*in_pairs(_ways(sight, head)), (back(sight, "C", head.number),)))


def _schedule(sight: Sight, head: CohortHead) -> str:
    if not head.remind_days:
        return sight.say("desk.no_schedule")
    days = _days_words(sight, head.remind_days)
    return sight.say("desk.schedule", days=days, time=sight.words.hour(head.remind_at))


def _days_words(sight: Sight, days: tuple[int, ...]) -> str:
    return sight.words.listed(sight.words.number(day) for day in days)


def _ways(sight: Sight, head: CohortHead) -> list[Button]:
    number = head.number
    closed = head.closed or head.archived
    close = handled(sight.say("desk.close"), "E", number)
    end = handled(sight.say("desk.reopen"), "f", number) if closed else close
    return [
        handled(sight.say("desk.set_name"), "r", number),
        handled(sight.say("desk.set_deadline"), "d", number),
        handled(sight.say("desk.set_zone"), "z", number),
        handled(sight.say("desk.set_group"), "S", number, GROUP),
        handled(sight.say("desk.set_round"), "S", number, ROUND),
        handled(sight.say("desk.set_languages"), "S", number, LANGUAGES),
        handled(sight.say("desk.set_days"), "S", number, DAYS),
        handled(sight.say("desk.set_hour"), "S", number, HOUR),
        handled(sight.say("desk.coordinators"), "K", number),
        handled(sight.say("desk.audit"), "A", number),
        end,
        *([] if head.archived else [handled(sight.say("desk.archive"), "e", number)]),
    ]


def _days(sight: Sight, head: CohortHead) -> Screen:
    buttons = [
        handled(sight.marked(_preset(sight, days), days == head.remind_days), "b", head.number, place)
        for place, days in enumerate(DAY_PRESETS)
    ]
    return with_back(sight.say("desk.which_days"), buttons, back(sight, "S", head.number))


def _preset(sight: Sight, days: tuple[int, ...]) -> str:
    if not days:
        return sight.say("desk.preset_none")
    return sight.say("desk.preset", days=_days_words(sight, days))


def _hours(sight: Sight, head: CohortHead) -> Screen:
    """Every full hour that is not quiet."""
    texts = [(hour, f"{hour:02}:00") for hour in HOURS]
    open_hours = [(hour, text) for hour, text in texts if head.quiet_until <= text < head.quiet_from]
    buttons = [
        handled(sight.marked(sight.words.hour(text), text == head.remind_at), "h", head.number, hour)
        for hour, text in open_hours
    ]
    return _in_threes(sight, head, "desk.which_hour", buttons)


def _in_threes(sight: Sight, head: CohortHead, ask: str, buttons: list[Button]) -> Screen:
    """Short buttons, and the way back to all settings."""
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return Screen(sight.say(ask), (*rows, (back(sight, "S", head.number),)))


def _groups(sight: Sight, head: CohortHead) -> Screen:
    buttons = [
        handled(sight.marked(sight.words.number(least), least == head.min_group), "v", head.number, least)
        for least in GROUPS
    ]
    return _in_threes(sight, head, "desk.which_group", buttons)


def _rounds(sight: Sight, head: CohortHead) -> Screen:
    buttons = [
        handled(sight.marked(sight.words.number(each), each == head.round_no), ",", head.number, each)
        for each in ROUNDS
    ]
    return _in_threes(sight, head, "desk.which_round", buttons)


def _languages(sight: Sight, head: CohortHead) -> Screen:
    """Each language that is spoken here; a tap takes it in or out."""
    buttons = [
        handled(sight.marked(words.say("language.name"), language in head.languages), ";", head.number, place)
        for place, (language, words) in enumerate(sight.house.languages.items())
    ]
    return with_back(sight.say("desk.which_languages"), buttons, back(sight, "S", head.number))


def zones(sight: Sight, act: Act, page: PlainCohortPage) -> Screen:
    """The city whose time the last day and unknown people go by."""
    head = page.head
    choose, further = ("T", head.number), ("z", head.number)
    screen = city_page(sight, "cities.ask", act.extra, head.zone, head.zone, choose, further)
    rows = (*screen.rows[:-1], (back(sight, "S", head.number),))
    return replace(screen, text=sight.say("desk.which_city"), rows=rows)


def rename(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen:
    """A new name is waited for."""
    head = page.head
    text = paragraphs(sight.say("desk.rename", name=head.name), sight.say("desk.name_seen"))
    return waiting_for_text(sight, text, cancel=("S", head.number, ALL))


def deadline(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen:
    """The last day is waited for, or a sign that there is to be none."""
    head = page.head
    ask = sight.say("desk.write_deadline", city=sight.words.city(head.zone))
    none = sight.say("desk.write_no_deadline", sign=NOBODY) if head.deadline else ""
    text = paragraphs(ask, lines(deadline_line(sight, head), none))
    return waiting_for_text(sight, text, cancel=("S", head.number, ALL))


def close_ask(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen:
    """What closing does, before it is done."""
    yes = handled(sight.say("desk.close_yes"), "Y", page.head.number)
    text = sight.say("desk.close_ask", cohort=page.head.name)
    return with_back(text, [yes], back(sight, "S", page.head.number))


def archive_ask(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen:
    """What putting away does, before it is done."""
    yes = handled(sight.say("desk.archive_yes"), "Z", page.head.number)
    text = sight.say("desk.archive_ask", cohort=page.head.name)
    return with_back(text, [yes], back(sight, "S", page.head.number))
