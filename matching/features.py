"""What speaks for a candidate, in figures that mean the same in a small store and a large one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from matching.candidates import Candidates
from matching.dating import times
from matching.query import Query
from matching.record import Record
from matching.weights import total, weight

Floats = npt.NDArray[np.float32]

_COMPARED = 600
"""Letters of a text that fuzzy ratios look at."""

FEATURES = (
    "cosine", "cosine_gap", "cosine_rank", "has_cosine",
    "words", "words_share", "words_gap", "words_rank",
    "grams", "grams_share", "grams_gap", "grams_rank",
    "fused", "asked_alike", "said_alike",
    "asked", "said", "both", "rare", "known",
    "set_ratio", "sort_ratio", "partial",
    "exact", "nearness", "nearness_gap", "figures",
    "after", "then", "before",
)  # fmt: skip
"""Columns of ``measure``, all in [0, 1] or nearly so.

``*_gap``: distance to the query's best, ``*_rank``: 1 / (1 + rank). ``words`` and ``grams`` are
BM25 scores over the greatest that the query could reach on its matching terms, ``*_share`` over the
query's best. ``asked_alike`` and ``said_alike`` are those of ``Candidates``.
``asked``: share of the query's term weight that the wording has, ``said``: share of
the wording's that the query has, ``both``: their harmonic mean, ``rare``: weight of the rarest
shared term, ``known``: share of the query's weight anywhere in the record. ``nearness``: of
``Met``, with its distance to the best. ``partial``, the ratio of the best stretch of letters, is
0 for English, where it tells nothing that the others do not and takes the longest. ``figures``:
share of the query's figures that the record has, 0.5 where it has none. ``after``, ``then`` and
``before``: of ``times``, 0 where the query does not say when it was written.
"""


@dataclass(frozen=True)
class Measured:
    """Candidates with their records and features, in the same order; ``met`` says what was met."""

    candidates: Candidates
    records: tuple[Record, ...]
    met: tuple[Met, ...]
    table: Floats


@dataclass(frozen=True, slots=True)
class Met:
    """The wording that a query comes nearest to, and the variant if the claim has any.

    ``nearness`` is in [0, 1]: the mean of the cosine and of the shared term weight (harmonic mean
    of both shares), or the latter alone where there are no vectors.
    """

    wording: int
    nearness: float
    variant: int | None = None
    variant_nearness: float = 0.0


_NO_COSINES: Floats = np.zeros(0, dtype=np.float32)


class Pairs:
    """Compares one query with the wordings of claims by their words, each pair once."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._weights = {term: weight(term) for term in query.words.content}
        self._weight = max(sum(self._weights.values()), 1.0)
        self._compared = query.words.plain[:_COMPARED]
        self._shared: dict[int, list[tuple[float, float]]] = {}
        self._nearness: dict[int, list[float]] = {}
        self._measured: dict[tuple[int, int], list[float]] = {}

    def nearness(self, record: Record) -> list[float]:
        """For each wording and then each variant, the harmonic mean of the shared weights."""
        if record.claim_id not in self._nearness:
            near = [_harmonic(*shares) for shares in self._shares(record)]
            self._nearness[record.claim_id] = near
        return self._nearness[record.claim_id]

    def features(self, record: Record, wording: int) -> list[float]:
        """The columns of ``measure`` from ``asked`` to ``exact``."""
        key = record.claim_id, wording
        if key not in self._measured:
            self._measured[key] = self._pair(record, wording)
        return self._measured[key]

    def by_words(self, record: Record) -> Met:
        """The wording that words alone come nearest to, compared."""
        met = _met(self, record, _NO_COSINES)
        self.features(record, met.wording)
        return met

    def _shares(self, record: Record) -> list[tuple[float, float]]:
        """For each wording and variant, the shared weight over the query's and over its own."""
        if record.claim_id not in self._shared:
            asked = self.query.words.content
            found = []
            for said in record.all_said:
                shared = sum(map(self._weights.__getitem__, asked & said.content))
                found.append((shared / self._weight, shared / max(said.weight, 1.0)))
            self._shared[record.claim_id] = found
        return self._shared[record.claim_id]

    def _pair(self, record: Record, wording: int) -> list[float]:
        asked, said = self.query.words.content, record.all_said[wording]
        weights = self._weights.__getitem__
        asked_share, said_share = self._shares(record)[wording]
        left, right = self._compared, said.plain[:_COMPARED]
        return [
            asked_share,
            said_share,
            _harmonic(asked_share, said_share),
            max(map(weights, asked & said.content), default=0.0) / 10.5,
            sum(map(weights, asked & record.all_terms)) / self._weight,
            fuzz.token_set_ratio(left, right) / 100,
            fuzz.token_sort_ratio(left, right) / 100,
            0.0 if self.query.is_english else fuzz.partial_ratio(left, right) / 100,
            float(left == right),
        ]


def measure(
    query: Query, candidates: Candidates, records: Mapping[int, Record], pairs: Pairs | None = None
) -> Measured:
    """Features of shape (candidates, ``len(FEATURES)``); the records are keyed by slot."""
    kept = [records[slot] for slot in candidates.slots.tolist()]
    pairs = pairs or Pairs(query)
    table = np.zeros((len(kept), len(FEATURES)), dtype=np.float32)
    met = []
    if kept:
        table[:, :15] = _channels(query, candidates)
        met = [_met(pairs, *both) for both in zip(kept, candidates.by_text, strict=True)]
        table[:, 15:24] = [pairs.features(r, m.wording) for r, m in zip(kept, met, strict=True)]
        table[:, 24:27] = _nearness(query, kept, met)
        if query.posted is not None:
            table[:, 27:] = [times(query.posted, record.told_of) for record in kept]
    return Measured(candidates, tuple(kept), tuple(met), table)


def _channels(query: Query, found: Candidates) -> Floats:
    columns = [found.cosine, found.cosine.max() - found.cosine, 1 / (1 + found.cosine_rank)]
    columns.append(np.full(len(found), float(query.vector is not None)))
    reach = (
        (found.words, found.words_rank, 2.2 * max(1.0, total(query.all_words.content))),
        (found.grams, found.grams_rank, 2.2 * 5.0 * max(1.0, float(len(set(query.grams))))),
    )
    for scores, ranks, most in reach:
        best = max(float(scores.max()), 1e-6)
        columns += [scores / most, scores / best, (best - scores) / most, 1 / (1 + ranks)]
    columns += [found.fused * 20, found.asked_alike, found.said_alike]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _nearness(query: Query, records: Sequence[Record], met: Sequence[Met]) -> Floats:
    near = np.asarray([max(item.nearness, item.variant_nearness) for item in met], np.float32)
    figures = {term for term in query.words.terms if term[0].isdigit()}
    had = [len(figures & record.all_terms) / len(figures) if figures else 0.5 for record in records]
    return np.stack([near, near.max() - near, np.asarray(had, np.float32)], axis=1)


def _met(pairs: Pairs, record: Record, cosines: Floats) -> Met:
    near = pairs.nearness(record)
    if len(cosines) == len(near):
        near = [(both[0] + both[1]) / 2 for both in zip(near, cosines.tolist(), strict=True)]
    wordings, variants = near[: len(record.wordings)], near[len(record.wordings) :]
    nearest = max(wordings)
    wording = wordings.index(nearest)
    if not variants:
        return Met(wording, nearest)
    nearer = max(variants)
    return Met(wording, nearest, variants.index(nearer), nearer)


def _harmonic(first: float, second: float) -> float:
    return 2 * first * second / (first + second) if first + second else 0.0
