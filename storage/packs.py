"""The installed packs: loading a version in one transaction, and who has switched a pack on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import NotFound, PackProblem
from claims.models import Claim, Owner, Status
from claims.ports import PackShelf, PackSummary
from storage.aggregates import (
    AddressForms,
    Stamp,
    Stored,
    drop_documents,
    emit,
    insert_claims,
    put_documents,
    put_sources,
    stored_claims,
    update_claims,
)
from storage.bodies import Record, body_of, owner_of, record_of
from storage.database import Database
from storage.numbering import make_community, pack_numbers, reserve_block
from storage.schema import (
    additions,
    claims,
    communities,
    documents,
    enabled_packs,
    number_blocks,
    packs,
)

if TYPE_CHECKING:  # most starts read no pack
    from claims.packs import Pack, PackHead

_ACTOR = "pack"


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a pack file would change in the store."""

    new: list[tuple[int, Record]]
    changed: list[tuple[Stored, Record]]
    gone: list[tuple[Stored, Record]]

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)


class Packs(PackShelf):
    """Installs packs and shows them to communities."""

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms

    async def load(self, pack: Pack, *, digest: str) -> PackSummary:
        """Install or update a pack in one transaction.

        Claims that changed get a revision, those that vanished are retired, what communities
        added stays. Raises ``PackProblem`` for an older version than the one installed, and for
        other content under the same version.
        """
        records = await asyncio.to_thread(lambda: [record_of(claim) for claim in pack.claims])
        async with self._database.write() as connection:
            head = pack.pack
            found = await _installed(connection, head.id)
            if found is not None and (found.version, found.digest) == (head.version, digest):
                return _summary(found, len(pack.claims))
            _check_not_older(pack, found.version if found else None)
            stamp = Stamp(datetime.now(UTC), _ACTOR, f"Pack {head.title} {head.version}")
            await _put_head(connection, head, digest, stamp.at, is_new=found is None)
            changes = await _compare(connection, Owner.pack(head.id), records)
            untouched = await self._put_references(connection, pack)
            if found is not None and found.version == head.version:
                if not (untouched and changes.nothing and found.head == body_of(head)):
                    raise _other_content(head)
                return _summary(found, len(pack.claims))
            await _apply(connection, Owner.pack(head.id), changes, stamp)
            for community in await _with_numbers_of(connection, head.id):
                await reserve_block(connection, community, head.id, str(Owner.pack(head.id)))
            return PackSummary(
                pack_id=head.id,
                title=head.title,
                version=head.version,
                claims=len(pack.claims),
                added=len(changes.new),
                changed=len(changes.changed),
                retired=len(changes.gone),
                loaded_at=stamp.at,
            )

    async def installed(self) -> Sequence[PackSummary]:
        """All packs that are installed, by title, each with the claims that it holds."""
        held = (
            select(claims.c.owner, func.count().label("count"))
            .where(claims.c.status != Status.RETIRED.value)
            .group_by(claims.c.owner)
            .subquery()
        )
        columns = packs.c.id, packs.c.title, packs.c.version, held.c.count, packs.c.loaded_at
        query = (
            select(*columns)
            .outerjoin(held, held.c.owner == "pack:" + packs.c.id)
            .order_by(packs.c.title, packs.c.id)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return [
            PackSummary(pack_id, title, version, count or 0, loaded_at=at)
            for pack_id, title, version, count, at in rows
        ]

    async def enabled(self, community: str) -> frozenset[str]:
        """The ids of the packs that a community has switched on."""
        query = select(enabled_packs.c.pack).where(enabled_packs.c.community == community)
        async with self._database.read() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def enable(self, community: str, pack_id: str) -> bool:
        """Show a pack's claims to a community; False where it was on; raises ``NotFound``."""
        async with self._database.write() as connection:
            return await switch_on(connection, community, pack_id)

    async def disable(self, community: str, pack_id: str) -> bool:
        """Hide them again; their numbers stay reserved; False where it was off."""
        async with self._database.write() as connection:
            return await switch_off(connection, community, pack_id)

    async def ensure_community(self, community: str, default_packs: Sequence[str]) -> None:
        """Make a community known, and switch on those default packs that are installed, once.

        Raises ``InputProblem`` where the id is none. Later calls change nothing, whatever was
        switched off meanwhile.
        """
        owner_of(community)
        c = communities.c
        welcomed = select(c.id).where(c.id == community, c.welcomed_at.is_not(None))
        async with self._database.read() as connection:
            if (await connection.execute(welcomed)).first() is not None:
                return
        async with self._database.write() as connection:
            if (await connection.execute(welcomed)).first() is not None:
                return
            now = datetime.now(UTC)
            await make_community(connection, community, now)
            for pack_id in dict.fromkeys(default_packs):
                if await _installed(connection, pack_id) is not None:
                    await _enable(connection, community, pack_id, now)
            known = update(communities).where(c.id == community)
            await connection.execute(known.values(welcomed_at=now))

    async def _put_references(self, connection: AsyncConnection, pack: Pack) -> bool:
        """Store sources and documents; True where all of them were there already.

        Sources that a version drops stay: older revisions and communities' additions name them.
        """
        owner = Owner.pack(pack.pack.id)
        query = select(documents.c.key).where(documents.c.owner == str(owner))
        there = set((await connection.execute(query)).scalars())
        gone = there - {document.key for document in pack.documents}
        await drop_documents(connection, owner, gone)
        changed = await put_sources(connection, owner, pack.sources)
        changed += await put_documents(connection, owner, pack.documents, self._forms)
        return not (changed or gone)


async def switch_on(connection: AsyncConnection, community: str, pack_id: str) -> bool:
    """Show a pack's claims to a community; False where it was on; raises ``NotFound``."""
    owner_of(community)
    if await _installed(connection, pack_id) is None:
        raise NotFound(f"There is no pack {pack_id} installed.")
    now = datetime.now(UTC)
    await make_community(connection, community, now)
    return await _enable(connection, community, pack_id, now)


async def switch_off(connection: AsyncConnection, community: str, pack_id: str) -> bool:
    """Hide a pack's claims from a community again; False where it was off."""
    here = enabled_packs.c.community == community, enabled_packs.c.pack == pack_id
    if (await connection.execute(select(enabled_packs.c.pack).where(*here))).first() is None:
        return False
    await connection.execute(delete(enabled_packs).where(*here))
    await _emit_own_additions(connection, community, pack_id, datetime.now(UTC))
    return True


@dataclass(frozen=True, slots=True)
class _Installed:
    pack_id: str
    title: str
    version: str
    digest: str
    head: str
    loaded_at: datetime


async def _installed(connection: AsyncConnection, pack_id: str) -> _Installed | None:
    c = packs.c
    query = select(c.id, c.title, c.version, c.digest, c.head, c.loaded_at).where(c.id == pack_id)
    found = (await connection.execute(query)).first()
    return _Installed(*found) if found is not None else None


async def _put_head(
    connection: AsyncConnection, head: PackHead, digest: str, at: datetime, *, is_new: bool
) -> None:
    row = {
        "title": head.title,
        "version": head.version,
        "digest": digest,
        "head": body_of(head),
        "loaded_at": at,
    }
    if is_new:
        await connection.execute(insert(packs).values(id=head.id, **row))
    else:
        await connection.execute(update(packs).where(packs.c.id == head.id).values(**row))


async def _compare(
    connection: AsyncConnection, owner: Owner, records: Sequence[Record]
) -> _Changes:
    stored = await stored_claims(connection, owner)
    numbers = pack_numbers(
        [record.ref for record in records], {ref: old.number for ref, old in stored.items()}
    )
    by_ref = {record.ref: record for record in records}
    gone = [(old, _retired(old.body)) for ref, old in stored.items() if ref not in by_ref]
    return _Changes(
        new=[(numbers[ref], record) for ref, record in by_ref.items() if ref not in stored],
        changed=[
            (stored[ref], record)
            for ref, record in by_ref.items()
            if ref in stored and stored[ref].body != record.body
        ],
        gone=[(old, record) for old, record in gone if old.body != record.body],
    )


def _retired(body: str) -> Record:
    claim = Claim.model_validate_json(body)
    return record_of(claim.model_copy(update={"status": Status.RETIRED}))


async def _apply(
    connection: AsyncConnection, owner: Owner, changes: _Changes, stamp: Stamp
) -> None:
    await insert_claims(connection, owner, changes.new, stamp)
    await update_claims(connection, owner, changes.changed, stamp)
    left_out = Stamp(stamp.at, stamp.actor, f"{stamp.reason}: no longer in the pack")
    await update_claims(connection, owner, changes.gone, left_out)


async def _enable(connection: AsyncConnection, community: str, pack_id: str, at: datetime) -> bool:
    here = enabled_packs.c.community == community, enabled_packs.c.pack == pack_id
    if (await connection.execute(select(enabled_packs.c.pack).where(*here))).first() is not None:
        return False
    row = {"community": community, "pack": pack_id, "enabled_at": at}
    await connection.execute(insert(enabled_packs).values(row))
    await reserve_block(connection, community, pack_id, str(Owner.pack(pack_id)))
    await _emit_own_additions(connection, community, pack_id, at)
    return True


async def _emit_own_additions(
    connection: AsyncConnection, community: str, pack_id: str, at: datetime
) -> None:
    """Tell the feed that what a community added to a pack came or went with the pack."""
    query = (
        select(additions.c.claim_id)
        .join(claims, claims.c.id == additions.c.claim_id)
        .where(additions.c.community == community, claims.c.owner == str(Owner.pack(pack_id)))
    )
    ids = (await connection.execute(query)).scalars().all()
    owner = str(owner_of(community))
    await emit(connection, [(owner, claim_id) for claim_id in ids], at, seen=True)


async def _with_numbers_of(connection: AsyncConnection, pack_id: str) -> Sequence[str]:
    """The communities that gave numbers to a pack, whether it is on or off there now."""
    c = number_blocks.c
    query = select(c.community).distinct().where(c.pack == pack_id).order_by(c.community)
    return (await connection.execute(query)).scalars().all()


def _summary(found: _Installed, count: int) -> PackSummary:
    return PackSummary(found.pack_id, found.title, found.version, count, loaded_at=found.loaded_at)


def _check_not_older(pack: Pack, installed: str | None) -> None:
    if installed is None:
        return
    there = tuple(int(part) for part in installed.split("."))
    if pack.version_key < there:
        raise PackProblem(
            pack.pack.id,
            [f"it is version {pack.pack.version}, and the newer {installed} is installed"],
        )


def _other_content(head: PackHead) -> PackProblem:
    return PackProblem(
        head.id,
        [
            f"version {head.version} is installed with other content; "
            "raise the version in the file to load the change"
        ],
    )
