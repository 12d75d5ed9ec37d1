"""The tables of teams: what a closed round left, notes and proofs, shares by a link, linked groups."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

import storage.tables  # noqa: F401 - the tables that these refer to
from storage.columns import BigKey, UtcTime, key_column, metadata, reference

# One closed round. `people` is how many answered; `sheet` the lines of its meeting, drawn once: drawn again without
# somebody who left, both together would tell what that person said. `voices` is the same for the groups of a place,
# and where the elements stand that a branch leaves out (`storage.team.branching`).
round_result = Table(
    "round_result",
    metadata,
    Column("assessment_id", BigKey, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("people", Integer, nullable=False),
    Column("scope", String(8), nullable=False),
    Column("profile", String(16), nullable=False),
    Column("sheet", JSON, nullable=False),
    Column("voices", JSON, nullable=False),
    Column("closed_how", String(12), nullable=False),
)

# Where each element stood when the round was closed, and what the meeting agreed since. No person is named.
# `state` and `low` to `high` are those of `frameworks.settling.Settled`; an agreed row has what the meeting set.
settled = Table(
    "settled",
    metadata,
    Column("assessment_id", BigKey, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("element_id", String(40), primary_key=True),
    Column("element_version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("option", Integer),
    Column("reason", String(300), nullable=False),
    Column("at", UtcTime, nullable=False),
)

# A note or a proof that a person put to an answer. `file` is the channel's own handle; nothing is downloaded.
# `kind`: note, voice, photo, document, link.
evidence = Table(
    "evidence",
    metadata,
    key_column(),
    reference("participation"),
    Column("element_id", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", String(500), nullable=False),
    Column("file", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("for_team", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# Where a person says now that they were in the round before: kept with their part in the newer one, apart from answers.
looking_back = Table(
    "looking_back",
    metadata,
    Column("participation_id", BigKey, ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True),
    Column("element_id", String(40), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# Who in a team agreed to open their answers to each other in a round.
open_consent = Table(
    "open_consent",
    metadata,
    Column("assessment_id", BigKey, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigKey, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", UtcTime, nullable=False),
)

# A result that can be read by whoever has the link, until it ends. That of a place counts from `agreed_at` on, when
# somebody who leads for those who pay agreed to it; for all others that is when it was made.
result_share = Table(
    "result_share",
    metadata,
    key_column(),
    reference("assessment"),
    reference("link"),
    Column("asked_for", Boolean, nullable=False),
    Column("stage", Boolean, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("agreed_at", UtcTime),
)

# A group chat that is told counts and dates of an organisation, and nothing else. `told` is what it knows of the
# round: it is told again only where that has changed.
team_group = Table(
    "team_group",
    metadata,
    key_column(),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    reference("organisation"),
    Column("language", String(16), nullable=False),
    Column("linked_at", UtcTime, nullable=False),
    Column("told", String(60), nullable=False),
    UniqueConstraint("channel", "bot_id", "chat_id"),
)

# Quartiles over organisations that take part in comparing; refreshed only with several new ones at a time.
peer_figures = Table(
    "peer_figures",
    metadata,
    Column("framework", String(60), primary_key=True),
    Column("size", String(16), primary_key=True),
    Column("organisations", Integer, nullable=False),
    Column("quartiles", JSON, nullable=False),
    Column("of", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)
