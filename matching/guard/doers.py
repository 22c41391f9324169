"""Who does a thing: another name of the claim's right before the same verb and object."""

from __future__ import annotations

from collections.abc import Sequence

from matching.analysis import Words
from matching.guard.denials import asks
from matching.guard.senses import kin
from matching.guard.voices import PREPOSITIONS, marked
from matching.names import Lexicon, Named, named

_TRYINGS = """
try tries tried trying to from attempt attempts attempting start starts starting begin begins dare
dares want wants wanting the a an its their any more new up out off ever even will would
"""
_TRYING = frozenset(_TRYINGS.split())
"""What may stand between a name, its verb and the object."""


def other_doer(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """A name right before a verb and its object, which another has in all wordings with them.

    Both names are in the text and in the wording.
    """
    mine = {} if asks(pasted) else _doers(pasted, known)
    if not mine:
        return None
    here = {item.key for item in named(pasted, known)}
    theirs = [
        (words, deed, items) for words in said for deed, items in _doers(words, known).items()
    ]
    for deed, items in mine.items():
        told = [(words, other) for words, same, other in theirs if same == deed]
        keys = {item.key for item in items}
        if not told or any(keys & {other.key for other in others} for _, others in told):
            continue
        words, others = told[0]
        there = {item.key for item in named(words, known)}
        if keys <= there and all(other.key in here for other in others):
            return _until(pasted, items[0]), _until(words, others[0])
    return None


def _doers(words: Words, known: Lexicon) -> dict[tuple[str, str], list[Named]]:
    """By a verb and what follows it next, the listed names that stand right before it."""
    return words.once_among("doers", known.within(words), lambda: _read_doers(words, known))


def _read_doers(words: Words, known: Lexicon) -> dict[tuple[str, str], list[Named]]:
    found: dict[tuple[str, str], list[Named]] = {}
    terms = list(zip(map(kin, words.terms), words.places, strict=True))
    for item in named(words, known):
        if item.sort not in {"countries", "people", "organisations"}:
            continue
        before = words.lowered[item.first - 1] if item.first else ""
        if before in PREPOSITIONS or words.surface[item.last - 1].lower().endswith("'s"):
            continue
        behind = [(term, at) for term, (at, _) in terms if at >= item.last]
        behind = [(term, at) for term, at in behind if words.lowered[at] not in _TRYING][:2]
        if len(behind) == 2 and _at_once(words, item.last, behind[0][1], behind[1][1]):
            found.setdefault((behind[0][0], behind[1][0]), []).append(item)
    return found


def _at_once(words: Words, last: int, verb: int, thing: int) -> bool:
    """Whether a verb and its object follow a name with hardly a word between."""
    if (
        verb - last > 3
        or thing - verb > 3
        or any(marked(words, at, ",.;:?!()") for at in range(last, thing + 1))
    ):
        return False
    between = (*words.lowered[last:verb], *words.lowered[verb + 1 : thing])
    return _TRYING.issuperset(between) and not words.lowered[verb].endswith(("ed", "en"))


def _until(words: Words, item: Named) -> str:
    last = min(item.last + 4, len(words.spans))
    return words.text[words.spans[item.first][0] : words.spans[last - 1][1]]
