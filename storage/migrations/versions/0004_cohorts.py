"""Cohorts: coordinators, invitations, letters, questions, the audit log"""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.JSON(), nullable=False),
        sa.Column("remind_at", sa.String(length=5), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_until", sa.String(length=5), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_table(
        "coordinator",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("may_create", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_coordinator_channel_external_id")),
    )
    op.create_table(
        "known_bot",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("channel", "bot_id", name=op.f("pk_known_bot")),
    )
    op.create_table(
        "cohort_right",
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("coordinator_id", BIG, nullable=False),
        sa.Column("right", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_right_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinator.id"],
            name=op.f("fk_cohort_right_coordinator_id_coordinator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cohort_id", "coordinator_id", name=op.f("pk_cohort_right")),
    )
    op.create_index(op.f("ix_cohort_right_coordinator_id"), "cohort_right", ["coordinator_id"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", BIG, nullable=True),
        sa.Column("assessment_id", BIG, nullable=True),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("joined_at", UtcTime(), nullable=True),
        sa.Column("left_at", UtcTime(), nullable=True),
        sa.Column("share_from", UtcTime(), nullable=True),
        sa.Column("share_until", UtcTime(), nullable=True),
        sa.Column("share_ended_at", UtcTime(), nullable=True),
        sa.Column("share_stage", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_enrolment_assessment_id_assessment"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_enrolment_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_enrolment_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_assessment_id"), "enrolment", ["assessment_id"], unique=False)
    op.create_index("ix_enrolment_cohort_id_key", "enrolment", ["cohort_id", "key"], unique=False)
    op.create_index(op.f("ix_enrolment_organisation_id"), "enrolment", ["organisation_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("coordinator_id", BIG, nullable=True),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_audit_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinator.id"],
            name=op.f("fk_audit_coordinator_id_coordinator"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_audit_enrolment_id_enrolment"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_cohort_id"), "audit", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_audit_coordinator_id"), "audit", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_audit_enrolment_id"), "audit", ["enrolment_id"], unique=False)
    op.create_table(
        "invitee",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("joined_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_invitee_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitee")),
    )
    op.create_index(op.f("ix_invitee_enrolment_id"), "invitee", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_invitee_person_id"), "invitee", ["person_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("coordinator_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("at_night", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("planned_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_note_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinator.id"],
            name=op.f("fk_note_coordinator_id_coordinator"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_note_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_cohort_id"), "note", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_note_coordinator_id"), "note", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_note_enrolment_id"), "note", ["enrolment_id"], unique=False)
    op.create_table(
        "habit",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("rest_days", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.String(length=4), nullable=False),
        sa.Column("stopped_at", UtcTime(), nullable=True),
        sa.Column("snoozed_until", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_habit_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_habit")),
    )
    op.create_table(
        "join_request",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("link_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_join_request_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name=op.f("fk_join_request_link_id_link"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint(
            "conversation_id", "link_id", name=op.f("uq_join_request_conversation_id_link_id")
        ),
    )
    op.create_index(op.f("ix_join_request_link_id"), "join_request", ["link_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("cohort_id", BIG, nullable=True),
        sa.Column("note_id", BIG, nullable=True),
        sa.Column("participation_id", BIG, nullable=True),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("local_time", sa.String(length=60), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_letter_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_letter_note_id_note"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_letter_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    op.create_index(op.f("ix_letter_cohort_id"), "letter", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_letter_conversation_id"), "letter", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_letter_note_id"), "letter", ["note_id"], unique=False)
    op.create_index(
        "ix_letter_open",
        "letter",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('planned', 'taken')"),
        postgresql_where=sa.text("status IN ('planned', 'taken')"),
    )
    op.create_index(op.f("ix_letter_participation_id"), "letter", ["participation_id"], unique=False)
    op.create_table(
        "link_use",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("link_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_link_use_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_link_use_enrolment_id_enrolment"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name=op.f("fk_link_use_link_id_link"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_use")),
    )
    op.create_index(op.f("ix_link_use_conversation_id"), "link_use", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_link_use_enrolment_id"), "link_use", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_link_use_link_id"), "link_use", ["link_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("element_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("coordinator_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_question_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_question_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinator.id"],
            name=op.f("fk_question_coordinator_id_coordinator"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_question_enrolment_id_enrolment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_cohort_id"), "question", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_question_conversation_id"), "question", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_question_coordinator_id"), "question", ["coordinator_id"], unique=False)
    op.create_index(op.f("ix_question_enrolment_id"), "question", ["enrolment_id"], unique=False)
    op.add_column("conversation", sa.Column("invitation", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_chosen_action_ask_on",
        "chosen_action",
        ["ask_on"],
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.add_column("conversation", sa.Column("joining", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_conversation_joining",
        "conversation",
        ["joining"],
        sqlite_where=sa.text("joining IS NOT NULL"),
        postgresql_where=sa.text("joining IS NOT NULL"),
    )
    with op.batch_alter_table("link") as link:
        link.add_column(sa.Column("cohort_id", BIG, nullable=True))
        link.add_column(sa.Column("label", sa.String(length=100), server_default="", nullable=False))
        link.create_index(op.f("ix_link_cohort_id"), ["cohort_id"])
        link.create_foreign_key(
            op.f("fk_link_cohort_id_cohort"), "cohort", ["cohort_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("link") as link:
        link.drop_constraint(op.f("fk_link_cohort_id_cohort"), type_="foreignkey")
        link.drop_index(op.f("ix_link_cohort_id"))
        link.drop_column("label")
        link.drop_column("cohort_id")
    op.drop_index("ix_chosen_action_ask_on", table_name="chosen_action")
    op.drop_index("ix_conversation_joining", table_name="conversation")
    op.drop_column("conversation", "joining")
    op.drop_column("conversation", "invitation")
    op.drop_index(op.f("ix_question_enrolment_id"), table_name="question")
    op.drop_index(op.f("ix_question_coordinator_id"), table_name="question")
    op.drop_index(op.f("ix_question_conversation_id"), table_name="question")
    op.drop_index(op.f("ix_question_cohort_id"), table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_link_use_link_id"), table_name="link_use")
    op.drop_index(op.f("ix_link_use_enrolment_id"), table_name="link_use")
    op.drop_index(op.f("ix_link_use_conversation_id"), table_name="link_use")
    op.drop_table("link_use")
    op.drop_index(op.f("ix_letter_participation_id"), table_name="letter")
    op.drop_index(
        "ix_letter_open",
        table_name="letter",
        sqlite_where=sa.text("status IN ('planned', 'taken')"),
        postgresql_where=sa.text("status IN ('planned', 'taken')"),
    )
    op.drop_index(op.f("ix_letter_note_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_conversation_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_cohort_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(op.f("ix_join_request_link_id"), table_name="join_request")
    op.drop_table("join_request")
    op.drop_table("habit")
    op.drop_index(op.f("ix_note_enrolment_id"), table_name="note")
    op.drop_index(op.f("ix_note_coordinator_id"), table_name="note")
    op.drop_index(op.f("ix_note_cohort_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_invitee_person_id"), table_name="invitee")
    op.drop_index(op.f("ix_invitee_enrolment_id"), table_name="invitee")
    op.drop_table("invitee")
    op.drop_index(op.f("ix_audit_enrolment_id"), table_name="audit")
    op.drop_index(op.f("ix_audit_coordinator_id"), table_name="audit")
    op.drop_index(op.f("ix_audit_cohort_id"), table_name="audit")
    op.drop_table("audit")
    op.drop_index(op.f("ix_enrolment_organisation_id"), table_name="enrolment")
    op.drop_index("ix_enrolment_cohort_id_key", table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_assessment_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_cohort_right_coordinator_id"), table_name="cohort_right")
    op.drop_table("cohort_right")
    op.drop_table("known_bot")
    op.drop_table("coordinator")
    op.drop_table("cohort")
