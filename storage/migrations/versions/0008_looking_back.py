"""Looking back: where people say now that they were in the round before"""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "looking_back",
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("element_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_looking_back_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation_id", "element_id", name=op.f("pk_looking_back")),
    )


def downgrade() -> None:
    op.drop_table("looking_back")
