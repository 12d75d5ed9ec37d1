"""A reminder in words: where the person stopped, what is left, until when, and whose clock is followed."""

from __future__ import annotations

from bot.buttons import Screen
from bot.programme.letter_look import (
    Look,
    city_of,
    letter_of,
    not_begun,
    onward,
    organisation_of,
    other_check,
)
from bot.screens.desk.buttons import handled
from bot.screens.pace import minutes_for, usual_minutes
from bot.screens.sight import Sight, lines, paragraphs
from flows.reminding import SNOOZE_DAYS, zone_of
from flows.table import AFTER_WAY_IN


def reminder(look: Look) -> Screen | None:
    """The reminder as things stand now; None where the person is done."""
    sight = look.sight
    if sight.conversation.finished:
        return None
    text = paragraphs(
        lines(_head(look), _where(look), other_check(look)),
        lines(_deadline(look), _whose_clock(look)),
    )
    later = handled(sight.words.count("letter.snooze", SNOOZE_DAYS), "3", extra=SNOOZE_DAYS)
    stop = handled(sight.say("letter.stop_reminders"), "4")
    return letter_of(text, (onward(look), *([later] if look.facts.may_snooze else []), stop))


def _head(look: Look) -> str:
    """Who reminds; who asked for reminders without a cohort knows."""
    sight, facts = look.sight, look.facts
    if not facts.cohort:
        return ""
    if not facts.writer:
        return sight.say("letter.reminder", cohort=facts.cohort)
    return sight.say("letter.reminder_by", writer=facts.writer, cohort=facts.cohort)


def _where(look: Look) -> str:
    sight = look.sight
    organisation = organisation_of(look)
    if not_begun(look) or not sight.conversation.answers:
        return lines(_not_begun(sight, organisation), _in_all(look))
    element_id = _next_question(sight)
    if element_id is None:
        return sight.say("letter.all_answered", organisation=organisation)
    element = sight.framework.element_by_id[element_id]
    here = [each.id for each in sight.route.of(element.dimension)]
    stopped = sight.say(
        "letter.stopped_at",
        organisation=organisation,
        part=sight.part_of(element),
        place=here.index(element_id) + 1,
        places=len(here),
    )
    return lines(stopped, _left(sight))


def _next_question(sight: Sight) -> str | None:
    """The question to go on with: the open one, else the next one without an answer; None where none is left."""
    there, route = sight.conversation, sight.route
    if there.element in route.ids and there.element not in there.answers:
        return there.element
    return route.next_open(route.next_dimension(there.dimension), there.element)


def _left(sight: Sight) -> str:
    left = len(sight.route.open)
    minutes = sight.words.count("minutes", minutes_for(sight, left))
    return sight.words.count("paused.left", left, minutes=minutes)


def _not_begun(sight: Sight, organisation: str) -> str:
    if not organisation:
        return sight.say("letter.not_begun")
    return sight.say("letter.not_begun_for", organisation=organisation)


def _in_all(look: Look) -> str:
    """How much there is to do: what this person chose, else the whole check."""
    sight, facts = look.sight, look.facts
    key = facts.framework or sight.framework.key
    there = sight.conversation
    is_here = facts.part is None and key == there.framework and not not_begun(look)
    if is_here and there.state in AFTER_WAY_IN:
        return _left(sight)
    framework = sight.frameworks.get(key)
    if framework is None:
        return ""
    return sight.words.count(
        "picking.plain",
        len(framework.elements),
        name=sight.name_of(framework),
        minutes=usual_minutes(framework),
    )


def _deadline(look: Look) -> str:
    facts = look.facts
    if facts.deadline is None:
        return ""
    # The conversation is from before the silence; a letter is drawn when it is about to go.
    today = look.letter.taken_at.astimezone(zone_of(facts.zone)).date()
    day = look.sight.words.coming_date(facts.deadline, today)
    return look.sight.say("letter.deadline", day=day, city=city_of(look))


def _whose_clock(look: Look) -> str:
    """Whose time of day this is, where the person has not said where they are."""
    if look.facts.zone_is_own:
        return ""
    return look.sight.say("letter.clock", city=city_of(look))
