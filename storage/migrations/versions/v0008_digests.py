"""Which digests were posted, what stopped them, and how often claims were asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of digests."""
    op.create_table(
        "digest_runs",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("thread", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("thread_made", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("message", sa.String(length=40), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_digest_runs_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "day", name="pk_digest_runs"),
    )
    op.create_index("ix_digest_runs_state", "digest_runs", ["state"], unique=False)
    op.create_table(
        "digest_stops",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_digest_stops_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", name="pk_digest_stops"),
    )
    op.create_table(
        "digest_asks",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_digest_asks_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_digest_asks_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "claim_id", "who", "hour", name="pk_digest_asks"),
    )
    op.create_index("ix_digest_asks_hour", "digest_asks", ["hour"], unique=False)
    op.create_index("ix_digest_asks_claim_id", "digest_asks", ["claim_id"], unique=False)
