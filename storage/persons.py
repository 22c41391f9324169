"""Finds and forgets what is kept about one person, by every column that may name them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    delete,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.deeds import Decision
from claims.own_data import Found, Person, PersonShelf
from claims.people import FORMER
from claims.requesting import RequestStatus
from storage.aggregates import parts
from storage.curating_schema import askers, notices, proposals, requests
from storage.database import Database
from storage.following_schema import bulletin_steps, bulletins, followers, follows
from storage.names import OWNED
from storage.personal import ABOUT, TO_TELL, TRACES, By, Trace
from storage.queue import refreshed
from storage.schema import communities

_WITHDRAWN = "Its proposer had all that is kept about them deleted."
_MANY = 500
_WAITING = tuple(status.value for status in RequestStatus if status.waits)


class Persons(PersonShelf):
    """Looks through all communities, or one. Forgetting is done in short transactions.

    Whatever interrupts it, forgetting again does the rest.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def found(self, person: Person, community: str | None) -> Sequence[Found]:
        """Everything kept about them; headings without rows are left out."""

        def look(connection: Connection) -> Sequence[Found]:
            sought = _Sought(person, community)
            rows = {t.heading: sought.rows(connection, t, t.shown) for t in TRACES}
            asked = [row["id"] for row in rows["requests"]]
            rows[TO_TELL] = [row for row in rows[TO_TELL] if row["id"] not in asked]
            rows["notices"] = _notices(connection, rows["notices"], asked)
            _tell_requests(connection, [*rows["requests"], *rows[TO_TELL], *rows["notices"]])
            return [
                Found(trace.heading, _line(trace), rows[trace.heading])
                for trace in TRACES
                if rows[trace.heading]
            ]

        return await self._database.look(look)

    async def forget(
        self, person: Person, community: str | None, at: datetime, keep: Collection[str] = ()
    ) -> Mapping[str, int]:
        """Delete it, but for some headings; returns how many rows that were, by heading."""
        gone: dict[str, int] = {}
        aliases: dict[str, str] = defaultdict(lambda: f"{FORMER}{secrets.token_hex(16)}")
        for trace in _IN_ORDER:
            if trace.heading in keep:
                continue
            count = 0
            while some := await self._some(trace, person, community):
                await self._forgotten(trace, some, at, aliases)
                count += len(some)
            if count:
                gone[trace.heading] = count
        return gone

    async def _some(
        self, trace: Trace, person: Person, community: str | None
    ) -> Sequence[Mapping[str, Any]]:
        """Rows about somebody, by their key and community, as many as are changed at a time."""
        key = " ".join(column.name for column in trace.table.primary_key)
        sought = _Sought(person, community)
        return await self._database.look(lambda c: sought.rows(c, trace, key, _MANY))

    async def _forgotten(
        self,
        trace: Trace,
        rows: Sequence[Mapping[str, Any]],
        at: datetime,
        aliases: Mapping[str, str],
    ) -> None:
        """Delete rows; those that say who acted get another name instead."""
        async with self._database.write() as connection:
            if trace.by is not By.ACTOR:
                await _deleted(connection, trace, rows, at)
                return
            by_place: dict[str, list[Mapping[str, Any]]] = {}
            for row in rows:
                by_place.setdefault(row["community"], []).append(row)
            for place, those in by_place.items():
                await _renamed(connection, trace, those, aliases[place], at)


# Before a follower is deleted what they follow must be, and before requests the notices of them.
_LAST = ("follower",)
_FIRST = ("messages_under_way", "notices")
_IN_ORDER = sorted(TRACES, key=lambda trace: (trace.heading in _LAST, trace.heading not in _FIRST))


def _line(trace: Trace) -> str:
    return ABOUT[trace.table.name][trace.column.name]


