"""Where a person is after a move: the dimension and the element. Only a row that enters a dimension changes it."""

from __future__ import annotations

from flows.checks import SWITCHES
from flows.conversation import Conversation
from flows.intents import Move
from flows.machine import Move as Moved
from flows.route import Route

_FROM_THE_START = {"deepen", "set_scope", "start_over", *SWITCHES}


def place_after(
    conversation: Conversation, move: Move, moved: Moved, route: Route
) -> tuple[str | None, str | None]:
    """Dimension and element after the move. Only a row that enters a dimension may change it."""
    dimension, element = conversation.dimension, conversation.element
    if move.trigger == "start_over" and moved.enters is None:
        return None, None
    if moved.enters == "chosen":
        return _chosen_place(move, moved, route)
    if moved.enters == "next":
        # A new scope or a new run begins at the first part, everything else goes on from here.
        dimension = route.next_dimension(None if move.trigger in _FROM_THE_START else dimension)
        return dimension, route.next_open(dimension, None)
    if moved.state != "asking" or conversation.state in {"resting", "choosing"}:
        return dimension, element
    return dimension, _element_in(conversation, move, route)


def _chosen_place(move: Move, moved: Moved, route: Route) -> tuple[str | None, str | None]:
    if move.element is not None:
        return route.framework.element_by_id[move.element].dimension, move.element
    here = route.of(move.dimension)
    if moved.state == "resting":
        return move.dimension, here[-1].id if here else None
    first = route.next_open(move.dimension, None) or (here[0].id if here else None)
    return move.dimension, first


def _element_in(conversation: Conversation, move: Move, route: Route) -> str | None:
    dimension, element = conversation.dimension, conversation.element
    if move.trigger == "back":
        away = conversation.state == "asking"
        return route.beside(dimension, element, -1) if away else element
    if move.trigger == "forward":
        return route.beside(dimension, element, +1) or route.next_open(dimension, None)
    if move.trigger in {"resume", "prove"}:
        return element
    return route.next_open(dimension, element)
