"""Writing for a community: every change is one transaction with its revision, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from claims.models import Addition, Claim, Document, Owner, Source
from claims.ports import ClaimWriter
from storage.aggregates import AddressForms, Stamp, put_documents, put_sources
from storage.database import Database
from storage.saving import add_claim, only_communities, save_addition, save_claim
from storage.schema import additions


class Writer(ClaimWriter):
    """Writes claims of communities. Those of packs come with their files; see ``storage.packs``."""

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms

    async def add(self, owner: Owner, claim: Claim, *, actor: str, reason: str) -> int:
        """Store a new claim of a community and return its id.

        Raises ``Conflict`` where its ref is taken, ``NotFound`` for a pack.
        """
        async with self._database.write() as connection:
            return await add_claim(connection, owner, claim, Stamp(_now(), actor, reason))

    async def save(
        self, owner: Owner, claim_id: int, claim: Claim, *, base: int, actor: str, reason: str
    ) -> int:
        """Store a new state of a community's claim and return its revision.

        The state that is there already writes nothing and returns its revision. Raises
        ``Conflict`` on a stale base or a ref that is taken, ``NotFound`` for another's claim.
        """
        async with self._database.write() as connection:
            stamp = Stamp(_now(), actor, reason)
            return await save_claim(connection, owner, claim_id, claim, base=base, stamp=stamp)

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
        async with self._database.write() as connection:
            stamp = Stamp(_now(), actor, reason)
            return await save_addition(
                connection, community, claim_id, addition, base=base, stamp=stamp
            )

    async def addition(self, community: str, claim_id: int) -> Addition:
        """What a community added to a claim of a pack; an empty one where it added nothing."""
        c = additions.c
        query = select(c.body).where(c.community == community, c.claim_id == claim_id)
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return Addition.model_validate_json(body) if body else Addition()

    async def put_sources(self, owner: Owner, sources: Sequence[Source]) -> None:
        """Add or replace sources of a community by key; raises ``NotFound`` for a pack."""
        only_communities(owner)
        async with self._database.write() as connection:
            await put_sources(connection, owner, sources)

    async def put_documents(self, owner: Owner, documents: Sequence[Document]) -> None:
        """Add or replace documents of a community by key; raises ``NotFound`` for a pack."""
        only_communities(owner)
        async with self._database.write() as connection:
            await put_documents(connection, owner, documents, self._forms)


def _now() -> datetime:
    return datetime.now(UTC)
