"""The queue of public answers that no longer say what is known: found, claimed, confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.changes import SETTLE
from claims.corrections import CorrectionBox, PublicAnswer, Reached, Shown, Update
from claims.models import Status
from storage.database import Database
from storage.schema import additions, claims, corrections, enabled_packs, shared_answers

_LEFT = timedelta(minutes=10)
"""After so long, what somebody began to correct is taken as left half way."""
_OF_ONE_CHANNEL = 50


class Correcting(CorrectionBox):
    """Finds what is to be corrected by comparing what answers show with what is known now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, now: datetime, since: datetime, settled: datetime) -> int:
        """Queue the answers given since a moment whose claims changed; returns how many are new.

        One with a claim of a pack that was switched off waits, as it may soon be on again.
        """
        query = _stale(now, since, settled)
        looked = await self._database.look(lambda connection: connection.execute(query).all())
        if not looked:
            return 0
        names = ("community", "channel", "message", "found_at", "not_before", "attempts")
        async with self._database.write() as connection:
            done = await connection.execute(insert(corrections).from_select(names, query))
            return done.rowcount

    async def due(self, now: datetime, limit: int) -> Sequence[PublicAnswer]:
        """Answers in the queue that nobody is correcting, those found first coming first.

        At most 50 of one channel, so that no other waits for all of them.
        """
        c = corrections.c
        place = func.row_number().over(
            partition_by=(c.community, c.channel), order_by=(c.found_at, c.message)
        )
        free = select(corrections, place.label("place")).where(_free(now)).subquery()
        query = (
            select(free.c.community, free.c.channel, free.c.message, free.c.attempts)
            .where(free.c.place <= _OF_ONE_CHANNEL)
            .order_by(free.c.found_at, free.c.message)
            .limit(limit)
        )

        def look(connection: Connection) -> Sequence[PublicAnswer]:
            rows = connection.execute(query).all()
            return [
                PublicAnswer(
                    row.community, row.channel, row.message, _shown(connection, row), row.attempts
                )
                for row in rows
            ]

        return await self._database.look(look)

    async def claim(self, answers: Sequence[PublicAnswer], now: datetime) -> Sequence[PublicAnswer]:
        """Take answers to correct them; without those that somebody else has, or that are done."""
        state = {"claimed_at": now, "attempts": corrections.c.attempts + 1}
        taken = []
        async with self._database.write() as connection:
            for answer in answers:
                mine = update(corrections).where(*_at(corrections, answer), _free(now))
                if (await connection.execute(mine.values(**state))).rowcount:
                    taken.append(answer)
        return taken

    async def confirm(self, done: Sequence[tuple[PublicAnswer, Update]], at: datetime) -> None:
        """Note what answers show now, and take them off the queue."""
        if not done:
            return
        async with self._database.write() as connection:
            for answer, outcome in done:
                await _note(connection, answer, outcome, at)
                await connection.execute(delete(corrections).where(*_at(corrections, answer)))

    async def postpone(self, answer: PublicAnswer, until: datetime) -> None:
        """Leave an answer in the queue until a moment."""
        mine = update(corrections).where(*_at(corrections, answer))
        async with self._database.write() as connection:
            await connection.execute(mine.values(not_before=until, claimed_at=None))

    async def forget(self, answer: PublicAnswer) -> None:
        """Remember an answer no longer: it is gone, or out of reach."""
        async with self._database.write() as connection:
            for table in (corrections, shared_answers):
                await connection.execute(delete(table).where(*_at(table, answer)))

    async def waiting(self) -> int:
        """How many answers are in the queue."""
        query = select(func.count()).select_from(corrections)
        return await self._database.look(lambda connection: connection.execute(query).scalar_one())

    async def forget_before(self, before: datetime) -> int:
        """Forget the answers given before a moment and return in how many places claims stood."""
        s = shared_answers.c
        async with self._database.write() as connection:
            gone = await connection.execute(delete(shared_answers).where(s.at < before))
            if gone.rowcount:
                left = select(s.message).where(
                    s.community == corrections.c.community,
                    s.channel == corrections.c.channel,
                    s.message == corrections.c.message,
                )
                await connection.execute(delete(corrections).where(~left.exists()))
            return gone.rowcount

    async def release(self) -> None:
        """Take nothing as being corrected by somebody: a program that was doing so has ended."""
        taken = update(corrections).where(corrections.c.claimed_at.is_not(None))
        async with self._database.write() as connection:
            await connection.execute(taken.values(claimed_at=None))

    async def reached(
        self, community: str, claim_id: int, first: int, count: int
    ) -> tuple[Sequence[Reached], int]:
        """Where a claim stands in public, newest first, from one on; and how many there are."""
        s = shared_answers.c
        columns = s.channel, s.message, s.claim_id, s.revision, s.gone, s.at, s.corrected_at
        here = s.community == community, s.claim_id == claim_id
        newest = select(*columns).where(*here).order_by(s.at.desc(), s.message.desc())
        some = newest.offset(first).limit(count)

        def look(connection: Connection) -> tuple[Sequence[Reached], int]:
            total = connection.execute(select(func.count()).where(*here)).scalar_one()
            rows = connection.execute(some)
            found = [Reached(row[0], row[1], Shown(*row[2:5]), row[5], row[6]) for row in rows]
            return found, total

        return await self._database.look(look)


