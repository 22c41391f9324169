"""How well a ranker does on known examples: order, belief, and what it calls a match."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matching_examples import Example

from matching.rank import Ranker, in_order

Floats = npt.NDArray[np.float64]


def is_english(item: Example) -> bool:
    """Whether the matcher takes a query for English."""
    return item.query.is_english


def ranked(known: Sequence[Example], ranker: Ranker, depth: int = 5) -> tuple[float, float]:
    """Mean average precision and success at ``depth``."""
    precisions, successes = [], []
    for item in known:
        scores = ranker.scores(item.measured, english=is_english(item))
        best = in_order(scores, item.measured)[:depth]
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
        words, spoken = item.query.words.content, is_english(item)
        scores = ranker.scores(item.measured, english=spoken)
        belief = ranker.probabilities(item.measured, scores, len(words), english=spoken)
        best = int(scores.argmax()) if len(scores) else -1
        chances.append(float(belief[best]) if best >= 0 else 0.0)
        right.append(bool(item.like[best]) if best >= 0 else False)
        least.append(ranker.least(item.measured.candidates.store, english=spoken))
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
