"""The tables, one set for SQLite and PostgreSQL. Times are UTC through one column type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.sql.type_api import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware times only, stores UTC, gives aware UTC back on both databases."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigKey = BigInteger().with_variant(Integer, "sqlite")


def _key() -> Column[int]:
    return Column("id", BigKey, primary_key=True, autoincrement=True)


def _to(table: str, *, required: bool = True, indexed: bool = True) -> Column[int]:
    name = f"{table}_id"
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name, BigKey, target, nullable=not required, index=indexed)


person = Table(
    "person",
    metadata,
    _key(),
    Column("consent_version", String(16), nullable=False),
    Column("consent_language", String(16), nullable=False),
    Column("consented_at", UtcTime, nullable=False),
)

account = Table(
    "account",
    metadata,
    _key(),
    _to("person"),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("external_id", BigInteger, nullable=False),
    UniqueConstraint("channel", "bot_id", "external_id"),
)

organisation = Table(
    "organisation",
    metadata,
    _key(),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("size", String(16), nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    _key(),
    _to("person", indexed=False),  # the unique pair below begins with it
    _to("organisation"),
    Column("roles", JSON, nullable=False),
    Column("stakeholder", String(20), nullable=False, server_default=""),
    UniqueConstraint("person_id", "organisation_id"),
)

assessment = Table(
    "assessment",
    metadata,
    _key(),
    _to("organisation"),
    Column("framework", String(40), nullable=False),
    Column("version", String(16), nullable=False),
    Column("round_no", Integer, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

participation = Table(
    "participation",
    metadata,
    _key(),
    _to("assessment", indexed=False),  # the unique pair below begins with it
    _to("person"),
    Column("scope", String(8), nullable=False),
    Column("profile", String(16), nullable=False, default=""),
    Column("consent_version", String(16), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("warned_at", UtcTime),
    Column("run", Integer),
    UniqueConstraint("assessment_id", "person_id"),
)

_ANSWER_COLUMNS = (
    ("said", String(16), False),
    ("level", Integer, True),
    ("shown", String(8), True),
    ("option", Integer, True),
    ("who", String(40), True),
    ("kept", Boolean, False),
    ("seconds", Integer, False),
)
ANSWER_FIELDS = tuple(name for name, _type, _null in _ANSWER_COLUMNS)

answer = Table(
    "answer",
    metadata,
    Column(
        "participation_id",
        BigKey,
        ForeignKey("participation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("element_id", String(40), primary_key=True),
    *(Column(name, kind, nullable=null) for name, kind, null in _ANSWER_COLUMNS),
    Column("element_version", Integer, nullable=False),
    Column("run", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
)

answer_history = Table(
    "answer_history",
    metadata,
    _key(),
    _to("participation"),
    _to("person"),
    Column("element_id", String(40), nullable=False),
    Column("run", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("event_key", String(64), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)

# Actions a person took up. Days are ISO dates where the person lives, since a day has no instant.
chosen_action = Table(
    "chosen_action",
    metadata,
    Column(
        "participation_id",
        BigKey,
        ForeignKey("participation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("action_id", String(40), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("event", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("smaller", Boolean, nullable=False),
    Column("chosen_on", String(10), nullable=False),
    Column("ask_on", String(10), nullable=False),
    Column("at", UtcTime, nullable=False),
)
CHOSEN_FIELDS = ("status", "event", "day", "smaller", "chosen_on", "ask_on")

conversation = Table(
    "conversation",
    metadata,
    _key(),
    Column("address", String(64), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    _to("person", required=False),
    _to("participation", required=False),
    Column("framework", String(60), nullable=False),
    Column("language", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("dimension", String(40)),
    Column("element", String(40)),
    Column("last_element", String(40)),
    Column("run", Integer, nullable=False),
    Column("place_no", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("panel", String(60)),
    Column("notice", JSON(none_as_null=True)),
    Column("reviewed", Boolean, nullable=False),
    Column("shown_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    # What the way out showed: the revision on the screen, the living message, the newest message in the chat.
    Column("shown", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("top_id", BigInteger),
    Column("unreachable", String(40)),
)
# Few are ever behind: an index of these alone is small, and finding nobody costs nothing.
BEHIND = conversation.c.shown < conversation.c.revision
Index("ix_conversation_behind", conversation.c.changed_at, sqlite_where=BEHIND, postgresql_where=BEHIND)

claim = Table(
    "claim",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("bot_id", BigInteger, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
)

job = Table(
    "job",
    metadata,
    _key(),
    Column("kind", String(24), nullable=False),
    _to("conversation", required=False),
    Column("args", JSON, nullable=False),
    Column("due_at", UtcTime, nullable=False, index=True),
    Column("taken_at", UtcTime),
    Column("done_at", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("trouble", Text),
)

set_aside = Table(
    "set_aside",
    metadata,
    _key(),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", String(64), nullable=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("cause", Text, nullable=False),
    Column("event", JSON, nullable=False),
)

link = Table(
    "link",
    metadata,
    _key(),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("kind", String(24), nullable=False),
    Column("target", JSON, nullable=False),
    Column("use_limit", Integer),
    Column("uses", Integer, nullable=False, default=0),
    Column("created_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime),
    Column("revoked_at", UtcTime),
)

chat_message = Table(
    "chat_message",
    metadata,
    Column(
        "conversation_id",
        BigKey,
        ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("message_id", BigInteger, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
)
