"""Keeps the digests: a row for a community and a local day is what makes it one and not two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.community import CommunitySettings
from claims.digest import DIGEST, Run, RunState, Trouble
from claims.digest_shelf import DigestBook
from claims.schedule import Plan
from storage.database import Database
from storage.digest_schema import digest_runs, digest_stops
from storage.numbering import make_community
from storage.schema import communities

LEASE = timedelta(minutes=2)
"""After so long, whoever took a digest without sending it is taken to have died."""
_AGAIN = (RunState.EMPTY.value, RunState.FAILED.value)
_ASKED_AGAIN = (*_AGAIN, RunState.GIVEN_UP.value)
_UNDER_WAY = (RunState.READY.value, RunState.CLAIMED.value)
_OVER = (RunState.POSTED.value, RunState.EMPTY.value)


class Digests(DigestBook):
    """The runs of all communities, each taken once. Plans are read anew only when they change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._plans: dict[str, tuple[int, Plan | None]] = {}

    async def plans(self) -> Mapping[str, Plan]:
        """The plans of all communities that have a digest which nothing stopped."""
        known = dict(self._plans)
        self._plans = await self._database.look(lambda connection: _plans(connection, known))
        return {key: plan for key, (_, plan) in self._plans.items() if plan is not None}

    def forget_plan(self, community: str) -> None:
        """Read a community's plan anew: its revisions begin again."""
        self._plans.pop(community, None)

    async def run(self, community: str, day: date) -> Run | None:
        """What became of one day's digest."""
        return await self._one(*_of(community, day))

    async def last(self, community: str) -> Run | None:
        """The digest that was told, or had nothing to tell, and looked at the latest moment."""
        r = digest_runs.c
        return await self._one(r.community == community, r.state.in_(_OVER), order=r.until.desc())

    async def first(self, community: str) -> Run | None:
        """The digest that looked at the earliest moment, whatever became of it."""
        r = digest_runs.c
        return await self._one(r.community == community, order=r.until.asc())

    async def last_posted(self, community: str) -> Run | None:
        """The newest digest that stands in a channel."""
        r = digest_runs.c
        posted = r.state == RunState.POSTED.value
        return await self._one(r.community == community, posted, order=r.due.desc())

    async def rewind(self, now: datetime) -> int:
        """Let no digest have looked beyond now, after a clock that had run ahead was set back.

        What happens from now on is then told by the next one. Returns how many there were.
        """
        r = digest_runs.c
        ahead = r.until > now
        any_ahead = select(r.day).where(ahead).limit(1)
        if await self._database.look(lambda c: c.execute(any_ahead).first()) is None:
            return 0
        changing = update(digest_runs).where(ahead).values(until=now, due=now)
        async with self._database.write() as connection:
            return int((await connection.execute(changing)).rowcount)

    async def claim(self, run: Run, now: datetime) -> bool:
        """Take a day's digest; False where that day has one, or somebody else was faster.

        One that Discord refused, or that had nothing to tell, may be taken again; one that somebody
        asks for may also take the place of one that was given up.
        """
        row = _row(run, now)
        again = _ASKED_AGAIN if run.state is RunState.READY else _AGAIN
        mine = _of(run.community, run.day)
        async with self._database.write() as connection:
            await make_community(connection, run.community, now)
            if await _changed(connection, row, *mine, digest_runs.c.state.in_(again)):
                return True
            if await _is_there(connection, run.community, run.day):
                return False
            try:
                await connection.execute(insert(digest_runs).values(row))
            except IntegrityError:  # on a database that lets two processes write at a time
                return False
        return True

    async def pending(self, now: datetime) -> Sequence[Run]:
        """Digests that are to be sent and that nobody is sending, oldest first."""
        query = select(digest_runs).where(_free(now)).order_by(digest_runs.c.due)
        return await self._database.look(lambda c: [_run(row) for row in c.execute(query)])

    async def take(self, run: Run, now: datetime) -> bool:
        """Take over a pending one to send it; False where somebody else was faster."""
        r = digest_runs.c
        state = {"state": RunState.CLAIMED.value, "taken": now, "attempts": r.attempts + 1}
        async with self._database.write() as connection:
            return await _changed(connection, state, *_of(run.community, run.day), _free(now))

    async def settle(self, run: Run, state: RunState, message: int | None = None) -> None:
        """Note what became of a digest that was taken."""
        under_way = digest_runs.c.state.in_(_UNDER_WAY)
        told = {"state": state.value, "message": str(message) if message else None}
        async with self._database.write() as connection:
            await _changed(connection, told, *_of(run.community, run.day), under_way)

    async def threadless(self, now: datetime) -> Sequence[Run]:
        """Digests of the last hour that are to have a thread and have none yet."""
        r = digest_runs.c
        query = select(digest_runs).where(
            r.state == RunState.POSTED.value,
            r.thread.is_(True),
            r.thread_made.is_(False),
            r.taken > now - timedelta(hours=1),
        )
        return await self._database.look(lambda c: [_run(row) for row in c.execute(query)])

    async def note_thread(self, run: Run) -> None:
        """Note that a digest has its thread, or can have none."""
        async with self._database.write() as connection:
            await _changed(connection, {"thread_made": True}, *_of(run.community, run.day))

    async def trouble(self, community: str) -> Trouble | None:
        """What stopped a community's digest, if anything did."""
        found = await self._stops(digest_stops.c.community == community)
        return found[0] if found else None

    async def stop(self, trouble: Trouble) -> None:
        """Stop a community's digest; nothing changes where it is stopped already."""
        s = digest_stops.c
        there = select(s.community).where(s.community == trouble.community)
        row = {"community": trouble.community, "problem": trouble.problem, "at": trouble.at}
        async with self._database.write() as connection:
            if (await connection.execute(there)).first() is None:
                await connection.execute(insert(digest_stops).values(row))

    async def untold(self) -> Sequence[Trouble]:
        """What admins are still to be told."""
        return await self._stops(digest_stops.c.told.is_(False))

    async def note_told(self, community: str) -> None:
        """Note that a community's admins were told, or cannot be."""
        mine = update(digest_stops).where(digest_stops.c.community == community)
        async with self._database.write() as connection:
            await connection.execute(mine.values(told=True))

    async def go_on(self, community: str) -> None:
        """Let a community's digest go on."""
        mine = delete(digest_stops).where(digest_stops.c.community == community)
        async with self._database.write() as connection:
            await connection.execute(mine)

    async def forget_bodies(self, before: datetime) -> int:
        """Forget what digests said that were due before a moment; returns how many there were."""
        r = digest_runs.c
        old = update(digest_runs).where(r.due < before, r.body.is_not(None)).values(body=None)
        async with self._database.write() as connection:
            return int((await connection.execute(old)).rowcount)

    async def _one(self, *those: ColumnElement[bool], order: Any = None) -> Run | None:
        query = select(digest_runs).where(*those).order_by(order).limit(1)

        def look(connection: Connection) -> Run | None:
            row = connection.execute(query).first()
            return _run(row) if row is not None else None

        return await self._database.look(look)

    async def _stops(self, those: ColumnElement[bool]) -> list[Trouble]:
        s = digest_stops.c
        query = select(s.community, s.problem, s.at, s.told).where(those).order_by(s.at)
        return await self._database.look(lambda c: [Trouble(*row) for row in c.execute(query)])


