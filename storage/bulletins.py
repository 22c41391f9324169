"""What followers are to be told: who has news waiting, and the messages that are under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import StoreProblem
from claims.follows import BulletinBox, Follower, Sending, Step, Stirred, Waiting
from storage.aggregates import parts
from storage.database import Database
from storage.following_schema import bulletin_steps, bulletins, followers, follows
from storage.follows import follow_of, follower_of, forget_idle
from storage.schema import Moment, additions, claims, feed


class _MovedOn(Exception):
    """A message was put together from what is no longer so."""


class Bulletins(BulletinBox):
    """The messages to followers of all communities, one to a person at a time.

    A message is claimed with the steps that it takes its follows through, each from the revision
    that the follower knew. Since the claim fails where any of them has moved on, and confirming
    moves them, no change is told twice, however many send.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> int:
        """A number that grows with every change of any claim."""
        query = select(func.max(feed.c.sequence))
        return await self._database.look(lambda c: c.execute(query).scalar_one()) or 0

    async def waiting(self, now: datetime) -> Sequence[Waiting]:
        """Whom there may be news for: their claims moved on, and they can be written to."""

        def look(connection: Connection) -> Sequence[Waiting]:
            found: dict[str, list[Row[Any]]] = {}
            for row in connection.execute(_STIRRED, {"now": now}):
                found.setdefault(row.user, []).append(row)
            return [Waiting(follower_of(rows[0]), _stirred(rows)) for rows in found.values()]

        return await self._database.look(look)

    async def claim(
        self, follower: Follower, steps: Sequence[Step], now: datetime, *, daily: bool
    ) -> Sending | None:
        """Take a message to send it; None where anything moved on since it was put together."""
        try:
            async with self._database.write() as connection:
                await _check_current(connection, follower, steps)
                row = {"user": str(follower.user), "daily": daily, "claimed_at": now}
                done = await connection.execute(insert(bulletins).values(row))
                if done.inserted_primary_key is None:
                    raise StoreProblem("The database did not say under which number it keeps it.")
                number = int(done.inserted_primary_key[0])
                await connection.execute(insert(bulletin_steps), _kept(number, steps))
        except _MovedOn:
            return None
        return Sending(number, follower.user)

    async def left(self, before: datetime) -> Sequence[Sending]:
        """Messages that were claimed before a moment and never confirmed."""
        b = bulletins.c
        query = select(b.id, b.user).where(b.claimed_at <= before).order_by(b.id)

        def look(connection: Connection) -> Sequence[Sending]:
            return [Sending(number, int(user)) for number, user in connection.execute(query)]

        return await self._database.look(look)

    async def confirm(self, sending: Sending, now: datetime) -> None:
        """Say that a message was sent: its follows have been told."""
        b, s = bulletins.c, bulletin_steps.c
        mine = select(s.follow_id, s.base, s.told, s.ends).where(
            s.bulletin_id == sending.bulletin_id
        )
        async with self._database.write() as connection:
            daily = select(b.daily).where(b.id == sending.bulletin_id)
            was_daily = (await connection.execute(daily)).scalar_one_or_none()
            if was_daily is None:
                return  # somebody else confirmed it
            taken = [
                Step(follow_id, base, told, told, ends)
                for follow_id, base, told, ends in await connection.execute(mine)
            ]
            await _take(connection, taken)
            told = {"told_at": now, **({"daily_at": now} if was_daily else {})}
            them = followers.c.user == str(sending.user)
            await connection.execute(update(followers).where(them).values(told))
            await _drop(connection, sending)
            await forget_idle(connection, sending.user)

    async def release(self, sending: Sending) -> None:
        """Say that a message was not sent: its changes are still to be told."""
        async with self._database.write() as connection:
            await _drop(connection, sending)

    async def pass_over(self, steps: Sequence[Step]) -> None:
        """Note what was looked at and holds nothing to tell."""
        async with self._database.write() as connection:
            await _take(connection, steps)


_REVISION = claims.c.revision + func.coalesce(additions.c.revision, 0)
_STIRRED = (
    select(
        followers,
        *(column for column in follows.c if column.name != "user"),
        _REVISION.label("revision"),
        case(
            (additions.c.updated_at > claims.c.updated_at, additions.c.updated_at),
            else_=claims.c.updated_at,
        ).label("at"),
    )
    .join_from(follows, followers, followers.c.user == follows.c.user)
    .join(claims, claims.c.id == follows.c.claim_id)
    .outerjoin(
        additions,
        and_(
            additions.c.claim_id == follows.c.claim_id,
            additions.c.community == follows.c.community,
        ),
    )
    .where(
        follows.c.seen != _REVISION,
        followers.c.blocked_at.is_(None),
        or_(follows.c.until.is_(None), follows.c.until > bindparam("now", type_=Moment)),
    )
    .order_by(follows.c.id)
)


def _stirred(rows: Sequence[Row[Any]]) -> tuple[Stirred, ...]:
    return tuple(Stirred(follow_of(row), row.revision, row.at) for row in rows)


async def _check_current(
    connection: AsyncConnection, follower: Follower, steps: Sequence[Step]
) -> None:
    """Raise ``_MovedOn`` unless the follower and their follows are as they were found."""
    b, f, user = bulletins.c, follows.c, str(follower.user)
    busy = select(b.id).where(b.user == user)
    if (await connection.execute(busy)).first() is not None:
        raise _MovedOn
    them = (await connection.execute(select(followers).where(followers.c.user == user))).first()
    if them is None or follower_of(them) != follower:
        raise _MovedOn
    found: dict[int, int] = {}
    for some in parts([step.follow_id for step in steps]):
        theirs = select(f.id, f.told).where(f.user == user, f.id.in_(some))
        found |= {row.id: row.told for row in await connection.execute(theirs)}
    if any(found.get(step.follow_id) != step.base for step in steps):
        raise _MovedOn


async def _take(connection: AsyncConnection, steps: Sequence[Step]) -> None:
    """Take follows as far as their steps lead, those that are still where these begin."""
    f = follows.c
    for step in steps:
        mine = f.id == step.follow_id, f.told == step.base
        if step.ends:
            await connection.execute(delete(follows).where(*mine))
            continue
        reached = {"told": step.told, "seen": step.seen}
        await connection.execute(update(follows).where(*mine).values(reached))


async def _drop(connection: AsyncConnection, sending: Sending) -> None:
    s = bulletin_steps.c
    await connection.execute(delete(bulletin_steps).where(s.bulletin_id == sending.bulletin_id))
    await connection.execute(delete(bulletins).where(bulletins.c.id == sending.bulletin_id))


def _kept(number: int, steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "bulletin_id": number,
            "follow_id": step.follow_id,
            "base": step.base,
            "told": step.told,
            "ends": step.ends,
        }
        for step in steps
    ]
