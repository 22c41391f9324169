"""Autocomplete: the claims that a few typed letters may mean, by number, words or speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, false, or_

from claims.models import Status
from storage.bodies import searchable
from storage.schema import claims
from storage.views import Row, Scope, numbered, rows_of, visible

_NUMBER = re.compile(r"#?\s*([1-9]\d{0,6})")
_MOST_DIGITS = 7
_MOST_WORDS = 8


_PUBLISHED = (Status.PUBLISHED,)

_Query = Select[int, str, int, int, datetime, str]


def suggested(
    connection: Connection,
    scope: Scope,
    typed: str,
    limit: int,
    *,
    statuses: Sequence[Status] = _PUBLISHED,
) -> list[Row]:
    """At most ``limit`` rows in these states: those whose number begins so first, then by words."""
    seen = _seen(scope, statuses)
    typed = typed.strip()[:200]
    found: dict[int, Row] = {}
    number = _NUMBER.fullmatch(typed)
    if number is not None:
        for row in _numbered(connection, scope, seen, number.group(1), limit=limit):
            found[row.claim_id] = row
    words = searchable(typed.lstrip("#")).split()[:_MOST_WORDS]
    if len(found) < limit:
        for row in _worded(connection, scope, seen, words, limit=limit):
            found.setdefault(row.claim_id, row)
    return list(found.values())[:limit]


def _seen(scope: Scope, statuses: Sequence[Status]) -> _Query:
    """The query for the rows that are visible in these states."""
    if tuple(statuses) == _PUBLISHED:
        return visible(scope)
    states = [status.value for status in statuses]
    return visible(scope, include_unpublished=True).where(claims.c.status.in_(states))


def _numbered(
    connection: Connection, scope: Scope, seen: _Query, digits: str, *, limit: int
) -> list[Row]:
    """The claim with this number, then those whose number begins with it, lowest first."""
    start = int(digits)
    more = range(1, _MOST_DIGITS - len(digits) + 1)
    longer = [(start * 10**n, start * 10**n + 10**n - 1) for n in more]
    exact = seen.where(numbered(scope, start, start))
    begun = seen.where(or_(false(), *(numbered(scope, *ends) for ends in longer)))
    begun = begun.order_by(claims.c.owner, claims.c.number).limit(limit)
    return [*rows_of(connection, exact), *rows_of(connection, begun)]


def _worded(
    connection: Connection, scope: Scope, seen: _Query, words: list[str], *, limit: int
) -> list[Row]:
    """The claims that hold all the words, newest first; the community's own before those of packs.

    An owner at a time, so that each is read along its index and only as far as needed.
    """
    found: list[Row] = []
    for owner in scope.names:
        query = seen.where(claims.c.owner == owner)
        for word in words:
            query = query.where(claims.c.search.contains(word, autoescape=True))
        newest = claims.c.updated_at.desc(), claims.c.id.desc()
        found += rows_of(connection, query.order_by(*newest).limit(limit))
        if words and len(found) >= limit:
            break
    if words:
        return found[:limit]
    return sorted(found, key=lambda row: (row.updated_at, row.claim_id), reverse=True)[:limit]
