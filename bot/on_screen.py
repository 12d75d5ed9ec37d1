"""What this process knows of a chat's screen, and what the chat should show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flows.conversation import Conversation


@dataclass(slots=True)
class Shown:
    """What this process knows of one chat's screen."""

    revision: int = -1
    message_id: int | None = None
    top_id: int = 0
    unsure_of: int = -1
    place_no: int = -1
    since: datetime | None = None

    @property
    def needs_new(self) -> bool:
        """True where there is no living message, or something stands below it."""
        return self.message_id is None or self.top_id > self.message_id

    def now_shows(self, conversation: Conversation, now: datetime) -> None:
        """This conversation is on the screen; `since` stays while the place is the same. A side page hides it."""
        self.revision = max(self.revision, conversation.revision)
        if self.place_no != conversation.place_no and conversation.panel in {None, "recap"}:
            self.place_no, self.since = conversation.place_no, now


@dataclass(slots=True)
class Wanted:
    """What a chat should show; the newest wins.

    `edit_only`: a duplicate, which never sends. `silent`: nobody asked for it now, so that no phone rings.
    """

    conversation: Conversation
    edit_only: bool = False
    silent: bool = False

    def instead_of(self, other: Wanted) -> Wanted:
        """This one, in place of another that is on its way: it may send and ring where either may."""
        return replace(
            self, edit_only=self.edit_only and other.edit_only, silent=self.silent and other.silent
        )
