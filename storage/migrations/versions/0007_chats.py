"""Chats by their id on the channel: a coordinator's chats are found without reading all"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ix_conversation_chat_id"


def upgrade() -> None:
    op.create_index(NAME, "conversation", ["chat_id"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="conversation")
