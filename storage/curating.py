"""What curators alone read: drafts and retired claims, sources to name, settings, origins."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Table, select

from claims.community import CommunitySettings, KeptSettings
from claims.errors import NotFound
from claims.models import Claim, Document, Kept, Owner, Source, Status
from claims.report import ClaimView
from claims.shelves import CuratorShelf, OriginShelf, SettingsShelf
from storage.aggregates import parts
from storage.bodies import owner_of
from storage.curating_schema import origins
from storage.database import Database
from storage.schema import claims, communities, documents, sources
from storage.suggesting import suggested
from storage.views import assemble, rows_of, scope_of, visible

_MOST = 200
_K = TypeVar("_K", bound=Kept)


class Curating(CuratorShelf, SettingsShelf, OriginShelf):
    """Reads for curators, one community at a time. Each call sees one state of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, community: str) -> KeptSettings:
        """The settings of a community; defaults where it chose nothing."""
        c = communities.c
        query = select(c.settings, c.settings_revision).where(c.id == community)
        found = await self._database.look(lambda connection: connection.execute(query).first())
        if found is None:
            return KeptSettings(CommunitySettings(), 0)
        return KeptSettings(CommunitySettings.model_validate_json(found[0]), int(found[1]))

    async def chosen(self) -> Mapping[str, CommunitySettings]:
        """What all communities that chose anything chose, by their ids."""
        c = communities.c
        query = select(c.id, c.settings).where(c.settings_revision > 0)
        rows = await self._database.look(lambda connection: connection.execute(query).all())
        return {row.id: CommunitySettings.model_validate_json(row.settings) for row in rows}

    async def plain_claim(self, community: str, claim_id: int) -> Claim:
        """A visible claim as its owner wrote it, without additions; raises ``NotFound``."""
        async with self._database.read() as connection:
            scope = await connection.run_sync(scope_of, community)
            query = visible(scope, include_unpublished=True).where(claims.c.id == claim_id)
            found = await connection.run_sync(rows_of, query)
        if not found:
            raise NotFound("There is no such claim here.")
        return Claim.model_validate_json(found[0].body)

    async def find(
        self, community: str, words: str, limit: int, statuses: Sequence[Status]
    ) -> Sequence[ClaimView]:
        """Visible claims in these states for autocomplete, by number, words or speaker."""

        def look(connection: Connection) -> Sequence[ClaimView]:
            scope = scope_of(connection, community)
            rows = suggested(connection, scope, words, limit, statuses=statuses)
            return assemble(connection, scope, rows)

        return await self._database.look(look)

    async def own_claims(
        self, community: str, statuses: Sequence[Status], limit: int
    ) -> Sequence[ClaimView]:
        """The community's own claims in these states, most recently changed first."""
        async with self._database.read() as connection:
            scope = await connection.run_sync(scope_of, community)
            c = claims.c
            states = [status.value for status in statuses]
            query = (
                visible(scope, include_unpublished=True)
                .where(c.owner == scope.names[0], c.status.in_(states))
                .order_by(c.updated_at.desc(), c.id.desc())
                .limit(limit)
            )
            rows = await connection.run_sync(rows_of, query)
            return await connection.run_sync(assemble, scope, rows)

    async def sources_by_key(
        self, community: str, owner: Owner, keys: Sequence[str]
    ) -> Sequence[Source]:
        """Those of an owner that the community sees, by key; unknown ones are left out."""
        found: list[Source] = []
        async with self._database.read() as connection:
            scope = await connection.run_sync(scope_of, community)
            if owner not in scope.owners:
                return ()
            for part in parts(list(keys)):
                s = sources.c
                query = select(s.body).where(s.owner == str(owner), s.key.in_(part))
                bodies = (await connection.execute(query)).scalars()
                found += [Source.model_validate_json(body) for body in bodies]
        return found

    async def sources_at(self, community: str, fragment: str) -> Sequence[Source]:
        """The community's own sources whose record holds this text, such as a host, at most 200."""
        return await self._holding(sources, Source, community, fragment)

    async def documents_at(self, community: str, fragment: str) -> Sequence[Document]:
        """The community's own documents whose record holds this text, at most 200."""
        return await self._holding(documents, Document, community, fragment)

    async def own_by_ref(self, community: str) -> Mapping[str, ClaimView]:
        """All of the community's own claims by ref, in every state, without their references."""
        c = claims.c
        query = (
            select(c.id, c.number, c.revision, c.updated_at, c.body)
            .where(c.owner == str(owner_of(community)))
            .order_by(c.number)
        )
        async with self._database.read() as connection:
            rows = [tuple(row) for row in await connection.execute(query)]
        return await asyncio.to_thread(_by_ref, owner_of(community), rows)

    async def origins(self, community: str) -> Mapping[int, tuple[str, str]]:
        """The pack and version that claims were imported from, by claim id."""
        o = origins.c
        query = select(o.claim_id, o.pack, o.version).where(o.community == community)
        async with self._database.read() as connection:
            return {row[0]: (row[1], row[2]) for row in await connection.execute(query)}

    async def own_references(
        self, community: str
    ) -> tuple[Mapping[str, Source], Mapping[str, Document]]:
        """All of the community's own sources and documents by key."""
        owner = str(owner_of(community))
        async with self._database.read() as connection:
            found = []
            for table in (sources, documents):
                query = select(table.c.body).where(table.c.owner == owner)
                found.append(list((await connection.execute(query)).scalars()))
        return await asyncio.to_thread(
            lambda: (
                {s.key: s for s in map(Source.model_validate_json, found[0])},
                {d.key: d for d in map(Document.model_validate_json, found[1])},
            )
        )

    async def _holding(
        self, table: Table, model: type[_K], community: str, fragment: str
    ) -> list[_K]:
        written = json.dumps(fragment, ensure_ascii=False)[1:-1]  # as it stands in the record
        owned = table.c.owner == str(owner_of(community))
        query = (
            select(table.c.body)
            .where(owned, table.c.body.contains(written, autoescape=True))
            .order_by(table.c.key)
            .limit(_MOST)
        )
        async with self._database.read() as connection:
            bodies = (await connection.execute(query)).scalars()
            return [model.model_validate_json(body) for body in bodies]


def _by_ref(
    owner: Owner, rows: Sequence[tuple[int, int, int, datetime, str]]
) -> dict[str, ClaimView]:
    found = {}
    for claim_id, number, revision, at, body in rows:
        claim = Claim.model_validate_json(body)
        found[claim.ref] = ClaimView(claim_id, number, owner, "This community", claim, revision, at)
    return found
