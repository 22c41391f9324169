"""Who does what to whom among common nouns: who "sued the firm", and whom "the firm sued"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.analysis import Words
from matching.guard.denials import asks
from matching.guard.senses import kin
from matching.wordlists import SYMMETRIC

_BETWEEN = """
the a an his her its their our my your these those some all most many both every each has have had
will would is are was were been being be to can could may might did do does also now even just then
really still already again only never not
"""
_LIGHT = frozenset(_BETWEEN.split())
_BEING = frozenset(("is", "are", "was", "were", "been", "being", "be", "got", "get", "gets"))
_REACH = 4
_OBJECT = 3


@dataclass(frozen=True, slots=True)
class Act:
    """A verb with the noun right before it and those right after; ``agent`` says who acts."""

    verb: str
    before: str
    after: tuple[str, ...]
    passive: bool
    first: int
    last: int


def changed_places(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The stretches in which who acts and who is acted upon changed places.

    No wording may have them as the text has.
    """
    mine = acts(pasted)
    if not mine or asks(pasted):
        return None
    theirs = [(words, act) for words in said for act in acts(words)]
    for act in mine:
        alike = [(words, other) for words, other in theirs if other.verb == act.verb]
        if any(_same(act, other) for _, other in alike):
            continue
        for words, other in alike:
            if _turned(act, other):
                return _shown(pasted, act), _shown(words, other)
    return None


def acts(words: Words) -> tuple[Act, ...]:
    """All verbs of a text that stand between two nouns of one clause; read once."""
    return words.once("acts of nouns", lambda: tuple(_acts(words)))


def _same(one: Act, other: Act) -> bool:
    if one.passive == other.passive:
        return one.before == other.before or bool(set(one.after) & set(other.after))
    return one.before in other.after or other.before in one.after


def _turned(one: Act, other: Act) -> bool:
    if one.passive == other.passive:
        return one.before in other.after and other.before in one.after
    return one.before == other.before and bool(set(one.after) & set(other.after))


def _acts(words: Words) -> Iterator[Act]:
    placed = list(zip(map(kin, words.terms), words.places, strict=True))
    for at in range(1, len(placed) - 1):
        verb, (first, last) = placed[at]
        noun, (start, end) = placed[at - 1]
        if last - first > 1 or any(map(_no_noun, words.lowered[start:end])):
            continue
        if words.lowered[first] in SYMMETRIC:
            continue
        if first - end > _REACH or not _light(words, end, first):
            continue
        by = words.lowered[last : last + 1] == ("by",)
        being = bool(_BEING & set(words.lowered[end:first]))
        if by != (being or words.lowered[first].endswith("ed")) and (by or being):
            continue
        after = list(_objects(words, placed[at + 1 :], last + by))
        if after and not noun[0].isdigit():
            yield Act(verb, noun, tuple(term for term, _ in after), by, start, after[-1][1])


def _no_noun(word: str) -> bool:
    """Whether a word before a verb is rather a quality of what follows: "armed rebels"."""
    return word in SYMMETRIC or word.endswith(("ed", "ing"))


def _objects(
    words: Words, placed: Sequence[tuple[str, tuple[int, int]]], start: int
) -> Iterator[tuple[str, int]]:
    """The terms after a verb as far as nothing but light words stands between, at most three."""
    for term, (first, last) in placed[:_OBJECT]:
        if not _light(words, start, first) or words.lowered[first] in SYMMETRIC:
            return
        yield term, last
        start = last


def _light(words: Words, start: int, end: int) -> bool:
    """Whether nothing but articles, auxiliaries and the like stands between two words."""
    if not _LIGHT.issuperset(words.lowered[start:end]):
        return False
    between = words.text[words.spans[start - 1][1] : words.spans[end][0]] if start else ""
    return not any(mark in between for mark in ",;:.!?()-")


def _shown(words: Words, act: Act) -> str:
    return words.text[words.spans[act.first][0] : words.spans[act.last - 1][1]]
