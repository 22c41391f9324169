"""Puts together claims as one community sees them: number, additions, sources and documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, or_, select

from claims.models import Addition, Claim, Document, Owner, Source, Status
from claims.report import ClaimView
from storage.aggregates import parts
from storage.bodies import owner_of
from storage.numbering import Block, Numbers
from storage.prepared import Prepared
from storage.schema import (
    additions,
    claims,
    documents,
    enabled_packs,
    number_blocks,
    packs,
    sources,
)

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """What one community sees: the owners, itself first, with the titles and numbers of packs."""

    community: str
    owners: tuple[Owner, ...]
    titles: dict[str, str]
    numbers: Numbers

    @property
    def names(self) -> list[str]:
        """The owners as the tables name them."""
        return [str(owner) for owner in self.owners]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim's row, without what it is searched by."""

    claim_id: int
    owner: str
    number: int
    revision: int
    updated_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class _Added:
    revision: int
    at: datetime
    addition: Addition


@dataclass(slots=True)
class _References:
    """The sources and documents of some owners, by owner and key."""

    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)


# Made once: putting a statement together takes longer than SQLite needs to answer it.
_ENABLED = Prepared(
    select(
        packs.c.id,
        packs.c.title,
        number_blocks.c.pack_from,
        number_blocks.c.pack_to,
        number_blocks.c.first_number,
    )
    .join(enabled_packs, enabled_packs.c.pack == packs.c.id)
    .outerjoin(
        number_blocks,
        and_(
            number_blocks.c.pack == packs.c.id,
            number_blocks.c.community == enabled_packs.c.community,
        ),
    )
    .where(enabled_packs.c.community == bindparam("community"))
    .order_by(enabled_packs.c.enabled_at, packs.c.id)
)
_ADDED = Prepared(
    select(
        additions.c.claim_id, additions.c.revision, additions.c.updated_at, additions.c.body
    ).where(
        additions.c.community == bindparam("community"),
        additions.c.claim_id.in_(bindparam("ids", expanding=True)),
    )
)


def _by_key(table: Table) -> Prepared[str, str]:
    here = table.c.key.in_(bindparam("keys", expanding=True))
    return Prepared(
        select(table.c.key, table.c.body).where(table.c.owner == bindparam("owner"), here)
    )


_BODIES = {table: _by_key(table) for table in (sources, documents)}


def scope_of(connection: Connection, community: str) -> Scope:
    """What a community sees; one that is not known sees its own shelf, which is empty."""
    own = owner_of(community)
    titles: dict[str, str] = {}
    blocks: list[Block] = []
    for pack, title, low, high, first in _ENABLED.rows(connection, community=community):
        titles[pack] = title
        if first is not None:
            blocks.append(Block(pack, low, high, first))
    return Scope(
        community,
        (own, *(Owner.pack(pack) for pack in titles)),
        {str(Owner.pack(pack)): title for pack, title in titles.items()},
        Numbers(blocks),
    )


def visible(
    scope: Scope, *, include_unpublished: bool = False
) -> Select[int, str, int, int, datetime, str]:
    """The query for the rows that a community sees."""
    return _rows(claims.c.owner.in_(scope.names), include_unpublished=include_unpublished)


def rows_among(
    connection: Connection,
    scope: Scope,
    claim_ids: Sequence[int],
    *,
    include_unpublished: bool = False,
) -> list[Row]:
    """Those rows among some that a community sees."""
    query = _AMONG_ALL if include_unpublished else _AMONG_PUBLISHED
    return [Row(*row) for row in query.rows(connection, owners=scope.names, ids=claim_ids)]


def _rows(
    owned: ColumnElement[bool], *, include_unpublished: bool
) -> Select[int, str, int, int, datetime, str]:
    c = claims.c
    columns = (c.id, c.owner, c.number, c.revision, c.updated_at, c.body)
    query = select(*columns).where(owned)
    return query if include_unpublished else query.where(c.status == Status.PUBLISHED.value)


def _among(*, include_unpublished: bool) -> Prepared[int, str, int, int, datetime, str]:
    # As an expression, so that no planner walks all of an owner's claims to find these few.
    owned = claims.c.owner.concat("").in_(bindparam("owners", expanding=True))
    query = _rows(owned, include_unpublished=include_unpublished)
    return Prepared(query.where(claims.c.id.in_(bindparam("ids", expanding=True))))


_AMONG_ALL = _among(include_unpublished=True)
_AMONG_PUBLISHED = _among(include_unpublished=False)


def rows_of(connection: Connection, query: Select[int, str, int, int, datetime, str]) -> list[Row]:
    """The rows that a query made by ``visible`` finds."""
    return [Row(*row) for row in connection.execute(query)]


