"""The tables of digests: one row a community and local day, what stopped them, and what was asked.

Each names its community, and every query names it too, but for those of the one that posts.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from storage.schema import Moment, metadata

_BIG = BigInteger().with_variant(Integer, "sqlite")


def _community() -> Column[str]:
    target = ForeignKey("communities.id")
    return Column("community", String(80), target, primary_key=True, nullable=False)


digest_runs = Table(
    "digest_runs",
    metadata,
    _community(),
    Column("day", String(10), primary_key=True),  # of the community's calendar, as 2026-11-24
    Column("state", String(20), nullable=False),
    Column("due", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("begun", Moment, nullable=False),  # when it was first taken
    Column("taken", Moment, nullable=False),  # when it was last taken
    Column("attempts", Integer, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("role", String(40)),
    Column("thread", Boolean, nullable=False, server_default=false()),
    Column("thread_made", Boolean, nullable=False, server_default=false()),
    Column("message", String(40)),
    Column("body", Text),  # what it says; None where that is nothing, or no longer kept
    Index(None, "state"),
)

digest_stops = Table(
    "digest_stops",
    metadata,
    _community(),
    Column("problem", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
)

digest_asks = Table(
    "digest_asks",
    metadata,
    _community(),
    Column("claim_id", _BIG, ForeignKey("claims.id"), primary_key=True, autoincrement=False),
    Column("who", String(64), primary_key=True),  # a keyed hash, another one for every claim
    Column("hour", Moment, primary_key=True),
    Index(None, "hour"),
    Index(None, "claim_id"),
)
