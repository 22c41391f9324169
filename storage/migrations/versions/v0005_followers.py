"""Who follows which claims and questions, and what is being sent to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of followers, follows and the messages that are under way."""
    op.create_table(
        "followers",
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("daily_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user", name="pk_followers"),
    )
    op.create_table(
        "follows",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("pace", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_follows_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_follows_community_communities"
        ),
        sa.ForeignKeyConstraint(["user"], ["followers.user"], name="fk_follows_user_followers"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.UniqueConstraint(
            "user",
            "community",
            "claim_id",
            "question",
            name="uq_follows_user_community_claim_id_question",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follows_claim_id", "follows", ["claim_id"], unique=False)
    op.create_index("ix_follows_until", "follows", ["until"], unique=False)
    op.create_table(
        "bulletins",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulletins"),
        sa.UniqueConstraint("user", name="uq_bulletins_user"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bulletin_steps",
        sa.Column("bulletin_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("follow_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletins.id"], name="fk_bulletin_steps_bulletin_id_bulletins"
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "follow_id", name="pk_bulletin_steps"),
    )
