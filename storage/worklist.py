"""What a work list is made of: suggestions, overdue claims, unopened sources, dead links."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import NotFound
from claims.models import Checked, Claim, Owner, Source, Status
from claims.report import ClaimView
from claims.shelves import SuggestionShelf, WorkShelf
from claims.worklist import DeadLink, Suggestion, Unopened
from storage.bodies import owner_of
from storage.curating_schema import link_states, suggestion_decisions
from storage.database import Database
from storage.schema import additions, claims, communities, feedback, sources
from storage.views import assemble, rows_among, rows_of, scope_of, visible

_REMARKS = 10
_LOOKED_AT = 2000


class Suggested(SuggestionShelf):
    """Reads what members suggested and nobody decided."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def suggestions(self, community: str, limit: int) -> Sequence[Suggestion]:
        """Those that nobody decided, most members first; the same said twice is one."""
        f = feedback.c
        query = (
            select(func.min(f.id).label("first"), func.count(f.user.distinct()).label("members"))
            .where(f.community == community, f.id.not_in(_decided(community)))
            .group_by(f.claim_id, f.kind, f.wording)
            .order_by(func.count(f.user.distinct()).desc(), func.min(f.id))
            .limit(limit)
        )
        async with self._database.read() as connection:
            ids = [row.first for row in await connection.execute(query)]
            found = []
            for first in ids:
                with suppress(NotFound):  # of a claim whose pack was switched off
                    found.append(await _suggestion(connection, community, first))
            return found

    async def suggestion(self, community: str, suggestion_id: int) -> Suggestion:
        """One that nobody decided; raises ``NotFound``."""
        async with self._database.read() as connection:
            return await _suggestion(connection, community, suggestion_id)


class Work(WorkShelf):
    """Reads what waits in a community's claims and their sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def past_review(self, community: str, today: date, limit: int) -> Sequence[ClaimView]:
        """Published claims of the community's own whose review date has passed, oldest first."""
        due = await self._own(community, '"review_on"')
        found = await asyncio.to_thread(_overdue, due, today)
        return await self._views(community, found[:limit])

    async def with_open_questions(self, community: str, limit: int) -> Sequence[ClaimView]:
        """Published claims with an open question that the community changed, newest first."""
        own = await self._own(community, '"questions"')
        asked = await asyncio.to_thread(_open, own)
        a = additions.c
        query = select(a.claim_id).where(a.community == community).order_by(a.updated_at.desc())
        async with self._database.read() as connection:
            added = list((await connection.execute(query.limit(limit))).scalars())
        views = await self._views(community, [*asked[:limit], *added])
        kept = [view for view in views if view.claim.open_questions]
        return sorted(kept, key=lambda view: view.revised_at, reverse=True)[:limit]

    async def unopened(self, community: str, limit: int) -> Sequence[Unopened]:
        """Sources of the community's own claims that no curator has opened yet."""
        s = sources.c
        owner = str(owner_of(community))
        opened = s.body.contains('"checked":"opened"'), s.body.contains('"checked":"copy"')
        query = select(s.key, s.body).where(s.owner == owner, ~opened[0], ~opened[1])
        async with self._database.read() as connection:
            rows = (await connection.execute(query.limit(_LOOKED_AT))).all()
        unread = {key: Source.model_validate_json(body) for key, body in rows}
        unread = {k: s for k, s in unread.items() if s.checked is Checked.NOT_OPENED}
        if not unread:
            return ()
        own = await self._own(community, '"source"')
        return await asyncio.to_thread(_listing, own, unread, limit)

    async def dead_links(self, community: str, limit: int) -> Sequence[DeadLink]:
        """Sources of the community whose link was found dead, longest dead first."""
        n, s = link_states.c, sources.c
        query = (
            select(s.key, s.body, n.since, n.problem)
            .join(sources, s.key == n.source)
            .where(n.community == community, s.owner == str(owner_of(community)))
            .order_by(n.since, n.source)
            .limit(limit)
        )
        async with self._database.read() as connection:
            dead = (await connection.execute(query)).all()
        at = await self._listed_in(community, [row.key for row in dead]) if dead else {}
        return [
            DeadLink(
                Source.model_validate_json(row.body),
                row.since,
                row.problem,
                *at.get(row.key, (None, None)),
            )
            for row in dead
        ]

    async def own_links(self) -> list[tuple[str, str, str]]:
        """Every link of communities' own sources: community, key of the source, address.

        Of servers that the bot has left, there are none.
        """
        left = select("community:" + communities.c.id).where(communities.c.erase_at.is_not(None))
        query = select(sources.c.owner, sources.c.body).where(
            sources.c.owner.startswith("community:"), sources.c.owner.not_in(left)
        )

        def look(connection: Connection) -> list[tuple[str, str, str]]:
            found = []
            for owner, body in connection.execute(query):
                source = Source.model_validate_json(body)
                if source.url is not None:
                    found.append((Owner.parse(owner).key, source.key, source.url))
            return found

        return await self._database.look(look)

    async def note_link(
        self, community: str, source: str, problem: str | None, at: datetime
    ) -> None:
        """Note that a source's link was tried: what went wrong, or None where it opened."""
        n = link_states.c
        mine = n.community == community, n.source == source
        async with self._database.write() as connection:
            if problem is None:
                await connection.execute(delete(link_states).where(*mine))
                return
            state = {"tried_at": at, "problem": problem}
            known = await connection.execute(update(link_states).where(*mine).values(**state))
            if not known.rowcount:
                row = {"community": community, "source": source, "since": at, **state}
                await connection.execute(insert(link_states).values(row))

    async def _listed_in(
        self, community: str, keys: Sequence[str]
    ) -> dict[str, tuple[int | None, int | None]]:
        """The id and number of a claim that lists each source: a published one, else a draft."""
        c, a = claims.c, additions.c
        named = [f'"{key}"' for key in keys]
        own = (
            select(c.id, c.number, c.body)
            .where(
                c.owner == str(owner_of(community)),
                c.status != Status.RETIRED.value,
                or_(*(c.body.contains(key, autoescape=True) for key in named)),
            )
            .order_by(c.status.desc(), c.updated_at.desc(), c.id.desc())
            .limit(_LOOKED_AT)
        )
        added = select(a.claim_id).where(
            a.community == community,
            or_(*(a.body.contains(key, autoescape=True) for key in named)),
        )
        async with self._database.read() as connection:
            rows = list((await connection.execute(own)).all())
            packed = list((await connection.execute(added.limit(_LOOKED_AT))).scalars())
        found = await asyncio.to_thread(_read, rows)
        listing = [(row.id, row.number, claim) for row, claim in found]
        listing += [(v.claim_id, v.number, v.claim) for v in await self._views(community, packed)]
        at: dict[str, tuple[int | None, int | None]] = {}
        for claim_id, number, claim in listing:
            for key in claim.source_keys.intersection(keys):
                at.setdefault(key, (claim_id, number))
        return at

    async def _own(self, community: str, holding: str) -> list[Any]:
        """The community's own published claims whose record holds a field, newest first."""
        c = claims.c
        query = (
            select(c.id, c.number, c.body)
            .where(
                c.owner == str(owner_of(community)),
                c.status == Status.PUBLISHED.value,
                c.body.contains(holding),
            )
            .order_by(c.updated_at.desc(), c.id.desc())
            .limit(_LOOKED_AT)
        )
        async with self._database.read() as connection:
            return list((await connection.execute(query)).all())

    async def _views(self, community: str, claim_ids: Sequence[int]) -> list[ClaimView]:
        def look(connection: Connection) -> list[ClaimView]:
            scope = scope_of(connection, community)
            return assemble(connection, scope, rows_among(connection, scope, list(claim_ids)))

        views = {view.claim_id: view for view in await self._database.look(look)}
        return [views[claim_id] for claim_id in dict.fromkeys(claim_ids) if claim_id in views]


