"""Whether a text tells of another deed than its claim, done by the same or to the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.deeds import Did, done, frames, may_do
from matching.guard.denials import denied_after, doubts
from matching.guard.senses import all_kin, kin, stem
from matching.weights import total
from matching.wordlists import TELLING

_AROUND = 4
_ENOUGH = 2
_NEW = 4
_COVERED = 0.4
_STOPS = ".!?;"
_BEFORE = 5
_LIGHT = ("put", "get", "go", "make", "take", "use", "new", "year", "first", "one", "two")
_BACKGROUND = frozenset(("if", "when", "after", "before", "until", "unless", "once", "ago"))


def exchanged_deed(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's deed and the claim's in its place, with the same words around them.

    No wording may speak of a deed of the paste's class, nor the paste of one of the claim's; and
    little else of the paste may be new to the claim.
    """
    mine = done(pasted)
    if not mine:
        return None
    there = said[1].once("deeds of a claim", lambda: _of_all(said))
    for act in mine:
        if act.sort in there or _by_the_way(pasted, act) or _much_is_new(pasted, said, act):
            continue
        pair = _in_its_place(pasted, act, [words for words in said if _told(words, pasted)])
        if pair:
            return pair
    return None


def _in_its_place(pasted: Words, act: Did, said: Sequence[Words]) -> tuple[str, str] | None:
    here = may_do(pasted, act.at)
    for words in said:
        for other in done(words):
            if other.sort in here or words.terms[other.at] in pasted.content:
                continue
            if pasted.terms[act.at] in denied_after(pasted) and not doubts(words):
                continue
            if _same_place(pasted, act, words, other):
                return act.word, other.word
    return None


def _of_all(said: Sequence[Words]) -> frozenset[int]:
    return frozenset().union(*(may_do(words) for words in said))


def _by_the_way(words: Words, act: Did) -> bool:
    """Whether a deed only says when or whether the rest holds: "after they *sued*"."""
    first = words.places[act.at][0]
    return bool(_BACKGROUND & set(words.lowered[max(0, first - _BEFORE) : first]))


def _much_is_new(pasted: Words, said: Sequence[Words], act: Did) -> bool:
    everything = said[1].once(
        "terms of a claim", lambda: all_kin(term for words in said for term in words.content)
    )
    return len(all_kin(pasted.content) - everything - _near(pasted, act.at)) > _NEW


def _told(said: Words, pasted: Words) -> bool:
    """Whether a paste has enough of a wording to have put one deed for another in it."""
    return total(said.content & pasted.content) >= _COVERED * total(said.content)


def _same_place(one: Words, act: Did, other: Words, deed: Did) -> bool:
    mine, theirs = _near(one, act.at), _near(other, deed.at)
    known = frames()
    framed = {known[term] for term in mine if term in known}
    if framed & {known[term] for term in theirs if term in known}:
        return True
    return len(mine & theirs - _light()) >= _ENOUGH


@cache
def _light() -> frozenset[str]:
    """Terms that stand by any deed."""
    return all_kin(map(stem, (*TELLING, *_LIGHT)))


def _near(words: Words, at: int) -> frozenset[str]:
    return frozenset((*_before(words, at), *_after(words, at)))


def _before(words: Words, at: int) -> Iterator[str]:
    for place in range(at - 1, max(-1, at - 1 - _AROUND), -1):
        if _apart(words, place, place + 1):
            return
        yield kin(words.terms[place])


def _after(words: Words, at: int) -> Iterator[str]:
    for place in range(at + 1, min(len(words.terms), at + 1 + _AROUND)):
        if _apart(words, place - 1, place):
            return
        yield kin(words.terms[place])


def _apart(words: Words, one: int, other: int) -> bool:
    last, first = words.places[one][1] - 1, words.places[other][0]
    return any(mark in _STOPS for mark in words.text[words.spans[last][1] : words.spans[first][0]])
