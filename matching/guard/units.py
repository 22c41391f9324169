"""Whether a text gives a claim's figure, but counts other things by it: "750 families"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words
from matching.guard.countables import classes, classes_of_one, describes
from matching.numbers import Quantity

_FARTHEST = 5
"""Words after a figure among which the thing is that it counts."""
_NEAR = 3
_FEW = 10
"""Figures up to this one meet by chance; so do lengths and times."""
_ADJUNCTS = frozenset(("length", "time"))
_GAP = re.compile(r"[\s\"'“”‘’-]+")
_QUOTES = re.compile(r"[\"“”]")
_LEADING = frozenset(("of", "the", "these", "those", "his", "its", "their", "our", "such"))
_SORTING = """
armed unarmed armoured armored uniformed registered confirmed motorised motorized mounted more other
former ex young old new big small large great heavy light elite special regular junior senior
trained masked foreign white black red poor rich enemy army navy police war battle nuclear military
modern whole entire empty full stray wild suspected alleged hardcore hard hardened die so called
supposed active remaining surviving innocent ordinary different separate additional extra secret
classified islamic state
"""
_SORTS = frozenset(_SORTING.split())
"""Words that say of what sort the things are that are counted."""
_SORT_ENDINGS = ("al", "ic", "ous", "ful", "ive", "less", "ian", "ish", "ese", "ary", "ern")
_DEEDS = "steal reveal conceal deal heal appeal live give have arrive publish"
_NO_SORTS = frozenset(_DEEDS.split())
_LINK = re.compile(
    r"(?:\b(?:at|is|was|were|are|to|number(?:s|ed)?|reach(?:es|ed)?|exceed(?:s|ed)?|top(?:s|ped)"
    r"|total(?:s|l?ed)?|above|below|over|under)\s+|:\s*)"
    r"(?:(?:about|around|some|roughly|nearly|almost|over|under|more|fewer|less|than)\s+)*$",
    re.IGNORECASE,
)
_BEFORE = 8


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a figure counts: its classes, and the indexes of the words that say both."""

    classes: frozenset[str]
    first: int
    named: int
    last: int
    noun: str
    text: str


def other_thing(
    item: Quantity,
    about: Words,
    here: Sequence[Quantity],
    theirs: Sequence[tuple[Quantity, Words]],
) -> tuple[str, str] | None:
    """A figure with what it counts, and the claim's with what that counts, where these exclude.

    Args:
        item: A figure of the sentence ``about``.
        about: The sentence.
        here: All figures of the sentence that agree with the claim's.
        theirs: The claim's figures that agree with it, each with its wording.
    """
    mine = _thing(item, about)
    if mine is None:
        return None
    found = [(other, words, _thing(other, words)) for other, words in theirs]
    known = [(words, thing) for _, words, thing in found if thing is not None]
    if not known or any(mine.classes & thing.classes for _, thing in known):
        return None
    if any(thing is None and mine.noun in words.lowered for _, words, thing in found):
        return None
    counted = frozenset().union(*(thing.classes for _, thing in known))
    if any(_may_count(other, about, counted) for other in here if other is not item):
        return None
    by_chance = item.high <= _FEW or _ADJUNCTS & (mine.classes | counted)
    for words, thing in known:
        if not by_chance or _in_one_place(mine, about, thing, words):
            return mine.text, thing.text
    return None


def _may_count(item: Quantity, words: Words, wanted: frozenset[str]) -> bool:
    thing = _thing(item, words)
    return thing is None or bool(thing.classes & wanted)


def _thing(item: Quantity, words: Words) -> _Thing | None:
    """What a figure of a text counts, as far as it is told; read once."""
    what = f"counted {item.start}"
    return words.once(what, lambda: _after(item, words) or _ahead(item, words))


