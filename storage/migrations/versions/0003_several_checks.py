"""Several checks of one person, the group they speak for, and the actions they took up"""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "membership", sa.Column("stakeholder", sa.String(length=20), nullable=False, server_default="")
    )
    op.add_column("participation", sa.Column("run", sa.Integer(), nullable=True))
    op.create_table(
        "chosen_action",
        sa.Column("participation_id", BIG, nullable=False),
        sa.Column("action_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("smaller", sa.Boolean(), nullable=False),
        sa.Column("chosen_on", sa.String(length=10), nullable=False),
        sa.Column("ask_on", sa.String(length=10), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_chosen_action_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation_id", "action_id", name=op.f("pk_chosen_action")),
    )


def downgrade() -> None:
    op.drop_table("chosen_action")
    op.drop_column("participation", "run")
    op.drop_column("membership", "stakeholder")
