"""A feed written by hand, and the shipped pack in an index with the real vector model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import seeds
from claims.models import Claim, Owner
from claims.packs import Pack
from claims.ports import Change
from claims.report import Candidate, Tier
from matching.embedder import Embedder, OnnxEmbedder, load_minilm
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from storage.pack_files import read_pack

HERE = Owner.community("here")
PACK = Owner.pack("russia-charges-pentagon-2017")


class HandFeed:
    """A change feed in memory: ``put`` writes to it, an index follows it."""

    def __init__(self, name: str = "feed-1") -> None:
        self.name = name
        self._log: list[Change] = []

    def put(self, owner: Owner, claim_id: int, claim: Claim | None) -> None:
        """Record a claim as its owner's readers see it now."""
        self._log.append(Change(len(self._log) + 1, owner, claim_id, claim))

    async def feed_id(self) -> str:
        return self.name

    async def newest(self) -> int:
        return len(self._log)

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        latest = {(c.owner, c.claim_id): c for c in self._log}
        later = [c for c in self._log if c.sequence > after and latest[c.owner, c.claim_id] is c]
        return later[:limit]


def claim(ref: str, text: str, *phrasings: str) -> Claim:
    """A claim with nothing but its wordings."""
    return Claim(ref=ref, text=text, phrasings=phrasings)


@cache
def model() -> OnnxEmbedder:
    """The real model, loaded once."""
    return load_minilm()


@cache
def shipped_pack() -> Pack:
    """The pack that ships, read once."""
    return read_pack(Path(seeds.__file__).with_name(f"{PACK.key}.yaml"))[0]


def pack_claims() -> tuple[Claim, ...]:
    """The claims of the shipped pack."""
    return shipped_pack().claims


async def opened(folder: Path, feed: HandFeed, embedder: Embedder | None = None) -> SearchIndex:
    """An index that has followed its feed to the end."""
    index = SearchIndex(folder, feed, embedder)
    await index.open()
    await index.catch_up()
    return index


@contextmanager
def pack_matcher(folder: Path, embedder: Embedder | None) -> Iterator[ClaimMatcher]:
    """A matcher over the shipped pack."""
    feed = HandFeed()
    for number, item in enumerate(pack_claims(), start=1):
        feed.put(PACK, number, item)

    async def build() -> SearchIndex:
        index = await opened(folder, feed, embedder)
        await index.fill_vectors()
        return index

    index = asyncio.run(build())
    yield ClaimMatcher(index)
    asyncio.run(index.close())


def refs(found: Sequence[Candidate], *tiers: Tier) -> list[str]:
    """The refs of candidates, of some tiers only where they are named."""
    return [item.ref for item in found if not tiers or item.tier in tiers]
