"""Writing for a community: every change is one transaction with its revision, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import Conflict, NotFound
from claims.models import Addition, Claim, Document, Owner, Source
from claims.ports import ClaimWriter
from storage.aggregates import (
    AddressForms,
    Stamp,
    Stored,
    emit,
    insert_claims,
    put_documents,
    put_sources,
    stored_claims,
    update_claims,
)
from storage.bodies import body_of, owner_of, record_of
from storage.database import Database
from storage.numbering import make_community, take_numbers
from storage.schema import addition_revisions, additions, claims, enabled_packs


class Writer(ClaimWriter):
    """Writes claims of communities. Those of packs come with their files; see ``storage.packs``."""

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms

    async def add(self, owner: Owner, claim: Claim, *, actor: str, reason: str) -> int:
        """Store a new claim of a community and return its id.

        Raises ``Conflict`` where its ref is taken, ``NotFound`` for a pack.
        """
        _only_communities(owner)
        stamp = Stamp(_now(), actor, reason)
        async with self._database.write() as connection:
            await _check_ref_is_free(connection, owner, claim.ref)
            await make_community(connection, owner.key, stamp.at)
            number = await take_numbers(connection, owner.key, 1)
            new = [(number, record_of(claim))]
            return (await insert_claims(connection, owner, new, stamp))[claim.ref]

    async def save(
        self, owner: Owner, claim_id: int, claim: Claim, *, base: int, actor: str, reason: str
    ) -> int:
        """Store a new state of a community's claim and return its revision.

        The state that is there already writes nothing and returns its revision. Raises
        ``Conflict`` on a stale base or a ref that is taken, ``NotFound`` for another's claim.
        """
        _only_communities(owner)
        async with self._database.write() as connection:
            ref, stored = await _stored(connection, owner, claim_id)
            if Claim.model_validate_json(stored.body) == claim:
                return stored.revision
            if stored.revision != base:
                raise Conflict(f"Claim #{stored.number}", base, stored.revision)
            if claim.ref != ref:
                await _check_ref_is_free(connection, owner, claim.ref)
            stamp = Stamp(_now(), actor, reason)
            await update_claims(connection, owner, [(stored, record_of(claim))], stamp)
            return stored.revision + 1

    async def save_addition(
        self,
        community: str,
        claim_id: int,
        addition: Addition,
        *,
        base: int,
        actor: str,
        reason: str = "Added to a claim of a pack",
    ) -> int:
        """Store all that a community adds to a pack's claim and return the new revision.

        ``base`` and the number returned are those of the claim as the community sees it. Raises
        ``Conflict`` on a stale base, ``NotFound`` for a claim of no pack that it enabled.
        """
        stamp = Stamp(_now(), actor, reason)
        async with self._database.write() as connection:
            ref, written = await _pack_claim(connection, community, claim_id)
            mine = additions.c.community == community, additions.c.claim_id == claim_id
            query = select(additions.c.revision, additions.c.body).where(*mine)
            found = (await connection.execute(query)).first()
            added, body = (found.revision, found.body) if found else (0, "{}")
            if Addition.model_validate_json(body) == addition:
                return written + added
            if written + added != base:
                raise Conflict(f"Claim {ref}", base, written + added)
            state = {"revision": added + 1, "updated_at": stamp.at, "body": body_of(addition)}
            whose = {"community": community, "claim_id": claim_id}
            if found is None:
                await connection.execute(insert(additions).values(**whose, **state))
            else:
                await connection.execute(update(additions).where(*mine).values(**state))
            step = {
                **whose,
                "number": added + 1,
                "claim_revision": written,
                "at": stamp.at,
                "actor": actor,
                "reason": reason,
                "body": state["body"],
            }
            await connection.execute(insert(addition_revisions).values(**step))
            entry = (str(owner_of(community)), claim_id)
            await emit(connection, [entry], stamp.at, seen=True)
            return written + added + 1

    async def addition(self, community: str, claim_id: int) -> Addition:
        """What a community added to a claim of a pack; an empty one where it added nothing."""
        c = additions.c
        query = select(c.body).where(c.community == community, c.claim_id == claim_id)
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return Addition.model_validate_json(body) if body else Addition()

    async def put_sources(self, owner: Owner, sources: Sequence[Source]) -> None:
        """Add or replace sources of a community by key; raises ``NotFound`` for a pack."""
        _only_communities(owner)
        async with self._database.write() as connection:
            await put_sources(connection, owner, sources)

    async def put_documents(self, owner: Owner, documents: Sequence[Document]) -> None:
        """Add or replace documents of a community by key; raises ``NotFound`` for a pack."""
        _only_communities(owner)
        async with self._database.write() as connection:
            await put_documents(connection, owner, documents, self._forms)


def _only_communities(owner: Owner) -> None:
    if owner.kind != "community":
        raise NotFound(f"The pack {owner.key} is changed by loading a newer version of its file.")


async def _stored(connection: AsyncConnection, owner: Owner, claim_id: int) -> tuple[str, Stored]:
    c = claims.c
    query = select(c.ref, c.id, c.number, c.revision, c.body).where(
        c.id == claim_id, c.owner == str(owner)
    )
    found = (await connection.execute(query)).first()
    if found is None:
        raise NotFound("There is no such claim here.")
    return found[0], Stored(*found[1:])


async def _pack_claim(
    connection: AsyncConnection, community: str, claim_id: int
) -> tuple[str, int]:
    """The ref and revision of a claim of a pack that this community enabled."""
    query = (
        select(claims.c.ref, claims.c.revision)
        .join(enabled_packs, claims.c.owner == "pack:" + enabled_packs.c.pack)
        .where(claims.c.id == claim_id, enabled_packs.c.community == community)
    )
    found = (await connection.execute(query)).first()
    if found is None:
        raise NotFound("There is no such claim of a pack here.")
    return str(found[0]), int(found[1])


async def _check_ref_is_free(connection: AsyncConnection, owner: Owner, ref: str) -> None:
    taken = (await stored_claims(connection, owner, [ref])).get(ref)
    if taken is not None:
        raise Conflict(f"Claim {ref}", 0, taken.revision)


def _now() -> datetime:
    return datetime.now(UTC)
