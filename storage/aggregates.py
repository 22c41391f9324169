"""Writing claims in an open transaction: the row, its revision, its appearances, its feed entry.

Nothing here begins or ends a transaction; whoever calls does, so that a save is whole or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.models import Document, Owner, Source
from storage.bodies import Record, body_of
from storage.schema import (
    additions,
    appearances,
    claims,
    document_addresses,
    documents,
    feed,
    revisions,
    sources,
)

AddressForms = Callable[[str], Iterable[str]]
"""Gives the forms in which an address is looked for, as pasted links are brought to."""

_MANY = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes something, when and why."""

    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A claim's row as it was found: what a change is based on."""

    claim_id: int
    number: int
    revision: int
    body: str


async def stored_claims(
    connection: AsyncConnection, owner: Owner, refs: Sequence[str] | None = None
) -> dict[str, Stored]:
    """An owner's claims by ref: those with the refs given, or all."""
    columns = claims.c.ref, claims.c.id, claims.c.number, claims.c.revision, claims.c.body
    query = select(*columns).where(claims.c.owner == str(owner))
    if refs is None:
        return {row[0]: Stored(*row[1:]) for row in await connection.execute(query)}
    found: dict[str, Stored] = {}
    for part in parts(refs):
        rows = await connection.execute(query.where(claims.c.ref.in_(part)))
        found |= {row[0]: Stored(*row[1:]) for row in rows}
    return found


async def insert_claims(
    connection: AsyncConnection, owner: Owner, new: Sequence[tuple[int, Record]], stamp: Stamp
) -> dict[str, int]:
    """Store claims that are new to their owner, each with its number; returns ids by ref."""
    if not new:
        return {}
    fixed = {"owner": str(owner), "revision": 1, "updated_at": stamp.at}
    rows = [{**record.columns, **fixed, "number": number} for number, record in new]
    await connection.execute(insert(claims), rows)
    ids = {
        ref: stored.claim_id
        for ref, stored in (
            await stored_claims(connection, owner, [record.ref for _, record in new])
        ).items()
    }
    entries = [(ids[record.ref], 1, record) for _, record in new]
    await _note_revisions(connection, owner, entries, stamp)
    await _note_appearances(connection, owner, entries)
    await emit(connection, [(str(owner), claim_id) for claim_id in ids.values()], stamp.at)
    return ids


async def update_claims(
    connection: AsyncConnection,
    owner: Owner,
    changed: Sequence[tuple[Stored, Record]],
    stamp: Stamp,
) -> None:
    """Store new states of an owner's claims, each as the revision after the one it was read at."""
    if not changed:
        return
    of_this = claims.c.id == bindparam("of_id"), claims.c.owner == bindparam("of_owner")
    rows = [
        {
            **record.columns,
            "of_id": stored.claim_id,
            "of_owner": str(owner),
            "revision": stored.revision + 1,
            "updated_at": stamp.at,
        }
        for stored, record in changed
    ]
    names = [name for name in rows[0] if not name.startswith("of_")]
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    await connection.execute(update(claims).where(*of_this).values(values), rows)
    entries = [(stored.claim_id, stored.revision + 1, record) for stored, record in changed]
    await _note_revisions(connection, owner, entries, stamp)
    ids = [claim_id for claim_id, _, _ in entries]
    for part in parts(ids):
        mine = appearances.c.owner == str(owner), appearances.c.claim_id.in_(part)
        await connection.execute(delete(appearances).where(*mine))
    await _note_appearances(connection, owner, entries)
    await emit(connection, [(str(owner), claim_id) for claim_id in ids], stamp.at, seen=True)
    await emit_additions(connection, ids, stamp.at)


async def emit_additions(
    connection: AsyncConnection, claim_ids: Sequence[int], at: datetime
) -> None:
    """Tell the feed that claims changed for the communities that added something to them."""
    for part in parts(claim_ids):
        query = select(additions.c.community, additions.c.claim_id).where(
            additions.c.claim_id.in_(part)
        )
        rows = (await connection.execute(query)).all()
        entries = [(str(Owner.community(community)), claim_id) for community, claim_id in rows]
        await emit(connection, entries, at, seen=True)


