"""The screens of one element: the question with its levels, and the few taps that follow an answer."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.pace import minutes_for
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.answering import roles_to_ask
from flows.hearing import PROOF_LETTERS
from frameworks.model import Element, Result
from frameworks.settling import asks_reason
from frameworks.values import Said


def asking(sight: Sight) -> Screen:
    """One question: progress, the question, all levels, how to choose. The text says nothing twice."""
    return Screen(question_text(sight), question_rows(sight))


def question_text(sight: Sight) -> str:
    element = sight.element
    first = not sight.conversation.answers
    return paragraphs(
        progress(sight),
        sight.say("owner_note") if _first_of_its_owner(sight) else "",
        sight.say("fit.place")
        if sight.framework.result is Result.FIT and sight.conversation.inputs.group
        else "",
        block(sight, element),
        sight.say("level4") if first and sight.framework.levels >= 4 else "",
        _given(sight),
    )


def _first_of_its_owner(sight: Sight) -> bool:
    """Whether this person's answer counts as fact here, for the first time."""
    inputs, framework = sight.conversation.inputs, sight.framework

    def owns(element: Element) -> bool:
        return inputs.group in framework.deciding_groups(element, inputs.profile)

    if not inputs.group or not owns(sight.element):
        return False
    answered = (framework.element_by_id.get(each) for each in sight.conversation.answers)
    return not any(element is not None and owns(element) for element in answered)


def question_rows(sight: Sight) -> tuple[tuple[Button, ...], ...]:
    element = sight.element
    answer = sight.conversation.answers.get(element.id)
    level, said = (answer.level, answer.said) if answer else (None, None)
    buttons = [
        sight.of_element(sight.marked(sight.level(number), number == level), "l", number)
        for number in range(1, sight.framework.levels + 1)
    ]
    dont_know = sight.say(dont_know_key(sight))
    buttons.append(sight.of_element(sight.marked(dont_know, said is Said.DONT_KNOW), "d"))
    if element.na_reasons:
        excuse = sight.say("button.not_applicable")
        buttons.append(sight.of_element(sight.marked(excuse, said is Said.NOT_APPLICABLE), "n"))
    if sight.framework.groups:
        elsewhere = sight.say("button.not_my_area")
        buttons.append(sight.of_element(sight.marked(elsewhere, said is Said.NOT_MY_AREA), "~"))
    if _first_of_its_owner(sight):
        buttons.append(sight.button(sight.say("button.later"), "M"))
    onward = [sight.button(sight.say("button.next"), "F")] if answer else []
    return (*stacked(buttons), sight.last_row(*onward))


def dont_know_key(sight: Sight) -> str:
    """What not knowing is called: of a yes or no one is unsure."""
    return "button.unsure" if sight.framework.result is Result.FIT else "button.dont_know"


def progress(sight: Sight) -> str:
    element = sight.element
    here = [each.id for each in sight.route.of(element.dimension)]
    total = len(sight.route.elements)
    left = total - sight.route.done
    where = {
        "part": sight.part_of(element),
        "place": here.index(element.id) + 1 if element.id in here else 1,
        "places": len(here),
        "done": sight.route.done,
        "total": total,
    }
    if not left:
        return sight.say("progress.done", **where)
    return sight.words.count("progress", minutes_for(sight, left), **where)


def block(sight: Sight, element: Element) -> str:
    """The part of a question that is the same for everyone, drawn once for each language and version."""
    key = (sight.framework.key, sight.words.language, element.id)
    blocks = sight.house.blocks
    if key not in blocks:
        blocks[key] = _drawn_block(sight, element)
    return blocks[key]


def _drawn_block(sight: Sight, element: Element) -> str:
    levels = []
    for number, english in enumerate(element.levels, start=1):
        text = sight.text(f"{element.id}.level.{number}", english)
        plus = sight.say("plus", level=number - 1) + " " if number > 2 else ""
        name = sight.level_name(number)
        levels.append(sight.say("level.line", number=number, name=name, text=plus + text))
    hint = sight.say("hint") if sight.framework.levels > 2 else ""
    adviser = sight.say("adviser") if element.adviser else ""
    question = sight.text(f"{element.id}.question", element.question)
    return paragraphs(question, *levels, lines(hint, adviser))


def _given(sight: Sight) -> str:
    """What was answered before, in words: a mark on a button alone is not enough."""
    answer = sight.conversation.answers.get(sight.element.id)
    if answer is None:
        return ""
    return sight.say("given", said=said_words(sight, sight.element.id))


def said_words(sight: Sight, element_id: str) -> str:
    """An answer in a few words: "3 In place", "Don't know", "not answered"."""
    answer = sight.conversation.answers.get(element_id)
    if answer is None:
        return sight.say("said.empty")
    if answer.said is Said.LEVEL and answer.level is not None:
        return sight.level(answer.level)
    if answer.said is Said.DONT_KNOW:
        return sight.say(dont_know_key(sight))
    if asks_reason(sight.framework.element_by_id[element_id], answer.said, answer.option):
        return sight.say("said.no_reason")
    return sight.say(f"said.{answer.said.value}")


def excusing(sight: Sight) -> Screen:
    reasons = enumerate(sight.element.na_reasons, start=1)
    buttons = [
        sight.of_element(sight.text(f"{sight.element.id}.na.{number}", reason), "e", number)
        for number, reason in reasons
    ]
    text = lines(sight.name(sight.element.id), sight.say("na_why"))
    return Screen(text, (*stacked(buttons), sight.last_row()))


def knowing(sight: Sight) -> Screen:
    roles = roles_to_ask(sight.framework, sight.element.id)
    buttons = [
        sight.of_element(sight.role_label(role), "w", number) for number, role in enumerate(roles, start=1)
    ]
    buttons.append(sight.of_element(sight.say("button.someone_else"), "w", len(roles) + 1))
    buttons.append(sight.of_element(sight.say("button.skip"), "w", 0))
    text = lines(
        sight.say("answer.line", name=sight.name(sight.element.id), said=said_words(sight, sight.element.id)),
        sight.say("knowing.ask"),
    )
    return Screen(text, (*stacked(buttons), sight.last_row()))


def proving(sight: Sight) -> Screen:
    element = sight.element
    buttons = [
        sight.of_element(
            sight.say(
                "proof.option",
                letter=PROOF_LETTERS[number - 1],
                option=sight.text(f"{element.id}.proof.{number}", option),
            ),
            "p",
            number,
        )
        for number, option in enumerate(element.proof, start=1)
    ]
    letter = PROOF_LETTERS[len(element.proof)]
    nothing = sight.say("proof.option", letter=letter, option=sight.say("proof.nothing"))
    buttons.append(sight.of_element(nothing, "p", 0))
    text = lines(
        sight.say("answer.line", name=sight.name(element.id), said=said_words(sight, element.id)),
        sight.say("proof.ask"),
    )
    return Screen(text, (*stacked(buttons), sight.last_row()))


def keeping(sight: Sight) -> Screen:
    answer = sight.conversation.answers[sight.element.id]
    level, lower = answer.level or 0, max(1, sight.framework.in_place - 1)
    buttons = [
        sight.of_element(sight.say("button.keep", level=level), "k"),
        sight.of_element(sight.say("button.lower", level=lower), "o"),
    ]
    text = lines(sight.name(sight.element.id), sight.say("keep.ask", level=level, lower=lower))
    return Screen(text, (*stacked(buttons), sight.last_row()))
