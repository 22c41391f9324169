"""Examples for ``train_matching``: queries with their candidates, from data folders and a pack."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from rapidfuzz import fuzz

from claims.models import Claim, Owner
from claims.ports import Change
from matching.candidates import find, without
from matching.embedder import Embedder, Encoded, Vectors
from matching.features import Measured, measure
from matching.index import SearchIndex
from matching.query import Query, queries, with_vectors
from matching.record import Record
from matching.tokens import Tokens

OWNER = Owner.community("training")
_SAME_TEXT = 96.0
SMALL_STORES = (40, 40, 40, 300, 300, 2000)
_QUERIES_A_STORE = 30


@dataclass(frozen=True)
class Example:
    """One query with its candidates.

    ``right`` marks the gold ones; ``like`` also those that say the same in the same words, which
    some stores hold twice.
    """

    query: Query
    measured: Measured
    right: npt.NDArray[np.bool_]
    like: npt.NDArray[np.bool_]
    golds: int


@dataclass(frozen=True)
class Split:
    """The same queries against a store with their claims and without them."""

    present: list[Example] = field(default_factory=list)
    absent: list[Example] = field(default_factory=list)


@dataclass(frozen=True)
class Both:
    """A split as it is searched with vectors, and by words alone."""

    vectors: Split = field(default_factory=Split)
    words: Split = field(default_factory=Split)

    def take(self, more: Both) -> None:
        """Add the examples of another one."""
        for mine, theirs in ((self.vectors, more.vectors), (self.words, more.words)):
            mine.present.extend(theirs.present)
            mine.absent.extend(theirs.absent)

    def take_as_absent(self, more: Both) -> None:
        """Add the examples of another one, whose store lacks their claims."""
        self.vectors.absent.extend(more.vectors.present)
        self.words.absent.extend(more.words.present)


class Remembering:
    """A vector model that embeds no text twice; in no later run either, where a file is named."""

    def __init__(self, model: Embedder, cache: Path | None = None) -> None:
        self._model = model
        self._cache = cache
        self._known: dict[str, npt.NDArray[np.float32]] = {}
        self._tokens: dict[str, Tokens] = {}
        self.name = model.name
        self.dimensions = model.dimensions
        if cache is not None and cache.exists():
            kept = np.load(cache)
            texts = kept["texts"].tolist()
            self._known = dict(zip(texts, kept["vectors"], strict=True))
            parts = np.split(kept["tokens"], np.cumsum(kept["sizes"])[:-1])
            self._tokens = dict(zip(texts, parts, strict=True))

    def reads(self, latin_share: float) -> bool:
        """As the model."""
        return self._model.reads(latin_share)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As the model."""
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        """As the model."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            read = self._model.encode(new)
            self._known.update(zip(new, read.vectors, strict=True))
            self._tokens.update(zip(new, read.tokens, strict=True))
        vectors = np.stack([self._known[text] for text in texts])
        return Encoded(vectors, tuple(self._tokens[text] for text in texts))

    def keep(self) -> None:
        """Write what is known, for the next run."""
        if self._cache is not None:
            texts, vectors = np.asarray(list(self._known)), np.stack(list(self._known.values()))
            tokens = [self._tokens[text] for text in self._known]
            sizes = [len(some) for some in tokens]
            kept = {"tokens": np.concatenate(tokens), "sizes": np.asarray(sizes)}
            np.savez(self._cache, texts=texts, vectors=vectors, **kept)


class Turned:
    """Another model's vectors after an adapter, under a name of their own."""

    def __init__(self, model: Remembering, adapter: Vectors, name: str) -> None:
        self._model = model
        self._adapter = adapter
        self.name = f"{model.name}-{name}"
        self.dimensions = model.dimensions

    def reads(self, latin_share: float) -> bool:
        """As the model."""
        return self._model.reads(latin_share)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The model's vectors, turned."""
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The model's vectors, turned, with its words."""
        read = self._model.encode(texts)
        moved = read.vectors @ self._adapter
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return Encoded(np.asarray(moved / lengths, dtype=np.float32), read.tokens)