async def emit(
    connection: AsyncConnection,
    entries: Sequence[tuple[str, int]],
    at: datetime,
    *,
    seen: bool = False,
) -> None:
    """Put claims at the end of the feed, for their owners; ``seen`` where they may stand there."""
    if not entries:
        return
    if seen:
        old = feed.c.owner == bindparam("of_owner"), feed.c.claim_id == bindparam("of_claim")
        places = [{"of_owner": owner, "of_claim": claim_id} for owner, claim_id in entries]
        await connection.execute(delete(feed).where(*old), places)
    rows = [{"owner": owner, "claim_id": claim_id, "at": at} for owner, claim_id in entries]
    await connection.execute(insert(feed), rows)


async def put_sources(connection: AsyncConnection, owner: Owner, given: Sequence[Source]) -> int:
    """Add or replace sources by key; returns how many were new or other than before."""
    return len(await _put(connection, sources, owner, {item.key: body_of(item) for item in given}))


async def put_documents(
    connection: AsyncConnection, owner: Owner, given: Sequence[Document], forms: AddressForms
) -> int:
    """Add or replace documents by key, with the addresses at which they are found."""
    bodies = {item.key: body_of(item) for item in given}
    changed = await _put(connection, documents, owner, bodies)
    await note_addresses(connection, owner, given, forms)
    return len(changed)


async def note_addresses(
    connection: AsyncConnection, owner: Owner, given: Sequence[Document], forms: AddressForms
) -> None:
    """Write anew the addresses at which some documents are found."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for document in given:
        for listed in document.addresses:
            for address in (listed, *forms(listed)):
                row = {"address": address, "document": document.key, "listed": listed}
                rows.setdefault((address, document.key), {**row, "owner": str(owner)})
    for part in parts([document.key for document in given]):
        mine = document_addresses.c.owner == str(owner), document_addresses.c.document.in_(part)
        await connection.execute(delete(document_addresses).where(*mine))
    if rows:
        await connection.execute(insert(document_addresses), list(rows.values()))


async def drop_documents(connection: AsyncConnection, owner: Owner, keys: Iterable[str]) -> None:
    """Forget documents of an owner and the addresses at which they were found."""
    for part in parts(list(keys)):
        at = document_addresses.c
        gone = at.owner == str(owner), at.document.in_(part)
        await connection.execute(delete(document_addresses).where(*gone))
        rows = documents.c.owner == str(owner), documents.c.key.in_(part)
        await connection.execute(delete(documents).where(*rows))


def parts(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Stretches of a sequence that are short enough to be named in one query."""
    return (items[start : start + _MANY] for start in range(0, len(items), _MANY))


async def _put(
    connection: AsyncConnection, table: Table, owner: Owner, bodies: Mapping[str, str]
) -> list[str]:
    """Store bodies by key where they differ from what is there; returns the keys that did."""
    mine = table.c.owner == str(owner)
    there: dict[str, str] = {}
    for part in parts(list(bodies)):
        query = select(table.c.key, table.c.body).where(mine, table.c.key.in_(part))
        there |= {key: body for key, body in await connection.execute(query)}  # noqa: C416
    changed = [key for key, body in bodies.items() if there.get(key) != body]
    for part in parts(changed):
        await connection.execute(delete(table).where(mine, table.c.key.in_(part)))
        rows = [{"owner": str(owner), "key": key, "body": bodies[key]} for key in part]
        await connection.execute(insert(table), rows)
    return changed


_Entry = tuple[int, int, Record]


async def _note_revisions(
    connection: AsyncConnection, owner: Owner, entries: Sequence[_Entry], stamp: Stamp
) -> None:
    fixed = {"owner": str(owner), "at": stamp.at, "actor": stamp.actor, "reason": stamp.reason}
    rows = [
        {**fixed, "claim_id": claim_id, "number": number, "base": number - 1, "body": record.body}
        for claim_id, number, record in entries
    ]
    await connection.execute(insert(revisions), rows)


async def _note_appearances(
    connection: AsyncConnection, owner: Owner, entries: Sequence[_Entry]
) -> None:
    rows = [
        {"owner": str(owner), "document": key, "claim_id": claim_id}
        for claim_id, _, record in entries
        for key in record.documents
    ]
    if rows:
        await connection.execute(insert(appearances), rows)
