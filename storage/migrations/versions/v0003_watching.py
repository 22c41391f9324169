"""Who is left alone in watched channels."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of members who opted out."""
    op.create_table(
        "watch_opt_outs",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_watch_opt_outs_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "user", name="pk_watch_opt_outs"),
    )
