"""Whether a text denies what a claim says, or says the opposite with an antonym."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words, read
from matching.weights import total
from matching.wordlists import (
    ASKING,
    CAUSING,
    CEASING,
    CONTRASTING,
    DENYING,
    DOUBTFUL,
    EMPTY,
    HARMLESS,
    NOT,
    OPPOSITES,
    SPEECH,
    TURNING,
    WEAKENING,
)

_REACH = 5
_WIDE = 7
_BEFORE = 3
_MOST_WORDINGS = 0.6
_MARKS = (",", ";", ":", ".", "!", "?", '"', "(", ")", " - ", "—")
"""What ends a clause."""
_DIRECTIONS = frozenset(("north", "south", "east", "west"))
_SOME = frozenset(("half", "some", "few", "others", "rest"))
_NEAR = 0.6
"""Share of a paste's words that a wording has, from which on a denial is about the claim."""


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
    heads: tuple[str, ...]


def asks(words: Words) -> bool:
    """Whether a text is a question, which denies and asserts nothing."""
    return words.text.rstrip().endswith("?") or (
        bool(words.lowered) and words.lowered[0].replace("'", "") in ASKING
    )


def denials(words: Words) -> list[Denial]:
    """The denying words of a text, each with the first two terms of its clause after it."""
    found = []
    for at, word in enumerate(words.lowered):
        if _bare(word) in DENYING and not _harmless(at, words):
            found.append(Denial(words.surface[at], _heads(words, at + 1)))
        elif word == "out" and words.lowered[at - 1 : at] in {("ruled",), ("rules",)}:
            found.append(Denial("ruled out", _heads(words, at + 1)))
    return found


