"""The tables. What belongs to a community carries its id or its owner, and every query names it.

A claim is kept whole in ``body`` (JSON); the other columns of its row are there to find it by.
A change of shape here needs a migration in ``migrations/versions``; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

NEWEST = "0009"
"""The schema version that this code reads and writes."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on our side whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring a moment to UTC before it is stored."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that what was stored is UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by INTEGER alone
_COUNTED: dict[str, Any] = {
    "sqlite_autoincrement": True
}  # a number is never given twice, not even a deleted one


def _community(*, primary_key: bool = False) -> Column[str]:
    target = ForeignKey("communities.id")
    return Column("community", String(80), target, primary_key=primary_key, nullable=False)


def _owner(*, primary_key: bool = False) -> Column[str]:
    return Column("owner", String(100), primary_key=primary_key, nullable=False)


def _claim(*, primary_key: bool = False) -> Column[int]:
    target = ForeignKey("claims.id")
    return Column("claim_id", _BIG, target, primary_key=primary_key, nullable=False)


def _marks() -> tuple[Column[bool], Column[str]]:
    """What a curator said of a revision afterwards: that it is minor, and how to tell readers."""
    return (
        Column("minor", Boolean, nullable=False, server_default=false()),
        Column("told", Text, nullable=False, server_default=""),
    )


about = Table(
    "about",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

communities = Table(
    "communities",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("next_number", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("welcomed_at", Moment),  # when it got the packs that every new community gets
    Column("settings", Text, nullable=False),
    Column("settings_revision", Integer, nullable=False, server_default="0"),
    Column("erase_at", Moment),  # from when on all of it is erased: its server was left
)

packs = Table(
    "packs",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("version", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("head", Text, nullable=False),
    Column("loaded_at", Moment, nullable=False),
)

enabled_packs = Table(
    "enabled_packs",
    metadata,
    _community(primary_key=True),
    Column("pack", String(80), ForeignKey("packs.id"), primary_key=True),
    Column("enabled_at", Moment, nullable=False),
)

number_blocks = Table(
    "number_blocks",
    metadata,
    _community(primary_key=True),
    Column("pack", String(80), ForeignKey("packs.id"), primary_key=True),
    Column("pack_from", Integer, primary_key=True),
    Column("pack_to", Integer, nullable=False),
    Column("first_number", Integer, nullable=False),
    UniqueConstraint("community", "first_number"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", _BIG, primary_key=True),
    _owner(),
    Column("number", Integer, nullable=False),
    Column("ref", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    Column("search", Text, nullable=False),  # title, sentence and speaker, case-folded
    Column("language", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("owner", "ref"),
    UniqueConstraint("owner", "number"),
    Index(None, "owner", "updated_at", "id"),
    **_COUNTED,
)

revisions = Table(
    "revisions",
    metadata,
    _claim(primary_key=True),
    Column("number", Integer, primary_key=True),
    _owner(),
    Column("base", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_marks(),
    Index(None, "actor", "at"),
)

additions = Table(
    "additions",
    metadata,
    _community(primary_key=True),
    _claim(primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "claim_id"),
)

addition_revisions = Table(
    "addition_revisions",
    metadata,
    _community(primary_key=True),
    _claim(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("claim_revision", Integer, nullable=False),  # what of the pack's claim it was added to
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_marks(),
    Index(None, "claim_id"),
    Index(None, "actor", "at"),
)

sources = Table(
    "sources",
    metadata,
    _owner(primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("body", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    _owner(primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("body", Text, nullable=False),
)

document_addresses = Table(
    "document_addresses",
    metadata,
    _owner(primary_key=True),
    Column("address", String(2000), primary_key=True),  # in a form that pasted links are brought to
    Column("document", String(80), primary_key=True),
    Column("listed", String(2000), nullable=False),  # as the document lists it
)

appearances = Table(
    "appearances",
    metadata,
    _owner(primary_key=True),
    Column("document", String(80), primary_key=True),
    _claim(primary_key=True),
    Index(None, "claim_id"),
)

feed = Table(
    "feed",
    metadata,
    Column("sequence", _BIG, primary_key=True),
    _owner(),
    _claim(),
    Column("at", Moment, nullable=False),
    UniqueConstraint("owner", "claim_id"),  # a claim stands in the feed once, at its newest change
    Index(None, "claim_id"),
    **_COUNTED,
)

imports = Table(
    "imports",
    metadata,
    _community(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("position", _BIG, nullable=False),  # bytes of the file that are in
    Column("line", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
)

import_rejections = Table(
    "import_rejections",
    metadata,
    _community(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("sentence", Text, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("community", String(80), nullable=False),  # also the shared one of direct messages
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "created_at"),
    **_COUNTED,
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("community", String(80), nullable=False),
    _claim(),
    Column("kind", String(40), nullable=False),
    Column("wording", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("user", String(200), nullable=False),  # a keyed hash, never an id
    Column("same", String(64), nullable=False),  # a digest of the wording: one remark counts once
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("community", "claim_id", "user", "kind", "same"),
    Index(None, "claim_id"),
    Index(None, "created_at"),
    **_COUNTED,
)

shared_answers = Table(
    "shared_answers",
    metadata,
    Column("community", String(80), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("message", String(40), primary_key=True),
    _claim(primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("gone", Boolean, nullable=False, server_default=false()),  # it says that the claim is
    Column("corrected_at", Moment),
    Index(None, "community", "claim_id"),
    Index(None, "claim_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("community", String(80), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("message", String(40), primary_key=True),
    Column("found_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("attempts", Integer, nullable=False),
    Index(None, "not_before"),
)

watch_opt_outs = Table(
    "watch_opt_outs",
    metadata,
    _community(primary_key=True),
    Column("user", String(64), primary_key=True),  # a keyed hash, never an id
    Column("at", Moment, nullable=False),
)

met_wordings = Table(
    "met_wordings",
    metadata,
    Column("community", String(80), primary_key=True),
    _claim(primary_key=True),
    Column("wording", String(20), primary_key=True),  # a digest of a wording of the claim
    Column("times", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Index(None, "claim_id"),
)
