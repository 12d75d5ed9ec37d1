"""The tables of coordinators: cohorts, who belongs to them, invitations, letters, questions, the audit log."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

import storage.tables  # noqa: F401 - the tables that these refer to
from storage.columns import BigKey, UtcTime, key_column, metadata, reference

# Coordinators are accounts, not persons: they need not have answered anything, and a person is made by consent.
coordinator = Table(
    "coordinator",
    metadata,
    key_column(),
    Column("channel", String(16), nullable=False),
    Column("external_id", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("may_create", Boolean, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),
    UniqueConstraint("channel", "external_id"),
)

# The deadline is an ISO date in the cohort's zone, since a day has no instant; empty where there is none.
cohort = Table(
    "cohort",
    metadata,
    key_column(),
    Column("name", String(100), nullable=False),
    Column("framework", String(40), nullable=False),
    Column("version", String(16), nullable=False),
    Column("round_no", Integer, nullable=False),
    Column("deadline", String(10), nullable=False),
    Column("zone", String(40), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("min_group", Integer, nullable=False),
    Column("remind_days", JSON, nullable=False),
    Column("remind_at", String(5), nullable=False),
    Column("quiet_from", String(5), nullable=False),
    Column("quiet_until", String(5), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("archived_at", UtcTime),
)

cohort_right = Table(
    "cohort_right",
    metadata,
    Column("cohort_id", BigKey, ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "coordinator_id",
        BigKey,
        ForeignKey("coordinator.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("right", String(8), nullable=False),
)

# One organisation in a cohort: first a name on a list, and from joining on tied to an assessment.
enrolment = Table(
    "enrolment",
    metadata,
    key_column(),
    reference("cohort", indexed=False),  # the index below begins with it
    Column("name", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("code", String(40), nullable=False),
    Column("organisation_id", BigKey, ForeignKey("organisation.id", ondelete="SET NULL"), index=True),
    Column("assessment_id", BigKey, ForeignKey("assessment.id", ondelete="SET NULL"), index=True),
    Column("added_at", UtcTime, nullable=False),
    Column("joined_at", UtcTime),
    Column("left_at", UtcTime),
    Column("share_from", UtcTime),
    Column("share_until", UtcTime),
    Column("share_ended_at", UtcTime),
    Column("share_stage", Boolean, nullable=False),
    Index("ix_enrolment_cohort_id_key", "cohort_id", "key"),
)

# A person on a coordinator's list. Their name is the coordinator's; it goes when the person is forgotten.
invitee = Table(
    "invitee",
    metadata,
    key_column(),
    reference("enrolment"),
    Column("name", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("contact", String(200), nullable=False),
    Column("person_id", BigKey, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("joined_at", UtcTime),
)

link_use = Table(
    "link_use",
    metadata,
    key_column(),
    reference("link"),
    Column("conversation_id", BigKey, ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("enrolment_id", BigKey, ForeignKey("enrolment.id", ondelete="SET NULL"), index=True),
    Column("at", UtcTime, nullable=False),
)

join_request = Table(
    "join_request",
    metadata,
    key_column(),
    reference("link"),
    reference("conversation", indexed=False),
    Column("at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("accepted", Boolean),
    UniqueConstraint("conversation_id", "link_id"),
)

# What a coordinator writes to some or all. `status`: draft, planned, sending, done, cancelled.
note = Table(
    "note",
    metadata,
    key_column(),
    reference("cohort"),
    Column("coordinator_id", BigKey, ForeignKey("coordinator.id", ondelete="SET NULL"), index=True),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("enrolment_id", BigKey, ForeignKey("enrolment.id", ondelete="CASCADE"), index=True),
    Column("at_night", Boolean, nullable=False),
    Column("status", String(10), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("planned_at", UtcTime),
    Column("ended_at", UtcTime),
)

# A message to one chat that it did not ask for at that moment. `key` is unique, so that none is planned twice.
# `status`: planned, taken (a worker holds it), sending (may have arrived), sent, uncertain, failed, withheld.
letter = Table(
    "letter",
    metadata,
    key_column(),
    Column("key", String(80), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    reference("conversation"),
    Column("cohort_id", BigKey, ForeignKey("cohort.id", ondelete="CASCADE"), index=True),
    Column("note_id", BigKey, ForeignKey("note.id", ondelete="CASCADE"), index=True),
    Column("participation_id", BigKey, ForeignKey("participation.id", ondelete="CASCADE"), index=True),
    Column("args", JSON, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("status", String(10), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("taken_at", UtcTime),
    Column("sent_at", UtcTime),
    Column("local_time", String(60), nullable=False),
    Column("message_id", BigInteger),
)
OPEN_LETTER = letter.c.status.in_(("planned", "taken"))
Index("ix_letter_open", letter.c.due_at, sqlite_where=OPEN_LETTER, postgresql_where=OPEN_LETTER)

question = Table(
    "question",
    metadata,
    key_column(),
    reference("cohort"),
    reference("enrolment"),
    reference("conversation"),
    Column("element_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("answer", Text),
    Column("answered_at", UtcTime),
    Column("coordinator_id", BigKey, ForeignKey("coordinator.id", ondelete="SET NULL"), index=True),
)

# Who did what. `detail` holds numbers and words of ours, never a name or a text of a person.
audit = Table(
    "audit",
    metadata,
    key_column(),
    Column("at", UtcTime, nullable=False),
    reference("cohort"),
    Column("coordinator_id", BigKey, ForeignKey("coordinator.id", ondelete="SET NULL"), index=True),
    Column("enrolment_id", BigKey, ForeignKey("enrolment.id", ondelete="SET NULL"), index=True),
    Column("act", String(24), nullable=False),
    Column("detail", JSON, nullable=False),
)

# How a chat wants to be written to. No row: nothing was said yet. `reminders`: "", on, off.
habit = Table(
    "habit",
    metadata,
    Column("conversation_id", BigKey, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("zone", String(40), nullable=False),
    Column("rest_days", JSON, nullable=False),
    Column("reminders", String(4), nullable=False),
    Column("stopped_at", UtcTime),
    Column("snoozed_until", UtcTime),
)

# The bots that ran on this database: links name them.
known_bot = Table(
    "known_bot",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("bot_id", BigInteger, primary_key=True),
    Column("username", String(64), nullable=False),
)
