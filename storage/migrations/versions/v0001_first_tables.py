"""The first tables: communities, packs, claims with revisions, the feed, imports and answers."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make all tables and give the change feed its identity."""
    op.create_table(
        "about",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_about"),
    )
    op.create_table(
        "answers",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.UniqueConstraint("owner", "number", name="uq_claims_owner_number"),
        sa.UniqueConstraint("owner", "ref", name="uq_claims_owner_ref"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_claims_owner_updated_at_id", "claims", ["owner", "updated_at", "id"], unique=False
    )
    op.create_table(
        "communities",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_communities"),
    )
    op.create_table(
        "document_addresses",
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("listed", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("owner", "address", "document", name="pk_document_addresses"),
    )
    op.create_table(
        "documents",
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_documents"),
    )
    op.create_table(
        "packs",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_packs"),
    )
    op.create_table(
        "sources",
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_sources"),
    )
    op.create_table(
        "addition_revisions",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim_revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name="fk_addition_revisions_claim_id_claims"
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_addition_revisions_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "claim_id", "number", name="pk_addition_revisions"),
    )
    op.create_table(
        "additions",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_additions_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_additions_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "claim_id", name="pk_additions"),
    )
    op.create_index("ix_additions_claim_id", "additions", ["claim_id"], unique=False)
    op.create_table(
        "appearances",
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_appearances_claim_id_claims"),
        sa.PrimaryKeyConstraint("owner", "document", "claim_id", name="pk_appearances"),
    )
    op.create_index("ix_appearances_claim_id", "appearances", ["claim_id"], unique=False)
    op.create_table(
        "enabled_packs",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=80), nullable=False),
        sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_enabled_packs_community_communities"
        ),
        sa.ForeignKeyConstraint(["pack"], ["packs.id"], name="fk_enabled_packs_pack_packs"),
        sa.PrimaryKeyConstraint("community", "pack", name="pk_enabled_packs"),
    )
    op.create_table(
        "feed",
        sa.Column("sequence", _BIG, nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_feed_claim_id_claims"),
        sa.PrimaryKeyConstraint("sequence", name="pk_feed"),
        sa.UniqueConstraint("owner", "claim_id", name="uq_feed_owner_claim_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_claim_id", "feed", ["claim_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("same", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_feedback_claim_id_claims"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint(
            "community",
            "claim_id",
            "user",
            "kind",
            "same",
            name="uq_feedback_community_claim_id_user_kind_same",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_created_at", "feedback", ["created_at"], unique=False)
    op.create_table(
        "import_rejections",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_import_rejections_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "digest", "line", name="pk_import_rejections"),
    )
    op.create_table(
        "imports",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("position", _BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_imports_community_communities"
        ),
        sa.PrimaryKeyConstraint("community", "digest", name="pk_imports"),
    )
    op.create_table(
        "number_blocks",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=80), nullable=False),
        sa.Column("pack_from", sa.Integer(), nullable=False),
        sa.Column("pack_to", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name="fk_number_blocks_community_communities"
        ),
        sa.ForeignKeyConstraint(["pack"], ["packs.id"], name="fk_number_blocks_pack_packs"),
        sa.PrimaryKeyConstraint("community", "pack", "pack_from", name="pk_number_blocks"),
        sa.UniqueConstraint(
            "community", "first_number", name="uq_number_blocks_community_first_number"
        ),
    )
    op.create_table(
        "revisions",
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_revisions_claim_id_claims"),
        sa.PrimaryKeyConstraint("claim_id", "number", name="pk_revisions"),
    )
    op.create_table(
        "shared_answers",
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("claim_id", _BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name="fk_shared_answers_claim_id_claims"
        ),
        sa.PrimaryKeyConstraint(
            "community", "channel", "message", "claim_id", name="pk_shared_answers"
        ),
    )
    op.create_index(
        "ix_shared_answers_community_claim_id",
        "shared_answers",
        ["community", "claim_id"],
        unique=False,
    )
    feed_id = sa.text("INSERT INTO about (name, value) VALUES ('feed_id', :value)")
    op.execute(feed_id.bindparams(value=uuid.uuid4().hex))
