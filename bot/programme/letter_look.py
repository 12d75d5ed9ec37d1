"""What every letter is drawn from and made of: who gets it, the check it is about, its facts and its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.draw import Screens
from bot.screens.sight import Sight, stacked
from flows.conversation import Conversation
from storage.programme.letter_facts import LetterFacts
from storage.programme.letters import Letter


@dataclass(frozen=True)
class Look:
    """One letter for one person. `sight` is at the letter's check, also where the person is at another one."""

    sight: Sight
    letter: Letter
    facts: LetterFacts


def look_at(screens: Screens, conversation: Conversation, letter: Letter, facts: LetterFacts) -> Look:
    """What this letter is drawn from."""
    return Look(screens.sight(_at_its_check(conversation, facts)), letter, facts)


def _at_its_check(conversation: Conversation, facts: LetterFacts) -> Conversation:
    """The conversation as it would be there, with the action that the letter asks about."""
    chosen = {} if facts.chosen is None else {facts.action: facts.chosen}
    part = facts.part
    if part is None:
        return replace(conversation, chosen=chosen, of_team=facts.of_team)
    return replace(
        conversation,
        framework=part.framework,
        inputs=part.inputs,
        answers=part.answers,
        finished=part.finished,
        number=part.number,
        organisation=part.organisation,
        state="asking",
        dimension=None,
        element=None,
        chosen=chosen,
        of_team=facts.of_team,
    )


def other_check(look: Look) -> str:
    """How to get to the letter's check from the one where the person is; empty where that is the one."""
    sight = look.sight
    if look.facts.part is None:
        return ""
    values = {"check": sight.name_of(sight.framework), "go_on": sight.say("button.go_on")}
    name = organisation_of(look)
    if sight.conversation.several and name:
        return sight.say("letter.other_check_for", organisation=name, **values)
    return sight.say("letter.other_check", **values)


def organisation_of(look: Look) -> str:
    """The organisation or the place that a letter is for; empty where its check has no name yet."""
    listed, own = look.facts.organisation, look.sight.conversation.inputs.organisation
    return listed if not_begun(look) else own or listed


def not_begun(look: Look) -> bool:
    """Whether the letter is about a check that this person has joined and not begun, while they are at another."""
    at_one = look.sight.conversation.number is not None
    return bool(look.facts.cohort) and look.letter.participation_id is None and at_one


def for_organisation(look: Look) -> str:
    """For which organisation a letter is, where its reader answers for several."""
    name = organisation_of(look)
    if not look.sight.conversation.several or not name:
        return ""
    return look.sight.say("for_organisation", organisation=name)


def city_of(look: Look) -> str:
    """The zone of the letter's cohort, or the house's, by its city as this language writes it."""
    return look.sight.words.city(look.facts.zone or look.sight.house.zone.key)


def letter_of(text: str, buttons: Sequence[Button]) -> Screen:
    """A letter with its buttons, one a row."""
    return Screen(text, stacked(buttons))


def go_on(sight: Sight) -> Button:
    """To wherever the person is by then."""
    return handled(sight.say("button.go_on"), "2")


def onward(look: Look) -> Button:
    """To the letter's check, where the person may be at another one."""
    number = look.letter.participation_id
    if number is None or not (look.sight.conversation.several or look.facts.part):
        return go_on(look.sight)
    return handled(look.sight.say("button.go_on"), "(O", number)
