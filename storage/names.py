"""Forgets names: the plain ids of those who changed something give way to a keyed hash.

The same person has the same hash in a community, so that what they did can still be told from what
others did; a curator who is shown it learns nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    cast,
    literal,
    select,
    tuple_,
    update,
)

from claims.people import FORMER
from claims.requesting import RequestStatus
from storage.aggregates import parts
from storage.curating_schema import (
    askers,
    audit,
    proposals,
    reference_revisions,
    requests,
    suggestion_decisions,
)
from storage.database import Database
from storage.schema import addition_revisions, revisions

NameOf = Callable[[str, int], str]
"""The name that stands for somebody, by community and plain id."""

OWNED = "community:"
_MANY = 500
_CLOSED = tuple(status.value for status in RequestStatus if not status.waits)


@dataclass(frozen=True, slots=True)
class _Named:
    """A column that names who acted, and when that was."""

    actor: Column[Any]
    at: Column[Any]

    @property
    def table(self) -> Table:
        table = self.actor.table
        assert isinstance(table, Table)  # noqa: S101 - columns are in tables  # nosec B101
        return table

    @property
    def place(self) -> Column[Any]:
        c = self.table.c
        return c.community if "community" in c else c.owner


# What still waits keeps its name: nobody approves their own change, however long it waits.
_NAMED = (
    _Named(revisions.c.actor, revisions.c.at),
    _Named(addition_revisions.c.actor, addition_revisions.c.at),
    _Named(reference_revisions.c.actor, reference_revisions.c.at),
    _Named(audit.c.actor, audit.c.at),
    _Named(proposals.c.actor, proposals.c.decided_at),
    _Named(proposals.c.decided_by, proposals.c.decided_at),
    _Named(suggestion_decisions.c.actor, suggestion_decisions.c.at),
    _Named(requests.c.taken_by, requests.c.closed_at),
    _Named(requests.c.closed_by, requests.c.closed_at),
)


class Names:
    """Forgets who acted, a few hundred rows to a transaction, in all communities."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, before: datetime, name_of: NameOf) -> int:
        """Replace the plain ids beside what was done before a moment; returns in how many rows.

        What curators did keeps a name from ``name_of``; who asked for what has been closed since
        keeps none at all.
        """
        forgotten = 0
        for named in _NAMED:
            for place, actor in await self._due(named, before):
                name = name_of(place.removeprefix(OWNED), int(actor))
                old = named.place == place, named.actor == actor, named.at < before
                forgotten += await self._renamed(named, old, name)
        return forgotten + await self._forget_askers(before)

    async def _due(self, named: _Named, before: datetime) -> Sequence[tuple[str, str]]:
        """Whose plain id stands there, and in which communities: text that begins with a digit."""
        digits = named.actor >= "0", named.actor < ":"
        query = select(named.place, named.actor).where(*digits, named.at < before).distinct()

        def look(connection: Connection) -> Sequence[tuple[str, str]]:
            return [(row[0], row[1]) for row in connection.execute(query) if row[1].isdecimal()]

        return await self._database.look(look)

    async def _renamed(self, named: _Named, old: Sequence[ColumnElement[bool]], name: str) -> int:
        """Give rows another name, bit by bit: the writer is free for others in between."""
        key = tuple(named.table.primary_key)
        query = select(*key).where(*old).limit(_MANY)
        renamed = 0
        while True:
            async with self._database.write() as connection:
                rows = [tuple(row) for row in await connection.execute(query)]
                if rows:
                    those = update(named.table).where(tuple_(*key).in_(rows))
                    await connection.execute(those.values({named.actor: name}))
            renamed += len(rows)
            if len(rows) < _MANY:
                return renamed

    async def _forget_askers(self, before: datetime) -> int:
        """Forget the hashes of those who asked what was closed before a moment."""
        a = askers.c
        over = select(requests.c.id).where(
            requests.c.status.in_(_CLOSED), requests.c.closed_at < before
        )
        known = a.expires_at.is_(None), a.user.is_(None), a.who.not_like(f"{FORMER}%")
        query = select(a.id).where(a.request_id.in_(over), *known)
        ids = await self._database.look(lambda c: list(c.execute(query).scalars()))
        name = literal(FORMER).concat(cast(a.id, String))
        for part in parts(ids):
            async with self._database.write() as connection:
                await connection.execute(update(askers).where(a.id.in_(part)).values(who=name))
        return len(ids)
