"""How the ranker learns: the order of candidates, and the belief in the best one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from few_claims import of_few_claims
from judging import is_english
from matching_examples import Example, Split

from matching.features import FEATURES
from matching.rank import RIVALS, Linear, Rivals, Trained, evidence, missing

Floats = npt.NDArray[np.float64]
_WEIGHT = 3
"""How often an example in another language counts beside the English ones."""
_SMALL = 100
"""Claims of the stores in which rivals are looked for."""


@dataclass(frozen=True)
class Top:
    """A query's best candidate: its row of ``EVIDENCE``, whether any is right, whether it is."""

    row: Floats
    there: bool
    right: bool


def fit_order(known: Sequence[Example], ridge: float = 1.0, near: Linear | None = None) -> Linear:
    """Conditional logit over each query's candidates (McFadden, 1974), by Newton's method.

    Of few examples a model is learned that keeps ``near`` another one, which learned from many.
    """
    usable = [item for item in known if item.like.any() and not item.like.all()]
    if near is None:
        mean, scale = _spread([item.measured.table for item in usable])
        start = np.zeros(len(FEATURES))
    else:
        mean, scale = _spread([item.measured.table for item in usable])
        unknown = near.weights == 0.0  # columns that were the same in all that it learned from
        mean, scale = np.where(unknown, mean, near.mean), np.where(unknown, scale, near.scale)
        start = near.weights
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


def fit_belief(tops: Sequence[Top], ridge: float = 20.0) -> Linear:
    """Logistic regression on the top candidate of each query.

    First it learns whether any candidate is right, which tells most of what is to be known; then
    it is scaled to the probability that the top one is (Platt, "Probabilistic Outputs", 1999).
    """
    table = np.stack([top.row for top in tops])
    mean, scale = _spread([table])
    there = np.asarray([float(top.there) for top in tops])
    weights = _logistic((table - mean) / scale, there, ridge)
    value = ((table - mean) / scale) @ weights[:-1] + weights[-1]
    slope, shift = _logistic(value[:, None], np.asarray([float(top.right) for top in tops]), 0.0)
    return Linear(mean, scale, slope * weights[:-1], float(slope * weights[-1] + shift))


def rivals(known: Sequence[Example], order: Linear) -> Floats:
    """The features of the best wrong candidates in small stores, as ``Trained`` has them."""
    best = []
    for item in known:
        wrong = np.asarray(item.measured.table, dtype=np.float64)[~item.like]
        if item.measured.candidates.store <= _SMALL and len(wrong) >= RIVALS:
            best.append(wrong[np.argsort(-order.of(wrong), kind="stable")[:RIVALS]])
    return np.asarray(np.mean(best, axis=0), dtype=np.float64)


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


def tops(known: Iterable[Example], order: Linear, beside: Floats) -> list[Top]:
    """The best candidate of each query that has any, with the rivals ``beside`` it."""
    return [_top(item, order, beside) for item in known if len(item.right)]


def _top(item: Example, order: Linear, beside: Floats) -> Top:
    scores = order.of(item.measured.table)
    best = int(scores.argmax())
    content = len(item.query.words.content)
    few = missing(beside, item.measured.candidates.store)
    rows = evidence(item.measured, scores, content, Rivals(few, order.of(few)))
    return Top(rows[best], bool(item.like.any()), bool(item.like[best]))


def _spread(tables: Sequence[npt.ArrayLike]) -> tuple[Floats, Floats]:
    rows = np.concatenate([np.asarray(table, dtype=np.float64) for table in tables])
    scale = rows.std(axis=0)
    return rows.mean(axis=0), np.where(scale < 1e-6, 1.0, scale)


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def trained(
    few: Sequence[Split], whole: Sequence[Split], near: Sequence[Split] = (), *, ridge: float = 1.0
) -> Trained:
    """What is learned of the order from all splits, and of the belief from either end of sizes.

    ``near`` are more small stores for the belief, of which the order need not learn.
    The order for other languages and the rivals in them are the same at first; see ``elsewhere``.
    """
    order = fit_order([item for split in (*few, *whole) for item in split.present], ridge)
    beside = rivals([item for split in few for item in split.present], order)
    small, large = (fit_belief(tops(_both(some), order, beside)) for some in ((*few, *near), whole))
    return Trained(order, order, small, small, large, beside, beside)


def _both(splits: Iterable[Split]) -> list[Example]:
    return [item for split in splits for item in (*split.present, *split.absent)]


def elsewhere(
    base: Trained,
    known: Sequence[Example],
    few: Split,
    english: Sequence[Split],
    ridge: float = 10.0,
) -> Trained:
    """The same with an order, rivals and a belief of its own for other languages.

    Args:
        base: What was learned for English.
        known: Examples of which those that are not English are learned from.
        few: Such in small stores.
        english: English ones in small stores, for the belief.
        ridge: How near the order stays to the English one.
    """
    order = fit_order([item for item in known if not is_english(item)], ridge, base.order)
    return with_belief(with_rivals(replace(base, elsewhere=order), few.present), few, english)


def with_rivals(base: Trained, few: Sequence[Example]) -> Trained:
    """The same with rivals in other languages, from examples in small stores."""
    some = [item for item in few if not is_english(item)]
    return replace(base, rivals_elsewhere=rivals(some, base.elsewhere))


def with_belief(base: Trained, few: Split, english: Sequence[Split]) -> Trained:
    """The same with a belief for other languages in small stores.

    There are few examples in them, so that the English ones count, too, each for a third.
    """
    own = [item for item in _both((few, of_few_claims(few, 1))) if not is_english(item)]
    more = [*english, *(of_few_claims(split, 1) for split in english)]
    found = tops(own, base.elsewhere, base.rivals_elsewhere) * _WEIGHT
    return replace(
        base, small_elsewhere=fit_belief(found + tops(_both(more), base.order, base.rivals))
    )
