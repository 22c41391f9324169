"""Saving one claim in an open transaction: new, changed, or with an addition to a pack's.

Nothing here begins or ends a transaction; see ``storage.aggregates`` for what a save consists of.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import Conflict, NotFound
from claims.models import Addition, Claim, Owner
from storage.aggregates import Stamp, Stored, emit, insert_claims, stored_claims, update_claims
from storage.bodies import body_of, each, owner_of, record_of
from storage.numbering import make_community, take_numbers
from storage.schema import addition_revisions, additions, claims, enabled_packs


async def add_claim(connection: AsyncConnection, owner: Owner, claim: Claim, stamp: Stamp) -> int:
    """Store a new claim of a community and return its id; raises ``Conflict``, ``NotFound``."""
    return (await add_claims(connection, owner, [claim], stamp))[claim.ref]


async def add_claims(
    connection: AsyncConnection, owner: Owner, given: Sequence[Claim], stamp: Stamp
) -> dict[str, int]:
    """Store new claims of a community, numbered in their order; returns ids by ref.

    Raises ``Conflict`` where a ref is taken, ``NotFound`` for a pack.
    """
    only_communities(owner)
    taken = await stored_claims(connection, owner, [claim.ref for claim in given])
    for ref, stored in taken.items():
        raise Conflict(f"Claim {ref}", 0, stored.revision)
    await make_community(connection, owner.key, stamp.at)
    first = await take_numbers(connection, owner.key, len(given))
    new = list(enumerate(await each(record_of, given), start=first))
    return await insert_claims(connection, owner, new, stamp)


async def save_claim(
    connection: AsyncConnection,
    owner: Owner,
    claim_id: int,
    claim: Claim,
    *,
    base: int,
    stamp: Stamp,
) -> int:
    """Store a new state of a community's claim and return its revision.

    The state that is there already writes nothing and returns its revision. Raises ``Conflict``
    on a stale base or a ref that is taken, ``NotFound`` for another's claim.
    """
    only_communities(owner)
    ref, stored = await _stored(connection, owner, claim_id)
    if Claim.model_validate_json(stored.body) == claim:
        return stored.revision
    if stored.revision != base:
        raise Conflict(f"Claim #{stored.number}", base, stored.revision)
    if claim.ref != ref:
        await _check_ref_is_free(connection, owner, claim.ref)
    await update_claims(connection, owner, [(stored, record_of(claim))], stamp)
    return stored.revision + 1


async def save_addition(
    connection: AsyncConnection,
    community: str,
    claim_id: int,
    addition: Addition,
    *,
    base: int,
    stamp: Stamp,
) -> int:
    """Store all that a community adds to a pack's claim and return the new revision.

    ``base`` and the number returned are those of the claim as the community sees it. Raises
    ``Conflict`` on a stale base, ``NotFound`` for a claim of no pack that it enabled.
    """
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
        "actor": stamp.actor,
        "reason": stamp.reason,
        "body": state["body"],
    }
    await connection.execute(insert(addition_revisions).values(**step))
    await emit(connection, [(str(owner_of(community)), claim_id)], stamp.at, seen=True)
    return written + added + 1


def only_communities(owner: Owner) -> None:
    """Raise ``NotFound`` for a pack, which changes with its file alone."""
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
