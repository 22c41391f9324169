"""Trains the ranker and the decision on CheckThat data and writes the file that ships.

Usage: python benchmarks/train_matching.py DATA_FOLDER [--write] [--sets ct2a,ct2020]

DATA_FOLDER holds one folder a set, with claims.jsonl, train.jsonl and dev.jsonl. Only train splits
are learned from; the figures printed are those of the dev splits. Without --write nothing changes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from claims.models import Claim, Owner
from claims.ports import Change
from matching.candidates import find, without
from matching.embedder import Embedder, load_minilm
from matching.features import FEATURES, Measured, measure
from matching.index import SearchIndex, View
from matching.query import Query, queries
from matching.rank import COEFFICIENTS, EVIDENCE, Linear, Ranker, evidence
from matching.scope import Scope

Floats = npt.NDArray[np.float64]
OWNER = Owner.community("training")
SEED = 7


@dataclass(frozen=True)
class Example:
    """One query with its candidates; ``right`` marks the gold ones."""

    query: Query
    measured: Measured
    right: npt.NDArray[np.bool_]
    golds: int


class FileFeed:
    """The claims of a file, as a feed."""

    def __init__(self, file: Path) -> None:
        lines = file.read_text(encoding="utf-8").splitlines()
        self._claims = [_claim(json.loads(line)) for line in lines]
        self._name = str(file)

    async def feed_id(self) -> str:
        """The file stands for the feed."""
        return self._name

    async def newest(self) -> int:
        """One change a line."""
        return len(self._claims)

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        """The lines after one."""
        some = self._claims[after : after + limit]
        return [Change(n, OWNER, n, claim) for n, claim in enumerate(some, start=after + 1)]


def _claim(kept: dict[str, str]) -> Claim:
    title = (kept.get("title") or "")[:300] or None
    language = kept.get("language") or "en"
    return Claim(ref=kept["ref"], text=kept["text"][:4000], title=title, language=language)


async def examples(
    folder: Path, splits: Sequence[str], cache: Path, embedder: Embedder
) -> dict[str, tuple[list[Example], list[Example]]]:
    """For each split: its queries against the store, and again without the gold claims."""
    made = {}
    async with SearchIndex(
        cache / folder.name, FileFeed(folder / "claims.jsonl"), embedder
    ) as index:
        await index.catch_up()
        await index.fill_vectors(lambda done, total: print(f"\r{done}/{total}", end="", flush=True))
        view = index.view()
        scope = index.scope(view, [OWNER])
        for split in splits:
            file = folder / f"{split}.jsonl"
            asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            made[split] = _both_ways(asked, index, view, scope, embedder)
            print(f"{folder.name} {split}: {len(asked)} queries")
    return made


def _both_ways(
    asked: Sequence[dict[str, object]],
    index: SearchIndex,
    view: View,
    scope: Scope,
    embedder: Embedder,
) -> tuple[list[Example], list[Example]]:
    present, absent = [], []
    for item in asked:
        golds = frozenset(str(ref) for ref in item["gold"])  # type: ignore[attr-defined]
        query = queries([str(item["text"])], embedder, str(item.get("language") or "en"))[0]
        found = find(query, view, scope)
        records = index.records(view, found.slots.tolist())
        right = np.asarray([records[slot].ref in golds for slot in found.slots.tolist()], bool)
        present.append(Example(query, measure(query, found, records), right, len(golds)))
        less = without(found, right)
        none = np.zeros(len(less), dtype=bool)
        absent.append(Example(query, measure(query, less, records), none, 0))
    return present, absent


def fit_order(known: Sequence[Example], ridge: float = 1.0) -> Linear:
    """Conditional logit over each query's candidates (McFadden, 1974), by Newton's method."""
    usable = [item for item in known if item.right.any() and not item.right.all()]
    mean, scale = _spread([item.measured.table for item in usable])
    tables = [((item.measured.table - mean) / scale, item.right) for item in usable]
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
    return evidence(item.measured.table, scores, content)[best], bool(item.right[best])


def _spread(tables: Sequence[npt.ArrayLike]) -> tuple[Floats, Floats]:
    rows = np.concatenate([np.asarray(table, dtype=np.float64) for table in tables])
    scale = rows.std(axis=0)
    return rows.mean(axis=0), np.where(scale < 1e-6, 1.0, scale)


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def ranked(known: Sequence[Example], order: Linear, depth: int = 5) -> tuple[float, float]:
    """Mean average precision and success at ``depth``."""
    precisions, successes = [], []
    for item in known:
        best = np.argsort(-order.of(item.measured.table), kind="stable")[:depth]
        right = item.right[best]
        at = np.cumsum(right) / np.arange(1, len(right) + 1)
        precisions.append(float((at * right).sum()) / min(depth, max(1, item.golds)))
        successes.append(bool(right.any()))
    return float(np.mean(precisions)), float(np.mean(successes))


def judged(
    present: Sequence[Example], absent: Sequence[Example], ranker: Ranker
) -> dict[str, float]:
    """AUROC of has-match, expected calibration error (10 bins), and the *match* tier's figures."""
    chances, right, has = [], [], []
    for group, known in ((True, present), (False, absent)):
        for item in known:
            scores = ranker.order.of(item.measured.table)
            content = len(item.query.words.content)
            belief = ranker.probabilities(item.measured, scores, content)
            best = int(scores.argmax()) if len(scores) else -1
            chances.append(float(belief[best]) if best >= 0 else 0.0)
            right.append(bool(item.right[best]) if best >= 0 else False)
            has.append(group)
    chance, hit, there = np.asarray(chances), np.asarray(right), np.asarray(has)
    made = chance >= ranker.meant
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
    """Train, print the dev figures, and write the coefficients where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sets", default="ct2a,ct2020")
    parser.add_argument("--cache", type=Path, help="keeps the indexes for the next run")
    options = parser.parse_args(arguments)
    embedder = load_minilm()
    with tempfile.TemporaryDirectory() as scratch:
        cache = options.cache or Path(scratch)
        sets = {
            name: await examples(options.data / name, ("train", "dev"), cache, embedder)
            for name in options.sets.split(",")
        }
        if (options.data / "multilingual").is_dir():
            folder = options.data / "multilingual"
            sets["multilingual"] = await examples(folder, ("dev",), cache, embedder)
    ranker = train(sets)
    report(sets, ranker)
    if options.write:
        write(ranker)


def train(sets: dict[str, dict[str, tuple[list[Example], list[Example]]]]) -> Ranker:
    """Learn from all train splits."""
    pairs = [splits["train"] for splits in sets.values() if "train" in splits]
    present = [item for both in pairs for item in both[0]]
    absent = [item for both in pairs for item in both[1]]
    order = fit_order(present)
    belief = fit_belief([*present, *absent], order)
    return Ranker(order, belief, meant=0.8, near=0.4, related=0.15)


def report(sets: dict[str, dict[str, tuple[list[Example], list[Example]]]], ranker: Ranker) -> None:
    """Print the figures of every split."""
    figure: Callable[[float], str] = "{:.4f}".format
    for name, splits in sets.items():
        for split, (present, absent) in splits.items():
            precision, success = ranked(present, ranker.order)
            kept = {"MAP@5": precision, "S@5": success, **judged(present, absent, ranker)}
            print(name, split, *(f"{key} {figure(value)}" for key, value in kept.items()))


def write(ranker: Ranker) -> None:
    """Write the coefficients file that ships."""
    kept = {
        "order": ranker.order.to_json(FEATURES),
        "belief": ranker.belief.to_json(EVIDENCE),
        "tiers": {"match": ranker.meant, "differs": ranker.near, "related": ranker.related},
    }
    COEFFICIENTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
