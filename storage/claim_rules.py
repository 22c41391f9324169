"""What holds of claims: their revisions, their places in the feed, their numbers, their packs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, not_, or_, select

from storage.curating_schema import origins, reference_revisions
from storage.rules import Rule
from storage.schema import (
    addition_revisions,
    additions,
    claims,
    communities,
    document_addresses,
    documents,
    enabled_packs,
    feed,
    number_blocks,
    packs,
    revisions,
    sources,
)

_C, _R, _F = claims.c, revisions.c, feed.c
_A, _S = additions.c, addition_revisions.c
_B, _N = number_blocks.c, communities.c
_D, _G = document_addresses.c, reference_revisions.c


def named(community: Any) -> ColumnElement[str]:
    """The owner that a column of communities stands for."""
    return literal("community:").concat(community)


def _pack(pack: Any) -> ColumnElement[str]:
    return literal("pack:").concat(pack)


_LAST = _B.first_number + _B.pack_to - _B.pack_from
_OTHER = number_blocks.alias("other")


def _gaps(key: tuple[ColumnElement[Any], ...], number: ColumnElement[int]) -> Select[Any]:
    numbered = or_(func.min(number) != 1, func.count() != func.max(number))
    return select(*key).group_by(*key).having(numbered)


def _of_nobody(table: Table, *key: ColumnElement[Any]) -> Select[Any]:
    """The rows whose owner is neither a community nor a pack that is known."""
    owner = table.c.owner
    community = select(_N.id).where(named(_N.id) == owner).exists()
    pack = select(packs.c.id).where(_pack(packs.c.id) == owner).exists()
    return select(*key).where(~community, ~pack)


_NEWEST = and_(_R.claim_id == _C.id, _R.number == _C.revision)
_LATEST = and_(_S.community == _A.community, _S.claim_id == _A.claim_id, _S.number == _A.revision)
_AT_HOME = and_(_F.claim_id == _C.id, _F.owner == _C.owner)
_ADDED_TO = and_(_A.claim_id == _F.claim_id, named(_A.community) == _F.owner)
_HIGHEST = (
    select(_C.owner, func.max(_C.number).label("number")).group_by(_C.owner).subquery("highest")
)
_NUMBERED = (
    select(func.coalesce(func.max(_B.pack_to), 0))
    .where(_B.community == enabled_packs.c.community, _B.pack == enabled_packs.c.pack)
    .scalar_subquery()
)

CLAIM_RULES = (
    Rule("claims whose revisions have gaps", _gaps((_R.claim_id,), _R.number)),
    Rule(
        "revisions that do not follow the one before",
        select(_R.claim_id, _R.number).where(_R.base != _R.number - 1),
    ),
    Rule(
        "claims that do not stand as their newest revision says",
        select(_C.id)
        .outerjoin(revisions, _NEWEST)
        .where(or_(_R.body.is_(None), _R.body != _C.body)),
    ),
    Rule(
        "revisions newer than their claims, or of another owner",
        select(_R.claim_id, _R.number)
        .join(claims, _C.id == _R.claim_id)
        .where(or_(_R.number > _C.revision, _R.owner != _C.owner)),
    ),
    Rule(
        "claims that are missing in the feed",
        select(_C.id).where(~select(_F.sequence).where(_AT_HOME).exists()),
    ),
    Rule(
        "additions that are missing in the feed",
        select(_A.community, _A.claim_id).where(~select(_F.sequence).where(_ADDED_TO).exists()),
    ),
    Rule(
        "entries of the feed that stand for nothing",
        select(_F.sequence)
        .join(claims, _C.id == _F.claim_id)
        .where(_F.owner != _C.owner, ~select(_A.claim_id).where(_ADDED_TO).exists()),
    ),
    Rule(
        "additions whose revisions have gaps",
        _gaps((_S.community, _S.claim_id), _S.number),
    ),
    Rule(
        "additions that do not stand as their newest revision says",
        select(_A.community, _A.claim_id)
        .outerjoin(addition_revisions, _LATEST)
        .where(or_(_S.body.is_(None), _S.body != _A.body)),
    ),
    Rule(
        "revisions of additions to what was not there yet, or is there no longer",
        select(_S.community, _S.claim_id, _S.number)
        .join(claims, _C.id == _S.claim_id)
        .outerjoin(additions, and_(_A.community == _S.community, _A.claim_id == _S.claim_id))
        .where(
            or_(
                _S.claim_revision < 1,
                _S.claim_revision > _C.revision,
                _A.revision.is_(None),
                _S.number > _A.revision,
            )
        ),
    ),
    Rule(
        "additions to claims of no pack",
        select(_A.community, _A.claim_id)
        .join(claims, _C.id == _A.claim_id)
        .where(not_(_C.owner.startswith("pack:"))),
    ),
    Rule("claims of nobody", _of_nobody(claims, _C.id)),
    Rule("sources of nobody", _of_nobody(sources, sources.c.owner, sources.c.key)),
    Rule("documents of nobody", _of_nobody(documents, documents.c.owner, documents.c.key)),
    Rule(
        "addresses of documents that are not there",
        select(_D.owner, _D.document)
        .outerjoin(documents, and_(documents.c.owner == _D.owner, documents.c.key == _D.document))
        .where(documents.c.key.is_(None)),
    ),
    Rule(
        "claims whose numbers were never given",
        select(_C.id)
        .join(communities, named(_N.id) == _C.owner)
        .where(or_(_C.number < 1, _C.number >= _N.next_number)),
    ),
    Rule(
        "blocks of numbers that were never given",
        select(_B.community, _B.pack, _B.pack_from)
        .join(communities, _N.id == _B.community)
        .where(or_(_B.first_number < 1, _B.pack_to < _B.pack_from, _N.next_number <= _LAST)),
    ),
    Rule(
        "claims with a number that a pack has",
        select(_C.id)
        .join(number_blocks, named(_B.community) == _C.owner)
        .where(_C.number.between(_B.first_number, _LAST)),
    ),
    Rule(
        "blocks of numbers that overlap",
        select(_B.community, _B.pack, _B.pack_from)
        .join(_OTHER, _OTHER.c.community == _B.community)
        .where(_OTHER.c.first_number > _B.first_number, _OTHER.c.first_number <= _LAST),
    ),
    Rule(
        "packs that are on without numbers for all their claims",
        select(enabled_packs.c.community, enabled_packs.c.pack)
        .join(_HIGHEST, _HIGHEST.c.owner == _pack(enabled_packs.c.pack))
        .where(_HIGHEST.c.number > _NUMBERED),
    ),
    Rule(
        "origins of claims that are another's",
        select(origins.c.claim_id)
        .join(claims, _C.id == origins.c.claim_id)
        .where(_C.owner != named(origins.c.community)),
    ),
    Rule(
        "earlier sources and documents with gaps",
        _gaps((_G.community, _G.kind, _G.key), _G.number),
    ),
)
