"""Whether a text denies what a claim says, or says the opposite with an antonym."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words, read
from matching.wordlists import ASKING, DENYING, HARMLESS, OPPOSITES, WEAKENING

_REACH = 5
_WIDE = 7


def _stem(word: str) -> str:
    terms = read(word).terms
    return terms[0] if terms else word


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For an analysed term, those that turn a sentence round."""
    found: dict[str, set[str]] = {}
    for pair in OPPOSITES:
        first, second = (_stem(word) for word in pair)
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {term: frozenset(others) for term, others in found.items()}


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, and the first two terms after it."""

    text: str
    heads: frozenset[str]


def asks(words: Words) -> bool:
    """Whether a text is a question, which denies and asserts nothing."""
    return words.text.rstrip().endswith("?") or (
        bool(words.lowered) and words.lowered[0].replace("'", "") in ASKING
    )


def denials(words: Words) -> list[Denial]:
    """The denying words of a text, each with the first two terms within five words after it."""
    found = []
    for at, word in enumerate(words.lowered):
        if word.replace("'", "") in DENYING and not _harmless(at, words):
            found.append(Denial(words.surface[at], _heads(words, at + 1)))
    return found


def denied(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's denying word and the claim's words that it denies, where no wording does."""
    everything = frozenset().union(*(words.content for words in said))
    doubted = frozenset().union(*(_doubted(words) for words in said))
    for item in denials(pasted):
        heads = item.heads & everything
        if heads - doubted:
            return item.text, _surface(heads - doubted, said)
    return None


def _doubted(words: Words) -> frozenset[str]:
    """The terms of a claim that stand near a word that denies or weakens."""
    near: set[str] = set()
    for at, word in enumerate(words.lowered):
        if word.replace("'", "") in WEAKENING:
            near |= _terms_in(words, at - _WIDE, at + 1 + _WIDE)
    return frozenset(near)


def turned(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A word of the paste and its opposite in the claim, where neither text has both."""
    everything = frozenset().union(*(words.content for words in said))
    for at, term in enumerate(pasted.terms):
        opposite = opposites().get(term, frozenset()) & everything
        if opposite and term not in everything and not opposite & pasted.content:
            first, last = pasted.places[at]
            return " ".join(pasted.surface[first:last]), _surface(opposite, said)
    return None


def _harmless(at: int, words: Words) -> bool:
    """Such as "not only", and "no doubt" denies nothing; nor does a word at the end."""
    after = words.lowered[at + 1 : at + 2]
    return not after or after[0] in HARMLESS or after[0][0].isdigit()


def _heads(words: Words, start: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    after = [term for term, (first, _) in inside if start <= first < start + _REACH]
    return frozenset(after[:2])


def _terms_in(words: Words, start: int, end: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, _) in inside if start <= first < end)


def _surface(terms: frozenset[str], said: Sequence[Words]) -> str:
    for words in said:
        for term, (first, last) in zip(words.terms, words.places, strict=True):
            if term in terms:
                return " ".join(words.surface[first:last])
    return ""
