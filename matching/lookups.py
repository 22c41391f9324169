"""What the words of a query find, and what is done while that takes a while.

In a large index the letters are searched for some milliseconds in a thread of their own. Meanwhile
the claims that the words have found are read and compared. Then the model reads the query, if it
will be asked for that anyhow; otherwise the guard looks at the nearest claim. Nothing is answered
otherwise for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from matching.candidates import WordHits, search_words
from matching.embedder import Embedder
from matching.features import Met, Pairs
from matching.guard import Comparisons, neighbours
from matching.index import Searched, View
from matching.query import Query, with_vectors
from matching.record import Record
from matching.scope import Scope

_COMPARED = 12
"""How many of the claims that words have found are compared; most of them will be candidates. Of
8, 12, 20 and 30, checks among 100,000 claims were fastest with 12."""
_FIRST = 6
_SIDE_BY_SIDE = 0.16
"""Of queries whose two nearest claims by words are less apart, 97 in 100 are not settled by them
(posts of CheckThat! 2021-2A's train and dev splits, among its claims and among those of 2020)."""
_READING = ThreadPoolExecutor(2, thread_name_prefix="reading ahead")


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found by words, and what was compared already; ``read`` where the model reads it."""

    hits: WordHits
    pairs: Pairs
    guard: Comparisons
    read: Future[Query] | None


class LookUp:
    """Looks queries up in one scope of an index.

    Args:
        index: What is searched.
        view: Its state.
        scope: The claims that may answer.
        embedder: The model that reads ahead, or None.
        long: Words from which on a query is never settled by its words.
    """

    def __init__(
        self, index: Searched, view: View, scope: Scope, embedder: Embedder | None, *, long: int
    ) -> None:
        self._index = index
        self._view = view
        self._scope = scope
        self._embedder = embedder
        self._long = long

    def __call__(self, query: Query) -> LookedUp:
        """Search by words and letters."""
        pairs, guard = Pairs(query), Comparisons(query)
        read: list[Future[Query]] = []

        def read_ahead(slots: Sequence[int]) -> None:
            if self._is_long(query):
                read.extend(self._read(query))
            near = self._compared(pairs, slots[:_FIRST])
            first, second = [*sorted((met.nearness for _, met in near), reverse=True), 0.0, 0.0][:2]
            if first - second < _SIDE_BY_SIDE and not read:
                read.extend(self._read(query))
            near += self._compared(pairs, slots[_FIRST:_COMPARED])
            if near and not read and query.vector is None:  # with one, another wording may be met
                known = neighbours([record for record, _ in near])
                guard.differences(*max(near, key=lambda both: both[1].nearness), known)

        hits = search_words(query, self._view, self._scope, read_ahead)
        return LookedUp(hits, pairs, guard, read[0] if read else None)

    def _compared(self, pairs: Pairs, slots: Sequence[int]) -> list[tuple[Record, Met]]:
        """Some claims with the wording of each that words come nearest to."""
        records = self._index.records(self._view, slots).values()
        return [(record, pairs.by_words(record)) for record in records]

    def _is_long(self, query: Query) -> bool:
        return len(query.words.surface) > self._long

    def _read(self, query: Query) -> list[Future[Query]]:
        if self._embedder is None:
            return []
        embedder = self._embedder
        return [_READING.submit(lambda: with_vectors([query], embedder)[0])]


def read_by_the_model(
    asked: Sequence[tuple[Query, LookedUp]], embedder: Embedder | None
) -> list[Query]:
    """The queries with their vectors; those that nobody reads yet are read together."""
    others = iter(with_vectors([query for query, found in asked if not found.read], embedder))
    return [found.read.result() if found.read else next(others) for _, found in asked]
