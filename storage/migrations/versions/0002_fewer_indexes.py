"""An index of those who are behind alone; two that a unique pair made needless go"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEHIND = sa.text("shown < revision")


def upgrade() -> None:
    op.drop_index("ix_conversation_behind", table_name="conversation")
    op.create_index(
        "ix_conversation_behind",
        "conversation",
        ["changed_at"],
        unique=False,
        sqlite_where=BEHIND,
        postgresql_where=BEHIND,
    )
    op.drop_index("ix_membership_person_id", table_name="membership")
    op.drop_index("ix_participation_assessment_id", table_name="participation")


def downgrade() -> None:
    op.create_index("ix_participation_assessment_id", "participation", ["assessment_id"], unique=False)
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.drop_index("ix_conversation_behind", table_name="conversation")
    op.create_index(
        "ix_conversation_behind", "conversation", ["changed_at", "shown", "revision"], unique=False
    )
