"""Trains the adapter over the sentence vectors, and writes the file that ships.

Usage: python benchmarks/train_adapter.py DATA_FOLDER [--write FILE]

A matrix W of shape (384, 384), close to the identity, turns every vector v into v W / |v W|, so
that a post lies nearer to the claim that it makes than to any other. It learns from the train
splits of ct2a and ct2020 alone: softmax over the posts' own claims against the nearest and many
random ones (the loss of Henderson et al., "Efficient Natural Language Response Suggestion", 2017),
held to the identity by a ridge, by Adam. Printed are MAP@5 and S@5 of the cosines alone, before and
after.
The posts of ct2020's dev split, which ct2a's train split repeats, are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matching_examples import Remembering, lines

from matching.analysis import for_vectors
from matching.embedder import ADAPTER_FILE, load_minilm

Floats = npt.NDArray[np.float32]

SETS = ("ct2a", "ct2020")
_STEPS = 120
_RATE = 1e-3
_TEMPERATURE = 20.0
_RIDGE = 0.01
_POSTS = 256
_RANDOM = 3000
_NEAREST = 15
_RESULTS = 5


@dataclass(frozen=True)
class Space:
    """A store's texts as vectors, shape (texts, 384); ``claim[i]`` is the claim of text ``i``."""

    vectors: Floats
    claim: npt.NDArray[np.int64]
    place: dict[str, int]


@dataclass(frozen=True)
class Asked:
    """Posts as vectors with the places of the claims that they make."""

    texts: tuple[str, ...]
    vectors: Floats
    golds: tuple[tuple[int, ...], ...]


def space(folder: Path, model: Remembering) -> Space:
    """The claims of a data folder."""
    claims = lines(folder / "claims.jsonl")
    said = [
        (at, for_vectors(text))
        for at, claim in enumerate(claims)
        for text in dict.fromkeys((claim["text"], claim.get("title") or claim["text"]))
    ]
    place = {claim["ref"]: at for at, claim in enumerate(claims)}
    return Space(model.embed([text for _, text in said]), np.asarray([at for at, _ in said]), place)


def asked(folder: Path, split: str, among: Space, model: Remembering) -> Asked:
    """The posts of a split whose claims are in the store."""
    items = [
        (for_vectors(item["text"]), tuple(among.place[g] for g in item["gold"] if g in among.place))
        for item in lines(folder / f"{split}.jsonl")
    ]
    kept = [item for item in items if item[1]]
    texts = tuple(text for text, _ in kept)
    return Asked(texts, model.embed(texts), tuple(golds for _, golds in kept))


def dev_posts(data: Path) -> frozenset[str]:
    """The posts of all dev splits, from which nothing is learned."""
    files = [data / name / "dev.jsonl" for name in SETS]
    return frozenset(for_vectors(item["text"]) for file in files for item in lines(file))


def turned(vectors: Floats, adapter: Floats) -> Floats:
    """Vectors after the adapter, of length 1."""
    moved = vectors @ adapter
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def figures(posts: Asked, store: Space, adapter: Floats) -> tuple[float, float]:
    """MAP@5 and S@5 of the cosines alone, each claim at its nearest text."""
    precisions, successes = [], []
    cosines = turned(posts.vectors, adapter) @ turned(store.vectors, adapter).T
    for row, golds in zip(cosines, posts.golds, strict=True):
        found: list[int] = []
        for at in np.argsort(-row)[: 4 * _RESULTS].tolist():
            claim = int(store.claim[at])
            if claim not in found:
                found.append(claim)
        right = np.asarray([claim in golds for claim in found[:_RESULTS]])
        at_each = np.cumsum(right) / np.arange(1, len(right) + 1)
        precisions.append(float((at_each * right).sum()) / min(_RESULTS, len(golds)))
        successes.append(bool(right.any()))
    return float(np.mean(precisions)), float(np.mean(successes))


