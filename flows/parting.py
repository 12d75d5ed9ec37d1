"""Where a conversation is after a team was left, or joined between two rounds: at another check, or choosing one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.conversation import PLACE_LIMIT, Conversation, Inputs, Part
from flows.knowledge import Knowledge
from flows.shelf import for_several, fresh_run, taken
from frameworks.model import Result


def parted(
    conversation: Conversation, organisation: int, knowledge: Knowledge, now: datetime
) -> Conversation:
    """The conversation without the checks of this organisation, which must all be on its shelf.

    Who was at one of them goes on with another check; who has none chooses one.
    """
    shelf = {key: part for key, part in conversation.shelf.items() if part.organisation != organisation}
    if conversation.organisation != organisation:
        left = replace(conversation, shelf=shelf)
        return replace(left, several=for_several(left))
    fits = {key for key, part in shelf.items() if _is_fit(part, knowledge)}
    key = next((key for key in reversed(shelf) if key not in fits), None)
    if key is None:
        part = Part(knowledge.framework, Inputs(), {}, run=fresh_run(conversation))
        state = _choosing(knowledge)
    else:
        part = shelf.pop(key)
        state = "done" if part.finished else "choosing" if part.answers else _choosing(knowledge)
    after = taken(conversation, part, shelf)
    return _arrived(replace(after, several=for_several(after)), state, now)


def turned_back(conversation: Conversation, knowledge: Knowledge, now: datetime) -> Conversation:
    """The conversation where it was; who was asked about an invitation there chooses a check of their own."""
    if conversation.state != "joining":
        return conversation
    return _arrived(replace(conversation, invitation=None), _choosing(knowledge), now)


def _is_fit(part: Part, knowledge: Knowledge) -> bool:
    framework = knowledge.frameworks.get(part.framework)
    return framework is None or framework.result is Result.FIT


def _choosing(knowledge: Knowledge) -> str:
    return "picking" if len(knowledge.checks) > 1 else "naming"


def _arrived(conversation: Conversation, state: str, now: datetime) -> Conversation:
    """At a new place, which no older button fits."""
    return replace(
        conversation,
        state=state,
        dimension=None,
        element=None,
        place_no=(conversation.place_no + 1) % PLACE_LIMIT,
        shown_at=now,
    )
