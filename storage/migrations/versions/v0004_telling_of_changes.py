"""What curators say of a revision: that it is minor, and how readers are told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Every revision so far is told of, in words that are derived from it."""
    for table in ("revisions", "addition_revisions"):
        minor: sa.Column[bool] = sa.Column(
            "minor", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        op.add_column(table, minor)
        op.add_column(table, sa.Column("told", sa.Text(), nullable=False, server_default=""))
