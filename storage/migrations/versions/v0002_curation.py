"""What curators and askers do: deeds, audit, proposals, requests, notices, origins, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of curation, and number the settings of communities."""
    op.create_table(
        "audit",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("claim_id", _BIG, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("request", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_audit_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_audit_community_communities"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_claim_id", "audit", ["claim_id"], unique=False)
    op.create_index("ix_audit_community_id", "audit", ["community", "id"], unique=False)
    op.create_table(
        "deeds",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_deeds_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "key", name="pk_deeds"),
    )
    op.create_index("ix_deeds_at", "deeds", ["at"], unique=False)
    op.create_table(
        "link_states",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_link_states_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "source", name="pk_link_states"),
    )
    op.create_table(
        "origins",
        sa.Column("claim_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_origins_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_origins_community_communities"
        ),
        sa.PrimaryKeyConstraint("claim_id", name="pk_origins"),
    )
    op.create_index("ix_origins_community_pack", "origins", ["community", "pack"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_proposals_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_proposals_community_communities"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_claim_id", "proposals", ["claim_id"], unique=False)
    op.create_index(
        "ix_proposals_community_decision", "proposals", ["community", "decision"], unique=False
    )
    op.create_table(
        "reference_revisions",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_reference_revisions_community_communities"
        ),
        sa.PrimaryKeyConstraint(
            "community", "kind", "key", "number", name="pk_reference_revisions"
        ),
    )
    op.create_table(
        "requests",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=True),
        sa.Column("claim_id", _BIG, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_requests_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_requests_community_communities"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("community", "number", name="uq_requests_community_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_requests_claim_id", "requests", ["claim_id"], unique=False)
    op.create_index(
        "ix_requests_community_status", "requests", ["community", "status"], unique=False
    )
    op.create_table(
        "suggestion_decisions",
        sa.Column("feedback_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_suggestion_decisions_community_communities"
        ),
        sa.PrimaryKeyConstraint("feedback_id", name="pk_suggestion_decisions"),
    )
    op.create_table(
        "askers",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_askers_community_communities"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name="fk_askers_request_id_requests"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_askers"),
        sa.UniqueConstraint("request_id", "who", name="uq_askers_request_id_who"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_askers_community_who_asked_at", "askers", ["community", "who", "asked_at"], unique=False
    )
    op.create_index("ix_askers_expires_at", "askers", ["expires_at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("asker_id", _BIG, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("claim_id", _BIG, nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["askers.id"], name="fk_notices_asker_id_askers"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_notices_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_notices_community_communities"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name="fk_notices_request_id_requests"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("asker_id", name="uq_notices_asker_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_state_id", "notices", ["state", "id"], unique=False)
    op.add_column(
        "communities",
        sa.Column("settings_revision", sa.Integer(), server_default="0", nullable=False),
    )
