"""Who did what to whom, where the order of words tells: two names that changed places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words
from matching.dates import dates
from matching.guard.slots import placed
from matching.names import Lexicon, Named, named
from matching.numbers import Quantity, quantities
from matching.wordlists import AIMED, LOCATED, SYMMETRIC, TELLING

_BETWEEN = 12
_BEING = frozenset(("was", "were", "is", "are", "been", "being", "be", "get", "gets", "got"))
_TOWARDS = frozenset(("on", "against", "to", "from", "over", "into"))
_LINKS = _TOWARDS | frozenset(
    ("in", "at", "of", "with", "for", "under", "after", "before", "than", "as", "since")
)
_PAUSE = re.compile(r"[:;.!?()]")
_LIST = re.compile(r"\s*(?:,|and|or|&|n|\+|/)\s*(?:the\s+)?", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:alongside|together with|allied (?:with|to)|in (?:alliance|league|cahoots) with"
    r"|shoulder to shoulder|side by side|hand in hand|arm in arm)\b",
    re.IGNORECASE,
)
"""What two do who stand in either order."""
_LINKING = "if when while because although though whereas as so"
_CLAUSES = frozenset(_LINKING.split())
_MANY = frozenset(("most", "many", "all", "some", "few", "no"))
_ENOUGH = 2
"""Terms in common between two names that stand on both sides of a comma."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A name, the terms that stand between, and another name: who acts comes first."""

    actor: str
    terms: frozenset[str]
    other: str
    text: str
    link: str = ""
    pause: bool = False


def deeds(words: Words, known: Lexicon) -> list[Deed]:
    """All pairs of neighbouring names with the terms between them, passives turned round.

    Names in a row ("Russia and Iran") act together; a place after "in" does not act.
    """
    return words.once_among("deeds", known.within(words), lambda: _deeds(words, known))


def _deeds(words: Words, known: Lexicon) -> list[Deed]:
    acting = [
        item
        for item in named(words, known)
        if item.sort not in {"", "places", "other"} and not (item.place and _where(item, words))
    ]
    found = []
    for firsts, seconds in itertools.pairwise(_rows(acting, words)):
        first, second = firsts[-1], seconds[0]
        if second.first - first.last > _BETWEEN:
            continue
        between = words.text[words.spans[first.last - 1][1] : words.spans[second.first][0]]
        terms = _between_terms(words, first.last, second.first)
        if _PAUSE.search(between) or _TOGETHER.search(between) or not terms:
            continue
        inside = words.lowered[first.last : second.first]
        by = _by_somebody(inside) and inside[-1] not in _CLAUSES
        if _passive(inside) and not by:
            continue
        link = next((word for word in inside[-2:] if word in _LINKS), "")
        text = words.text[words.spans[first.first][0] : words.spans[second.last - 1][1]]
        pause = "," in between or bool(_CLAUSES & set(inside))
        pause = pause or (inside[-2:-1] == ("and",) and inside[-1] in _MANY)
        actors, others = (seconds, firsts) if by else (firsts, seconds)
        found += [
            Deed(actor.key, terms, other.key, text, link, pause)
            for actor in actors
            for other in others
            if actor.key != other.key
        ]
    return found


def _by_somebody(inside: Sequence[str]) -> bool:
    """Whether a "by" names who acts, and not the means: "by arming"."""
    return any(
        word == "by" and not after.endswith("ing")
        for word, after in itertools.zip_longest(inside, inside[1:], fillvalue="")
    )


def _passive(inside: Sequence[str]) -> bool:
    """Whether something is done to the first name: "was banned from", "got shot"."""
    return any(
        word in _BEING and any(after.endswith(("ed", "en")) for after in inside[at + 1 : at + 3])
        for at, word in enumerate(inside)
    )


def _where(item: Named, words: Words) -> bool:
    """Whether a country or place only says where: "in Syria", "the Iraqi border"."""
    after = words.lowered[item.last : item.last + 1]
    return placed(item, words) or bool(after and after[0] in LOCATED)


def _rows(items: Sequence[Named], words: Words) -> list[list[Named]]:
    """The names, those that are only listed one after the other taken together."""
    rows: list[list[Named]] = []
    for item in items:
        if rows:
            last = rows[-1][-1]
            between = words.text[words.spans[last.last - 1][1] : words.spans[item.first][0]]
            if _LIST.fullmatch(between):
                rows[-1].append(item)
                continue
        rows.append([item])
    return rows


