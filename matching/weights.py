"""How telling a word is, whatever the store holds: weights from the model's own vocabulary.

WordPiece vocabularies are ordered by frequency, so that by Zipf's law ("Human Behavior and the
Principle of Least Effort", 1949) a word of rank r has an inverse document frequency near log r.
A store of forty claims knows no frequencies worth the name; this knows them for all stores alike.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable
from functools import cache

from matching.analysis import read_words
from matching.embedder import TOKENIZER_FILE

_UNKNOWN = 10.5
_NUMBER = 7.0
_SHORT_NUMBER = 5.0


class _Weights(dict[str, float]):
    """Weights of terms; those of terms that no vocabulary has are told and not kept."""

    def __missing__(self, term: str) -> float:
        if term[0].isdigit():
            return _NUMBER if len(term) > 2 else _SHORT_NUMBER
        return _UNKNOWN


def weight(term: str) -> float:
    """The weight of one analysed term: about 4 for everyday words, up to 10.5 for rare ones."""
    return _ranks()[term]


def total(terms: Iterable[str]) -> float:
    """The sum of the weights of some terms."""
    return sum(map(_ranks().__getitem__, terms))


def known_share(terms: Collection[str]) -> float:
    """The share of some analysed terms that are English words or listed names; 1.0 for none."""
    words = [term for term in terms if not term[0].isdigit()]
    known = sum(1 for term in words if term[0] == "~" or term in _ranks())
    return known / len(words) if words else 1.0


@cache
def _ranks() -> _Weights:
    try:
        kept = json.loads(TOKENIZER_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _Weights()  # all words weigh the same without it
    vocabulary: dict[str, int] = kept["model"]["vocab"]
    start = vocabulary["the"] - 1
    by_rank = sorted((number - start, word) for word, number in vocabulary.items())
    words = [(rank, word) for rank, word in by_rank if rank > 0 and _is_plain(word)]
    found = _Weights()
    for (rank, _), terms in zip(words, read_words([word for _, word in words]), strict=True):
        for term in terms:
            found.setdefault(term, math.log(rank + 1))
    return found


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower() and len(word) > 1
