"""A place that no list knows where the claim has its own: "Brenno harbour", "port of Brenno"."""

from __future__ import annotations

from collections.abc import Set

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.guard.persons import heard_of, listed_at, shouted
from matching.guard.strangers import words_of
from matching.wordlists import LOCATED

_SITES = """
port harbour harbor airfield airbase airport oilfield oilfields field fields valley river bridge dam
district governorate siege battle front road highway island mine plant refinery prison hospital
convoy garrison installation facility installations
"""
_NOUNS = LOCATED | frozenset(_SITES.split())
_BEFORE = frozenset(("in", "at", "near", "around", "round", "outside", "off", "of", "from", "into"))
_SHORTEST = 5
_ALIKE = 65
_NEAR = 4


def unknown_place(both: Contrast) -> Difference | None:
    """A word of no vocabulary as a place, near what stands near the claim's missing place."""
    pasted = both.pasted
    missing = [
        item for _, item in both.told_near if item.sort == "places" and item.key not in both.present
    ]
    found = _unheard_of(pasted, words_of(both.record)) if missing else []
    for at in found:
        around = _around(pasted, at, at + 1)
        for other in missing:
            if around & _around_all(other.key, both):
                return Difference(DifferenceKind.PLACE, pasted.surface[at], other.text)
    return None


def _unheard_of(words: Words, known: Set[str]) -> list[int]:
    """Where words stand that are placed as a place is and that nobody knows."""
    return [
        at
        for at, word in enumerate(words.lowered)
        if len(word) >= _SHORTEST
        and word.isalpha()
        and word not in known
        and _sited(words, at)
        and not heard_of(word)
        and not listed_at(words, at)
        and all(fuzz.ratio(word, other) < _ALIKE for other in known)
    ]


def _sited(words: Words, at: int) -> bool:
    """Whether a word stands before "harbour" and the like, or behind "harbour of"."""
    if not _NOUNS.isdisjoint(words.lowered[at + 1 : at + 3]):
        return not shouted(words) or words.surface[at][0].isupper()
    before = [word for word in words.lowered[max(0, at - 3) : at] if word != "the"]
    if before[-1:] == [] or before[-1] not in _BEFORE:
        return False
    written = words.surface[at][0].isupper() and not shouted(words)
    return written or before[-2:-1] == [] or before[-2] in _NOUNS


def _around_all(key: str, both: Contrast) -> frozenset[str]:
    return frozenset().union(
        *(_around(words, item.first, item.last) for words, item in both.told if item.key == key)
    )


def _around(words: Words, first: int, last: int) -> frozenset[str]:
    """The terms that stand near some words, without names."""
    return frozenset(
        term
        for term, (at, end) in zip(words.terms, words.places, strict=True)
        if term[0] != "~" and (first - _NEAR <= end - 1 < first or last <= at < last + _NEAR)
    )
