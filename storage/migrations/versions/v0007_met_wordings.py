"""How often which wording of a claim answered: figures alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of counts, which begin now."""
    op.create_table(
        "met_wordings",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wording", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name="fk_met_wordings_claim_id_claims"
        ),
        sa.PrimaryKeyConstraint("community", "claim_id", "wording", name="pk_met_wordings"),
    )
