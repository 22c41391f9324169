"""Trains the ranker and the decision, and writes the coefficients file that ships.

Usage: python benchmarks/train_matching.py DATA_FOLDER [--write] [--cache FOLDER]

DATA_FOLDER holds ct2a and ct2020, each with claims.jsonl, train.jsonl and dev.jsonl; where there is
a folder multilingual with claims and dev, its figures are printed too. Only train splits and the
phrasings of the shipped pack are learned from; the figures are those of whole stores. Without
--write nothing changes. The cache keeps indexes for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matching_examples import (
    Both,
    Example,
    Remembering,
    Split,
    claims_of_pack,
    pack_without_each,
    small_stores,
    whole_store,
)

from matching.embedder import load_minilm
from matching.features import FEATURES
from matching.rank import COEFFICIENTS, Linear, Ranker, Trained, evidence, in_order
from matching.weights import english

Floats = npt.NDArray[np.float64]
PACK = Path(__file__).parents[1] / "seeds" / "russia-charges-pentagon-2017.yaml"
_SETS = ("ct2a", "ct2020")
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


def fit_belief(known: Sequence[Example], order: Linear, ridge: float = 1.0) -> Linear:
    """Logistic regression on the top candidate of each query, by Newton's method."""
    tops = [_top(item, order) for item in known if len(item.right)]
    table = np.stack([row for row, _ in tops])
    right = np.asarray([float(hit) for _, hit in tops])
    mean, scale = _spread([table])
    rows = np.concatenate([(table - mean) / scale, np.ones((len(table), 1))], axis=1)
    weights, penalty = np.zeros(rows.shape[1]), ridge * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - chance) - penalty @ weights
        curvature = rows.T @ (rows * (chance * (1 - chance))[:, None]) + penalty
        weights += np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return Linear(mean, scale, weights[:-1], float(weights[-1]))


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


def judged(
    present: Sequence[Example], absent: Sequence[Example], ranker: Ranker
) -> dict[str, float]:
    """AUROC of has-match, expected calibration error (10 bins), and the *match* tier's figures."""
    chances, right, has, least = [], [], [], []
    for group, known in ((True, present), (False, absent)):
        for item in known:
            scores = ranker.scores(item.measured)
            words = item.query.words.content
            belief = ranker.probabilities(item.measured, scores, len(words))
            best = int(scores.argmax()) if len(scores) else -1
            chances.append(float(belief[best]) if best >= 0 else 0.0)
            right.append(bool(item.like[best]) if best >= 0 else False)
            has.append(group)
            least.append(ranker.least(item.measured.candidates.store, english=english(words)))
    chance, hit, there = np.asarray(chances), np.asarray(right), np.asarray(has)
    made = chance >= np.asarray(least)
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
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        splits = await gather(options.data, options.cache or Path(scratch))
    ranker = train(splits)
    report(splits, ranker)
    if options.write:
        write(ranker)


async def gather(data: Path, cache: Path) -> dict[str, Both]:
    """All splits by name."""
    embedder = Remembering(load_minilm())
    splits = {}
    for name in _SETS:
        for split in ("train", "dev"):
            splits[f"{name} {split}"] = await whole_store(data / name, split, cache, embedder)
        splits[f"{name} small"] = await small_stores(data / name, cache, embedder, seed=7)
    splits["pack"] = await pack_without_each(PACK.stem, claims_of_pack(PACK), cache, embedder)
    if (data / "multilingual").is_dir():
        splits["multilingual dev"] = await whole_store(
            data / "multilingual", "dev", cache, embedder
        )
    return splits


def train(splits: Mapping[str, Both]) -> Ranker:
    """Learn from all train splits, the small stores and the pack."""
    taught = [splits[f"{name} {part}"] for name in _SETS for part in ("train", "small")]
    taught += [splits["pack"]] * _PACK_WEIGHT
    return Ranker(
        _trained([both.vectors for both in taught]),
        _trained([both.words for both in taught]),
        **_TIERS,
    )


def _trained(taught: Sequence[Split]) -> Trained:
    order = fit_order([item for split in taught for item in split.present])
    known = [item for split in taught for item in (*split.present, *split.absent)]
    return Trained(order, fit_belief(known, order))


def report(splits: Mapping[str, Both], ranker: Ranker) -> None:
    """Print the figures of every split, with vectors and by words alone."""
    figure: Callable[[float], str] = "{:.4f}".format
    for name, both in splits.items():
        for way, split in (("", both.vectors), (" by words", both.words)):
            precision, success = ranked(split.present, ranker)
            judgement = judged(split.present, split.absent, ranker)
            kept = {"MAP@5": precision, "S@5": success, **judgement}
            print(name + way, *(f"{key} {figure(value)}" for key, value in kept.items()))


def write(ranker: Ranker) -> None:
    """Write the coefficients file that ships."""
    kept = {
        "with_vectors": ranker.with_vectors.to_json(),
        "words_only": ranker.words_only.to_json(),
        "tiers": _TIERS,
    }
    COEFFICIENTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