def _plans(
    connection: Connection, known: Mapping[str, tuple[int, Plan | None]]
) -> dict[str, tuple[int, Plan | None]]:
    """Plans by community with the revision of the settings that they were read from."""
    c = communities.c
    stopped = select(digest_stops.c.community)
    query = select(c.id, c.settings_revision).where(
        c.settings.contains('"digest"'), c.id.not_in(stopped)
    )
    found: dict[str, int] = {row.id: row.settings_revision for row in connection.execute(query)}
    kept = {key: known[key] for key, at in found.items() if key in known and known[key][0] == at}
    for key in found.keys() - kept.keys():
        body = connection.execute(select(c.settings).where(c.id == key)).scalar_one()
        kept[key] = (found[key], CommunitySettings.model_validate_json(body).digest)
    return kept


async def _changed(
    connection: AsyncConnection, values: Mapping[str, Any], *those: ColumnElement[bool]
) -> bool:
    changing = update(digest_runs).where(*those).values(**values)
    return bool((await connection.execute(changing)).rowcount)


async def _is_there(connection: AsyncConnection, community: str, day: date) -> bool:
    query = select(digest_runs.c.day).where(*_of(community, day))
    return (await connection.execute(query)).first() is not None


def _of(community: str, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return digest_runs.c.community == community, digest_runs.c.day == day.isoformat()


def _free(now: datetime) -> ColumnElement[bool]:
    """Asked for and not begun, or begun so long ago, or in a future that a clock came back from."""
    r = digest_runs.c
    left = or_(r.taken <= now - LEASE, r.taken > now + LEASE)
    return or_(r.state == RunState.READY.value, and_(r.state == RunState.CLAIMED.value, left))


def _row(run: Run, now: datetime) -> dict[str, Any]:
    return {
        "community": run.community,
        "day": run.day.isoformat(),
        "state": run.state.value,
        "due": run.due,
        "until": run.until,
        "begun": run.begun,
        "taken": now,
        "attempts": run.attempts,
        "channel": str(run.channel),
        "role": str(run.role) if run.role else None,
        "thread": run.thread,
        "thread_made": False,
        "message": None,
        "body": DIGEST.dump_json(run.digest).decode() if run.digest is not None else None,
    }


def _run(row: Any) -> Run:
    return Run(
        community=row.community,
        day=date.fromisoformat(row.day),
        state=RunState(row.state),
        due=row.due,
        until=row.until,
        begun=row.begun,
        attempts=row.attempts,
        channel=int(row.channel),
        role=int(row.role) if row.role else None,
        thread=row.thread,
        message=int(row.message) if row.message else None,
        thread_made=row.thread_made,
        digest=DIGEST.validate_json(row.body) if row.body is not None else None,
    )
