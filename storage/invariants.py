"""What must hold in every store, whatever was killed when, and what a look finds broken.

The database holds keys and types itself; these are the promises that only our own writing keeps. A
rule selects the rows that break it; what a body says is read, row by row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Select, select

from claims.community import CommunitySettings
from claims.deeds import Draft, Outcome
from claims.digest import DIGEST
from claims.models import Addition, Claim, Document, Source
from storage.bodies import record_of
from storage.claim_rules import CLAIM_RULES
from storage.curating_schema import deeds, proposals, reference_revisions
from storage.desk_rules import DESK_RULES
from storage.digest_schema import digest_runs
from storage.rules import Broken, Rule
from storage.schema import (
    about,
    addition_revisions,
    additions,
    appearances,
    claims,
    communities,
    documents,
    revisions,
    sources,
)

RULES: tuple[Rule, ...] = (*CLAIM_RULES, *DESK_RULES)
_EXAMPLES = 3
_PAGE = 500


@dataclass(frozen=True, slots=True)
class _Bodies:
    """A column that holds JSON of ours: whose it is, how to read it, and what to call the rows."""

    what: str
    query: Select[Any]
    read: Callable[[str], object]


def broken_promises(connection: Connection) -> tuple[Broken, ...]:
    """Every rule that does not hold in a store of the newest schema, with some rows that break it.

    Reads all of the store: seconds for a large one. Call it in a worker thread.
    """
    return tuple(_found(connection))


def _found(connection: Connection) -> Iterator[Broken]:
    known = select(about.c.value).where(about.c.name == "feed_id")
    if not connection.execute(known).scalar():
        yield Broken("the store has no name for its feed", 1, ())
    for rule in RULES:
        rows = connection.execute(rule.broken).all()
        if rows:
            yield Broken(rule.what, len(rows), _examples(rows))
    yield from _claims_that_are_not_their_rows(connection)
    for bodies in _BODIES:
        bad = [row[:-1] for row in _paged(connection, bodies.query) if not _reads(bodies, row[-1])]
        if bad:
            yield Broken(f"{bodies.what} cannot be read", len(bad), _examples(bad))


def _claims_that_are_not_their_rows(connection: Connection) -> Iterator[Broken]:
    """Claims whose columns, or whose appearances, are other than what their bodies say."""
    c = claims.c
    query = select(c.id, c.owner, c.ref, c.status, c.search, c.language, c.body).order_by(c.id)
    unreadable, other, elsewhere = [], [], []
    told = _appearances(connection)
    for row in _paged(connection, query):
        try:
            record = record_of(Claim.model_validate_json(row.body))
        except ValidationError:
            unreadable.append((row.id,))
            continue
        columns = record.columns
        if any(getattr(row, name) != columns[name] for name in columns if name != "body"):
            other.append((row.id,))
        if told.pop((row.owner, row.id), frozenset()) != frozenset(record.documents):
            elsewhere.append((row.id,))
    elsewhere += [(claim_id,) for _, claim_id in told if claim_id not in {i for (i,) in unreadable}]
    for what, bad in (
        ("claims cannot be read", unreadable),
        ("claims are found by other words than theirs", other),
        ("claims appear elsewhere than they say", elsewhere),
    ):
        if bad:
            yield Broken(what, len(bad), _examples(bad))


def _appearances(connection: Connection) -> dict[tuple[str, int], frozenset[str]]:
    a = appearances.c
    found: dict[tuple[str, int], set[str]] = {}
    for row in connection.execute(select(a.owner, a.claim_id, a.document)):
        found.setdefault((row.owner, row.claim_id), set()).add(row.document)
    return {key: frozenset(keys) for key, keys in found.items()}


def _paged(connection: Connection, query: Select[Any]) -> Iterable[Any]:
    return connection.execution_options(yield_per=_PAGE).execute(query)


def _reads(bodies: _Bodies, body: str) -> bool:
    try:
        bodies.read(body)
    except ValueError:  # as pydantic's and json's are
        return False
    return True


def _examples(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(" ".join(str(part) for part in row) for row in rows[:_EXAMPLES])


def _as(model: type[BaseModel]) -> Callable[[str], object]:
    return model.model_validate_json


_OLD = select(revisions.c.claim_id, revisions.c.number, revisions.c.body).join(
    claims, (claims.c.id == revisions.c.claim_id) & (claims.c.revision != revisions.c.number)
)
_ADDED = addition_revisions.c
_REMEMBERED = reference_revisions.c
_BODIES = (
    _Bodies("older revisions", _OLD, _as(Claim)),
    _Bodies(
        "additions",
        select(additions.c.community, additions.c.claim_id, additions.c.body),
        _as(Addition),
    ),
    _Bodies(
        "revisions of additions",
        select(_ADDED.community, _ADDED.claim_id, _ADDED.number, _ADDED.body),
        _as(Addition),
    ),
    _Bodies("sources", select(sources.c.owner, sources.c.key, sources.c.body), _as(Source)),
    _Bodies(
        "documents", select(documents.c.owner, documents.c.key, documents.c.body), _as(Document)
    ),
    _Bodies(
        "earlier sources and documents",
        select(_REMEMBERED.community, _REMEMBERED.key, _REMEMBERED.number, _REMEMBERED.body),
        json.loads,
    ),
    _Bodies(
        "communities' settings",
        select(communities.c.id, communities.c.settings),
        _as(CommunitySettings),
    ),
    _Bodies("proposals", select(proposals.c.id, proposals.c.body), _as(Draft)),
    _Bodies("deeds", select(deeds.c.community, deeds.c.key, deeds.c.outcome), _as(Outcome)),
    _Bodies(
        "digests",
        select(digest_runs.c.community, digest_runs.c.day, digest_runs.c.body).where(
            digest_runs.c.body.is_not(None)
        ),
        DIGEST.validate_json,
    ),
)
