"""Who coordinates a cohort with which right, and taking one of them out."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, in_line, leads, name_in_line, name_on_button, with_back
from bot.screens.sight import Sight, lines, paragraphs
from flows.desk import EXTRA_LIMIT, Act
from flows.pages import CoordinatorsPage, Right


def coordinators(sight: Sight, _act: Act, page: CoordinatorsPage) -> Screen:
    """Everybody with what they may do; a button for each that takes them out."""
    head, people = page.head, list(enumerate(page.people, start=1))
    text = paragraphs(
        sight.say("desk.coordinators_head", cohort=head.name),
        lines(*(_line(sight, place, name, right, me=me) for place, (_number, name, right, me) in people)),
        sight.say("desk.coordinators_hint") if leads(head) else "",
    )
    buttons = []
    if leads(head):
        buttons = [
            _drop(sight, head.number, place, number, name)
            for place, (number, name, _right, _me) in people
            # What does not fit a button is taken out from the command line.
            if number < EXTRA_LIMIT
        ]
        if not head.closed:
            buttons.append(handled(sight.say("desk.invite_coordinator"), "m", head.number))
    return with_back(text, buttons, back(sight, "S" if leads(head) else "C", head.number))


def _drop(sight: Sight, cohort: int, place: int, number: int, name: str) -> Button:
    label = sight.say("desk.drop", number=place, name=name_on_button(sight, name))
    return handled(label, "J", cohort, number)


def _line(sight: Sight, place: int, name: str, right: Right, *, me: bool) -> str:
    shown, word = name_in_line(sight, name), right_word(sight, right)
    if me:
        return sight.say("desk.coordinator_me", number=place, name=shown, right=word)
    return in_line(sight, place, shown, word)


def right_word(sight: Sight, right: Right) -> str:
    return sight.say(f"desk.right_word_{right.value}")


def drop_ask(sight: Sight, act: Act, page: CoordinatorsPage) -> Screen | None:
    """What taking them out does, before it is done; None where they are not there."""
    found = [(name, me) for number, name, _right, me in page.people if number == act.extra]
    if not found or not leads(page.head):
        return None
    name, me = found[0]
    ask = "desk.drop_me_ask" if me else "desk.drop_ask"
    yes = handled(sight.say("desk.drop_yes"), "1", page.head.number, act.extra)
    text = sight.say(ask, name=name_in_line(sight, name), cohort=page.head.name)
    return with_back(text, [yes], back(sight, "K", page.head.number))
