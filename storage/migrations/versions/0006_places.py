"""Places: the next budget and the next election, and who was put into their group by a link"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DATES = ("budget_on", "election_on")


def upgrade() -> None:
    for name in DATES:
        column = sa.Column(name, sa.String(length=10), server_default="", nullable=False)
        op.add_column("assessment", column)
    op.add_column("membership", sa.Column("placed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("membership", "placed")
    for name in reversed(DATES):
        op.drop_column("assessment", name)
