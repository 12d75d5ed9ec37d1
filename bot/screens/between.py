"""The screens between questions: mini result, all parts, review, pause, end."""

from __future__ import annotations

from bot.buttons import Screen
from bot.screens.action import smallest_step_lines
from bot.screens.asking import said_words
from bot.screens.at_once import at_once
from bot.screens.pace import minutes_for
from bot.screens.sight import Sight, lines, paragraphs, stacked, units
from frameworks.model import Dimension
from frameworks.scoring import Word, count_dimension, words_of
from frameworks.settling import settle
from frameworks.values import Scope

REVIEW_LIMIT = 3500
"""A review with more than this names the parts alone; with a notice above it, it still is one message."""


def resting(sight: Sight) -> Screen:
    """Two lines after a part: what it shows, and what comes next."""
    buttons = [
        sight.button(sight.say("button.go_on"), "g"),
        sight.button(sight.say("button.pause"), "z"),
        sight.button(sight.say("button.other_part"), "M"),
        sight.button(sight.say("button.answers"), "V"),
    ]
    return Screen(lines(_mini_result(sight), _what_next(sight)), (*stacked(buttons), sight.last_row()))


def _mini_result(sight: Sight) -> str:
    conversation = sight.conversation
    dimension = sight.framework.dimension_by_id[conversation.dimension or ""]
    inputs = conversation.inputs
    settled = settle(sight.framework, conversation.answers, inputs.profile, Scope(inputs.scope))
    words = words_of(sight.framework, settled, inputs.profile)
    count = count_dimension(dimension, settled, words)
    if not count.counted:
        return sight.say("parts.none", part=sight.part(dimension))
    result = sight.say(
        "mini.result", part=sight.part(dimension), in_place=count.in_place, counted=count.counted
    )
    if not count.not_known:
        return result
    unknown = next(each.id for each in dimension.elements if words.get(each.id) is Word.NOT_KNOWN)
    answer = conversation.answers.get(unknown)
    who = answer.who if answer and answer.who in sight.framework.role_by_id else None
    if who is None:
        return sight.words.count("mini.unknown", count.not_known, result=result)
    return sight.words.count("mini.unknown_ask", count.not_known, result=result, role=sight.role(who))


def _what_next(sight: Sight) -> str:
    following = sight.route.next_dimension(sight.conversation.dimension)
    if following is None:
        return sight.say("mini.all_done")
    questions = len(sight.route.open_of(following))
    return sight.words.count(
        "mini.next",
        questions,
        part=sight.part(sight.framework.dimension_by_id[following]),
        minutes=sight.words.count("minutes", minutes_for(sight, questions)),
    )


def choosing(sight: Sight) -> Screen:
    """All parts with what is done in each; they may be taken in any order."""
    parts = _asked_parts(sight)
    buttons = [sight.button(_part_label(sight, part), "C", number) for number, part in parts]
    onward = sight.button(sight.say("button.go_on"), "g")
    text = paragraphs(
        sight.say("choosing.ask"),
        sight.say("choosing.done", done=sight.route.done, total=len(sight.route.elements)),
    )
    return Screen(text, (*stacked([*buttons, onward, *at_once(sight)]), sight.last_row()))


def _asked_parts(sight: Sight) -> list[tuple[int, Dimension]]:
    """The parts of which something is asked, each with its number in the framework."""
    return [
        (number, dimension)
        for number, dimension in enumerate(sight.framework.dimensions)
        if sight.route.of(dimension.id)
    ]


def _part_label(sight: Sight, dimension: Dimension) -> str:
    total = len(sight.route.of(dimension.id))
    left = len(sight.route.open_of(dimension.id))
    key = "part.complete" if not left else "part.some"
    return sight.say(key, part=sight.part(dimension), done=total - left, total=total)


def reviewing(sight: Sight) -> Screen:
    """Every answer by part; a part opens as buttons, each of which opens its question."""
    parts = _asked_parts(sight)
    left = len(sight.route.open)
    head = sight.say("review.head") if not left else sight.words.count("review.head_open", left)
    buttons = [
        sight.button(sight.say("review.part", part=sight.part(part)), "v", number) for number, part in parts
    ]
    buttons.append(sight.button(sight.say("button.details"), "I"))
    onward = "button.summary" if not left else "button.go_on"
    buttons.append(sight.button(sight.say(onward), "g"))
    text = paragraphs(head, *(_part_answers(sight, part) for _number, part in parts))
    if units(text) > REVIEW_LIMIT:
        # So many answers are read part by part; each part has its button.
        text = paragraphs(head, lines(*(_part_label(sight, part) for _number, part in parts)))
    return Screen(text, (*stacked(buttons), sight.last_row()))


def _part_answers(sight: Sight, dimension: Dimension) -> str:
    asked = sight.route.of(dimension.id)
    if len(sight.route.open_of(dimension.id)) == len(asked):
        return sight.say("answer.line", name=sight.part(dimension), said=sight.say("said.empty"))
    rows = [
        sight.say("answer.line", name=sight.name(element.id), said=said_words(sight, element.id))
        for element in asked
    ]
    return lines(sight.part(dimension), *rows)


def part_panel(sight: Sight, dimension_id: str) -> Screen:
    """The answers of one part as buttons."""
    dimension = sight.framework.dimension_by_id[dimension_id]
    buttons = [
        sight.of_element(
            sight.say("answer.short", name=sight.name(element.id), said=said_words(sight, element.id)),
            "O",
            element=element.id,
        )
        for element in sight.route.of(dimension.id)
    ]
    buttons += at_once(sight, dimension_id)
    close = sight.button(sight.say("button.close"), "c")
    text = paragraphs(
        sight.say("review.change", part=sight.part(dimension)), smallest_step_lines(sight, dimension_id)
    )
    return Screen(text, (*stacked(buttons), (close,)))


def paused(sight: Sight) -> Screen:
    left = len(sight.route.open)
    text = lines(
        sight.say("paused.saved", done=sight.route.done, total=len(sight.route.elements)),
        sight.words.count("paused.left", left, minutes=sight.words.count("minutes", minutes_for(sight, left)))
        if left
        else "",
    )
    buttons = [sight.button(sight.say("button.go_on"), "u")]
    return Screen(text, (*stacked(buttons), sight.last_row()))


def done(sight: Sight) -> Screen:
    buttons = [
        sight.button(sight.say("button.result"), "J"),
        sight.button(sight.say("button.answers"), "V"),
    ]
    if len(sight.checks) > 1 or sight.conversation.several:
        buttons.append(sight.button(sight.say("button.checks"), "K"))
    return Screen(sight.say("done.saved"), stacked(buttons))


def forgotten(sight: Sight) -> Screen:
    return Screen(sight.say("deleted.done"))