def denied(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's denying word and the claim's words that it denies, where no wording does."""
    everything = frozenset().union(*(words.content for words in said))
    doubted = frozenset().union(*(_doubted(words) for words in said))
    near = total(pasted.content & said[0].content) >= _NEAR * total(pasted.content)
    for item in () if _twice(pasted) or asks(said[1]) else denials(pasted):
        # "Not allowed" is what "banned" says; of what the claim does not speak, nothing follows.
        first = [term for term in item.heads if term not in _empty()][:1]
        if any(opposites_in(term, everything) or term in doubted for term in first) or (
            not near and any(term not in everything for term in first)
        ):
            continue
        heads = frozenset(item.heads) & everything - doubted
        if heads:
            return item.text, _surface(heads, said)
    return None


def opposites_in(term: str, terms: frozenset[str]) -> bool:
    """Whether a claim has the opposite of a term."""
    return bool(opposites().get(term, frozenset()) & terms)


def ceased(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "stopped" or "abandoned" and what the claim says goes on, or is planned."""
    if asks(pasted) or asks(said[1]) or denials(pasted) or any(_ceasing(words) for words in said):
        return None
    everything = frozenset().union(*(words.content for words in said))
    for at in _ceasing(pasted):
        heads = [term for term in _heads(pasted, at + 1) if term not in _empty()][:1]
        # "To stop somebody" ends nothing that the claim says.
        if heads and heads[0] in everything and heads[0][0] != "~":
            return pasted.surface[at], _surface(frozenset(heads), said)
    return None


def _ceasing(words: Words) -> list[int]:
    return [at for at, word in enumerate(words.lowered) if word in CEASING]


def affirmed(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's word for what the claim denies, where the paste denies and doubts nothing.

    The claim's text or the wording that was met must deny it, and most wordings that speak of it.
    """
    if _doubts(pasted) or any(_doubts(words) for words in said if words.plain == pasted.plain):
        return None
    for words in said[:2]:
        for item in _plain_denials(words):
            heads = frozenset(item.heads)
            if not heads <= pasted.content or not heads:
                continue
            about = [other for other in said if heads & other.content and not asks(other)]
            doubting = [other for other in about if _doubts(other)]
            if len(doubting) >= _MOST_WORDINGS * len(about):
                denied_there = f"{item.text} {_surface(heads, [words])}"
                return _surface(heads, [pasted]), denied_there
    return None


def conceded(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's "although" where the claim gives a reason, or the other way round."""
    mine, theirs = _links(pasted), [_links(words) for words in said]
    for one, other in ((CONTRASTING, CAUSING), (CAUSING, CONTRASTING)):
        links = mine & one
        if links and not mine & other and not any(found & one for found in theirs):
            rival = next((found & other for found in theirs[:2] if found & other), None)
            if rival:
                return min(links), min(rival)
    return None


def _links(words: Words) -> frozenset[str]:
    return frozenset(words.lowered) & (CAUSING | CONTRASTING)


def _doubts(words: Words) -> bool:
    return any(_bare(word) in WEAKENING for word in words.lowered)


def _bare(word: str) -> str:
    return word.replace("'", "")


def _twice(words: Words) -> bool:
    """Whether a text denies a denial: "never denied", "not untrue", "cannot be ruled out"."""
    denying = DENYING - {"nor"}
    at = [place for place, word in enumerate(words.lowered) if _bare(word) in denying]
    return any(0 < second - first <= 2 for first, second in itertools.pairwise(at))


def _plain_denials(words: Words) -> list[Denial]:
    """The denials of a wording with what they deny in the end: "no sign of a *cut*"."""
    found = []
    for at, word in enumerate(words.lowered):
        if _bare(word) in NOT and not _harmless(at, words):
            inside = zip(words.terms, words.places, strict=True)
            last = _scope_end(words, at)
            after = [
                term for term, (first, _) in inside if at < first < last and term not in _empty()
            ]
            if after and not any(term[0] == "~" for term in after[:1]):
                found.append(Denial(words.surface[at], tuple(after[:2])))
    return found


@cache
def _idle() -> frozenset[str]:
    """Terms that a denial may pass over without denying them: "no answer *yet*"."""
    return frozenset(_stem(word) for word in ("yet", "now", "far", "longer", "first", "immediate"))


@cache
def _empty() -> frozenset[str]:
    return frozenset(_stem(word) for word in EMPTY)


def _doubted(words: Words) -> frozenset[str]:
    """The terms of a claim that stand near a word that denies or weakens, in its clause."""
    near: set[str] = set()
    for at, word in enumerate(words.lowered):
        if _bare(word) in WEAKENING:
            if _bare(word) in DOUBTFUL:
                near |= _terms_in(words, _scope_start(words, at), at)
            near |= _terms_in(words, at + 1, _scope_end(words, at, _WIDE))
    return frozenset(near)


def _scope_end(words: Words, at: int, reach: int = _WIDE) -> int:
    """One past the last word that a denial reaches: up to a comma, "but", "if" and the like."""
    for place in range(at + 1, min(at + 1 + reach, len(words.lowered))):
        between = words.text[words.spans[place - 1][1] : words.spans[place][0]]
        if words.lowered[place] in TURNING or any(mark in between for mark in _MARKS):
            return place
    return min(at + 1 + reach, len(words.lowered))


def _scope_start(words: Words, at: int) -> int:
    for place in range(at, max(0, at - _BEFORE), -1):
        between = words.text[words.spans[place - 1][1] : words.spans[place][0]]
        if any(mark in between for mark in _MARKS):
            return place
    return max(0, at - _BEFORE)


def turned(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A word of the paste and its opposite in the claim, where neither text has both.

    Wordings may have the paste's word if they doubt it ("no support") or have its opposite, too.
    """
    if asks(pasted) or asks(said[1]) or denials(pasted):
        return None
    everything = frozenset().union(*(words.content for words in said))
    doubted = [(words, _doubted(words)) for words in said]
    for at, term in enumerate(pasted.terms):
        opposite = opposites().get(term, frozenset()) & everything
        if not opposite or opposite & pasted.content or _has_like(term, said, doubted):
            continue
        first, last = pasted.places[at]
        return " ".join(pasted.surface[first:last]), _surface(opposite, said)
    return None


def _has_like(
    term: str, said: Sequence[Words], doubted: Sequence[tuple[Words, frozenset[str]]]
) -> bool:
    """Whether a wording says the term plainly, by itself or inside a word ("northeast")."""
    if any(term in words.content and term not in doubts for words, doubts in doubted):
        return True
    return term in _DIRECTIONS and any(
        other != term and other.startswith(term) for words in said for other in words.content
    )


def _harmless(at: int, words: Words) -> bool:
    """Such as "not only", and "no doubt" denies nothing; nor does a word at the end."""
    if words.lowered[at - 1 : at] == ("to",):
        return True  # "to deny people food"
    if any(word[0].isdigit() or word in _SOME for word in words.lowered[max(0, at - 3) : at]):
        return True  # "500 weren't fighters" denies it of those alone
    after = words.lowered[at + 1 : at + 2]
    if words.lowered[at] == "no" and after and (after[0] in SPEECH or after[0] == "to"):
        return True
    return not after or after[0] in HARMLESS or after[0][0].isdigit()


def _heads(words: Words, start: int) -> tuple[str, ...]:
    inside = zip(words.terms, words.places, strict=True)
    last = min(start + _REACH, _scope_end(words, start - 1))
    after = [term for term, (first, _) in inside if start <= first < last and term not in _idle()]
    return tuple(after[:2])


def _terms_in(words: Words, start: int, end: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, _) in inside if start <= first < end)


def _surface(terms: frozenset[str], said: Sequence[Words]) -> str:
    for words in said:
        for term, (first, last) in zip(words.terms, words.places, strict=True):
            if term in terms:
                return " ".join(words.surface[first:last])
    return ""
