"""How the ranker learns: the order of candidates, and the belief in the best one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from judging import is_english
from matching_examples import Example, Split

from matching.features import FEATURES
from matching.rank import Linear, Trained, evidence

Floats = npt.NDArray[np.float64]


def fit_order(known: Sequence[Example], ridge: float = 1.0, near: Linear | None = None) -> Linear:
    """Conditional logit over each query's candidates (McFadden, 1974), by Newton's method.

    Of few examples a model is learned that keeps ``near`` another one, which learned from many.
    """
    usable = [item for item in known if item.like.any() and not item.like.all()]
    if near is None:
        mean, scale = _spread([item.measured.table for item in usable])
        start = np.zeros(len(FEATURES))
    else:
        mean, scale, start = near.mean, near.scale, near.weights
    tables = [((item.measured.table - mean) / scale, item.like) for item in usable]
    weights = start
    for step in range(25):
        gradient, curvature = -ridge * (weights - start), ridge * np.eye(len(weights))
        for rows, right in tables:
            chance = _softmax(rows @ weights)
            wanted = np.where(right, chance, 0.0)
            gradient += rows.T @ (wanted / wanted.sum() - chance)
            centred = rows - chance @ rows
            curvature += centred.T @ (centred * chance[:, None])
        weights = weights + np.linalg.solve(curvature, gradient) * min(1.0, (step + 1) / 3)
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


def trained(few: Sequence[Split], whole: Sequence[Split], ridge: float = 1.0) -> Trained:
    """What is learned of the order from all splits, and of the belief from either end of sizes.

    The order for other languages is the same at first; see ``elsewhere``.
    """
    order = fit_order([item for split in (*few, *whole) for item in split.present], ridge)
    small, large = (
        fit_belief([item for split in some for item in (*split.present, *split.absent)], order)
        for some in (few, whole)
    )
    return Trained(order, order, small, large)


def elsewhere(base: Trained, known: Sequence[Example], ridge: float = 10.0) -> Trained:
    """The same with an order of its own for other languages, of examples that are not English."""
    some = [item for item in known if not is_english(item)]
    return replace(base, elsewhere=fit_order(some, ridge, base.order))
