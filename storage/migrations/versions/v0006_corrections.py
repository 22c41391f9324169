"""The queue of public answers to correct, and what each says of its claims."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Answers so far show their claims as they were; none is queued."""
    gone: sa.Column[bool] = sa.Column(
        "gone", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("shared_answers", gone)
    op.add_column(
        "shared_answers", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index("ix_shared_answers_claim_id", "shared_answers", ["claim_id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community", "channel", "message", name="pk_corrections"),
    )
    op.create_index("ix_corrections_not_before", "corrections", ["not_before"], unique=False)
