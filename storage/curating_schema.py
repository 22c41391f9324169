"""The tables of what curators and those who ask do: deeds, proposals, requests, notices, audit.

Each names its community, and every query names it too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.schema import Moment, metadata

_BIG = BigInteger().with_variant(Integer, "sqlite")
_COUNTED: dict[str, Any] = {"sqlite_autoincrement": True}


def _community(*, primary_key: bool = False) -> Column[str]:
    target = ForeignKey("communities.id")
    return Column("community", String(80), target, primary_key=primary_key, nullable=False)


def _of_claim(*, nullable: bool = False) -> Column[Any]:
    return Column("claim_id", _BIG, ForeignKey("claims.id"), nullable=nullable)


def _of_request() -> Column[int]:
    return Column("request_id", _BIG, ForeignKey("requests.id"), nullable=False)


deeds = Table(
    "deeds",
    metadata,
    _community(primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("action", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),
    Index(None, "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _BIG, primary_key=True),
    _community(),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", Text, nullable=False),
    _of_claim(nullable=True),
    Column("revision", Integer),
    Column("request", Integer),
    Column("reason", Text, nullable=False),
    Index(None, "community", "id"),
    Index(None, "claim_id"),
    Index(None, "actor", "at"),
    **_COUNTED,
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", _BIG, primary_key=True),
    _community(),
    _of_claim(),
    Column("action", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("decision", String(20), nullable=False),
    Column("decided_by", String(80)),
    Column("decided_at", Moment),
    Column("sentence", Text, nullable=False),
    Index(None, "community", "decision"),
    Index(None, "claim_id"),
    **_COUNTED,
)

suggestion_decisions = Table(
    "suggestion_decisions",
    metadata,
    Column("feedback_id", _BIG, primary_key=True, autoincrement=False),  # which may be forgotten
    _community(),
    Column("decision", String(20), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("id", _BIG, primary_key=True),
    _community(),
    Column("number", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("text", Text, nullable=False),  # empty once it expired
    Column("language", String(40)),
    Column("asked", Integer, nullable=False),
    Column("first_asked", Moment, nullable=False),
    Column("last_asked", Moment, nullable=False),
    Column("taken_by", String(80)),
    _of_claim(nullable=True),
    Column("closed_at", Moment),
    Column("closed_by", String(80)),
    Column("sentence", Text, nullable=False),
    UniqueConstraint("community", "number"),
    Index(None, "community", "status"),
    Index(None, "claim_id"),
    **_COUNTED,
)

askers = Table(
    "askers",
    metadata,
    Column("id", _BIG, primary_key=True),
    _community(),
    _of_request(),
    Column("who", String(64), nullable=False),  # a keyed hash
    Column("user", String(40)),  # the plain id, only until they are told
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("told", String(20), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment),  # None once the text is gone
    UniqueConstraint("request_id", "who"),
    Index(None, "community", "who", "asked_at"),
    Index(None, "expires_at"),
    **_COUNTED,
)

notices = Table(
    "notices",
    metadata,
    Column("id", _BIG, primary_key=True),
    _community(),
    _of_request(),
    Column("asker_id", _BIG, ForeignKey("askers.id"), nullable=False, unique=True),
    Column("user", String(40)),  # forgotten once it is sent or given up
    Column("verdict", String(20), nullable=False),
    _of_claim(nullable=True),
    Column("sentence", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", Moment),
    Column("made_at", Moment, nullable=False),
    Index(None, "state", "id"),
    Index(None, "request_id"),
    Index(None, "claim_id"),
    **_COUNTED,
)

origins = Table(
    "origins",
    metadata,
    Column("claim_id", _BIG, ForeignKey("claims.id"), primary_key=True, autoincrement=False),
    _community(),
    Column("pack", String(80), nullable=False),
    Column("version", String(40), nullable=False),
    Index(None, "community", "pack"),
)

link_states = Table(
    "link_states",
    metadata,
    _community(primary_key=True),
    Column("source", String(80), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("tried_at", Moment, nullable=False),
    Column("problem", Text, nullable=False),
)

reference_revisions = Table(
    "reference_revisions",
    metadata,
    _community(primary_key=True),
    Column("kind", String(20), primary_key=True),  # source or document
    Column("key", String(80), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),
)