def fit(taught: Sequence[tuple[Asked, Space]], seed: int = 1) -> Floats:
    """The adapter, learned from some posts against the claims of their stores."""
    draw = np.random.default_rng(seed)
    size = taught[0][0].vectors.shape[1]
    adapter, first, second = (np.zeros((size, size), np.float32) for _ in range(3))
    adapter += np.eye(size, dtype=np.float32)
    against = [_against(posts, store, draw) for posts, store in taught]
    for step in range(1, _STEPS + 1):
        posts, store = taught[step % len(taught)]
        rows = against[step % len(taught)]
        some = draw.choice(len(posts.texts), min(_POSTS, len(posts.texts)), replace=False)
        right = np.stack([np.isin(store.claim[rows], posts.golds[at]) for at in some])
        slope = _slope(posts.vectors[some], store.vectors[rows], right, adapter)
        slope += 2 * _RIDGE * (adapter - np.eye(size, dtype=np.float32))
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = _RATE * min(1.0, 2.0 * (1.0 - step / (_STEPS + 1)))
        adapter -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return adapter


def _against(posts: Asked, store: Space, draw: np.random.Generator) -> npt.NDArray[np.int64]:
    """The texts that posts are told apart from: their own, the nearest, and some at random."""
    cosines = posts.vectors @ store.vectors.T
    near = np.argpartition(-cosines, _NEAREST, axis=1)[:, :_NEAREST]
    own = np.flatnonzero(np.isin(store.claim, [gold for golds in posts.golds for gold in golds]))
    more = draw.choice(len(store.claim), min(_RANDOM, len(store.claim)), replace=False)
    return np.unique(np.concatenate([near.ravel(), own, more]))


def _slope(posts: Floats, texts: Floats, right: npt.NDArray[np.bool_], adapter: Floats) -> Floats:
    """The gradient of the loss by the adapter, shape (384, 384)."""
    left, left_length = _with_length(posts @ adapter)
    other, other_length = _with_length(texts @ adapter)
    scores = _TEMPERATURE * left @ other.T
    chance = _softmax(scores)
    wanted = _softmax(np.where(right, scores, -np.inf))
    by_score = _TEMPERATURE * (chance - wanted) / len(posts)
    by_left = _through_length(by_score @ other, left, left_length)
    by_other = _through_length(by_score.T @ left, other, other_length)
    return np.asarray(posts.T @ by_left + texts.T @ by_other, dtype=np.float32)


def _with_length(moved: Floats) -> tuple[Floats, Floats]:
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    return moved / length, length


def _through_length(slope: Floats, unit: Floats, length: Floats) -> Floats:
    along = (slope * unit).sum(axis=1, keepdims=True)
    return np.asarray((slope - along * unit) / length, dtype=np.float32)


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def main(arguments: Sequence[str]) -> None:
    """Train, print the figures before and after, and write the adapter where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", type=Path, nargs="?", const=ADAPTER_FILE)
    parser.add_argument("--cache", type=Path, help="a .npz file that keeps vectors")
    options = parser.parse_args(arguments)
    model = Remembering(load_minilm(adapted=False), options.cache)
    stores = {name: space(options.data / name, model) for name in SETS}
    splits = {
        (name, part): asked(options.data / name, part, stores[name], model)
        for name in SETS
        for part in ("train", "dev")
    }
    model.keep()
    unseen = dev_posts(options.data)
    taught = [(less(splits[name, "train"], unseen), stores[name]) for name in SETS]
    adapter = fit(taught)
    plain = np.eye(len(adapter), dtype=np.float32)
    for name in SETS:
        for way, used in (("plain", plain), ("adapted", adapter)):
            both = figures(splits[name, "dev"], stores[name], used)
            print(f"{name} dev {way}: MAP@5 {both[0]:.4f} S@5 {both[1]:.4f}")
    if options.write:
        keep(adapter, options.write)


def keep(adapter: Floats, file: Path = ADAPTER_FILE) -> None:
    """Write the adapter, and say the checksum that the program is to expect."""
    np.save(file, adapter.astype(np.float16), allow_pickle=False)
    print(f"ADAPTER_SHA256 = {hashlib.sha256(file.read_bytes()).hexdigest()}")


def less(posts: Asked, unseen: Set[str]) -> Asked:
    """Posts without some, known by their texts."""
    kept = [at for at, text in enumerate(posts.texts) if text not in unseen]
    return Asked(
        tuple(posts.texts[at] for at in kept),
        posts.vectors[kept],
        tuple(posts.golds[at] for at in kept),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
