"""Letters in words: reminders, notes, questions and their answers, check-ins, news about an invitation.

A letter never changes the place: its buttons mean the same wherever they are tapped. What people wrote stands in it
as they wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.buttons import Screen, short_label
from bot.programme.letter_look import Look, for_organisation, letter_of, look_at, onward
from bot.programme.reminder_letter import reminder
from bot.screens.action import plan_line
from bot.screens.desk.buttons import handled
from bot.screens.draw import Screens, fitted
from bot.screens.sight import lines, paragraphs
from bot.team.round_letters import ROUND_LETTERS
from bot.team.seat_letters import SEAT_LETTERS
from flows.agenda import element_of
from flows.conversation import Conversation
from storage.programme.letter_facts import LetterFacts
from storage.programme.letters import Letter

QUOTED = 200
"""So much of a question stands above its answer: enough to know it again."""


def letter_screen(
    screens: Screens, conversation: Conversation, letter: Letter, facts: LetterFacts
) -> Screen | None:
    """The letter as it is sent now; None where there is nothing to say any more."""
    draw = BY_KIND.get(letter.kind)
    screen = draw(look_at(screens, conversation, letter, facts)) if draw else None
    return None if screen is None else replace(screen, text=fitted(screen.text))


def _note(look: Look) -> Screen:
    """Who writes, and what they wrote, as they wrote it."""
    sight, facts = look.sight, look.facts
    head = (
        sight.say("letter.note", writer=facts.writer, cohort=facts.cohort)
        if facts.writer
        else sight.say("letter.note_house", cohort=facts.cohort)
    )
    buttons = (
        onward(look),
        # With the number of its cohort: whoever answers a note means those who wrote it.
        handled(sight.say("letter.ask"), "k", look.letter.cohort_id or 0),
        handled(sight.say("letter.stop_messages"), "4"),
    )
    return letter_of(paragraphs(lines(for_organisation(look), head), facts.text), buttons)


def _asked(look: Look) -> Screen | None:
    """A respondent's question, with the place it was asked at; None where somebody answered it meanwhile."""
    sight, facts = look.sight, look.facts
    if not facts.text or facts.answer:
        return None
    name = _element_name(look)
    text = paragraphs(
        lines(
            sight.say("letter.asked", organisation=facts.organisation, cohort=facts.cohort),
            sight.say("letter.asked_at", name=name) if name else "",
        ),
        facts.text,
    )
    return letter_of(text, (handled(sight.say("letter.to_answer"), "y", facts.number),))


def _answer(look: Look) -> Screen | None:
    """The coordinator's answer, below what it answers; None where there is none any more."""
    sight, facts = look.sight, look.facts
    if not facts.answer:
        return None
    head = (
        sight.say("letter.answer", writer=facts.writer, cohort=facts.cohort)
        if facts.writer
        else sight.say("letter.answer_house", cohort=facts.cohort)
    )
    name, text = _element_name(look), short_label(facts.text, QUOTED)
    quoted = (
        sight.say("letter.you_asked_at", name=name, text=text)
        if name
        else sight.say("letter.you_asked", text=text)
    )
    head = lines(for_organisation(look), head, quoted)
    return letter_of(paragraphs(head, facts.answer), (onward(look),))


def _element_name(look: Look) -> str:
    """The question of a check by its short name; empty where it was asked at none that is known."""
    sight, element_id = look.sight, look.facts.element
    for framework in sight.frameworks.values():
        element = framework.element_by_id.get(element_id)
        if element is not None:
            return framework.text(sight.words.language, f"{element_id}.name", element.name)
    return ""


def _check_in(look: Look) -> Screen | None:
    """What was planned, and one button to say how it is going; None where the action is not known any more."""
    sight, facts = look.sight, look.facts
    ordinal = sight.framework.ordinal_by_id.get(element_of(facts.action))
    if facts.chosen is None or ordinal is None:
        return None
    number = look.letter.participation_id
    about = sight.say("letter.check_in", plan=plan_line(sight, facts.action))
    text = lines(for_organisation(look), about)
    # With the number of its check: by the time it is tapped, the person may be at another one.
    first = handled(sight.say("letter.tell"), "(O", number or 0, ordinal + 1)
    return letter_of(text, (first, handled(sight.say("letter.stop_messages"), "4")))


def _requested(look: Look) -> Screen | None:
    sight, cohort_id = look.sight, look.letter.cohort_id
    if cohort_id is None:
        return None
    text = sight.say("letter.requested", cohort=look.facts.cohort)
    return letter_of(text, (handled(sight.say("letter.look"), "R", cohort_id),))


def _accepted(look: Look) -> Screen:
    sight = look.sight
    text = sight.say("letter.accepted", cohort=look.facts.cohort)
    return letter_of(text, (handled(sight.say("letter.join"), "j", int(look.letter.args["link"])),))


BY_KIND: dict[str, Callable[[Look], Screen | None]] = {
    "reminder": reminder,
    "note": _note,
    "asked": _asked,
    "answer": _answer,
    "check_in": _check_in,
    "requested": _requested,
    "accepted": _accepted,
    **ROUND_LETTERS,
    **SEAT_LETTERS,
}
