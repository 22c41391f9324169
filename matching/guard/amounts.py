"""What no figure counts: "tons of grain" and "pounds of grain", "crews" and "families of miners".

Such words are loose, so that only measures that are far apart count, and groups of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words
from matching.guard.countables import classes
from matching.guard.roles import counted
from matching.measures import measure

_FAR = 20
"""Of two measures, one must be so many times the other."""
_NEAR = 4
_GROUPS = frozenset(("households", "formations", "vehicles", "bodies of people"))
_FEW = 2
_OF = len(" of ")
"""Between a figure and its measure: "thousands of pounds"."""
_SOME = frozenset(("some", "few", "several", "many", "couple", "just", "mere", "only"))


@dataclass(frozen=True, slots=True)
class _Amount:
    dimension: str
    size: float
    of: frozenset[str]
    text: str


def other_amount(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A measure of the paste and that of a wording, of the same thing and far from each other.

    No wording may have one that is nearer.
    """
    for mine in _amounts(pasted):
        theirs = [
            other
            for words in said
            for other in _amounts(words)
            if other.dimension == mine.dimension and (other.of & mine.of)
        ]
        if theirs and all(_far(mine, other) for other in theirs):
            return mine.text, theirs[0].text
    return None


def other_group(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A group of people where a wording has another one of the same people: "families of miners".

    The groups are of classes that exclude each other, and no wording has the paste's.
    """
    theirs = [group for words in said for group in _groups(words)]
    if not theirs:
        return None
    counted_so = frozenset().union(*(group[1] for group in theirs))
    if any(group[1] & counted_so for group in _groups(pasted)):
        return None
    for noun, _, of, text in _groups(pasted):
        rival = next((group[3] for group in theirs if group[2] & of), None)
        if rival is not None and not any(noun in words.lowered for words in said):
            return text, rival
    return None


def _groups(words: Words) -> tuple[tuple[str, frozenset[str], frozenset[str], str], ...]:
    """For each group of people: its noun, its classes, the terms of whom, and its words."""
    return words.once("groups", lambda: tuple(_read_groups(words)))


def _read_groups(words: Words) -> list[tuple[str, frozenset[str], frozenset[str], str]]:
    found = []
    for at, word in enumerate(words.lowered[:-2]):
        if words.lowered[at + 1] != "of" or not classes(word) & _GROUPS:
            continue
        after = words.lowered[at + 2 : at + 2 + _NEAR]
        last = next((place for place, whom in enumerate(after) if "persons" in classes(whom)), None)
        if last is not None:
            of = _terms(words, at + 2, at + 3 + last)
            text = words.text[words.spans[at][0] : words.spans[at + 2 + last][1]]
            found.append((word, classes(word), of, text))
    return found


def _far(one: _Amount, other: _Amount) -> bool:
    return max(one.size, other.size) >= _FAR * min(one.size, other.size)


def _amounts(words: Words) -> tuple[_Amount, ...]:
    """The measures of a text that no figure counts; read once."""
    return words.once("amounts", lambda: tuple(_read(words)))


def _read(words: Words) -> list[_Amount]:
    found = []
    for at, word in enumerate(words.lowered):
        measured = measure((word,)) if word.endswith("s") and len(word) > 3 else None
        if measured is None or measured[0] not in {"weight", "time"}:
            continue
        start = words.spans[at][0]
        if any(item.low > _FEW and item.end <= start <= item.end + _OF for item in counted(words)):
            continue
        of = _of(words, at)
        if of:
            end = words.spans[min(at + 2, len(words.spans) - 1)][1]
            found.append(_Amount(*measured, of, words.text[start:end]))
    return found


def _of(words: Words, at: int) -> frozenset[str]:
    """What a measure is of: the terms after "tons of", those before "for hours"."""
    if words.lowered[at + 1 : at + 2] == ("of",):
        return _terms(words, at + 2, at + 2 + _NEAR)
    before = at - 1 - (at > 0 and words.lowered[at - 1] in _SOME)
    if before >= 0 and words.lowered[before] == "for":
        return _terms(words, before - _NEAR, before)
    return frozenset()


def _terms(words: Words, start: int, end: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, last) in inside if start <= first and last <= end)
