"""Reading, always as one community: what it does not own and has not enabled is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from claims.errors import InputProblem, NotFound
from claims.models import Document, Owner, Status
from claims.ports import ClaimReader, Readership
from claims.report import ClaimView, Revision
from storage.aggregates import parts
from storage.database import Database
from storage.history import full_history
from storage.readership import names_in, readership_of
from storage.schema import (
    appearances,
    claims,
    communities,
    document_addresses,
    documents,
    packs,
    sources,
)
from storage.suggesting import suggested
from storage.views import Row, Scope, assemble, numbered, rows_among, rows_of, scope_of, visible

_MOST_VIEWS = 1000
_MOST_ADDRESSES = 200
_MOST_DOCUMENTS = 5000

Annotated = tuple[Document, tuple[ClaimView, ...]]
"""A document and the visible claims that it makes, by number."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a community has and sees; ``from_packs`` counts the published claims of packs."""

    published: int
    drafts: int
    retired: int
    from_packs: int
    sources: int
    documents: int


class Reader(ClaimReader):
    """Reads claims for one community at a time. Each call sees one state of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def readership(self, community: str) -> Readership:
        """How this community reads now, as one state of the store has it."""
        return await self._database.look(lambda c: readership_of(c, community))

    async def scope(self, community: str) -> tuple[Owner, ...]:
        """The owners whose claims this community sees, itself first."""
        return await self._database.look(lambda connection: scope_of(connection, community).owners)

    async def views(
        self, community: str, claim_ids: Sequence[int], *, include_unpublished: bool = False
    ) -> Mapping[int, ClaimView]:
        """The visible ones among at most 1,000 claims, in the order given.

        Raises ``InputProblem`` for more.
        """
        if len(claim_ids) > _MOST_VIEWS:
            raise InputProblem(f"At most {_MOST_VIEWS:,} claims can be read at once.")
        if not claim_ids:
            return {}

        def look(connection: Connection) -> Mapping[int, ClaimView]:
            scope = scope_of(connection, community)
            rows: dict[int, Row] = {}
            for part in parts(list(dict.fromkeys(claim_ids))):
                found = rows_among(connection, scope, part, include_unpublished=include_unpublished)
                rows |= {row.claim_id: row for row in found}
            wanted = [rows[claim_id] for claim_id in dict.fromkeys(claim_ids) if claim_id in rows]
            return {view.claim_id: view for view in assemble(connection, scope, wanted)}

        return await self._database.look(look)

    async def by_number(
        self, community: str, number: int, *, include_unpublished: bool = False
    ) -> ClaimView:
        """The claim with this number; raises ``NotFound``."""

        def look(connection: Connection) -> ClaimView:
            scope = scope_of(connection, community)
            query = visible(scope, include_unpublished=include_unpublished)
            found = rows_of(connection, query.where(numbered(scope, number, number)))
            if not found:
                raise NotFound(f"There is no claim #{number} here.")
            return assemble(connection, scope, found[:1])[0]

        return await self._database.look(look)

    async def by_ref(
        self, community: str, ref: str, *, include_unpublished: bool = False
    ) -> ClaimView:
        """The claim with this ref, its own before one of a pack; raises ``NotFound``."""

        def look(connection: Connection) -> ClaimView:
            scope = scope_of(connection, community)
            query = visible(scope, include_unpublished=include_unpublished)
            found = rows_of(connection, query.where(claims.c.ref == ref))
            if not found:
                raise NotFound(f"There is no claim {ref} here.")
            first = min(found, key=lambda row: scope.names.index(row.owner))
            return assemble(connection, scope, [first])[0]

        return await self._database.look(look)

    async def same_names(self, owners: Sequence[Owner]) -> tuple[tuple[str, ...], ...]:
        """Names that mean the same to whoever sees these owners' claims, communities' first."""
        mine = [owner.key for owner in owners if owner.kind == "community"]
        theirs = [owner.key for owner in owners if owner.kind == "pack"]
        chosen = select(communities.c.settings).where(communities.c.id.in_(mine))
        of_packs = select(packs.c.head).where(packs.c.id.in_(theirs)).order_by(packs.c.id)

        def look(connection: Connection) -> list[str]:
            found = list(connection.execute(chosen).scalars())
            return [*found, *(connection.execute(of_packs).scalars() if theirs else ())]

        return names_in(await self._database.look(look))

    async def suggest(self, community: str, words: str, limit: int) -> Sequence[ClaimView]:
        """Published claims for autocomplete, by number, words or speaker; newest where empty."""

        def look(connection: Connection) -> Sequence[ClaimView]:
            scope = scope_of(connection, community)
            return assemble(connection, scope, suggested(connection, scope, words, limit))

        return await self._database.look(look)

    async def document_at(
        self, community: str, addresses: Sequence[str]
    ) -> tuple[Document, str, tuple[ClaimView, ...]] | None:
        """The first visible document at one of these addresses, and its published claims.

        The address given back is the one that the document lists.
        """
        asked = list(dict.fromkeys(addresses))[:_MOST_ADDRESSES]

        def look(connection: Connection) -> tuple[Document, str, tuple[ClaimView, ...]] | None:
            scope = scope_of(connection, community)
            at = document_addresses.c
            query = select(at.address, at.owner, at.document, at.listed).where(
                at.owner.in_(scope.names), at.address.in_(asked)
            )
            found = connection.execute(query).all()
            if not found:
                return None
            _, owner, key, listed = min(
                found, key=lambda row: (asked.index(row[0]), scope.names.index(row[1]), row[2])
            )
            annotated = _annotated(connection, scope, owner, key)
            return (annotated[0], listed, annotated[1]) if annotated else None

        return await self._database.look(look)

    async def document_by_key(self, community: str, key: str) -> Annotated:
        """A visible document and its published claims, by number; raises ``NotFound``."""

        def look(connection: Connection) -> Annotated:
            scope = scope_of(connection, community)
            for owner in scope.names:
                annotated = _annotated(connection, scope, owner, key)
                if annotated is not None:
                    return annotated
            raise NotFound(f"There is no document {key} here.")

        return await self._database.look(look)

    async def documents_seen(self, community: str) -> Sequence[Document]:
        """The visible documents, at most 5,000."""

        def look(connection: Connection) -> Sequence[Document]:
            scope = scope_of(connection, community)
            query = (
                select(documents.c.body)
                .where(documents.c.owner.in_(scope.names))
                .order_by(documents.c.key)
                .limit(_MOST_DOCUMENTS)
            )
            bodies = connection.execute(query).scalars()
            return [Document.model_validate_json(body) for body in bodies]

        return await self._database.look(look)

    async def revisions(self, community: str, claim_id: int) -> Sequence[Revision]:
        """All revisions of a visible claim, drafts included, newest first; raises ``NotFound``."""

        def look(connection: Connection) -> Sequence[Revision]:
            scope = scope_of(connection, community)
            query = visible(scope, include_unpublished=True).where(claims.c.id == claim_id)
            found = rows_of(connection, query)
            if not found:
                raise NotFound("There is no such claim here.")
            return full_history(connection, community, found[0])[::-1]

        return await self._database.look(look)

    async def counts(self, community: str) -> Counts:
        """How many claims, sources and documents a community has and sees."""
        return await self._database.look(lambda connection: _counts(connection, community))


def _counts(connection: Connection, community: str) -> Counts:
    scope = scope_of(connection, community)
    own, *enabled = scope.names
    status = claims.c.status
    by_status = [func.sum(case((status == one.value, 1), else_=0)) for one in Status]
    mine = select(*by_status).where(claims.c.owner == own)
    drafts, published, retired = tuple(connection.execute(mine).one())
    of_packs = select(func.count()).where(
        claims.c.owner.in_(enabled), status == Status.PUBLISHED.value
    )
    kept = [
        select(func.count()).where(table.c.owner.in_(scope.names)) for table in (sources, documents)
    ]
    figures = [connection.execute(query).scalar_one() for query in (of_packs, *kept)]
    return Counts(published or 0, drafts or 0, retired or 0, *figures)


def _annotated(connection: Connection, scope: Scope, owner: str, key: str) -> Annotated | None:
    here = documents.c.owner == owner, documents.c.key == key
    body = (connection.execute(select(documents.c.body).where(*here))).scalar_one_or_none()
    if body is None:
        return None
    told = select(appearances.c.claim_id).where(
        appearances.c.owner == owner, appearances.c.document == key
    )
    query = visible(scope).where(claims.c.owner == owner, claims.c.id.in_(told))
    rows = rows_of(connection, query.order_by(claims.c.number).limit(_MOST_VIEWS))
    views = assemble(connection, scope, rows)
    return Document.model_validate_json(body), tuple(views)
