"""Looking back: where people say now that they were in the round before; actions taken up from a team's result"""

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
    op.add_column(
        "chosen_action", sa.Column("from_team", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    # From whose level an action of before was taken up is not known any more: as from somebody's own, it tells least.


def downgrade() -> None:
    op.drop_column("chosen_action", "from_team")
    op.drop_table("looking_back")
