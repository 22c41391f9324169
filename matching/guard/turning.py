"""Whether a text has the opposite of a word where its claim has the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.analysis import Words
from matching.guard.denials import asks, cancelled, denials, doubted
from matching.guard.senses import all_kin, opposite_of, senses
from matching.guard.transfers import told_from_the_other_side
from matching.weights import total

_AROUND = 2
_DIRECTIONS = frozenset(("north", "south", "east", "west"))


def turned(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A word of the paste and its opposite in the claim, where neither text has both.

    Wordings may have the paste's word if they doubt it ("no support") or have its opposite, too;
    otherwise the opposite must stand beside the same words as the paste's word does.
    """
    if asks(pasted) or asks(said[1]) or cancelled(pasted):
        return None
    everything = _terms(said)
    present = frozenset(term for term, _, _ in senses(pasted))
    denying = bool(denials(pasted))
    unsure = doubted(pasted)
    heard = {first for term, (first, _) in _placed(pasted) if term in unsure}
    for term, first, last in senses(pasted):
        if first in heard or last - 1 in heard or _direction(term, said):
            continue
        if told_from_the_other_side(pasted, first, said):
            continue
        found = opposite_of(term, everything, beside=True)
        if not found or found & present:
            continue
        plain = opposite_of(term, everything, beside=False)
        if not denying and plain and not _has_like(term, said):
            return _shown(pasted, first, last), _surface(plain, said)
        there = _beside_the_same(pasted, term, found, said)
        if there is not None:
            return _shown(pasted, first, last), there
    return None


def _placed(words: Words) -> Iterable[tuple[str, tuple[int, int]]]:
    return zip(words.terms, words.places, strict=True)


def _terms(said: Sequence[Words]) -> frozenset[str]:
    return said[1].once(
        "all senses", lambda: frozenset(term for words in said for term, _, _ in senses(words))
    )


def _beside_the_same(
    pasted: Words, term: str, opposite: frozenset[str], said: Sequence[Words]
) -> str | None:
    """The opposite as the wording has it that has most of the same words beside it.

    No wording may have as much of them beside the paste's own term.
    """
    near = _neighbours(pasted, frozenset((term,)))
    like = frozenset((term,))
    own = max(total(near & _neighbours(words, like)) for words in said)
    best = max(said, key=lambda words: total(near & _neighbours(words, opposite)))
    if total(near & _neighbours(best, opposite)) <= own:
        return None
    return next(_shown(best, first, last) for term, first, last in senses(best) if term in opposite)


def _neighbours(words: Words, wanted: frozenset[str]) -> frozenset[str]:
    """The terms, or their families, up to so many away from some terms that are not doubted."""
    terms = [found for found, _, _ in senses(words)]
    near = [
        other
        for at, found in enumerate(terms)
        if found in wanted and found not in doubted(words)
        for other in (*terms[max(0, at - _AROUND) : at], *terms[at + 1 : at + 1 + _AROUND])
    ]
    return all_kin(near)


def _has_like(term: str, said: Sequence[Words]) -> bool:
    """Whether a wording says the term plainly."""
    return any(term in words.content and term not in doubted(words) for words in said)


def _direction(term: str, said: Sequence[Words]) -> bool:
    """Whether a wording has a direction inside a word ("northeast")."""
    return term in _DIRECTIONS and any(
        other != term and other.startswith(term) for words in said for other in words.content
    )


def _shown(words: Words, first: int, last: int) -> str:
    return " ".join(words.surface[first:last])


def _surface(terms: frozenset[str], said: Sequence[Words]) -> str:
    for words in said:
        for term, first, last in senses(words):
            if term in terms:
                return _shown(words, first, last)
    return ""