def _decided(community: str) -> Any:
    d = suggestion_decisions.c
    return select(d.feedback_id).where(d.community == community)


async def _suggestion(
    connection: AsyncConnection, community: str, suggestion_id: int
) -> Suggestion:
    f = feedback.c
    open_here = f.community == community, f.id.not_in(_decided(community))
    query = select(f.claim_id, f.kind, f.wording).where(f.id == suggestion_id, *open_here)
    found = (await connection.execute(query)).first()
    scope = await connection.run_sync(scope_of, community)
    if found is not None:
        seen = visible(scope, include_unpublished=True).where(claims.c.id == found.claim_id)
        found = found if await connection.run_sync(rows_of, seen) else None
    if found is None:
        raise NotFound("There is no such suggestion here, or somebody decided on it already.")
    alike = f.claim_id == found.claim_id, f.kind == found.kind, f.wording == found.wording
    rows = (
        await connection.execute(
            select(f.id, f.user, f.remark, f.created_at).where(*open_here, *alike).order_by(f.id)
        )
    ).all()
    return Suggestion(
        suggestion_id=rows[0].id,
        claim_id=found.claim_id,
        kind=found.kind,
        wording=found.wording,
        remarks=tuple(dict.fromkeys(row.remark for row in rows if row.remark))[:_REMARKS],
        members=len({row.user for row in rows}),
        since=rows[0].created_at,
    )


def _overdue(rows: Sequence[Any], today: date) -> list[int]:
    due = [(claim.review_on.last_day, row.id) for row, claim in _read(rows) if claim.review_on]
    return [claim_id for day, claim_id in sorted(due) if day < today]


def _open(rows: Sequence[Any]) -> list[int]:
    return [row.id for row, claim in _read(rows) if claim.open_questions]


def _listing(rows: Sequence[Any], unread: dict[str, Source], limit: int) -> list[Unopened]:
    found: list[Unopened] = []
    for row, claim in _read(rows):
        listed = sorted(claim.source_keys & unread.keys())
        found += [Unopened(row.id, row.number, unread[key]) for key in listed]
        if len(found) >= limit:
            break
    return found[:limit]


def _read(rows: Sequence[Any]) -> list[tuple[Any, Claim]]:
    return [(row, Claim.model_validate_json(row.body)) for row in rows]
