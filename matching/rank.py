"""The trained figures: which candidate is the best, and how surely it is the claim that was made.

Both are logistic models over ``features``; ``benchmarks/train_matching.py`` writes their file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.community import Sensitivity
from matching.features import FEATURES, Measured

Floats = npt.NDArray[np.float64]
Steps = Sequence[tuple[int, float]]

COEFFICIENTS = Path(__file__).parent / "model" / "coefficients.json"

SENSITIVITY: dict[Sensitivity, float] = {"careful": 3.0, "balanced": 1.0, "eager": 1.0 / 3.0}
"""By what the odds that make a match are multiplied: where .75 is enough for "balanced", "careful"
takes .90 and "eager" takes .50."""

_RIVALS = ("cosine", "cosine_gap", "cosine_rank")

EVIDENCE = (
    *FEATURES,
    "score", "margin", "length", "store", "wordings",
    *(f"{which}_{name}" for which in ("second", "third") for name in _RIVALS),
    "chance", "entropy", "depth", "near_five", "near_all", "score_mean", "score_spread",
    *(f"lead_{name}" for name in FEATURES),
)  # fmt: skip
"""Columns of ``evidence``.

First the features; the rank score, its lead over the best other candidate (at most 6), the
logarithms of the number of content words in the query, of claims in the store and of wordings of
the claim; and how near by vectors the two best other candidates are.

