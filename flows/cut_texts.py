"""A text too long for one message, which the channel cuts in two: its rest is refused with its first part.

Both parts are sent at one moment. That of the first one is kept with the notice that refuses it, for as long as that
stands on the screen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.conversation import Conversation
from flows.events import Incoming, Typed

FIRST_LEAST = 2048
"""So many signs, as Telegram counts them, has a first part: programs cut in the second half of what a message holds.

No text that is kept is as long, so that whatever is refused may be a first part."""
APART_MOST = 2
"""So many seconds lie between the parts; Telegram tells whole ones."""
_SENT = "sent"


def with_moment(after: Conversation, incoming: Incoming) -> Conversation:
    """The conversation after an event; the notice that refused a very long text knows when that was sent."""
    event, told = incoming.event, after.notice
    if (
        told is None
        or not isinstance(event, Typed)
        or len(event.text.encode("utf-16-le", "surrogatepass")) < 2 * FIRST_LEAST
    ):
        return after
    moment = int(incoming.at.timestamp())
    return replace(after, notice=replace(told, args={**told.args, _SENT: moment}))


def is_rest(conversation: Conversation, at: datetime) -> bool:
    """Whether a text of this moment is the rest of the one that was refused right before it."""
    sent = None if conversation.notice is None else conversation.notice.args.get(_SENT)
    return isinstance(sent, int) and abs(at.timestamp() - sent) <= APART_MOST
