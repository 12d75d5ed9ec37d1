"""One act on its way: who does it, what it is about, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import insert

from flows.conversation import Conversation, Notice
from flows.desk import Act
from flows.pages import Invitation
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.tables import job

Option = TypeVar("Option")


def chosen(options: Sequence[Option], place: int) -> Option:
    """What a button names by its place; raises NotYours for a place that none of our buttons has."""
    if place >= len(options):
        raise NotYours
    return options[place]


@dataclass(frozen=True, slots=True)
class Performed:
    """Where an act leads: the side page and the one line of the screen after it. `joining` is a new enrolment.

    `stays`: the move beside the act is taken back. `place` is where the act itself brought the conversation, and
    `gone` are the participations that it removed.
    """

    panel: str | None = None
    notice: Notice | None = None
    joining: int | None = None
    stays: bool = False
    place: Conversation | None = None
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Desk(Reader):
    """An act and who does it. `here` is the conversation as the step left it."""

    act: Act
    invitation: Invitation | None

    def wish(self, kind: str, **args: object) -> None:
        """Wish for slow work, done by the worker for this chat."""
        row = {"kind": kind, "conversation_id": self.row_id, "args": args, "due_at": self.now, "attempts": 0}
        self.connection.execute(insert(job), row)
