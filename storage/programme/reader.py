"""Who looks at a page: a chat, its person where there is one, and what they coordinate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from flows.conversation import Conversation
from flows.knowledge import Knowledge
from storage.programme.rights import Actor, NotYours


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page: a chat, its person where there is one, and what they coordinate."""

    connection: Connection
    row_id: int
    person_id: int | None
    here: Conversation
    actor: Actor | None
    knowledge: Knowledge
    now: datetime

    def coordinator(self) -> Actor:
        """Who they are as a coordinator; raises NotYours where they are none."""
        if self.actor is None:
            raise NotYours
        return self.actor
