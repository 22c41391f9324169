"""Counts which claims members ask about: enough for a digest to say how many did, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from claims.digest_shelf import AskBook, DigestFigures
from claims.requesting import RequestStatus
from storage.curating_schema import requests
from storage.database import Database
from storage.digest_schema import digest_asks
from storage.schema import communities
from storage.together import Together

_WAITING = tuple(status.value for status in RequestStatus if status.waits)


class Asks(AskBook, DigestFigures):
    """Keeps that somebody asked about a claim in some hour, by hashes that differ by claim."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked = Together(database, _note)

    async def asked(self, community: str, claims: Mapping[int, str], at: datetime) -> None:
        """Note that one member asked about claims: a name for them, by claim id.

        Nothing is noted for a community that is not known.
        """
        hour = at.replace(minute=0, second=0, microsecond=0)
        await self._asked.put((community, claims, hour))

    async def most_asked(
        self, community: str, after: datetime, until: datetime, least: int, limit: int
    ) -> Sequence[tuple[int, int]]:
        """Claim ids and how many different members asked about each, most asked first.

        Only those that at least ``least`` members asked about, in the hours that began between
        two moments.
        """
        a = digest_asks.c
        people = func.count(a.who.distinct())
        query = (
            select(a.claim_id, people)
            .where(a.community == community, a.hour > after, a.hour <= until)
            .group_by(a.claim_id)
            .having(people >= least)
            .order_by(people.desc(), a.claim_id)
            .limit(limit)
        )
        return await self._database.look(
            lambda connection: [(row[0], row[1]) for row in connection.execute(query)]
        )

    async def waiting(
        self, community: str, after: datetime, until: datetime
    ) -> tuple[int, datetime | None, int]:
        """Requests asked up to a moment that still wait: how many, the oldest, those since."""
        r = requests.c
        here = r.community == community, r.status.in_(_WAITING), r.first_asked <= until
        every = select(func.count(), func.min(r.first_asked)).where(*here)
        since = select(func.count()).where(*here, r.first_asked > after)

        def look(connection: Connection) -> tuple[int, datetime | None, int]:
            count, oldest = connection.execute(every).one()
            return count, oldest, connection.execute(since).scalar_one()

        return await self._database.look(look)

    async def forget_asks(self, before: datetime) -> int:
        """Forget what was asked before a moment, in all communities; returns how much it was."""
        old = delete(digest_asks).where(digest_asks.c.hour < before)
        async with self._database.write() as connection:
            return int((await connection.execute(old)).rowcount)


def _note(
    connection: Connection, asked: Sequence[tuple[str, Mapping[int, str], datetime]]
) -> list[None]:
    """Note what several members asked; twice in an hour counts once."""
    for community, claims, hour in asked:
        known = select(communities.c.id).where(communities.c.id == community)
        if connection.execute(known).first() is None:
            continue
        a = digest_asks.c
        mine = a.community == community, a.hour == hour, a.claim_id.in_(list(claims))
        there = connection.execute(select(a.claim_id, a.who).where(*mine))
        fresh = claims.items() - {(row.claim_id, row.who) for row in there}
        rows = [
            {"community": community, "claim_id": claim_id, "who": who, "hour": hour}
            for claim_id, who in fresh
        ]
        if rows:
            connection.execute(insert(digest_asks), rows)
    return [None] * len(asked)