Then how the candidates lie together, for a claim that is really meant stands out: the share of this
one if scores were logarithms of odds, the entropy of all shares, the lead over the sixth, the mean
cosine of the five nearest and of all, mean and standard deviation of the scores; and how far each
feature is ahead of the best other candidate's.
"""

RIVALS = 4
"""Claims that a text is told apart from at least: where a store holds fewer, imagined ones stand
beside them."""

_SHARED = 0.2
"""Which part of a lower score counts against a candidate that is not the best."""

_ORDERS, _BELIEFS = ("order", "elsewhere"), ("small", "small_elsewhere", "large")
_IMAGINED = ("rivals", "rivals_elsewhere")
_SMALL, _LARGE = 100, 10_000
"""Stores of up to the first number of claims are small, those from the second on are large."""


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
        weights, bias = self._unscaled
        return np.asarray(np.asarray(table, dtype=np.float64) @ weights + bias, dtype=np.float64)

    @cached_property
    def _unscaled(self) -> tuple[Floats, float]:
        """Weights and bias for columns as they are."""
        weights = self.weights / self.scale
        return weights, self.bias - float(self.mean @ weights)


@dataclass(frozen=True)
class Trained:
    """Models of the order of candidates, and one of the belief in each for either end of sizes.

    What a likeness is worth depends on how many claims there are to be like: what tells a claim
    from forty others does not tell it from ten thousand. It depends on the language, too: ``order``
    is for English, ``elsewhere`` for all others, whose stems and vectors are less to be relied on.

    ``small_elsewhere`` is the belief in small stores in other languages; for large ones there were
    too few examples.

    ``rivals`` are the features of the best wrong candidates in a small store, on average, of shape
    (``RIVALS``, ``len(FEATURES)``), best first; ``rivals_elsewhere`` are those in other languages.
    Whether a claim stands out cannot be told of one that is alone.
    """

    order: Linear
    elsewhere: Linear
    small: Linear
    small_elsewhere: Linear
    large: Linear
    rivals: Floats
    rivals_elsewhere: Floats

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Trained:
        """Read all; raises ``ValueError`` where they were trained on other columns."""
        order, elsewhere = (Linear.from_json(kept[name], FEATURES) for name in _ORDERS)
        beliefs = {name: Linear.from_json(kept[name], EVIDENCE) for name in _BELIEFS}
        rivals, others = (np.asarray(kept[name], dtype=np.float64) for name in _IMAGINED)
        return cls(order, elsewhere, **beliefs, rivals=rivals, rivals_elsewhere=others)

    def to_json(self) -> dict[str, Any]:
        """All as JSON values."""
        orders = {name: getattr(self, name).to_json(FEATURES) for name in _ORDERS}
        beliefs = {name: getattr(self, name).to_json(EVIDENCE) for name in _BELIEFS}
        return orders | beliefs | {n: getattr(self, n).round(4).tolist() for n in _IMAGINED}

    def scores(self, table: npt.ArrayLike, *, english: bool) -> Floats:
        """The score of each row of ``FEATURES``."""
        return (self.order if english else self.elsewhere).of(table)

    def imagined(self, store: int, *, english: bool) -> Floats:
        """The rows that stand beside the claims of a store which has too few of them."""
        return missing(self.rivals if english else self.rivals_elsewhere, store)

    def belief(self, table: Floats, store: int, *, english: bool) -> Floats:
        """The probabilities for rows of ``EVIDENCE``, in a store of so many claims."""
        share = largeness(store)
        small = self.small if english else self.small_elsewhere
        value = np.zeros(len(table))
        for part, model in ((1.0 - share, small), (share, self.large)):
            if part:
                value += part * model.of(table)
        return np.asarray(1.0 / (1.0 + np.exp(-value)), dtype=np.float64)


@dataclass(frozen=True)
class Rivals:
    """Candidates that no store holds: features of shape (n, ``len(FEATURES)``), a score each."""

    table: Floats
    scores: Floats


_NOBODY = Rivals(np.zeros((0, len(FEATURES))), np.zeros(0))


@dataclass(frozen=True)
class Weighed:
    """Candidates with the score of each and the belief in each, in the same order."""

    measured: Measured
    scores: Floats
    beliefs: Floats


@dataclass(frozen=True)
class Ranker:
    """What was trained with vectors and without, and the least belief for each tier.

    What a match takes depends on the number of claims, for the more there are, the more often one
    resembles a text by chance: ``meant`` has some numbers with the belief for each, between which
    its logarithm decides. ``elsewhere`` is for languages other than the English of the training
    data, where a long post more often resembles something.
    """

    with_vectors: Trained
    words_only: Trained
    meant: Steps
    elsewhere: Steps
    near: float
    related: float

    def weigh(self, measured: Measured, content: int, *, english: bool) -> Weighed:
        """The candidates of a query with so many content words, weighed against each other."""
        scores = self.scores(measured, english=english)
        beliefs = self.probabilities(measured, scores, content, english=english)
        return Weighed(measured, scores, beliefs)

    def scores(self, measured: Measured, *, english: bool) -> Floats:
        """A score for each candidate; only their order and distances mean something."""
        return self._trained(measured).scores(measured.table, english=english)

    def probabilities(
        self, measured: Measured, scores: Floats, content: int, *, english: bool
    ) -> Floats:
        """For each candidate, the calibrated probability that the query makes this claim."""
        if not len(scores):
            return scores
        trained, store = self._trained(measured), measured.candidates.store
        rivals = trained.imagined(store, english=english)
        theirs = trained.scores(rivals, english=english)
        table = evidence(measured, scores, content, Rivals(rivals, theirs))
        return _shared(trained.belief(table, store, english=english), scores)

    def least(self, store: int, *, english: bool, sensitivity: Sensitivity = "balanced") -> float:
        """The least belief that makes a match, in a store of so many claims."""
        numbers, beliefs = zip(*(self.meant if english else self.elsewhere), strict=True)
        least = float(np.interp(math.log(max(store, 1)), np.log(numbers), beliefs))
        odds = least / (1.0 - least) * SENSITIVITY[sensitivity]
        return odds / (1.0 + odds)

    def _trained(self, measured: Measured) -> Trained:
        return self.with_vectors if measured.candidates.has_vectors else self.words_only


def missing(rivals: Floats, store: int) -> Floats:
    """The best of some imagined rivals, as many as a store lacks."""
    return rivals[: max(0, RIVALS - store)]


def _shared(belief: Floats, scores: Floats) -> Floats:
    """The beliefs, where only the best candidate's was learned.

    Of the others each is believed as far as the best, less by a part of what its lower score
    counts: a text may make two claims, so that one does not rule out the other.
    """
    best = int(scores.argmax())
    return np.asarray(belief[best] * np.exp(_SHARED * (scores - scores[best])), dtype=np.float64)


def largeness(store: int) -> float:
    """Where a number of claims lies between small and large, by its logarithm, from 0 to 1."""
    reach = math.log(_LARGE / _SMALL)
    return min(1.0, max(0.0, math.log(max(store, 1) / _SMALL) / reach))


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


def evidence(measured: Measured, scores: Floats, content: int, rivals: Rivals = _NOBODY) -> Floats:
    """Columns ``EVIDENCE`` for each candidate of one query with ``content`` content words.

    They are told apart from the imagined ``rivals``, too, which get no rows of their own.
    """
    count = len(scores)
    rows = np.concatenate([np.asarray(measured.table, dtype=np.float64), rivals.table])
    scores = np.concatenate([scores, rivals.scores])
    best = scores.max(initial=-np.inf)
    others = np.sort(scores)[-2] if len(scores) > 1 else best - 6.0
    lead = np.where(scores >= best, best - others, scores - best)
    wordings = [len(record.wordings) for record in measured.records]
    wordings += [1] * (len(rows) - count)
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
    field = _field(rows, scores)
    parts = (rows, more, _rivals(rows, scores), field, _leads(rows, scores))
    return np.concatenate(parts, axis=1)[:count]


def _field(rows: Floats, scores: Floats) -> Floats:
    """For each candidate, how it and the others lie together."""
    raised = np.exp(scores - scores.max())
    chance = raised / raised.sum()
    entropy = -(chance * np.log(chance + 1e-12)).sum()
    near = np.sort(rows[:, FEATURES.index("cosine")])[::-1]
    sixth = np.sort(scores)[::-1][:6][-1]
    alike = (entropy, near[:5].mean(), near.mean(), scores.mean(), scores.std())
    columns = np.tile(alike, (len(rows), 1))
    return np.column_stack([chance, columns[:, 0], scores - sixth, columns[:, 1:]])


def _leads(rows: Floats, scores: Floats) -> Floats:
    """For each candidate, its features less those of the best other one."""
    if len(rows) < 2:
        return rows.copy()
    order = np.argsort(-scores, kind="stable")
    best = np.where(np.arange(len(rows)) == order[0], order[1], order[0])
    return np.asarray(rows - rows[best], dtype=np.float64)


def _rivals(rows: Floats, scores: Floats) -> Floats:
    """For each candidate, ``_RIVALS`` of the two best other ones; 0 where there are fewer."""
    chosen = [FEATURES.index(name) for name in _RIVALS]
    order = np.argsort(-scores, kind="stable")
    best = np.zeros((3, len(chosen)))
    best[: min(3, len(rows))] = rows[order[:3]][:, chosen]
    place = np.argsort(order, kind="stable")
    second, third = np.where(place == 0, 1, 0), np.where(place <= 1, 2, 1)
    return np.concatenate([best[second], best[third]], axis=1)


@cache
def shipped_ranker(model: str = "") -> Ranker:
    """The ranker with the coefficients that ship with the package, for a model of this name."""
    kept = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))
    many = "multilingual" in kept and model.startswith("multilingual")
    return Ranker(
        Trained.from_json(kept["multilingual" if many else "with_vectors"]),
        Trained.from_json(kept["words_only"]),
        **kept["tiers"],
    )
