"""Which deeds a text names, by lists of classes.

Two classes are different deeds if neither text has a plain or loose word of the other's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words
from matching.guard.deed_words import DEEDS, FRAMES
from matching.guard.senses import kin, stem


@dataclass(frozen=True, slots=True)
class Did:
    """A word for a deed, its class, and where it stands in the terms of its text."""

    sort: int
    at: int
    word: str


@cache
def _classes() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    found = []
    for listed in DEEDS.strip().split("\n\n"):
        plain, loose = ({_key(entry) for entry in part.split(";")} for part in listed.split("|"))
        found.append((frozenset(plain), frozenset(plain | loose)))
    return tuple(found)


def _key(entry: str) -> str:
    entry = " ".join(entry.split())
    return entry if entry[0] == "=" or " " in entry else kin(stem(entry))


@cache
def _plain() -> dict[str, frozenset[int]]:
    return _by_word(0)


@cache
def _loose() -> dict[str, frozenset[int]]:
    return _by_word(1)


def _by_word(which: int) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for sort, lists in enumerate(_classes()):
        for word in lists[which]:
            found[word] = found.get(word, frozenset()) | {sort}
    return found


def done(words: Words) -> tuple[Did, ...]:
    """The deeds that a text plainly names; read once."""
    return words.once("deeds done", lambda: tuple(_done(words)))


def _done(words: Words) -> Iterator[Did]:
    known = _plain()
    for at, (term, (first, last)) in enumerate(zip(words.terms, words.places, strict=True)):
        if term[0] == "~":
            continue
        for key in _keys(words, term, first, last):
            for sort in known.get(key, ()):
                yield Did(sort, at, words.surface[first])


def _keys(words: Words, term: str, first: int, last: int) -> tuple[str, ...]:
    exact = words.lowered[first]
    return kin(term), f"={exact}", " ".join(words.lowered[first : last + 1])


def may_do(words: Words, beside: int | None = None) -> frozenset[int]:
    """The classes of deeds that a text names or may mean.

    What stands right by one term, as in "trade *deals*", may be left aside.
    """
    found = words.once("deeds perhaps", lambda: tuple(_may_do(words)))
    return frozenset(
        sort for at, sorts in found if beside is None or abs(at - beside) > 1 for sort in sorts
    )


def _may_do(words: Words) -> Iterator[tuple[int, frozenset[int]]]:
    known = _loose()
    for at, (term, (first, last)) in enumerate(zip(words.terms, words.places, strict=True)):
        for key in _keys(words, term, first, last):
            if key in known:
                yield at, known[key]


@cache
def frames() -> dict[str, int]:
    """For a word that says what something is for ("job", "pretext"), which of these it is."""
    listed = enumerate(FRAMES.strip().splitlines())
    return {kin(stem(word)): at for at, line in listed for word in line.split()}