def _between_terms(words: Words, start: int, end: int) -> frozenset[str]:
    """The terms between two names; a preposition where no more than that tells their order."""
    inside = zip(words.terms, words.places, strict=True)
    terms = {term for term, (at, _) in inside if start <= at < end and not _idle(term, words, at)}
    towards = [word for word in words.lowered[start:end] if word in _TOWARDS]
    return frozenset((*terms, *(f"> {word}" for word in towards[-1:])))


def _idle(term: str, words: Words, at: int) -> bool:
    """Whether a word says nothing of who acts: a name, a verb of saying, or one for both."""
    word = words.lowered[at]
    return term[0] == "~" or word in SYMMETRIC or (word in TELLING and word not in AIMED)


def swapped(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """The stretches in which actor and other changed places, if no wording has that order."""
    told = [deed for words in said for deed in deeds(words, known)]
    for deed in deeds(pasted, known):
        alike = [t for t in told if t.link == deed.link and t.terms & deed.terms]
        if any((t.actor, t.other) == (deed.actor, deed.other) for t in alike):
            continue
        for other in told:
            shared = len(deed.terms & other.terms)
            turned = (other.actor, other.other, other.link) == (deed.other, deed.actor, deed.link)
            if turned and shared >= (_ENOUGH if deed.pause or other.pause else 1):
                return deed.text, other.text
    return _moved(pasted, said, known)


def _moved(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """A name that something comes from in the paste, and goes to in every wording that has it."""
    for key, (way, text) in _directions(pasted, known).items():
        theirs = [_directions(words, known).get(key) for words in said]
        ways = [found for found in theirs if found is not None]
        if ways and all(other != way for other, _ in ways):
            return text, ways[0][1]
    return None


def _directions(words: Words, known: Lexicon) -> dict[tuple[str, str], tuple[str, str]]:
    """For each name behind "from" or "to" and the term right before: which of the two."""
    found = {}
    for item in named(words, known):
        at = item.first - 1 if words.lowered[item.first - 1] != "the" else item.first - 2
        way = {"from": "from", "to": "to", "into": "to"}.get(words.lowered[at]) if at > 0 else None
        if way is None or not item.sort:
            continue
        for term, (_, last) in zip(words.terms, words.places, strict=True):
            if last == at:
                text = words.text[words.spans[at - 1][0] : words.spans[item.last - 1][1]]
                found[item.key, term] = (way, text)
    return found


def exchanged(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """Two figures that changed places between two names ("350 at A and 750 at B")."""
    mine = _figures_at(pasted, known)
    for words in said if len(mine) > 1 else ():
        theirs = _figures_at(words, known)
        both = mine.keys() & theirs.keys()
        wrong = sorted(key for key in both if mine[key].low != theirs[key].low)
        values = {mine[key].low for key in wrong}
        if len(wrong) > 1 and values == {theirs[key].low for key in wrong}:
            return mine[wrong[0]].text, theirs[wrong[0]].text
    return None


def _figures_at(words: Words, known: Lexicon) -> dict[str, Quantity]:
    """The place that stands nearest to each figure, where each has one of its own."""
    names = named(words, known)
    places = [
        item
        for item in names
        if item.sort == "places"
        or (item.sort in {"", "countries"} and placed(item, words) and not _adjective(item, words))
    ]
    if len(places) < 2:
        return {}
    days = words.once("dates", lambda: dates(words.text))
    figures = [
        item
        for item in counted(words)
        if item.kind == "count" and not any(d.start < item.end and item.start < d.end for d in days)
    ]
    if len(figures) < 2:
        return {}
    pairs: dict[str, Quantity] = {}
    for figure in figures:
        nearest = min(places, key=lambda item: _apart(figure, words.spans[item.first][0]))
        if nearest.key in pairs:
            return {}
        pairs[nearest.key] = figure
    return pairs


def _adjective(item: Named, words: Words) -> bool:
    """Whether a country says whose a place is: "at the US base"."""
    return bool(LOCATED & frozenset(words.lowered[item.last : item.last + 1]))


def counted(words: Words) -> tuple[Quantity, ...]:
    """All quantities of a text, those in dates too; read once."""
    return words.once("all quantities", lambda: quantities(words.text))


def _apart(item: Quantity, start: int) -> int:
    return start - item.end if start >= item.end else (item.start - start) * 2
