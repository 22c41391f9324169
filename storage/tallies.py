"""Counts of which wording of a claim answered: no text, no member, only figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import insert, select, update

from claims.usage import Met
from storage.database import Database
from storage.schema import met_wordings


class Tallies:
    """Adds up counts, one community at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, counted: Mapping[tuple[str, int, str], int], day: date) -> None:
        """Add to the counts: by community, claim id and the key of a wording."""
        c = met_wordings.c
        async with self._database.write() as connection:
            for (community, claim_id, wording), times in counted.items():
                here = c.community == community, c.claim_id == claim_id, c.wording == wording
                more = update(met_wordings).where(*here).values(times=c.times + times)
                if (await connection.execute(more)).rowcount:
                    continue
                row = {"community": community, "claim_id": claim_id, "wording": wording}
                fresh = {**row, "times": times, "since": day}
                await connection.execute(insert(met_wordings).values(fresh))

    async def met(self, community: str) -> Sequence[Met]:
        """All counts of a community."""
        c = met_wordings.c
        query = select(c.claim_id, c.wording, c.times, c.since).where(c.community == community)
        async with self._database.read() as connection:
            return [Met(*row) for row in await connection.execute(query)]