def numbered(scope: Scope, first: int, last: int) -> ColumnElement[bool]:
    """The condition for claims whose number in this community lies in a range, ends included."""
    own = and_(claims.c.owner == scope.names[0], claims.c.number.between(first, last))
    of_packs = (
        and_(claims.c.owner == str(Owner.pack(pack)), claims.c.number.between(low, high))
        for pack, low, high in scope.numbers.within(first, last)
    )
    return or_(own, *of_packs)


def assemble(connection: Connection, scope: Scope, rows: Sequence[Row]) -> list[ClaimView]:
    """The views of some rows, in their order."""
    if not rows:
        return []
    of_packs = [row.claim_id for row in rows if row.owner != scope.names[0]]  # no own claim has any
    added = _additions(connection, scope.community, of_packs)
    parsed = [Claim.model_validate_json(row.body) for row in rows]
    seen = [
        claim.with_addition(added[row.claim_id].addition) if row.claim_id in added else claim
        for row, claim in zip(rows, parsed, strict=True)
    ]
    references = _references(connection, scope, rows, seen)
    return [
        _view(scope, row, claim, added.get(row.claim_id), references)
        for row, claim in zip(rows, seen, strict=True)
    ]


def _view(
    scope: Scope, row: Row, claim: Claim, added: _Added | None, references: _References
) -> ClaimView:
    owner = Owner.parse(row.owner)
    is_own = owner.kind == "community"
    own = scope.names[0]
    documents_here = {
        told.document: references.documents[row.owner, told.document]
        for told in claim.appearances
        if (row.owner, told.document) in references.documents
    }
    keys = {*claim.source_keys, *(k for d in documents_here.values() for k in _sources_in(d))}
    return ClaimView(
        claim_id=row.claim_id,
        number=row.number if is_own else scope.numbers.shown(owner.key, row.number),
        owner=owner,
        owner_title="This community" if is_own else scope.titles[row.owner],
        claim=claim,
        revision=row.revision + (added.revision if added else 0),
        revised_at=max(row.updated_at, added.at) if added else row.updated_at,
        sources=_sources(references, (row.owner, own), keys),
        documents=documents_here,
    )


def _sources(
    references: _References, owners: Sequence[str], keys: Iterable[str]
) -> dict[str, Source]:
    """Sources by key, the first owner's before the second's, with the originals of reposts."""
    found: dict[str, Source] = {}
    wanted = sorted(keys)
    while wanted:
        key = wanted.pop()
        if key in found:
            continue
        for owner in owners:
            source = references.sources.get((owner, key))
            if source is not None:
                found[key] = source
                wanted += [source.repost_of] if source.repost_of else []
                break
    return found


def _references(
    connection: Connection, scope: Scope, rows: Sequence[Row], seen: Sequence[Claim]
) -> _References:
    found = _References()
    own = scope.names[0]
    keys = {
        (row.owner, told.document)
        for row, claim in zip(rows, seen, strict=True)
        for told in claim.appearances
    }
    for place, body in (bodies_at(connection, documents, keys)).items():
        found.documents[place] = Document.model_validate_json(body)
    wanted = {
        (owner, key)
        for row, claim in zip(rows, seen, strict=True)
        for key in claim.source_keys
        for owner in (row.owner, own)
    }
    wanted |= {(o, key) for (o, _), item in found.documents.items() for key in _sources_in(item)}
    for _ in range(_ROUNDS):
        bodies = bodies_at(connection, sources, wanted - found.sources.keys())
        read = {place: Source.model_validate_json(body) for place, body in bodies.items()}
        found.sources |= read
        wanted = {(owner, s.repost_of) for (owner, _), s in read.items() if s.repost_of}
        if wanted <= found.sources.keys():
            break
    return found


def _sources_in(document: Document) -> set[str]:
    named = (document.source, *(copy.source for copy in document.republications))
    return {key for key in named if key}


def bodies_at(
    connection: Connection, table: Table, places: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """What a table of keyed bodies holds at these owners and keys."""
    by_owner: dict[str, list[str]] = {}
    for owner, key in places:
        by_owner.setdefault(owner, []).append(key)
    found: dict[tuple[str, str], str] = {}
    for owner, keys in by_owner.items():
        for part in parts(keys):
            rows = _BODIES[table].rows(connection, owner=owner, keys=part)
            found |= {(owner, key): body for key, body in rows}
    return found


def _additions(
    connection: Connection, community: str, claim_ids: Sequence[int]
) -> dict[int, _Added]:
    found: dict[int, _Added] = {}
    for part in parts(claim_ids):
        rows = _ADDED.rows(connection, community=community, ids=part)
        for claim_id, revision, at, body in rows:
            found[claim_id] = _Added(revision, at, Addition.model_validate_json(body))
    return found
