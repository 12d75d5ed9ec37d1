"""Side pages and the place under them: which of them show it, so that what is typed is for it, and the way back."""

from __future__ import annotations

from flows.conversation import Conversation
from flows.desk import PAGES, TEXTS
from flows.events import Handled
from flows.handling import intent_of_handled
from flows.intents import Facts, Intent, Move, Show
from flows.table import AFTER_WAY_IN, AT_ELEMENT
from flows.taps import intent_of_tap
from frameworks.model import Framework

OF_A_RUN = frozenset({"how", "before", "restart", "more"})
"""Pages that there are after the way in alone: on the way in the place itself is shown instead."""

WAYS_BACK = frozenset({"c", "b", "@"})
"""What buttons carry that close a page, go back in the place, or turn to the page before."""


def shows_place(conversation: Conversation) -> bool:
    """Whether the place itself is on the screen: no page is open, or one that at most adds a line to it."""
    panel = conversation.panel
    return not panel or panel == "recap" or (panel in OF_A_RUN and conversation.state not in AFTER_WAY_IN)


def open_question(conversation: Conversation) -> str:
    """The element that is asked at the place, under whatever page; empty where none is asked."""
    return conversation.element or "" if conversation.state in AT_ELEMENT else ""


def takes_name(conversation: Conversation, facts: Facts) -> bool:
    """Whether a typed text is the name that is asked for: nobody names what they were not asked."""
    if conversation.state != "naming":
        return False
    # A page that is not theirs any more is drawn as the place under it.
    return shows_place(conversation) or conversation.panel == "name_check" or facts.page_gone


def back_from_page(conversation: Conversation, facts: Facts, framework: Framework) -> Intent:
    """What the page's own last button does: close it, or go one page up. It never goes back in a place it hides.

    Where the page shows the place as well, with its buttons or for want of the page, the place goes one screen back.
    """
    tap = facts.way_back(conversation)
    if isinstance(tap, Handled):
        opens = tap.verb in PAGES or tap.verb in TEXTS
        return intent_of_handled(conversation, tap, facts, framework) if opens else Show(None)
    if conversation.state == "new":
        # Under the desk of who has begun nothing there is no place yet: it begins, as by any other word.
        return Move("start")
    if tap is None or tap.action not in WAYS_BACK:
        return Move("back")
    return intent_of_tap(conversation, tap, facts, framework)
