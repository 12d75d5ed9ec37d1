"""Reading conversations with their answers inside the transaction, after they are locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import OperationalError

from flows.events import Incoming
from flows.knowledge import Knowledge
from storage.inserting import insert_or_ignore
from storage.records import Held, Values, address_of, held_of, new_conversation
from storage.tables import assessment, conversation, membership, organisation, participation, person
from storage.wide import CHECK_COLUMNS, read_answers, widen

SKIP_MS = 20

CONVERSATION = (
    select(
        conversation,
        person.c.consent_version,
        *CHECK_COLUMNS,
    )
    .outerjoin(person, person.c.id == conversation.c.person_id)
    .outerjoin(participation, participation.c.id == conversation.c.participation_id)
    .outerjoin(assessment, assessment.c.id == participation.c.assessment_id)
    .outerjoin(organisation, organisation.c.id == assessment.c.organisation_id)
    .outerjoin(
        membership,
        (membership.c.organisation_id == organisation.c.id) & (membership.c.person_id == person.c.id),
    )
)
_BY_ADDRESS = CONVERSATION.where(conversation.c.address.in_(bindparam("addresses", expanding=True)))
_KNOWN = select(conversation.c.address).where(
    conversation.c.address.in_(bindparam("addresses", expanding=True))
)
_LOCK = (
    select(conversation.c.address)
    .where(conversation.c.address.in_(bindparam("addresses", expanding=True)))
    .order_by(conversation.c.id)
)


def meet(
    connection: Connection,
    incomings: Sequence[Incoming],
    knowledge: Knowledge,
    now: datetime,
    *,
    skip_locked: bool = False,
) -> set[str]:
    """Insert the chats that are not known yet, in order of address, so that two processes cannot deadlock.

    Returns the addresses that are new. With `skip_locked` those that another transaction is inserting just now
    are left out instead of waited for.
    """
    by_address = {address_of(incoming.chat): incoming for incoming in reversed(incomings)}
    known = set(connection.scalars(_KNOWN, {"addresses": list(by_address)}))
    rows = [
        new_conversation(incoming, knowledge.offered(incoming.language), knowledge.framework, now)
        for address, incoming in sorted(by_address.items())
        if address not in known
    ]
    if rows and skip_locked and connection.dialect.name == "postgresql":
        return {address for row in rows for address in _meet_unless_held(connection, row)}
    return _insert_new(connection, rows) if rows else set()


def _insert_new(connection: Connection, rows: list[Values]) -> set[str]:
    statement = insert_or_ignore(connection, conversation).returning(conversation.c.address)
    return set(connection.scalars(statement, rows))


def _meet_unless_held(connection: Connection, row: Values) -> set[str]:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {SKIP_MS}")
            return _insert_new(connection, [row])
    except OperationalError as trouble:
        if not is_row_lock(trouble):
            raise
        return set()


def is_row_lock(trouble: BaseException) -> bool:
    """True where a row was held by somebody else for too long, or two waited for each other (PostgreSQL only)."""
    return isinstance(trouble, OperationalError) and getattr(trouble.orig, "sqlstate", "") in {
        "55P03",
        "40P01",
    }


def lock(connection: Connection, addresses: Sequence[str], *, skip_locked: bool) -> list[str]:
    """Lock these conversations in order of id; the addresses that are locked now.

    SQLite has locked the whole database already. With `skip_locked` rows held elsewhere are left out instead
    of waited for. Who only writes a letter to such a chat does not wait for whoever is in it.
    """
    if connection.dialect.name == "sqlite":
        return list(addresses)
    statement = _LOCK.with_for_update(key_share=True, skip_locked=skip_locked)
    return list(connection.scalars(statement, {"addresses": list(addresses)}))


def load(connection: Connection, addresses: Sequence[str]) -> dict[str, Held]:
    """The locked conversations with their answers, by address. Read after the lock, in statements of its own."""
    if not addresses:
        return {}
    rows = connection.execute(_BY_ADDRESS, {"addresses": list(addresses)}).all()
    ids = [row.participation_id for row in rows if row.participation_id is not None]
    answers = read_answers(connection, ids)
    found = {row.address: held_of(row, answers.get(row.participation_id, {})) for row in rows}
    widen(connection, list(found.values()))
    return found
