"""When a community's data is to be erased, and the indexes without which forgetting is slow."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_NAMED = ("revisions", "addition_revisions", "audit")
_OF_CLAIMS = ("addition_revisions", "feedback", "met_wordings", "notices")


def upgrade() -> None:
    """Add the moment, which no community has at first, and the indexes."""
    op.add_column("communities", sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True))
    for table in _NAMED:
        op.create_index(f"ix_{table}_actor_at", table, ["actor", "at"], unique=False)
    for table in _OF_CLAIMS:
        op.create_index(f"ix_{table}_claim_id", table, ["claim_id"], unique=False)
    op.create_index("ix_notices_request_id", "notices", ["request_id"], unique=False)
