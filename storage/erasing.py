"""Erases all that a community has, in short transactions, and remembers which are to be erased.

First its claims are hidden, so that the search index follows and drops them; once it has, the rows
go, children before parents. The tables are found by their columns, so none is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.leaving import LeavingShelf
from claims.models import Status
from storage.aggregates import emit, parts
from storage.bodies import owner_of
from storage.database import Database
from storage.schema import additions, claims, communities, feed
from storage.tables import following_schema, metadata

_MANY = 500
_LOOKED = 20_000
"""Rows that are looked for at a time: where no index leads to them, all of a table is read."""
_FOLLOWED = (claims, additions)
"""What the search index holds of a community, of which it must hear before the rows may go."""


def tables() -> Sequence[Table]:
    """Every table with rows of communities, those that refer to others before these."""
    known = reversed(metadata.sorted_tables)
    return [table for table in known if "community" in table.c or "owner" in table.c]


class Erasing(LeavingShelf):
    """Knows which communities are to be erased when, and erases them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def served(self) -> Mapping[str, datetime | None]:
        """The servers that the bot has been in, and from when on each is to be erased, if so."""
        c = communities.c
        query = select(c.id, c.erase_at).where(c.welcomed_at.is_not(None))

        def look(connection: Connection) -> Mapping[str, datetime | None]:
            rows = connection.execute(query).all()
            return {community: at for community, at in rows if community.isdecimal()}

        return await self._database.look(look)

    async def knows(self, community: str) -> bool:
        """Whether anything is kept of a community."""
        query = select(communities.c.id).where(communities.c.id == community)
        return await self._database.look(lambda c: c.execute(query).first() is not None)

    async def when(self, community: str) -> datetime | None:
        """From when on a community is to be erased, if so."""
        query = select(communities.c.erase_at).where(communities.c.id == community)
        return await self._database.look(lambda c: c.execute(query).scalar_one_or_none())

    async def due(self, now: datetime) -> Sequence[str]:
        """Communities that are to be erased by now, the longest due first."""
        at = communities.c.erase_at
        query = select(communities.c.id).where(at <= now).order_by(at, communities.c.id)
        return await self._database.look(
            lambda connection: list(connection.execute(query).scalars())
        )

    async def erase_at(self, among: Collection[str], at: datetime | None) -> None:
        """Set from when on some communities are to be erased; None for not at all."""
        c = communities.c
        async with self._database.write() as connection:
            for community in among:
                mine = update(communities).where(c.id == community)
                await connection.execute(mine.values(erase_at=at))

    async def hide(self, community: str, now: datetime) -> tuple[int, bool]:
        """Have the search index hear that some claims of a community are gone: at most 500.

        Returns the number in the feed up to which the index must follow, and whether these were
        the last ones.
        """
        owner = str(owner_of(community))
        async with self._database.write() as connection:
            hidden = await _hide_claims(connection, owner, now)
            hidden += await _hide_additions(connection, community, owner, now)
            if not hidden:
                await _leave_the_end(connection, owner)
            newest = select(func.coalesce(func.max(feed.c.sequence), 0))
            return int((await connection.execute(newest)).scalar_one()), not hidden

    async def remove(self, community: str) -> int:
        """Delete the rows of a community whose claims are hidden; returns how many there were."""
        removed = 0
        for table in tables():
            while rows := await self._rows(table, community):
                removed += len(rows)
                for some in parts(rows):
                    async with self._database.write() as connection:
                        await _delete(connection, table, some)
        return removed

    async def finish(self, community: str) -> bool:
        """Delete what came in meanwhile, and the community itself; False where claims came in."""
        async with self._database.write() as connection:
            for table in _FOLLOWED:
                mine = select(func.count()).select_from(table).where(_of(table, community))
                if (await connection.execute(mine)).scalar_one():
                    return False
            for table in tables():
                await connection.execute(delete(table).where(_of(table, community)))
            await connection.execute(delete(communities).where(communities.c.id == community))
            await connection.execute(delete(following_schema.followers).where(_IDLE))
            return True

    async def _rows(self, table: Table, community: str) -> Sequence[tuple[Any, ...]]:
        query = select(*table.primary_key).where(_of(table, community)).limit(_LOOKED)
        return await self._database.look(
            lambda connection: [tuple(row) for row in connection.execute(query)]
        )


_FOLLOWING = following_schema.follows.c.user == following_schema.followers.c.user
_IDLE = ~select(following_schema.follows.c.id).where(_FOLLOWING).exists()


def _of(table: Table, community: str) -> Any:
    if "community" in table.c:
        return table.c.community == community
    return table.c.owner == str(owner_of(community))


async def _delete(
    connection: AsyncConnection, table: Table, rows: Sequence[tuple[Any, ...]]
) -> None:
    key: tuple[Column[Any], ...] = tuple(table.primary_key)
    await connection.execute(delete(table).where(tuple_(*key).in_(rows)))


async def _hide_claims(connection: AsyncConnection, owner: str, now: datetime) -> int:
    c = claims.c
    shown = c.owner == owner, c.status == Status.PUBLISHED.value
    ids = (await connection.execute(select(c.id).where(*shown).limit(_MANY))).scalars().all()
    hidden = update(claims).where(c.id.in_(ids)).values(status=Status.RETIRED.value)
    await connection.execute(hidden)
    await emit(connection, [(owner, claim_id) for claim_id in ids], now, seen=True)
    return len(ids)


async def _hide_additions(
    connection: AsyncConnection, community: str, owner: str, now: datetime
) -> int:
    a = additions.c
    mine = select(a.claim_id).where(a.community == community).limit(_MANY)
    ids = (await connection.execute(mine)).scalars().all()
    those = a.community == community, a.claim_id.in_(ids)
    await connection.execute(delete(additions).where(*those))
    await emit(connection, [(owner, claim_id) for claim_id in ids], now, seen=True)
    return len(ids)


async def _leave_the_end(connection: AsyncConnection, owner: str) -> None:
    """Let a claim of somebody else stand at the end of the feed, if there is one.

    The numbers of the feed must never seem to go back: an index would then be made anew.
    """
    c = feed.c
    other = select(c.owner, c.claim_id, c.at).where(c.owner != owner).order_by(c.sequence).limit(1)
    found = (await connection.execute(other)).mappings().first()
    if found is None:
        return
    old = c.owner == found["owner"], c.claim_id == found["claim_id"]
    await connection.execute(delete(feed).where(*old))
    await connection.execute(insert(feed).values(dict(found)))
