"""What readers of a community are told of: material changes of the claims that it sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select

from claims.changes import ClaimChange, ClaimStory, told_of
from claims.errors import NotFound
from claims.history import Named
from claims.models import Claim, Owner, Source, Status
from claims.report import ClaimView, Revision
from claims.shelves import ChangeShelf
from storage.database import Database
from storage.history import full_history
from storage.schema import additions, claims, enabled_packs, sources
from storage.views import (
    Row,
    Scope,
    assemble,
    bodies_at,
    rows_among,
    rows_of,
    scope_of,
    visible,
)

_MOST = 1000
_STEPS = 8


class Changes(ChangeShelf):
    """Reads what changed out of the revisions. Each call sees one state of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def material_changes(
        self, community: str, after: datetime, until: datetime
    ) -> Sequence[ClaimChange]:
        """Material changes made after one moment and up to another, oldest first.

        Of more than 1,000 claims those changed last are looked at.
        """

        def look(connection: Connection) -> Sequence[ClaimChange]:
            scope = scope_of(connection, community)
            rows = _changed(connection, scope, after)
            since = _seen_since(connection, community)
            found: list[ClaimChange] = []
            for row, view in zip(rows, assemble(connection, scope, rows), strict=True):
                begin = max(after, since.get(row.owner, after))
                told = _told(connection, scope, row, view)
                found += [change for change in told if begin < change.at <= until]
            return sorted(found, key=lambda change: (change.at, change.view.number))

        return await self._database.look(look)

    async def story(self, community: str, claim_id: int) -> ClaimStory:
        """A claim that it sees, drafts included, with all its revisions; raises ``NotFound``."""

        def look(connection: Connection) -> ClaimStory:
            scope = scope_of(connection, community)
            rows = rows_among(connection, scope, [claim_id], include_unpublished=True)
            if not rows:
                raise NotFound("There is no such claim here.")
            [view] = assemble(connection, scope, rows)
            history = full_history(connection, community, rows[0])
            return ClaimStory(view, tuple(history), names_of(connection, scope, view, history))

        return await self._database.look(look)

    async def changes_since(
        self, community: str, seen: Mapping[int, int]
    ) -> Mapping[int, Sequence[ClaimChange]]:
        """What changed materially in claims after the revisions given, by claim id."""

        def look(connection: Connection) -> Mapping[int, Sequence[ClaimChange]]:
            scope = scope_of(connection, community)
            rows = rows_among(connection, scope, list(seen), include_unpublished=True)
            return {
                view.claim_id: [
                    change
                    for change in _told(connection, scope, row, view)
                    if change.revision > seen[view.claim_id]
                ]
                for row, view in zip(rows, assemble(connection, scope, rows), strict=True)
            }

        return await self._database.look(look)

    async def successor(self, community: str, claim_id: int) -> ClaimView | None:
        """The published claim that one was merged into, over as many steps as it takes."""

        def look(connection: Connection) -> ClaimView | None:
            scope = scope_of(connection, community)
            found = rows_among(connection, scope, [claim_id], include_unpublished=True)
            for _ in range(_STEPS):
                if not found:
                    return None
                claim = Claim.model_validate_json(found[0].body)
                if claim.merged_into is None:
                    shown = claim.status is Status.PUBLISHED
                    return assemble(connection, scope, found[:1])[0] if shown else None
                found = _named(connection, scope, claim.merged_into)
            return None

        return await self._database.look(look)


def _told(connection: Connection, scope: Scope, row: Row, view: ClaimView) -> Iterator[ClaimChange]:
    history = full_history(connection, scope.community, row)
    named = names_of(connection, scope, view, history)
    for revision, changes in told_of(history, named):
        yield ClaimChange(view, revision.number, revision.at, changes)


def _named(connection: Connection, scope: Scope, name: str) -> list[Row]:
    """The claim that a merged one names: of the community by its ref, of a pack with the pack's."""
    query = visible(scope, include_unpublished=True)
    own = rows_of(connection, query.where(claims.c.owner == scope.names[0], claims.c.ref == name))
    pack, _, ref = name.partition("/")
    if own or not ref or str(Owner.pack(pack)) not in scope.names:
        return own
    theirs = claims.c.owner == str(Owner.pack(pack)), claims.c.ref == ref
    return rows_of(connection, query.where(*theirs))


def names_of(
    connection: Connection, scope: Scope, view: ClaimView, history: Iterable[Revision]
) -> Named:
    """What the sources in a claim's history are called, also of those no longer listed."""
    keys = {key for item in history for key in item.claim.source_keys} - view.sources.keys()
    places = {(owner, key) for key in keys for owner in (str(view.owner), scope.names[0])}
    known = dict(view.sources)
    bodies = bodies_at(connection, sources, places)
    for (owner, key), body in bodies.items():
        if owner == str(view.owner) or key not in known:
            known[key] = Source.model_validate_json(body)
    return Named(known, view.documents)


def _changed(connection: Connection, scope: Scope, after: datetime) -> list[Row]:
    """The visible claims, whatever their state, that were written after a moment."""
    added = select(additions.c.claim_id).where(
        additions.c.community == scope.community, additions.c.updated_at > after
    )
    c = claims.c
    query = (
        visible(scope, include_unpublished=True)
        .where(or_(c.updated_at > after, c.id.in_(added)))
        .order_by(c.updated_at.desc(), c.id.desc())
        .limit(_MOST)
    )
    return rows_of(connection, query)


def _seen_since(connection: Connection, community: str) -> dict[str, datetime]:
    """Since when a community sees the claims of each pack that it enabled, by owner."""
    e = enabled_packs.c
    query = select(e.pack, e.enabled_at).where(e.community == community)
    return {str(Owner.pack(pack)): at for pack, at in connection.execute(query)}
