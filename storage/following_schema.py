"""The tables of followers: what they follow, how they are reached, what is being sent to them.

They hold plain ids of people, who cannot be reached otherwise, and only while these follow.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.schema import Moment, metadata

_BIG = BigInteger().with_variant(Integer, "sqlite")
_COUNTED: dict[str, Any] = {"sqlite_autoincrement": True}

followers = Table(
    "followers",
    metadata,
    Column("user", String(40), primary_key=True),
    Column("minute", Integer, nullable=False),  # of the day in UTC, for the daily message
    Column("told_at", Moment),
    Column("daily_at", Moment),
    Column("blocked_at", Moment),
)

follows = Table(
    "follows",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("community", String(80), ForeignKey("communities.id"), nullable=False),
    Column("user", String(40), ForeignKey("followers.user"), nullable=False),
    Column("claim_id", _BIG, ForeignKey("claims.id"), nullable=False),
    Column("question", String(32), nullable=False),  # empty: the whole claim
    Column("pace", String(20), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("told", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    UniqueConstraint("user", "community", "claim_id", "question"),
    Index(None, "claim_id"),
    Index(None, "until"),
    **_COUNTED,
)

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("user", String(40), nullable=False, unique=True),  # one at a time; gone once it is sent
    Column("daily", Boolean, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    **_COUNTED,
)

bulletin_steps = Table(
    "bulletin_steps",
    metadata,
    Column("bulletin_id", _BIG, ForeignKey("bulletins.id"), primary_key=True, autoincrement=False),
    Column("follow_id", _BIG, primary_key=True, autoincrement=False),  # which may have ended
    Column("base", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Column("ends", Boolean, nullable=False),
)
