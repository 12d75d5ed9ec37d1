"""Teams: positions, closing days, what closed rounds left, notes and proofs, shares, linked groups, peers"""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "membership", sa.Column("position", sa.String(length=12), server_default="member", nullable=False)
    )
    op.execute(
        "UPDATE membership SET position = 'owner' WHERE id IN "
        "(SELECT MIN(id) FROM membership GROUP BY organisation_id)"
    )
    op.add_column(
        "assessment", sa.Column("closes_on", sa.String(length=10), server_default="", nullable=False)
    )
    # SQLite adds no reference to a table that others refer to: who removes an organisation removes its links.
    op.add_column("link", sa.Column("organisation_id", BIG, nullable=True))
    op.create_index(op.f("ix_link_organisation_id"), "link", ["organisation_id"])
    op.add_column("organisation", sa.Column("peers", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column(
        "conversation", sa.Column("several", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("conversation", sa.Column("newest_run", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE conversation SET newest_run = "
        "(SELECT MAX(run) FROM participation WHERE participation.person_id = conversation.person_id)"
    )
    op.execute("UPDATE conversation SET newest_run = run WHERE newest_run IS NULL OR newest_run < run")
    op.add_column(
        "chosen_action", sa.Column("taken_by", sa.String(length=60), server_default="", nullable=False)
    )
    op.create_table(
        "round_result",
        sa.Column("assessment_id", BIG, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("voices", sa.JSON(), nullable=False),
        sa.Column("closed_how", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_round_result")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_round_result_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "settled",
        sa.Column("assessment_id", BIG, nullable=False),
        sa.Column("element_id", sa.String(length=40), nullable=False),
        sa.Column("element_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "element_id", name=op.f("pk_settled")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_settled_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("participation_id", BIG, nullable=False),
        sa.Column("element_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("for_team", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_evidence_participation_id_participation"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_evidence_participation_id"), "evidence", ["participation_id"])
    op.create_table(
        "open_consent",
        sa.Column("assessment_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name=op.f("pk_open_consent")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_open_consent_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_open_consent_person_id_person"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_open_consent_person_id"), "open_consent", ["person_id"])
    op.create_table(
        "result_share",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("assessment_id", BIG, nullable=False),
        sa.Column("link_id", BIG, nullable=False),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("agreed_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_share")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_result_share_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name=op.f("fk_result_share_link_id_link"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_result_share_assessment_id"), "result_share", ["assessment_id"])
    op.create_index(op.f("ix_result_share_link_id"), "result_share", ["link_id"])
    op.create_table(
        "team_group",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("linked_at", UtcTime(), nullable=False),
        sa.Column("told", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_group")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_team_group_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "channel", "bot_id", "chat_id", name=op.f("uq_team_group_channel_bot_id_chat_id")
        ),
    )
    op.create_index(op.f("ix_team_group_organisation_id"), "team_group", ["organisation_id"])
    op.create_table(
        "peer_figures",
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("size", sa.String(length=16), nullable=False),
        sa.Column("organisations", sa.Integer(), nullable=False),
        sa.Column("quartiles", sa.JSON(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("framework", "size", name=op.f("pk_peer_figures")),
    )


def downgrade() -> None:
    for table in (
        *("peer_figures", "team_group", "result_share", "open_consent", "evidence", "settled"),
        "round_result",
    ):
        op.drop_table(table)
    op.drop_index(op.f("ix_link_organisation_id"), table_name="link")
    op.drop_column("link", "organisation_id")
    op.drop_column("chosen_action", "taken_by")
    op.drop_column("conversation", "newest_run")
    op.drop_column("conversation", "several")
    op.drop_column("organisation", "peers")
    op.drop_column("assessment", "closes_on")
    op.drop_column("membership", "position")
