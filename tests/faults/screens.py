"""Every kind of screen a person can come to, found by pressing every button there is. Pure, no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.app import make_knowledge, make_screens
from bot.buttons import Button
from bot.screens.draw import Screens
from bot.words import load_words
from flows.conversation import Conversation
from flows.events import ChatKey, Commanded, Event, Incoming, Typed
from flows.knowledge import Knowledge
from flows.step import step
from flows.table import AT_ELEMENT
from tests.faults.small import KEY, proved
from tests.rig import test_settings

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
CHAT = ChatKey("telegram", 1, 7)
TYPED: tuple[Event, ...] = (Typed("Org A"), Typed("back"), Commanded("start"), Commanded("language"))


@cache
def screens() -> Screens:
    return make_screens(test_settings(), {KEY: proved()}, load_words())


@cache
def knowledge() -> Knowledge:
    return make_knowledge(screens(), KEY)


def after(conversation: Conversation, event: Event, *, from_living: bool = True) -> Conversation:
    """The conversation after this event."""
    incoming = Incoming(conversation.chat, "1", event, LATER, 10)
    facts = knowledge().facts_for(conversation, conversation.shown_at, from_living=from_living, unseen=False)
    return step(conversation, incoming, facts, knowledge().framework_of(conversation), LATER).conversation


def buttons(conversation: Conversation) -> list[Button]:
    return [button for row in screens().draw(conversation).rows for button in row]


@cache
def visited() -> tuple[Conversation, ...]:
    """One conversation for each state, place, side page and kind of answer that pressing buttons leads to."""
    first = Conversation(CHAT, "en", KEY, NOW, run=5, place_no=40, revision=100)
    found = {_kind(first): first}
    waiting = [first]
    while waiting:
        for following in _following(waiting.pop(0)):
            if _kind(following) not in found:
                found[_kind(following)] = following
                waiting.append(following)
    return tuple(found.values())


def _following(conversation: Conversation) -> Iterator[Conversation]:
    events = [*(button.tap for button in buttons(conversation)), *TYPED]
    for event in events:
        following = after(conversation, event)
        if following.state != "forgotten" and following.run - conversation.run <= 1:
            yield following


def _kind(conversation: Conversation) -> tuple[object, ...]:
    answer = conversation.answers.get(conversation.element or "")
    said = None if answer is None else (answer.said, answer.shown)
    many = min(len(conversation.answers), 6) // 2
    panel = conversation.panel if conversation.state in AT_ELEMENT else conversation.panel is None
    return (conversation.state, conversation.element, panel, said, many, bool(conversation.inputs.roles))
