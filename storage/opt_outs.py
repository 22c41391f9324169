"""Who wants to be left alone in watched channels, one community at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, insert, select

from claims.shelves import OptOuts
from storage.database import Database
from storage.schema import watch_opt_outs


class OptedOut(OptOuts):
    """Keeps who opted out, by keyed hashes that say nothing to whoever reads the file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opted_out(self, community: str, who: str) -> bool:
        """Whether a member of a community wants to be left alone."""
        query = select(exists().where(*_one(community, who)))
        found = await self._database.look(lambda connection: connection.execute(query).scalar_one())
        return bool(found)

    async def opt_out(self, community: str, who: str, at: datetime) -> None:
        """Leave a member alone from now on; nothing changes the second time.

        Raises ``StoreProblem`` for a community that is not known.
        """
        there = select(exists().where(*_one(community, who)))
        row = {"community": community, "user": who, "at": at}
        async with self._database.write() as connection:
            if not (await connection.execute(there)).scalar_one():
                await connection.execute(insert(watch_opt_outs).values(row))

    async def opt_in(self, community: str, who: str) -> None:
        """Forget that a member wanted to be left alone."""
        async with self._database.write() as connection:
            await connection.execute(delete(watch_opt_outs).where(*_one(community, who)))


def _one(community: str, who: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    c = watch_opt_outs.c
    return c.community == community, c.user == who
