"""The tables, one set for SQLite and PostgreSQL. Times are UTC through one column type."""

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
    false,
)

from storage.columns import BigKey as BigKey
from storage.columns import UtcTime as UtcTime
from storage.columns import key_column, reference
from storage.columns import metadata as metadata

person = Table(
    "person",
    metadata,
    key_column(),
    Column("consent_version", String(16), nullable=False),
    Column("consent_language", String(16), nullable=False),
    Column("consented_at", UtcTime, nullable=False),
)

account = Table(
    "account",
    metadata,
    key_column(),
    reference("person"),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("external_id", BigInteger, nullable=False),
    UniqueConstraint("channel", "bot_id", "external_id"),
)

organisation = Table(
    "organisation",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("size", String(16), nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
    Column("peers", Boolean, nullable=False, server_default=false()),
)

membership = Table(
    "membership",
    metadata,
    key_column(),
    reference("person", indexed=False),  # the unique pair below begins with it
    reference("organisation"),
    Column("roles", JSON, nullable=False),
    Column("stakeholder", String(20), nullable=False, server_default=""),
    # Whether a link put them into this group of partners: only another link changes it then.
    Column("placed", Boolean, nullable=False, server_default=false()),
    # owner, facilitator or member: see `storage.team.positions`.
    Column("position", String(12), nullable=False, server_default="member"),
    UniqueConstraint("person_id", "organisation_id"),
)

assessment = Table(
    "assessment",
    metadata,
    key_column(),
    reference("organisation"),
    Column("framework", String(40), nullable=False),
    Column("version", String(16), nullable=False),
    Column("round_no", Integer, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    # The last day to answer, an ISO date; empty where none was set.
    Column("closes_on", String(10), nullable=False, server_default=""),
    # Of a place, when the next budget and the next election are: a day or a month, as ISO has it, or empty.
    Column("budget_on", String(10), nullable=False, server_default=""),
    Column("election_on", String(10), nullable=False, server_default=""),
)

participation = Table(
    "participation",
    metadata,
    key_column(),
    reference("assessment", indexed=False),  # the unique pair below begins with it
    reference("person"),
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
    key_column(),
    reference("participation"),
    reference("person"),
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
    # Who takes it, in a team: typed, or empty.
    Column("taken_by", String(60), nullable=False, server_default=""),
    # Whether it was taken up from what a team settled, and not from the level of one person.
    Column("from_team", Boolean, nullable=False, server_default=false()),
)
OPEN_ACTION = chosen_action.c.status == "open"
Index(
    "ix_chosen_action_ask_on", chosen_action.c.ask_on, sqlite_where=OPEN_ACTION, postgresql_where=OPEN_ACTION
)
CHOSEN_FIELDS = ("status", "event", "day", "smaller", "chosen_on", "ask_on", "taken_by")

conversation = Table(
    "conversation",
    metadata,
    key_column(),
    Column("address", String(64), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    reference("person", required=False),
    reference("participation", required=False),
    Column("framework", String(60), nullable=False),
    Column("language", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("dimension", String(40)),
    Column("element", String(40)),
    Column("last_element", String(40)),
    Column("run", Integer, nullable=False),
    # The run given away last, in whichever check: none is ever given away twice.
    Column("newest_run", Integer),
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
    # An invitation that was opened and is not decided on, and a cohort joined before the first check was begun.
    Column("invitation", BigInteger),
    Column("joining", BigInteger),
    # Whether this person answers for more than one organisation, so that screens name which.
    Column("several", Boolean, nullable=False, server_default=false()),
)
# Few are ever behind: an index of these alone is small, and finding nobody costs nothing.
BEHIND = conversation.c.shown < conversation.c.revision
Index("ix_conversation_behind", conversation.c.changed_at, sqlite_where=BEHIND, postgresql_where=BEHIND)
# Few have joined a cohort and not begun its check.
JOINING = conversation.c.joining.is_not(None)
Index("ix_conversation_joining", conversation.c.joining, sqlite_where=JOINING, postgresql_where=JOINING)

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
    key_column(),
    Column("kind", String(24), nullable=False),
    reference("conversation", required=False),
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
    key_column(),
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
    key_column(),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("kind", String(24), nullable=False),
    Column("target", JSON, nullable=False),
    Column("use_limit", Integer),
    Column("uses", Integer, nullable=False, default=0),
    Column("created_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime),
    Column("revoked_at", UtcTime),
    # Whose cohort it invites to, and a word of the coordinator's own to tell links apart.
    Column("cohort_id", BigKey, ForeignKey("cohort.id", ondelete="CASCADE"), index=True),
    # Whose team it invites to, or whose result it shows. No reference: see `storage.forgetting`.
    Column("organisation_id", BigKey, index=True),
    Column("label", String(100), nullable=False, server_default=""),
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
