"""Letters about a team's round in words: it closes soon, it is closed, answers are open, a new one is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.buttons import Button, Screen
from bot.programme.letter_look import Look, letter_of, onward, other_check
from bot.screens.desk.buttons import handled
from bot.screens.sight import paragraphs


def _number(look: Look, name: str) -> int:
    return int(look.letter.args.get(name, 0))


def _to_answer(look: Look) -> Button:
    """To the open round of this team, from whichever check the person is at by then."""
    return handled(look.sight.say("letter.to_round"), "(A", _number(look, "organisation"))


def _stop(look: Look) -> Button:
    return handled(look.sight.say("letter.stop_messages"), "4")


def _closing(look: Look) -> Screen | None:
    """For who is not done: until when, and what follows; None where no day is set."""
    sight, day = look.sight, str(look.letter.args.get("day", ""))
    if not day:
        return None
    text = sight.say(
        "letter.round_closing",
        organisation=look.facts.organisation,
        day=sight.words.date(date.fromisoformat(day)),
    )
    return letter_of(text, (_to_answer(look), _stop(look)))


def _closed(look: Look) -> Screen:
    """For those who lead the meeting about it, and for everybody the way to their result."""
    sight = look.sight
    head = sight.say("letter.round_closed", organisation=look.facts.organisation)
    leads = look.letter.args.get("leads")
    # Of a place everybody sees the picture of all; of an organisation those who lead do, and others what they said.
    common = leads or sight.framework.is_place
    result = handled(sight.say("letter.to_result" if common else "letter.to_own_result"), "2")
    if look.facts.part is not None:
        result = onward(look)
    if not leads:
        return letter_of(paragraphs(head, other_check(look)), (result,))
    text = paragraphs(head, sight.say("letter.round_meeting"), other_check(look))
    sheet = handled(sight.say("letter.to_sheet"), "(S", _number(look, "assessment"))
    if look.letter.args.get("answered", True):
        return letter_of(text, (sheet, result))
    # Who leads and did not answer has no result of their own there, and sees that of several people alone.
    theirs = handled(sight.say("letter.to_result"), "(Y", _number(look, "assessment"))
    return letter_of(text, (sheet, theirs) if look.letter.args.get("several") else (sheet,))


def _opened(look: Look) -> Screen:
    """For all who answered, once the last of them agreed."""
    text = look.sight.say("letter.round_opened", organisation=look.facts.organisation)
    return letter_of(text, (handled(look.sight.say("letter.to_sheet"), "(S", _number(look, "assessment")),))


def _new(look: Look) -> Screen:
    """A new round: what was said last time stands beside each question."""
    sight = look.sight
    check = sight.name_of(sight.framework)
    text = sight.say("letter.round_new", organisation=look.facts.organisation, check=check)
    return letter_of(text, (_to_answer(look), _stop(look)))


ROUND_LETTERS: dict[str, Callable[[Look], Screen | None]] = {
    "closing": _closing,
    "closed": _closed,
    "round_new": _new,
    "opened": _opened,
}