class Feed:
    """Claims as a feed that can change."""

    def __init__(self, name: str, claims: Sequence[Claim]) -> None:
        self._name = name
        self._changes = [Change(n, OWNER, n, claim) for n, claim in enumerate(claims, start=1)]

    def put(self, claim_id: int, claim: Claim | None) -> None:
        """Change a claim, or take it away."""
        self._changes.append(Change(len(self._changes) + 1, OWNER, claim_id, claim))

    async def feed_id(self) -> str:
        """The name it was given."""
        return self._name

    async def newest(self) -> int:
        """One number a change."""
        return len(self._changes)

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        """The changes after one."""
        return self._changes[after : after + limit]


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines, with refs that are one word each.

    A search looks at the words of a ref, which one of the sets has and the others have not; order
    that has learned from them finds less where there are none.
    """
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for kept in found:
        if "ref" in kept:
            kept["ref"] = _one_word(kept["ref"])
        if "gold" in kept:
            kept["gold"] = [_one_word(ref) for ref in kept["gold"]]
    return found


def claims_of(folder: Path) -> list[Claim]:
    """The claims of a data folder."""
    return [_claim(kept) for kept in lines(folder / "claims.jsonl")]


def asked_of(folder: Path, split: str) -> list[dict[str, Any]]:
    """The queries of a split of a data folder."""
    return lines(folder / f"{split}.jsonl")


async def whole_store(
    folder: Path, asked: Sequence[Mapping[str, Any]], cache: Path, embedder: Embedder
) -> Both:
    """Queries against all claims of a folder."""
    feed = Feed(folder.name, claims_of(folder))
    async with SearchIndex(cache / folder.name, feed, embedder) as index:
        await index.catch_up()
        await index.fill_vectors(lambda done, total: print(f"\r{done}/{total}", end="", flush=True))
        return _both(asked, index, embedder)


async def small_stores(
    folder: Path,
    asked: Sequence[Mapping[str, Any]],
    cache: Path,
    embedder: Embedder,
    *,
    seed: int,
    sizes: Sequence[int] = SMALL_STORES,
    language: str = "",
    near: Mapping[str, str] | None = None,
) -> Both:
    """Queries against small stores: their claims and a random draw of others, in one language.

    ``near`` has for texts of queries the ref of a wrong claim that is then there, too.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    claims = [claim for claim in claims_of(folder) if language in {"", claim.language}]
    by_ref = {claim.ref: claim for claim in claims}
    found = Both()
    for number, size in enumerate(sizes):
        some = draw.sample(list(asked), min(_QUERIES_A_STORE, len(asked)))
        refs = {ref for item in some for ref in item["gold"] if ref in by_ref}
        more = draw.sample(claims, size)
        refs |= {near[item["text"]] for item in some if item["text"] in near} if near else set()
        store = [by_ref[ref] for ref in refs] + [c for c in more if c.ref not in refs]
        name = f"{folder.name}{language}{'-near' if near else ''}-{seed}-{number}"
        async with SearchIndex(cache / name, Feed(name, store), embedder) as index:
            await index.catch_up()
            await index.fill_vectors()
            found.take(_both(some, index, embedder))
    return found


def nearest_wrong(known: Split) -> dict[str, str]:
    """For the text of each query the ref of the wrong claim that its words and vector found first.

    Claims in nearly the words of a right one do not count as wrong.
    """
    found = {}
    for item in known.absent:
        if item.measured.records:
            found[item.query.text] = item.measured.records[0].ref
    return found


def claims_of_pack(pack: Path) -> list[Claim]:
    """The claims of a pack file."""
    kept = yaml.safe_load(pack.read_text(encoding="utf-8"))["claims"]
    return [Claim.model_validate(item) for item in kept]


async def pack_without_each(
    name: str, claims: Sequence[Claim], cache: Path, embedder: Embedder
) -> Both:
    """Each phrasing of a pack against the pack without it, and without its whole claim."""
    feed = Feed(name, claims)
    found = Both()
    async with SearchIndex(cache / name, feed, embedder) as index:
        await index.rebuild()
        await index.fill_vectors()
        for number, claim in enumerate(claims, start=1):
            async for text, missing in _one_less(claim):
                feed.put(number, missing)
                await index.catch_up()
                part = _both([{"text": text, "gold": [claim.ref]}], index, embedder)
                if missing is None:
                    found.take_as_absent(part)
                else:
                    found.take(Both(Split(part.vectors.present), Split(part.words.present)))
            feed.put(number, claim)
            await index.catch_up()
    return found


async def _one_less(claim: Claim) -> AsyncIterator[tuple[str, Claim | None]]:
    for at, text in enumerate(claim.phrasings):
        others = claim.phrasings[:at] + claim.phrasings[at + 1 :]
        yield text, claim.model_copy(update={"phrasings": others})
    for text in claim.phrasings:
        yield text, None
    await asyncio.sleep(0)


def _both(asked: Sequence[Mapping[str, Any]], index: SearchIndex, embedder: Embedder) -> Both:
    return Both(_split(asked, index, embedder), _split(asked, index, None))


def _split(
    asked: Sequence[Mapping[str, Any]], index: SearchIndex, embedder: Embedder | None
) -> Split:
    view = index.view()
    scope = index.scope(view, [OWNER])
    split = Split()
    for item in asked:  # without their language, as members paste them
        query = with_vectors(queries([str(item["text"])]), embedder)[0]
        found = find(query, view, scope)
        slots = found.slots.tolist()
        records = index.records(view, slots)
        right = np.asarray([records[slot].ref in item["gold"] for slot in slots], bool)
        like = _alike([records[slot] for slot in slots], right)
        example = Example(query, measure(query, found, records), right, like, len(item["gold"]))
        split.present.append(example)
        less = without(found, like)
        none = np.zeros(len(less), dtype=bool)
        split.absent.append(
            replace(example, measured=measure(query, less, records), right=none, like=none, golds=0)
        )
    return split


def _alike(records: Sequence[Record], right: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    golds = [record.said[0].plain for record, gold in zip(records, right, strict=True) if gold]
    same = [
        any(fuzz.ratio(record.said[0].plain, gold) >= _SAME_TEXT for gold in golds)
        for record in records
    ]
    return right | np.asarray(same, dtype=bool)


def _claim(kept: Mapping[str, str]) -> Claim:
    title = (kept.get("title") or "")[:300] or None
    language = kept.get("language") or "en"
    return Claim(ref=kept["ref"], text=kept["text"][:4000], title=title, language=language)


def _one_word(ref: str) -> str:
    return ref.replace("-", "")