def _after(item: Quantity, words: Words) -> _Thing | None:
    """What is named behind a figure: "750 militant families", "thousands of the fighters"."""
    at = first = bisect_left(words.spans, (item.end, item.end))
    if words.lowered[at : at + 1] == ("of",):
        at += 1
        at += words.lowered[at : at + 1] != () and words.lowered[at] in _LEADING
    while at < min(first + _FARTHEST + 1, len(words.spans)):
        if not _joined(words, at, item.end):
            return None
        named = _classes_at(words, at) or _in_compound(words, at, item)
        more = _noun_follows(words, at)
        if named and not more:
            end = words.spans[at][1]
            start = bisect_left(words.spans, (item.start, item.start))
            text = _QUOTES.sub("", words.text[item.start : end])
            return _Thing(named, start, first, at + 1, words.lowered[at], text)
        if not named and not _says_what_sort(words, at):
            return None
        if more and not classes(words.lowered[at + 1]):
            return None
        at += 1
    return None


def _classes_at(words: Words, at: int) -> frozenset[str]:
    warship = words.lowered[at + 1 : at + 3] == ("of", "war")  # "11 men-of-war"
    return classes("warship" if warship else words.lowered[at])


def _in_compound(words: Words, at: int, item: Quantity) -> frozenset[str]:
    """The classes of what is counted within an adjective: "a four-mile march"."""
    start = words.spans[at][0]
    if start != item.end + 1 or words.text[item.end] != "-":
        return frozenset()
    return classes_of_one(words.lowered[at])


def _joined(words: Words, at: int, end: int) -> bool:
    """Whether no punctuation parts a word from what stands before it."""
    before = words.spans[at - 1][1] if at and words.spans[at - 1][1] > end else end
    between = words.text[before : words.spans[at][0]]
    return not between or _GAP.fullmatch(between) is not None


def _noun_follows(words: Words, at: int) -> bool:
    """Whether the plural at a place only says whose or what sort the next word's things are."""
    if at + 1 >= len(words.spans) or not _joined(words, at + 1, 0):
        return False
    after = words.lowered[at + 1]
    if classes(after):
        return not describes(after)
    return describes(words.lowered[at]) and after.endswith("s") and not after.endswith("ss")


def _says_what_sort(words: Words, at: int) -> bool:
    word = words.lowered[at]
    if word in _SORTS or classes_of_one(word) or _part_of_compound(words, at) or _named(words, at):
        return True
    return word.endswith(_SORT_ENDINGS) and word not in _NO_SORTS


def _part_of_compound(words: Words, at: int) -> bool:
    start, end = words.spans[at]
    return words.text[end : end + 1] == "-" or words.text[max(0, start - 1) : start] == "-"


def _named(words: Words, at: int) -> bool:
    """Whether a word belongs to a name that is known: "1,000 Islamic State fighters"."""
    return at in words.once("words of names", lambda: _of_names(words))


def _of_names(words: Words) -> frozenset[int]:
    both = zip(words.terms, words.places, strict=True)
    return frozenset(at for term, place in both if term[0] == "~" for at in range(*place))


def _ahead(item: Quantity, words: Words) -> _Thing | None:
    """What is named before a figure with no noun behind it: "put the dead at 40,000"."""
    if _LINK.search(words.text[: item.start]) is None:
        return None
    at = bisect_left(words.spans, (item.start, item.start))
    behind = bisect_left(words.spans, (item.end, item.end))
    noun = any(first == behind for first, _ in words.places)
    if noun and _joined(words, behind, item.end):
        return None
    for place in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        named = classes(words.lowered[place])
        if named:
            text = f"{item.text} {words.surface[place]}"
            return _Thing(named, place, place, place + 1, words.lowered[place], text)
    return None


def _in_one_place(mine: _Thing, about: Words, thing: _Thing, words: Words) -> bool:
    """Whether words before both are the same, or after both, or one is full of the other."""
    before = _terms(about, mine.first - _NEAR, mine.first)
    if before & _terms(words, thing.first - _NEAR, thing.first):
        return True
    after = _terms(about, mine.last, mine.last + _NEAR)
    if after & _terms(words, thing.last, thing.last + _NEAR):
        return True
    filled = about.lowered[mine.last : mine.last + 1] == ("of",)
    return filled and bool(after & _terms(words, thing.named, thing.last))


def _terms(words: Words, start: int, end: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, last) in inside if start <= first and last <= end)
