"""The facts of a move: what rows of the table may ask for, stated once after the event's own change."""

from __future__ import annotations

from collections.abc import Mapping

from flows.agenda import is_planned, three_open
from flows.answering import asks_proof
from flows.checks import SWITCHES
from flows.conversation import Conversation, Inputs
from flows.intents import Facts, Move
from flows.machine import Cursor
from flows.route import Route
from frameworks.model import Framework, Result
from frameworks.values import Answer, Said, Shown


def cursor_of(
    conversation: Conversation,
    move: Move,
    inputs: Inputs,
    route: Route,
    written: Mapping[str, Answer],
    facts: Facts,
) -> Cursor:
    """The facts after the event's own change to answers and inputs."""
    framework = route.framework
    any_answer = any(each in route.ids for each in written)
    asked = _of_framework(framework)
    if move.trigger == "join" and facts.invitation is not None and facts.invitation.position:
        # A team's size is its owner's to say.
        asked["asks_size"] = asked["asks_size"] and not inputs.size
    return Cursor(
        conversation.state,
        **_of_place(conversation, move, route, written),
        **asked,
        answered_here=_answered_here(conversation, inputs, written.get(conversation.element or "")),
        reviewed=conversation.reviewed and move.trigger != "deepen",
        any_answer=any_answer,
        # An office of one's own is a help in a place, not a condition.
        has_role=bool(inputs.roles) or bool(framework.groups),
        one_check=len(facts.checks) <= 1 and not conversation.several,
        invited=conversation.invitation is not None,
        begun=bool(written),
        named=bool(inputs.organisation),
        three_open=three_open(conversation),
        # What was taken up in the round before is there before the first answer of this one.
        may_act=any_answer or is_planned(conversation, move.element or ""),
    )


def _of_place(
    conversation: Conversation, move: Move, route: Route, written: Mapping[str, Answer]
) -> dict[str, bool]:
    """Facts about the open element, its answer and its dimension."""
    element, dimension = conversation.element, conversation.dimension
    written_to = move.dimension if move.trigger == "bulk" else dimension
    answer = written.get(element or "")
    at = route.framework.element_by_id.get(element or "")
    asks = at is not None and asks_proof(route.framework, at, answer)
    unshown = answer is not None and answer.shown is Shown.NOTHING and not answer.kept
    return {
        "needs_proof": asks and move.trigger == "answer",
        "nothing_to_show": unshown,
        "dimension_complete": not route.open_of(written_to),
        # In a closed round nothing is left to answer: whoever comes to it comes to what it ended with.
        "all_complete": not route.open or (conversation.closed and move.trigger in SWITCHES),
        "has_previous_in_dimension": route.beside(dimension, element, -1) is not None,
        "has_next_in_dimension": route.beside(dimension, element, +1) is not None,
        "may_excuse": at is not None and bool(at.na_reasons),
        "proof_open": asks,
        "keep_open": unshown,
        "who_open": answer is not None and answer.said is Said.DONT_KNOW and answer.who is None,
        "place_open": element in route.ids and element not in written,
        "place_known": element in route.ids,
    }


def _of_framework(framework: Framework) -> dict[str, bool]:
    """What this framework asks and offers at all."""
    return {
        "asks_size": bool(framework.sizes),
        "asks_profile": bool(framework.profiles),
        "asks_group": bool(framework.groups),
        "asks_roles": bool(framework.roles),
        "asks_scope": framework.has_quick,
        "asks_who": bool(framework.roles),
        "ends_at_once": framework.result is Result.FIT,
        "has_agenda": bool(framework.action_by_id),
    }


def _answered_here(conversation: Conversation, inputs: Inputs, answer: Answer | None) -> bool:
    given = {
        "naming": inputs.organisation,
        "sizing": inputs.size,
        "profiling": inputs.profile,
        "grouping": inputs.group,
    }
    return bool(given.get(conversation.state)) if conversation.state in given else answer is not None
