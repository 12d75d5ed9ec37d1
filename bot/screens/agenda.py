"""The screens of the agenda: what is planned and what is next, one action, when to do it, what became of it."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.action import (
    action_lines,
    element_level,
    head_line,
    plan_line,
    record_here,
    smallest_step_lines,
    under_plan,
)
from bot.screens.desk.buttons import handled
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.screens.summary import summary_of
from flows.agenda import DAYS, EVENTS, chosen_here, dropped_actions, element_of, open_actions
from frameworks.scoring import Word
from frameworks.summary import Summary

TAKER, SHEET_ELEMENT = "(t", "(E"
MOST_AT_ONCE = 40
"""So many actions stand in one list; a keyboard holds 100 buttons at most."""


def planning(sight: Sight) -> Screen:
    """What one means to do, what is suggested next, and the way to all others."""
    # What is not asked now cannot be opened either; it is back once it is asked again.
    planned = [each for each in open_actions(sight.conversation) if element_of(each) in sight.route.ids]
    mine = [_planned(sight, action) for action in planned]
    if not sight.conversation.answers:
        # A round that was just begun: what came from the one before, and no other step can be opened yet.
        text = lines(sight.say("agenda.mine"), *mine) if mine else sight.say("agenda.none")
        return Screen(text, (*stacked(_look(sight, element_of(each)) for each in planned), sight.last_row()))
    found = summary_of(sight)
    suggested = [one.element for one in found.agenda.all]
    buttons = [_look(sight, element_of(action)) for action in planned]
    buttons += [_look(sight, element) for element in suggested]
    text = paragraphs(
        lines(sight.say("agenda.mine"), *mine) if mine else sight.say("agenda.none"),
        _dropped(sight),
        lines(sight.say("agenda.next"), *(_suggestion(sight, each) for each in suggested))
        if suggested
        else "",
        smallest_step_lines(sight),
    )
    everything = sight.button(sight.words.count("button.all_actions", len(open_elements(sight, found))), "@")
    return Screen(text, (*stacked([*buttons, everything]), sight.last_row()))


def _planned(sight: Sight, action: str) -> str:
    """One plan; when its day has come, with the question how it is going."""
    line = plan_line(sight, action)
    plan = sight.say("agenda.due", plan=line) if due(sight, action) else line
    return lines(plan, under_plan(sight, action))


def _dropped(sight: Sight) -> str:
    """What was left for another year, by choice."""
    dropped = map(element_of, dropped_actions(sight.conversation))
    names = [sight.name(element) for element in dict.fromkeys(dropped)]
    return sight.say("agenda.dropped", names=sight.words.listed(names)) if names else ""


def _look(sight: Sight, element: str) -> Button:
    return sight.of_element(sight.name(element), "1", element=element)


def _suggestion(sight: Sight, element: str) -> str:
    return sight.say("agenda.suggestion", name=sight.name(element))


def open_elements(sight: Sight, found: Summary) -> list[str]:
    """The asked elements that are not in place, in order: each has an action or a question to find out."""
    words = found.card.words
    return [one.id for one in sight.route.elements if words.get(one.id, Word.IN_PLACE) is not Word.IN_PLACE]


def all_actions(sight: Sight, page: int = 0) -> Screen:
    """Everything that is not in place, as buttons: part by part where it is much, `page` the number of the part."""
    elements = open_elements(sight, summary_of(sight))
    close = sight.button(sight.say("button.close"), "c")
    if len(elements) <= MOST_AT_ONCE:
        text = sight.words.count("agenda.all", len(elements))
        return Screen(text, (*stacked(_look(sight, each) for each in elements), (close,)))
    parts = [
        (part, [one.id for one in part.elements if one.id in elements]) for part in sight.framework.dimensions
    ]
    if 0 < page <= len(parts):
        part, here = parts[page - 1]
        text = lines(sight.part(part), sight.words.count("agenda.all", len(here)))
        back = sight.button(sight.say("button.back"), "@")
        return Screen(text, (*stacked(_look(sight, each) for each in here), (back, close)))
    buttons = [
        sight.button(sight.say("answer.short", name=sight.part(part), said=len(here)), "@", number)
        for number, (part, here) in enumerate(parts, start=1)
        if here
    ]
    return Screen(sight.words.count("agenda.all_parts", len(elements)), (*stacked(buttons), (close,)))


def acting(sight: Sight, start_with: str = "") -> Screen:
    """One action: what to do, how to begin, when it is done; and what can be done about it."""
    here = chosen_here(sight.conversation)
    text = paragraphs(
        start_with,
        head_line(sight),
        action_lines(sight),
        lines(plan_line(sight, here[0]), under_plan(sight, here[0])) if here else "",
    )
    buttons = _follow_up(sight) if here else _before_taking(sight)
    return Screen(text, (*stacked(buttons), sight.last_row()))


def _before_taking(sight: Sight) -> list[Button]:
    buttons = [sight.button(sight.say("button.take"), "2")]
    if record_here(sight) is not None:
        buttons.append(sight.button(sight.say("button.missing"), "="))
    buttons.append(sight.button(sight.say("button.pass_on"), ">"))
    buttons.append(sight.button(sight.say("button.drop"), "8"))
    return buttons


def _follow_up(sight: Sight) -> list[Button]:
    seen = sight.conversation.of_team
    place = sight.framework.ordinal_by_id[sight.element.id]
    if record_here(sight) is None and seen is not None:
        # The round is closed: what was found out or agreed is set where its meeting sets levels.
        done = handled(sight.say("letter.to_sheet"), SHEET_ELEMENT, seen.assessment, place)
    elif record_here(sight) is None:
        done = sight.of_element(sight.say("button.answer_now"), "O")
    else:
        done = sight.button(sight.say("button.did"), "5")
    return [
        done,
        handled(sight.say("button.taker"), TAKER, place),
        sight.button(sight.say("button.moved"), "6"),
        sight.button(sight.say("button.hinder"), "7"),
        sight.button(sight.say("button.drop"), "8"),
        sight.button(sight.say("button.pass_on"), ">"),
    ]


def dating(sight: Sight) -> Screen:
    """When: at an event, in some days, or on a day that is typed."""
    buttons = [sight.button(sight.say(f"when.{event}"), "4", number) for number, event in enumerate(EVENTS)]
    buttons += [
        sight.button(sight.words.count("when.days", days), "4", number)
        for number, days in enumerate(DAYS, start=len(EVENTS))
    ]
    text = lines(sight.name(sight.element.id), sight.say("when.ask"))
    return Screen(text, (*stacked(buttons), sight.last_row()))


def swapping(sight: Sight) -> Screen:
    """Three are open: one may go for this one."""
    buttons = [
        sight.button(sight.name(element_of(action)), "3", number)
        for number, action in enumerate(open_actions(sight.conversation))
    ]
    return Screen(sight.say("agenda.swap"), (*stacked(buttons), sight.last_row()))


def showing(sight: Sight) -> Screen:
    """What was to be shown when it is done: is it there?"""
    record = record_here(sight)
    proof = ""
    if record is not None and record.show:
        english = sight.element.proof[record.show - 1]
        proof = sight.text(f"{sight.element.id}.proof.{record.show}", english)
    text = lines(sight.name(sight.element.id), sight.say("showing.ask", proof=proof))
    buttons = [
        sight.button(sight.say("button.show_yes"), "f", 1),
        sight.button(sight.say("button.show_no"), "f", 0),
    ]
    return Screen(text, (*stacked(buttons), sight.last_row()))


def raising(sight: Sight) -> Screen:
    """The next level's own words, and whether they are true now."""
    record = record_here(sight)
    level = min(record.to_level if record else 1, sight.framework.levels)
    english = sight.element.levels[level - 1]
    text = paragraphs(
        sight.say("raising.ask", name=sight.name(sight.element.id), level=sight.level(level)),
        sight.text(f"{sight.element.id}.level.{level}", english),
    )
    buttons = [
        sight.of_element(sight.say("button.raise", level=sight.level(level)), "+"),
        sight.button(sight.say("button.stay", level=element_level(sight)), "-"),
    ]
    return Screen(text, (*stacked(buttons), sight.last_row()))


def stuck(sight: Sight) -> Screen:
    """What could help."""
    here, record = chosen_here(sight.conversation), record_here(sight)
    may_shrink = record is not None and here is not None and not here[1].smaller
    buttons = [sight.button(sight.say("button.smaller"), "9")] if may_shrink else []
    buttons.append(sight.button(sight.say("button.pass_on"), ">"))
    if record is not None and record.asks:
        buttons.append(sight.button(sight.say("button.ask_help"), "!"))
    buttons.append(sight.button(sight.say("button.drop"), "8"))
    text = lines(sight.name(sight.element.id), sight.say("stuck.ask"))
    return Screen(text, (*stacked(buttons), sight.last_row()))


def due(sight: Sight, action: str) -> bool:
    """Whether the day has come on which one may be asked about this action."""
    ask_on = sight.conversation.chosen[action].ask_on
    today = sight.conversation.shown_at.astimezone(sight.house.zone).date()
    return bool(ask_on) and date.fromisoformat(ask_on) <= today
