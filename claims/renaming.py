"""How the refs and keys of a pack file fit among those that a community has already.

Two packs may both have a source S1 and a claim C1; importing one must not overwrite the other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from claims.models import Claim, Document, Evidence, Kept, Republication, Source
from claims.packs import Pack
from claims.report import ClaimView

_K = TypeVar("_K", Source, Document)
_LONGEST_KEY = 80
_LONGEST_REF = 200


@dataclass(frozen=True, slots=True)
class Renaming:
    """The content of a pack under the names that it gets in a community."""

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    documents: tuple[Document, ...]


def renamed(
    pack: Pack,
    own: Mapping[str, ClaimView],
    origins: Mapping[int, tuple[str, str]],
    sources: Mapping[str, Source],
    documents: Mapping[str, Document],
) -> Renaming:
    """A pack's content, renamed where a name is taken by something that is not of this pack.

    A claim of the community's own making with the same ref is the same claim: that is how an
    export finds its way back.
    """
    name = pack.pack.id
    imported = [
        view.claim for view in own.values() if origins.get(view.claim_id, ("", ""))[0] == name
    ]
    theirs = {key for claim in imported for key in claim.source_keys}
    told = {item.document for claim in imported for item in claim.appearances}
    source_keys = _keys(name, pack.sources, sources, theirs)
    document_keys = _keys(name, pack.documents, documents, told)
    refs = {claim.ref: _ref(name, claim.ref, own.get(claim.ref), origins) for claim in pack.claims}
    return Renaming(
        tuple(_claim(claim, refs, source_keys, document_keys) for claim in pack.claims),
        tuple(_source(source, source_keys) for source in pack.sources),
        tuple(_document(item, source_keys, document_keys) for item in pack.documents),
    )


def _ref(
    pack: str, ref: str, there: ClaimView | None, origins: Mapping[int, tuple[str, str]]
) -> str:
    if there is None or origins.get(there.claim_id, (pack, ""))[0] == pack:
        return ref
    return _within(f"{pack}.{ref}", _LONGEST_REF)


def _keys(
    pack: str, brought: tuple[_K, ...], there: Mapping[str, _K], theirs: set[str]
) -> dict[str, str]:
    found = {}
    for item in brought:
        free = item.key not in there or there[item.key] == item or item.key in theirs
        found[item.key] = item.key if free else _within(f"{pack}.{item.key}", _LONGEST_KEY)
    return found


def _within(name: str, longest: int) -> str:
    """A name cut to a length, still different from others that begin the same."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 13]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _source(source: Source, keys: Mapping[str, str]) -> Source:
    original = keys[source.repost_of] if source.repost_of else None
    return _with(source, key=keys[source.key], repost_of=original)


def _document(item: Document, keys: Mapping[str, str], own: Mapping[str, str]) -> Document:
    copies: tuple[Republication, ...] = tuple(
        _with(copy, source=keys[copy.source] if copy.source else None)
        for copy in item.republications
    )
    source = keys[item.source] if item.source else None
    return _with(item, key=own[item.key], source=source, republications=copies)


def _claim(
    claim: Claim, refs: Mapping[str, str], keys: Mapping[str, str], documents: Mapping[str, str]
) -> Claim:
    evidence: tuple[Evidence, ...] = tuple(
        _with(item, source=keys[item.source]) for item in claim.evidence
    )
    return _with(
        claim,
        ref=refs[claim.ref],
        merged_into=refs.get(claim.merged_into or "", claim.merged_into),
        evidence=evidence,
        chain=tuple(_with(h, source=keys[h.source] if h.source else None) for h in claim.chain),
        questions=tuple(
            _with(q, answer_source=keys[q.answer_source] if q.answer_source else None)
            for q in claim.questions
        ),
        appearances=tuple(_with(a, document=documents[a.document]) for a in claim.appearances),
    )


_M = TypeVar("_M", bound=Kept)


def _with(kept: _M, **changed: object) -> _M:
    return kept.model_copy(update=changed)
