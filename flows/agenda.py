"""How a move changes the actions a person took up: taken with an event or a day, done, made smaller, dropped.

An action is known by its id, made of its element and the level it starts from; an element that is not known, or
has no record, is planned as finding out, from level 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flows.conversation import Chosen, Conversation, OfTeam
from flows.intents import Facts, Move
from frameworks.settling import State
from frameworks.values import Answer, Said

EVENTS = ("board", "pay_day", "tender")
"""When an action may be planned for, besides a day."""

DAYS = (3, 7, 14, 30)
"""Days from now that are offered as buttons, after the events."""

CHECK_IN = 14
"""Days after which one is asked, once, how it is going."""

MOST_OPEN = 3


def level_now(conversation: Conversation, element: str | None) -> int:
    """The level this element has now: what the team settled where this person sees that, else what they said
    themselves; 0 where it has none, as what is not known or still to be agreed.
    """
    return _level(conversation.answers, conversation.of_team, element or "")


def _level(answers: Mapping[str, Answer], of_team: OfTeam | None, element: str) -> int:
    found = answers.get(element) if of_team is None else of_team.settled.get(element)
    return (found.level or 0) if found is not None else 0


def action_id(conversation: Conversation, element: str | None) -> str:
    """The id of the action for this element at its present level."""
    return f"act.{element}.{level_now(conversation, element)}"


def open_actions(conversation: Conversation) -> tuple[str, ...]:
    """The ids of the actions taken up and still open, in the order they were taken.

    One whose element has come further since then, or does not apply, is no longer open, however that came about.
    """
    return tuple(each for each in conversation.chosen if _is_open(conversation, each))


def dropped_actions(conversation: Conversation) -> tuple[str, ...]:
    """The ids of the actions that were left for another year, by choice."""
    return tuple(each for each, chosen in conversation.chosen.items() if chosen.status == "dropped")


def _is_open(conversation: Conversation, action: str) -> bool:
    taken = conversation.chosen[action].status in {"open", "shown"}
    return taken and is_ahead(action, conversation.answers, conversation.of_team)


def is_ahead(action: str, answers: Mapping[str, Answer], of_team: OfTeam | None) -> bool:
    """Whether the element of an action applies and has come no further than where the action begins.

    By what the team settled where this is known here, else by a person's own answers.
    """
    element = element_of(action)
    answer, value = answers.get(element), of_team.settled.get(element) if of_team is not None else None
    if of_team is None and answer is not None and answer.said is Said.NOT_APPLICABLE:
        return False
    if value is not None and value.state is State.NOT_APPLICABLE:
        return False
    return _level(answers, of_team, element) <= from_level(action)


def from_level(action: str) -> int:
    """The level an action id starts from; 0 where it is to find out what is not known."""
    return int(action.rpartition(".")[2])


def element_of(action: str) -> str:
    """The element an action id belongs to."""
    return action.removeprefix("act.").rpartition(".")[0]


def is_planned(conversation: Conversation, element: str) -> bool:
    """Whether an action for this element was taken up and is open, as far as the actions are known here."""
    return any(element_of(action) == element for action in open_actions(conversation))


def chosen_here(conversation: Conversation) -> tuple[str, Chosen] | None:
    """The action taken up for the open element, if it is still open."""
    for action in open_actions(conversation):
        if element_of(action) == conversation.element:
            return action, conversation.chosen[action]
    return None


def three_open(conversation: Conversation) -> bool:
    """Whether another action would be one too many."""
    return chosen_here(conversation) is None and len(open_actions(conversation)) >= MOST_OPEN


def chosen_after(conversation: Conversation, move: Move, facts: Facts) -> Mapping[str, Chosen] | None:
    """The actions after this move; the same mapping where it changes none, None where it cannot be."""
    chosen = conversation.chosen
    if move.trigger == "swap":
        others = open_actions(conversation)
        if not 0 <= move.value < len(others):
            return None
        return {**chosen, others[move.value]: replace(chosen[others[move.value]], status="swapped")}
    if move.trigger == "when":
        return _planned(conversation, move, facts)
    if move.trigger not in {"drop", "smaller", "show", "raise", "stay"}:
        return chosen
    here = chosen_here(conversation)
    if move.trigger == "drop":
        action = here[0] if here else action_id(conversation, conversation.element)
        return {**chosen, action: replace(chosen.get(action, Chosen()), status="dropped")}
    if here is None:
        return None
    if move.trigger == "smaller":
        return {**chosen, here[0]: replace(here[1], smaller=True)}
    if move.trigger == "show":
        return {**chosen, here[0]: replace(here[1], status="shown" if move.value else "open")}
    return {**chosen, here[0]: replace(here[1], status="done")}


def _planned(conversation: Conversation, move: Move, facts: Facts) -> Mapping[str, Chosen] | None:
    """With an event or a day: a number of the buttons, or a day as an ISO date in the move's text."""
    today = date.fromisoformat(facts.today)
    event, day = "", move.text
    if not day and 0 <= move.value < len(EVENTS):
        event = EVENTS[move.value]
    elif not day and move.value < len(EVENTS) + len(DAYS):
        day = (today + timedelta(days=DAYS[move.value - len(EVENTS)])).isoformat()
    elif not day:
        return None
    here = chosen_here(conversation)
    action = here[0] if here else action_id(conversation, conversation.element)
    before = here[1] if here else _taken_before(conversation, action)
    ask_on = day or (today + timedelta(days=CHECK_IN)).isoformat()
    planned = replace(
        before,
        status="open",
        event=event,
        day=day,
        chosen_on=before.chosen_on or today.isoformat(),
        ask_on=ask_on,
    )
    return {**conversation.chosen, action: planned}


def _taken_before(conversation: Conversation, action: str) -> Chosen:
    """An action as it is taken up: new, but for who takes it where it was put away before."""
    earlier = conversation.chosen.get(action)
    return Chosen() if earlier is None else Chosen(taken_by=earlier.taken_by)
