"""Who did what to whom, where the order of words tells: two names that changed places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words
from matching.names import Lexicon, named
from matching.numbers import Quantity, quantities
from matching.wordlists import TELLING

_BETWEEN = 9
_PASSIVE = frozenset(("by",))
_PAUSE = re.compile(r"[,:;.!?()]")


@dataclass(frozen=True, slots=True)
class Deed:
    """A name, a term that stands between, and another name: who acts comes first."""

    actor: str
    term: str
    other: str
    text: str


def deeds(words: Words, known: Lexicon) -> list[Deed]:
    """All pairs of neighbouring names with the terms between them, passives turned round."""
    return words.once_among("deeds", known, lambda: _deeds(words, known))


def _deeds(words: Words, known: Lexicon) -> list[Deed]:
    names = [item for item in named(words, known) if item.sort not in {"", "places", "other"}]
    found = []
    for first, second in itertools.pairwise(names):
        if second.first - first.last > _BETWEEN or first.key == second.key:
            continue
        between = words.text[words.spans[first.last - 1][1] : words.spans[second.first][0]]
        if _PAUSE.search(between):
            continue
        inside = words.lowered[first.last : second.first]
        actor, other = (second, first) if _PASSIVE & set(inside) else (first, second)
        text = words.text[words.spans[first.first][0] : words.spans[second.last - 1][1]]
        for term, (start, _) in zip(words.terms, words.places, strict=True):
            if first.last <= start < second.first and not _idle(term, words.lowered[start]):
                found.append(Deed(actor.key, term, other.key, text))
    return found


def _idle(term: str, word: str) -> bool:
    """Whether a word says nothing of who acts: a name, or a verb of saying ("says Mattis")."""
    return term[0] == "~" or word in TELLING


def swapped(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """The stretches in which actor and other changed places, if no wording has that order."""
    told = [deed for words in said for deed in deeds(words, known)]
    for deed in deeds(pasted, known):
        same = [t for t in told if (t.actor, t.other) == (deed.actor, deed.other)]
        turned = [
            t for t in told if (t.actor, t.term, t.other) == (deed.other, deed.term, deed.actor)
        ]
        if turned and not same:
            return deed.text, turned[0].text
    return None


def exchanged(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """Two figures that changed places between two names ("350 at A and 750 at B")."""
    mine = _figures_at(pasted, known)
    for words in said if len(mine) > 1 else ():
        theirs = _figures_at(words, known)
        if set(mine) == set(theirs):
            wrong = [key for key in mine if mine[key].low != theirs[key].low]
            values = {item.low for item in mine.values()}
            if len(wrong) > 1 and values == {item.low for item in theirs.values()}:
                return mine[wrong[0]].text, theirs[wrong[0]].text
    return None


def _figures_at(words: Words, known: Lexicon) -> dict[str, Quantity]:
    """For each name, the one figure that stands nearest to it, if that is unmistakable."""
    figures = [item for item in _counted(words) if item.kind == "count"]
    places = [item for item in named(words, known) if item.place]
    if len(figures) < 2 or len(places) < 2:
        return {}
    pairs: dict[str, Quantity] = {}
    for place in places:
        start = words.spans[place.first][0]
        pairs[place.key] = min(figures, key=lambda item: _apart(item, start))
    return pairs if len({item.start for item in pairs.values()}) == len(pairs) else {}


def _counted(words: Words) -> tuple[Quantity, ...]:
    return words.once("all quantities", lambda: quantities(words.text))


def _apart(item: Quantity, start: int) -> int:
    return start - item.end if start >= item.end else (item.start - start) * 2
