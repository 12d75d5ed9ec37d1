"""The guard on a closed round: what wrote an answer is refused there, and the person is led to the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.conversation import Conversation, Notice
from flows.intents import Move, notice
from frameworks.values import Answer

CLOSED = Notice("round_closed")
MISSED = Notice("round_missed")

FIXED = frozenset(
    {
        *("answer", "dont_know", "excuse", "reason", "who", "proof", "keep", "lower", "not_my_area"),
        *("bulk", "prove", "profile", "group", "set_scope", "deepen", "start_over"),
    }
)
"""The moves that change what was answered, or what is asked. `raise` is none: the action is done all the same."""


def is_fixed(conversation: Conversation, move: Move) -> bool:
    """Whether this move is refused, since the round is closed."""
    return conversation.closed and move.trigger in FIXED


def kept(conversation: Conversation, written: Mapping[str, Answer] | None) -> Mapping[str, Answer] | None:
    """The answers after a move that is made: those of a closed round stay."""
    return written if written is None or not conversation.closed else conversation.answers


def told(conversation: Conversation, move: Move) -> Conversation:
    """The conversation after a move, with one line where an action was done and the level stays."""
    if conversation.closed and move.trigger == "raise":
        return replace(conversation, notice=notice("round_closed_raise"))
    return conversation