@dataclass(frozen=True, slots=True)
class _Sought:
    """Whose rows are looked for, in one community or in all."""

    person: Person
    community: str | None

    def rows(
        self, connection: Connection, trace: Trace, wanted: str, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The rows about them by one column: the columns that are wanted, and the community."""
        place, here = trace.place, self.community
        named = [name for name in wanted.split() if name != "community"]
        columns: list[ColumnElement[Any]] = [trace.table.c[name] for name in named]
        conditions: list[ColumnElement[bool]] = []
        if place is not None:
            columns.append(place.label("community"))
            conditions += [place.in_([here, f"{OWNED}{here}"])] if here is not None else []
        elif here is not None:
            return []  # it is not of one community
        found: list[dict[str, Any]] = []
        for some in parts(list(self._names(connection, trace))):
            query = select(*columns).where(trace.column.in_(some), *conditions).limit(limit)
            found += [_plain(row) for row in connection.execute(query).mappings()]
            if limit is not None and found:
                break
        return found

    def _names(self, connection: Connection, trace: Trace) -> Iterable[str]:
        """Everything that may stand for them in a column."""
        user, names = self.person.user, self.person.names
        known = [self.community] if self.community else _communities(connection)
        match trace.by:
            case By.ID:
                return [str(user)]
            case By.HASH:
                return [names.of(each, user) for each in known]
            case By.ACTOR:
                return [str(user), *(names.acting(each, user) for each in known)]
            case By.CLAIM_HASH:
                c = trace.table.c
                pairs = select(c.community, c.claim_id).distinct()
                asked, there = connection.execute(pairs).all(), set(known)
                return [names.asking(at, claim, user) for at, claim in asked if at in there]


def _plain(row: RowMapping) -> dict[str, Any]:
    """A row whose community is named as people name it."""
    found = dict(row)
    if "community" in found:
        found["community"] = found["community"].removeprefix(OWNED)
    return found


def _communities(connection: Connection) -> Sequence[str]:
    return list(connection.execute(select(communities.c.id)).scalars())


def _notices(
    connection: Connection, by_id: list[dict[str, Any]], askers_found: Sequence[int]
) -> list[dict[str, Any]]:
    """The notices to somebody: also those that were sent, of which only the request is theirs."""
    shown = next(trace.shown for trace in TRACES if trace.heading == "notices").split()
    columns = [*(notices.c[name] for name in shown), notices.c.community]
    known = {row["id"] for row in by_id}
    found = list(by_id)
    for some in parts(askers_found):
        query = select(*columns).where(notices.c.asker_id.in_(some))
        rows = (dict(row) for row in connection.execute(query).mappings())
        found += [row for row in rows if row["id"] not in known]
    return found


def _tell_requests(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Say by which number people know a request, and where it stands."""
    c = requests.c
    told: dict[int, tuple[int, str]] = {}
    for some in parts(sorted({row["request_id"] for row in rows})):
        query = select(c.id, c.number, c.status).where(c.id.in_(some))
        told |= {key: (number, status) for key, number, status in connection.execute(query)}
    for row in rows:
        row["number"], row["status"] = told[row.pop("request_id")]


async def _deleted(
    connection: AsyncConnection, trace: Trace, rows: Sequence[Mapping[str, Any]], at: datetime
) -> None:
    key: tuple[Column[Any], ...] = tuple(trace.table.primary_key)
    those = tuple_(*key).in_([tuple(row[column.name] for column in key) for row in rows])
    touched: Sequence[Any] = ()
    if trace.table is askers:
        ids = [row["id"] for row in rows]
        await connection.execute(delete(notices).where(notices.c.asker_id.in_(ids)))
        query = select(askers.c.community, askers.c.request_id).where(askers.c.id.in_(ids))
        touched = (await connection.execute(query.distinct())).all()
    if trace.table is bulletins:
        ids = [row["id"] for row in rows]
        steps = delete(bulletin_steps).where(bulletin_steps.c.bulletin_id.in_(ids))
        await connection.execute(steps)
    if trace.table is followers:  # whoever began to follow anew meanwhile
        users = [row["user"] for row in rows]
        await connection.execute(delete(follows).where(follows.c.user.in_(users)))
    await connection.execute(delete(trace.table).where(those))
    if trace.table is follows:
        await connection.execute(delete(followers).where(~_FOLLOWS))
    for community, request_id in touched:
        await refreshed(connection, community, request_id, at)


_FOLLOWS = select(follows.c.id).where(follows.c.user == followers.c.user).exists()


async def _renamed(
    connection: AsyncConnection,
    trace: Trace,
    rows: Sequence[Mapping[str, Any]],
    name: str,
    at: datetime,
) -> None:
    """Put another name in the place of somebody's; what waits for them waits no longer."""
    table = trace.table
    key: tuple[Column[Any], ...] = tuple(table.primary_key)
    those = tuple_(*key).in_([tuple(row[column.name] for column in key) for row in rows])
    if trace.column is proposals.c.actor:
        waits = proposals.c.decision == Decision.WAITING.value
        withdrawn = {
            "decision": Decision.WITHDRAWN.value,
            "decided_by": name,
            "decided_at": at,
            "sentence": _WITHDRAWN,
        }
        await connection.execute(update(proposals).where(those, waits).values(withdrawn))
    if trace.column is requests.c.taken_by:
        c = requests.c
        waits = c.status.in_(_WAITING)
        free = {"taken_by": None, "status": RequestStatus.OPEN.value}
        back = update(requests).where(those, waits, c.claim_id.is_(None))
        await connection.execute(back.values(free))
        linked = update(requests).where(those, waits, c.claim_id.is_not(None))
        await connection.execute(linked.values(taken_by=None))
    named = update(table).where(those, trace.column.is_not(None))
    await connection.execute(named.values({trace.column: name}))