async def _note(
    connection: AsyncConnection, answer: PublicAnswer, outcome: Update, at: datetime
) -> None:
    s = shared_answers.c
    here = _at(shared_answers, answer)
    before = {one.claim_id: one for one in answer.shown}
    corrected = {one.claim_id for one in outcome.changed}
    for one in outcome.shown:
        state: dict[str, Any] = {"revision": one.revision, "gone": one.gone}
        state |= {"corrected_at": at} if one.claim_id in corrected else {}
        if one.claim_id in before:
            if one != before[one.claim_id]:
                mine = update(shared_answers).where(*here, s.claim_id == one.claim_id)
                await connection.execute(mine.values(**state))
            continue
        given = (await connection.execute(select(func.min(s.at)).where(*here))).scalar_one()
        if given is not None:  # or it was forgotten meanwhile
            row = {**_key(answer), "claim_id": one.claim_id, "at": given, **state}
            await connection.execute(insert(shared_answers).values(**row))


def _stale(now: datetime, since: datetime, settled: datetime) -> Select[Any]:
    """The messages, not queued yet, with a claim that reads otherwise now or is seen no longer."""
    s, c, a, e = shared_answers.c, claims.c, additions.c, enabled_packs.c
    owned = c.owner == literal("community:").concat(s.community)
    seen = and_(c.status == Status.PUBLISHED.value, or_(owned, e.pack.is_not(None)))
    newer = c.revision + func.coalesce(a.revision, 0) > s.revision
    other = or_(and_(not_(seen), not_(s.gone)), and_(seen, s.gone), and_(seen, newer))
    q = corrections.c
    queued = select(q.message).where(
        q.community == s.community, q.channel == s.channel, q.message == s.message
    )
    lost = and_(not_(owned), e.pack.is_(None))
    hidden = func.max(case((lost, 1), else_=0)) == 1
    return (
        select(
            s.community,
            s.channel,
            s.message,
            literal(now, corrections.c.found_at.type),
            case(
                (hidden, literal(now + SETTLE, corrections.c.not_before.type)),
                else_=literal(now, corrections.c.not_before.type),
            ),
            literal(0),
        )
        .join(claims, c.id == s.claim_id)
        .outerjoin(additions, and_(a.community == s.community, a.claim_id == s.claim_id))
        .outerjoin(
            enabled_packs,
            and_(e.community == s.community, c.owner == literal("pack:").concat(e.pack)),
        )
        .where(
            s.at >= since,
            other,
            c.updated_at <= settled,
            or_(a.updated_at.is_(None), a.updated_at <= settled),
            ~queued.exists(),
        )
        .group_by(s.community, s.channel, s.message)
    )


def _free(now: datetime) -> ColumnElement[bool]:
    c = corrections.c
    return and_(c.not_before <= now, or_(c.claimed_at.is_(None), c.claimed_at <= now - _LEFT))


def _key(answer: PublicAnswer) -> dict[str, str]:
    return {
        "community": answer.community,
        "channel": answer.channel,
        "message": answer.message,
    }


def _at(table: Any, answer: Any) -> tuple[ColumnElement[bool], ...]:
    c = table.c
    return (
        c.community == answer.community,
        c.channel == answer.channel,
        c.message == answer.message,
    )


def _shown(connection: Connection, place: Any) -> tuple[Shown, ...]:
    s = shared_answers.c
    query = (
        select(s.claim_id, s.revision, s.gone)
        .where(*_at(shared_answers, place))
        .order_by(s.claim_id)
    )
    return tuple(Shown(*row) for row in connection.execute(query))
