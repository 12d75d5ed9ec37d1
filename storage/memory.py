"""What the way in and the way out may ask of the database. Synchronous; called in one dedicated thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from flows.conversation import Conversation
from flows.events import Incoming
from flows.knowledge import Knowledge
from flows.pages import Page
from storage.batch import Fate, Mark, Numbered, Outcome, no_trouble, put_marks, take_in
from storage.inserting import insert_or_ignore
from storage.loading import load
from storage.programme.bots import remember_bot
from storage.programme.coordinators import ensure_coordinators, known_coordinators
from storage.programme.reading import read_page
from storage.records import View, address_of, claim_of
from storage.saving import Writes, note_aside
from storage.tables import BEHIND, claim, conversation, set_aside

DATA_FAULTS = (UnicodeError, ValueError, TypeError, OverflowError)
"""Errors about the data itself. Everything else is about the database, and then the batch is held."""

BEHIND_SECONDS = 30
_UNREACHABLE = update(conversation).where(conversation.c.address == bindparam("at_address"))


def is_data_fault(trouble: BaseException) -> bool:
    """True where an event is at fault, not the database: such a batch is parted, never retried as it is."""
    if isinstance(trouble, DBAPIError):
        return type(trouble).__name__ in {"DataError", "IntegrityError"}
    if isinstance(trouble, StatementError):
        return isinstance(trouble.orig, DATA_FAULTS)
    return isinstance(trouble, DATA_FAULTS)


class Memory:
    """The database, as the way in and the way out see it. `point` is told the numbered crash points."""

    def __init__(self, engine: Engine, knowledge: Knowledge, point: Numbered = no_trouble) -> None:
        self._engine = engine
        self._knowledge = knowledge
        self._point = point

    def take_in(
        self, incomings: Sequence[Incoming], marks: Sequence[Mark], now: datetime, skip_locked: bool
    ) -> list[Outcome]:
        """One batch in one transaction: everything is stored when this returns."""
        self._point(1)
        with self._engine.begin() as connection:
            self._point(2)
            outcomes = take_in(
                connection,
                incomings,
                marks,
                self._knowledge,
                now,
                skip_locked=skip_locked,
                point=self._point,
            )
        self._point(5)
        return outcomes

    def put_aside(self, incoming: Incoming, cause: str, now: datetime) -> Outcome:
        """Claim an event and keep it aside, once, where not even its own transaction could take it in.

        Where the claim stands already, somebody took the event meanwhile, or only the word of our commit was lost.
        """
        writes = Writes()
        note_aside(writes, incoming, cause, now)
        with self._engine.begin() as connection:
            claimed = insert_or_ignore(connection, claim).returning(claim.c.key)
            if connection.scalar(claimed, claim_of(incoming, now)) is not None:
                connection.execute(insert(set_aside), writes.aside)
        return Outcome(Fate.SET_ASIDE)

    def put_marks(self, marks: Sequence[Mark], now: datetime) -> None:
        """Write what is on people's screens, alone."""
        with self._engine.begin() as connection:
            put_marks(connection, marks, now)

    def look(self, address: str) -> tuple[Conversation, View] | None:
        """One conversation as it stands, and what of it was shown."""
        with self._engine.begin() as connection:
            held = load(connection, [address]).get(address)
        return None if held is None else (held.conversation, held.view)

    def meet_coordinators(
        self, channel: str, bot_id: int, username: str, ids: Sequence[int], now: datetime
    ) -> list[int]:
        """Remember this bot and let these coordinators in; the ids of all who coordinate on this channel."""
        with self._engine.begin() as connection:
            remember_bot(connection, channel, bot_id, username)
            ensure_coordinators(connection, ids, now)
            return known_coordinators(connection, channel)

    def page(self, here: Conversation, now: datetime) -> Page | None:
        """What the present screen of this conversation is drawn from beside it; None where there is nothing."""
        with self._engine.begin() as connection:
            row_id = connection.scalar(
                select(conversation.c.id).where(conversation.c.address == address_of(here.chat))
            )
            return None if row_id is None else read_page(connection, row_id, here, self._knowledge, now)

    def behind(self, now: datetime, limit: int) -> list[str]:
        """Chats whose screen has been behind for half a minute, the longest first."""
        statement = (
            select(conversation.c.address)
            .where(
                BEHIND,
                conversation.c.unreachable.is_(None),
                conversation.c.changed_at < now - timedelta(seconds=BEHIND_SECONDS),
            )
            .order_by(conversation.c.changed_at)
            .limit(limit)
        )
        with self._engine.begin() as connection:
            return list(connection.scalars(statement))

    def mark_unreachable(self, address: str, reason: str) -> None:
        """Remember that nothing can be sent there; the person's next event makes it reachable again."""
        with self._engine.begin() as connection:
            connection.execute(_UNREACHABLE, {"at_address": address, "unreachable": reason[:40]})

    def ping(self) -> None:
        """Raise where the database cannot be written to at all."""
        with self._engine.begin() as connection:
            connection.execute(select(1))
