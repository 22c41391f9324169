"""The trained figures: which candidate is the best, and how surely it is the claim that was made.

Both are logistic models over ``features``; ``benchmarks/train_matching.py`` writes their file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.community import Sensitivity
from matching.features import FEATURES, Measured

Floats = npt.NDArray[np.float64]

COEFFICIENTS = Path(__file__).parent / "model" / "coefficients.json"

SENSITIVITY: dict[Sensitivity, float] = {"careful": 3.0, "balanced": 1.0, "eager": 1.0 / 3.0}
"""By what the odds that make a match are multiplied: where .75 is enough for "balanced", "careful"
takes .90 and "eager" takes .50."""

EVIDENCE = (*FEATURES, "score", "margin", "length", "store", "wordings")
"""Columns of ``evidence``: the features, then the rank score, its lead over the best other
candidate (at most 6), and the logarithms of the number of content words in the query, of claims in
the store and of wordings of the claim."""


@dataclass(frozen=True)
class Linear:
    """A linear model over standardised columns; ``bias`` is added at the end."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float = 0.0

    @classmethod
    def from_json(cls, kept: dict[str, Any], columns: Sequence[str]) -> Linear:
        """Read a model; raises ``ValueError`` where it was trained on other columns."""
        if tuple(kept["columns"]) != tuple(columns):
            raise ValueError("the coefficients were trained on other features")
        mean, scale, weights = (np.asarray(kept[k], float) for k in ("mean", "scale", "weights"))
        return cls(mean, scale, weights, float(kept["bias"]))

    def to_json(self, columns: Sequence[str]) -> dict[str, Any]:
        """The model as JSON values, rounded to six digits."""
        rounded = {
            key: [round(float(value), 6) for value in getattr(self, key)]
            for key in ("mean", "scale", "weights")
        }
        return {"columns": list(columns), **rounded, "bias": round(self.bias, 6)}

    def of(self, table: npt.ArrayLike) -> Floats:
        """The value for each row of a table of shape (n, columns)."""
        columns = (np.asarray(table, dtype=np.float64) - self.mean) / self.scale
        return np.asarray(columns @ self.weights + self.bias, dtype=np.float64)


@dataclass(frozen=True)
class Trained:
    """A model of the order of candidates and one of the belief in each."""

    order: Linear
    belief: Linear

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Trained:
        """Read both; raises ``ValueError`` where they were trained on other columns."""
        order = Linear.from_json(kept["order"], FEATURES)
        return cls(order, Linear.from_json(kept["belief"], EVIDENCE))

    def to_json(self) -> dict[str, Any]:
        """Both as JSON values."""
        return {"order": self.order.to_json(FEATURES), "belief": self.belief.to_json(EVIDENCE)}


@dataclass(frozen=True)
class Ranker:
    """What was trained with vectors and without, and the least belief for each tier.

    A match takes ``small`` in stores of up to 100 claims, ``meant`` in those of 10,000 and more:
    the more claims there are, the more often one resembles a text by chance. ``elsewhere`` is for
    languages other than the English of the training data.
    """

    with_vectors: Trained
    words_only: Trained
    small: float
    meant: float
    elsewhere: float
    near: float
    related: float

    def scores(self, measured: Measured) -> Floats:
        """A score for each candidate; only their order and distances mean something."""
        return self._trained(measured).order.of(measured.table)

    def probabilities(self, measured: Measured, scores: Floats, content: int) -> Floats:
        """For each candidate, the calibrated probability that the query makes this claim."""
        value = self._trained(measured).belief.of(evidence(measured, scores, content))
        return np.asarray(1.0 / (1.0 + np.exp(-value)), dtype=np.float64)

    def least(self, store: int, *, english: bool, sensitivity: Sensitivity = "balanced") -> float:
        """The least belief that makes a match, in a store of so many claims."""
        share = min(1.0, max(0.0, (math.log10(max(store, 1)) - 2.0) / 2.0))
        least = self.small + (self.meant - self.small) * share if english else self.elsewhere
        odds = least / (1.0 - least) * SENSITIVITY[sensitivity]
        return odds / (1.0 + odds)

    def _trained(self, measured: Measured) -> Trained:
        return self.with_vectors if measured.candidates.has_vectors else self.words_only


def in_order(scores: Floats, measured: Measured) -> npt.NDArray[np.int64]:
    """The candidates' places, best first; of claims in the same words the older one first.

    A store may hold a sentence twice. Both copies then stand where the better one would.
    """
    best: dict[str, float] = {}
    plain = [record.said[0].plain for record in measured.records]
    for text, score in zip(plain, scores.tolist(), strict=True):
        best[text] = max(score, best.get(text, -np.inf))
    slots = measured.candidates.slots.tolist()
    places = sorted(range(len(plain)), key=lambda at: (-best[plain[at]], slots[at]))
    return np.asarray(places, dtype=np.int64)


def evidence(measured: Measured, scores: Floats, content: int) -> Floats:
    """Columns ``EVIDENCE`` for each candidate of one query with ``content`` content words."""
    rows = np.asarray(measured.table, dtype=np.float64)
    best = scores.max(initial=-np.inf)
    others = np.sort(scores)[-2] if len(scores) > 1 else best - 6.0
    lead = np.where(scores >= best, best - others, scores - best)
    wordings = [len(record.wordings) for record in measured.records]
    more = np.stack(
        [
            scores,
            np.clip(lead, -6.0, 6.0),
            np.full(len(rows), np.log1p(content)),
            np.full(len(rows), np.log1p(measured.candidates.store)),
            np.log1p(np.asarray(wordings, dtype=np.float64)),
        ],
        axis=1,
    )
    return np.concatenate([rows, more], axis=1)


@cache
def shipped_ranker() -> Ranker:
    """The ranker with the coefficients that ship with the package."""
    kept = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))
    return Ranker(
        Trained.from_json(kept["with_vectors"]),
        Trained.from_json(kept["words_only"]),
        **{name: float(least) for name, least in kept["tiers"].items()},
    )
