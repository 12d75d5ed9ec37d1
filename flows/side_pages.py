"""Side pages and the place under them: which of them show it, so that what is typed is meant for the place."""

from __future__ import annotations

from flows.conversation import Conversation
from flows.intents import Facts
from flows.table import AFTER_WAY_IN

OF_A_RUN = frozenset({"how", "before", "restart", "more"})
"""Pages that there are after the way in alone: on the way in the place itself is shown instead."""


def shows_place(conversation: Conversation) -> bool:
    """Whether the place itself is on the screen: no page is open, or one that at most adds a line to it."""
    panel = conversation.panel
    return not panel or panel == "recap" or (panel in OF_A_RUN and conversation.state not in AFTER_WAY_IN)


def takes_name(conversation: Conversation, facts: Facts) -> bool:
    """Whether a typed text is the name that is asked for: nobody names what they were not asked."""
    if conversation.state != "naming":
        return False
    # A page that is not theirs any more is drawn as the place under it.
    return shows_place(conversation) or conversation.panel == "name_check" or facts.page_gone
