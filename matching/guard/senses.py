"""What words mean beside other words: those that mean the opposite, and those of one family."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from matching.analysis import Words, read
from matching.guard.antonyms import KIN, OPPOSITES, PHRASES, RIVALS

Sense = tuple[str, int, int]
"""An analysed term and the words, first up to last, that it is read out of."""

_UN = "un"
_SHORTEST = 3


def stem(word: str) -> str:
    """The first term of a word, or the word."""
    terms = read(word).terms
    return terms[0] if terms else word


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For an analysed term, those that turn a sentence round wherever they stand."""
    return _both_ways(OPPOSITES)


@cache
def rivals() -> dict[str, frozenset[str]]:
    """For an analysed term, those that turn a sentence round beside the same words."""
    return _both_ways((*OPPOSITES, *RIVALS))


@cache
def _families() -> dict[str, str]:
    return {stem(word): stem(family[0]) for family in KIN for word in family}


def kin(term: str) -> str:
    """The term that stands for the whole family of one."""
    return _families().get(term, term)


def all_kin(terms: Iterable[str]) -> frozenset[str]:
    """The terms that stand for the families of some."""
    families = _families()
    return frozenset(families.get(term, term) for term in terms)


def senses(words: Words) -> tuple[Sense, ...]:
    """The terms of a text with what they are read out of, phrasal verbs as one; read once."""
    return words.once("senses", lambda: _senses(words))


def _senses(words: Words) -> tuple[Sense, ...]:
    phrases = {
        at: word
        for at, pair in enumerate(zip(words.lowered, words.lowered[1:], strict=False))
        if (word := _phrases().get(pair))
    }
    taken = {at + more for at in phrases for more in (0, 1)}
    found = [(word, at, at + 2) for at, word in phrases.items()]
    for term, (first, last) in zip(words.terms, words.places, strict=True):
        if first not in taken:
            found.append((term, first, last))
    return tuple(sorted(found, key=lambda sense: sense[1]))


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {phrase: stem(word) for phrase, word in PHRASES.items()}


def opposite_of(term: str, terms: frozenset[str], *, beside: bool) -> frozenset[str]:
    """Those of some terms that mean the opposite; ``beside`` if the same words stand by both."""
    if not beside:
        return opposites().get(term, frozenset()) & terms
    found = rivals().get(term, frozenset()) & terms
    if term.startswith(_UN) and term[len(_UN) :] in terms and len(term) > len(_UN) + _SHORTEST - 1:
        found |= {term[len(_UN) :]}
    if _UN + term in terms:
        found |= {_UN + term}
    return found


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in pairs:
        first, second = (stem(word) for word in pair)
        if first != second:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return {term: frozenset(others) for term, others in found.items()}
