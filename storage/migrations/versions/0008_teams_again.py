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
    # So far it was told by who leads now: the best that is known of what was taken up before.
    op.execute(
        "UPDATE chosen_action SET from_team = TRUE WHERE EXISTS (SELECT 1 FROM participation"
        " JOIN assessment ON assessment.id = participation.assessment_id"
        " JOIN organisation ON organisation.id = assessment.organisation_id"
        " JOIN membership ON membership.organisation_id = organisation.id"
        " AND membership.person_id = participation.person_id"
        " WHERE participation.id = chosen_action.participation_id AND membership.position <> 'member'"
        " AND organisation.kind <> 'place' AND chosen_action.at >= assessment.closed_at)"
    )


def downgrade() -> None:
    op.drop_column("chosen_action", "from_team")
    op.drop_table("looking_back")
