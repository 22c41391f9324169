"""Follows as they are kept: begun, changed and ended by their follower, and forgotten with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import NotFound
from claims.follows import WHOLE, Follow, Follower, FollowShelf, NewFollow, Pace
from storage.database import Database
from storage.following_schema import followers, follows
from storage.schema import claims
from storage.views import rows_of, scope_of, visible


class Follows(FollowShelf):
    """Keeps who follows what. A follower is known by their id, and only while they follow."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewFollow) -> Follow:
        """Begin a follow; where there is one for the same, give it the new pace and end.

        A follow of the whole claim takes the place of those of its questions. Raises ``NotFound``
        for a claim that the community does not see.
        """
        f, user = follows.c, str(new.user)
        same = f.user == user, f.community == new.community, f.claim_id == new.claim_id
        fresh = {"pace": new.pace.value, "until": new.until}
        async with self._database.write() as connection:
            await connection.run_sync(_check_visible, new)
            await _know(connection, new)
            if new.question == WHOLE:
                await connection.execute(delete(follows).where(*same, f.question != WHOLE))
            mine = (*same, f.question == new.question)
            if not (await connection.execute(update(follows).where(*mine).values(fresh))).rowcount:
                await connection.execute(insert(follows).values({**_row(new), **fresh}))
            found = (await connection.execute(select(follows).where(*mine))).one()
        return follow_of(found)

    async def of(self, user: int, community: str | None = None) -> Sequence[Follow]:
        """What somebody follows in one community, or in all, oldest first."""
        f = follows.c
        query = select(follows).where(f.user == str(user)).order_by(f.id)
        if community is not None:
            query = query.where(f.community == community)

        def look(connection: Connection) -> Sequence[Follow]:
            return [follow_of(row) for row in connection.execute(query)]

        return await self._database.look(look)

    async def set_pace(self, user: int, follow_id: int, pace: Pace) -> None:
        """Change how soon a follow is told; nothing happens where it is not theirs."""
        f = follows.c
        mine = update(follows).where(f.id == follow_id, f.user == str(user))
        async with self._database.write() as connection:
            await connection.execute(mine.values(pace=pace.value))

    async def end(self, user: int, follow_ids: Sequence[int]) -> None:
        """End some of somebody's follows; with the last one they are forgotten."""
        f = follows.c
        async with self._database.write() as connection:
            gone = f.user == str(user), f.id.in_(list(follow_ids))
            await connection.execute(delete(follows).where(*gone))
            await forget_idle(connection, user)

    async def leave(self, user: int, community: str) -> int:
        """End all that somebody follows in a community; how many there were."""
        f = follows.c
        return await self._end_all(user, f.community == community)

    async def forget_user(self, user: int) -> None:
        """End all that somebody follows."""
        await self._end_all(user)

    async def forget_old(self, now: datetime, blocked_before: datetime) -> int:
        """End what has expired, and what nobody could be told of for long; how many there were."""
        blocked = select(followers.c.user).where(followers.c.blocked_at < blocked_before)
        old = or_(follows.c.until <= now, follows.c.user.in_(blocked))
        async with self._database.write() as connection:
            gone = await connection.execute(delete(follows).where(old))
            if gone.rowcount:
                await connection.execute(delete(followers).where(_IDLE))
            return int(gone.rowcount)

    async def follower(self, user: int) -> Follower | None:
        """A follower; None for who follows nothing."""
        query = select(followers).where(followers.c.user == str(user))
        found = await self._database.look(lambda connection: connection.execute(query).first())
        return follower_of(found) if found is not None else None

    async def block(self, user: int, at: datetime) -> None:
        """Note that somebody cannot be written to."""
        await self._set_blocked(user, at)

    async def unblock(self, user: int) -> None:
        """Note that somebody may be written to again."""
        await self._set_blocked(user, None)

    async def _set_blocked(self, user: int, at: datetime | None) -> None:
        mine = update(followers).where(followers.c.user == str(user)).values(blocked_at=at)
        async with self._database.write() as connection:
            await connection.execute(mine)

    async def _end_all(self, user: int, *conditions: ColumnElement[bool]) -> int:
        """End somebody's follows, those under some conditions."""
        async with self._database.write() as connection:
            theirs = delete(follows).where(follows.c.user == str(user), *conditions)
            gone = await connection.execute(theirs)
            await forget_idle(connection, user)
            return int(gone.rowcount)


_IDLE = ~exists().where(follows.c.user == followers.c.user)


async def forget_idle(connection: AsyncConnection, user: int) -> None:
    """Forget somebody's id if they follow nothing any more."""
    await connection.execute(delete(followers).where(followers.c.user == str(user), _IDLE))


def follow_of(row: Row[Any]) -> Follow:
    """A row of follows as what it says."""
    return Follow(
        follow_id=row.id,
        community=row.community,
        user=int(row.user),
        claim_id=row.claim_id,
        question=row.question,
        pace=Pace(row.pace),
        since=row.since,
        until=row.until,
        told=row.told,
        seen=row.seen,
    )


def follower_of(row: Row[Any]) -> Follower:
    """A row of followers as what it says."""
    return Follower(int(row.user), row.minute, row.told_at, row.daily_at, row.blocked_at)


def _check_visible(connection: Connection, new: NewFollow) -> None:
    scope = scope_of(connection, new.community)
    if not rows_of(connection, visible(scope).where(claims.c.id == new.claim_id)):
        raise NotFound("There is no such claim here.")


async def _know(connection: AsyncConnection, new: NewFollow) -> None:
    """Know a follower, whose daily message then goes out at the time of day that it is now."""
    user = str(new.user)
    there = select(func.count()).where(followers.c.user == user)
    if not (await connection.execute(there)).scalar_one():
        minute = new.since.hour * 60 + new.since.minute
        await connection.execute(insert(followers).values(user=user, minute=minute))


def _row(new: NewFollow) -> dict[str, Any]:
    return {
        "community": new.community,
        "user": str(new.user),
        "claim_id": new.claim_id,
        "question": new.question,
        "since": new.since,
        "told": new.revision,
        "seen": new.revision,
    }
