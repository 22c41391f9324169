"""Who does it and to whom, in whatever voice: "A fed B", "B, fed by A", "the B that A fed".

Names and common nouns count alike. Two readings contradict each other where those who act in one
are acted upon in the other, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words
from matching.guard.denials import asks
from matching.guard.senses import kin, stem
from matching.names import Lexicon, named
from matching.wordlists import HELPING, SYMMETRIC, TELLING

_BEING = frozenset(("is", "are", "was", "were", "been", "be", "being", "got", "get", "gets"))
_PLACE = "in on at by with for to from under over into near against among between without per than"
_CLAUSE = """
because if when while who that which whom after before as so but since although though where until
what why how whether and or thanks due despite
"""
PREPOSITIONS = frozenset(_PLACE.split())
"""Words behind which a name neither acts nor is the object of a verb."""
_CLAUSES = frozenset(_CLAUSE.split())
_RELATIVE = frozenset(("that", "which", "whom", "who"))
_LISTED = frozenset(("and", "or", "n"))
_TOWARDS = frozenset(("on", "against", "for", "of", "to"))
_BEFORE, _AFTER, _BY = 8, 24, 7
_NOUNS = """
attack attacks raid raids strike strikes assault assaults invasion support charge charges accusation
accusations complaint lawsuit suit backing war ban sanctions threat threats criticism warning aid
help loan loans gift payment payments sale sales visit offer appeal condemnation campaign blockade
bombing shelling rescue defeat takeover siege occupation praise protest protests claim claims
"""
_NOMINAL = frozenset(_NOUNS.split())
"""Deeds that are told of by a noun: "A's *attack* on B"."""
_VICTIMS = """
invasion siege occupation bombing shelling defeat takeover rescue blockade condemnation criticism
bombardment
"""
_OF_A_VICTIM = frozenset(_VICTIMS.split())
"""Such nouns behind which "of" leads to those acted upon."""
_IRREGULAR = """
given taken sent shot hit beaten fed led bought sold paid told built held sued lent left set put
taught brought caught fought struck stolen driven thrown let cut hurt
"""
_PARTICIPLES = frozenset(_IRREGULAR.split())

_FAMILIES = """
accuse charge accusation allegation blame complaint denounce
sue sued sues suing lawsuit suit
attack raid assault strike invade invasion bombard bombing shelling
back support help aid assist
defeat beat rout
"""
"""Deeds that a verb tells of and another noun: "sued", "a lawsuit by"."""
_NO_DEEDS = SYMMETRIC | PREPOSITIONS | _CLAUSES | _TOWARDS
_ARTICLES = "the a an his her its their our my your no any this these some of in on at about"
_BEFORE_NOUNS = frozenset(_ARTICLES.split())

_Ids = frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb, or a noun for it, with all who may be meant as acting and as acted upon.

    It is ``sure`` where "by", "against" or the like tell who is who, and not the order alone.
    """

    verb: str
    word: str
    agents: _Ids
    patients: _Ids
    first: int
    last: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where those who act and those acted upon may stand, and whether more than order says so."""

    agents: range
    patients: range
    sure: bool = True


def turned_round(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """The stretches in which those who act and those acted upon changed places.

    Args:
        pasted: The text.
        said: The wording that was met, then all wordings; none may have it as the text has.
        known: Names of the claims in the neighbourhood.
    """
    if asks(pasted):
        return None
    mine = deeds(pasted, known)
    verbs = frozenset(deed.verb for deed in mine)
    wordings = said if said[0] is not said[1] else said[1:]
    theirs = [(words, deed) for words in wordings for deed in _deeds(words, known, verbs)]
    for deed in mine:
        alike = [(words, other) for words, other in theirs if other.verb == deed.verb]
        if any(_same(deed, other) and not _crossed(deed, other) for _, other in alike):
            continue
        for words, other in alike:
            if _crossed(deed, other) and _surely(deed, other):
                return _shown(pasted, deed), _shown(words, other)
    return None


def deeds(words: Words, known: Lexicon) -> tuple[Deed, ...]:
    """All deeds of a text of which both sides can be told."""
    return words.once_among("voices", known.within(words), lambda: tuple(_deeds(words, known)))


def _same(one: Deed, other: Deed) -> bool:
    return bool(
        (one.agents - one.patients) & (other.agents - other.patients)
        or (one.patients - one.agents) & (other.patients - other.agents)
    )


def _crossed(one: Deed, other: Deed) -> bool:
    return bool(
        (one.agents - one.patients) & (other.patients - other.agents)
        and (one.patients - one.agents) & (other.agents - other.patients)
    )


def _surely(one: Deed, other: Deed) -> bool:
    """Whether more than order tells who is who, or all of either side changed places."""
    if one.sure or other.sure:
        return True
    whole = one.agents <= other.patients and other.agents <= one.patients
    return whole and one.word == other.word and one.word.endswith("ed")


def _deeds(words: Words, known: Lexicon, verbs: _Ids | None = None) -> Iterator[Deed]:
    """The deeds of a text; only those of some verbs, where these are given."""
    told = [(_family(term), place) for term, place in zip(words.terms, words.places, strict=True)]
    sought = [(verb, place) for verb, place in told if verbs is None or verb in verbs]
    ids = _identities(words, known) if sought else {}
    for verb, (first, last) in sought:
        word = words.lowered[first]
        if last - first > 1 or verb[0] == "~" or word[0].isdigit() or word in _NO_DEEDS:
            continue
        for item in _readings(words, ids, first):
            who, whom = _among(ids, item.agents), _among(ids, item.patients)
            if who - whom and whom - who:
                yield Deed(verb, word, who, whom, *_stretch(item, first), item.sure)
                break


def _readings(words: Words, ids: dict[int, str], at: int) -> Iterator[_Reading]:
    """Where those who act and those acted upon may stand about a verb or noun."""
    word = words.lowered[at]
    nominal = word in _NOMINAL
    by = _by(words, at)
    if by is not None:
        if nominal:
            yield from _charge_by(words, at, by)
        if _participle(word):
            yield _Reading(_behind(words, by + 1, _AFTER), _done_to(words, at))
        return
    if nominal and words.lowered[at + 1 : at + 2] == ("of",) and word not in _OF_A_VICTIM:
        return  # "the support of"
    if nominal and not _TOWARDS.isdisjoint(words.lowered[at + 1 : at + 2]):
        yield _Reading(_owner(words, at), _behind(words, at + 2, _AFTER))
        return
    if _participle(word):
        yield from _relative(words, ids, at)
    if not _no_verb(words, at):
        told = not _RELATIVE.isdisjoint(words.lowered[at - 1 : at])  # "the clerk who robbed"
        yield _Reading(_ahead(words, at), _behind(words, at + 1, _AFTER), told)


def _participle(word: str) -> bool:
    return word.endswith(("ed", "en")) or word in _PARTICIPLES


def _no_verb(words: Words, at: int) -> bool:
    """Whether a word is no verb, or one of which it is not said who does it."""
    word = words.lowered[at]
    before = [other for other in words.lowered[max(0, at - 3) : at] if not other.endswith("ly")]
    if _participle(word) and not _BEING.isdisjoint(before[-2:]):
        return True
    noun = before[-1:] and before[-1] in _BEFORE_NOUNS and not word.endswith("ing")
    return bool(noun) or word.endswith(("ly", "ion", "ment", "ness"))


def _done_to(words: Words, at: int) -> range:
    """The words before a passive; "Smith, *accused by* Lee" may have a comma right before it."""
    first = _ahead(words, at - 1 if marked(words, at, ",") else at).start
    return range(first, at)


def _charge_by(words: Words, at: int, by: int) -> Iterator[_Reading]:
    """Those of a deed by somebody on somebody: "the charge by A against B", "raid on B by A"."""
    if by == at + 1:
        agents = _behind(words, by + 1, _BY)
        stop = agents.stop
        if stop < len(words.lowered) and words.lowered[stop] in _TOWARDS:
            yield _Reading(agents, _behind(words, stop + 1, _BY))
    elif words.lowered[at + 1] in _TOWARDS:
        yield _Reading(_behind(words, by + 1, _BY), range(at + 2, by))


def _by(words: Words, at: int) -> int | None:
    """Where the "by" of a passive stands: "armed and paid by", "a raid on B by"."""
    word = words.lowered[at]
    before = words.lowered[max(0, at - 2) : at]
    loosely = word in _NOMINAL or (_participle(word) and not _BEING.isdisjoint(before))
    if not loosely and not _participle(word):
        return None
    for place in range(at + 1, min(at + _BY, len(words.lowered))):
        if marked(words, place, ".;:?!()"):
            return None
        word = words.lowered[place]
        if word == "by":
            means = words.lowered[place + 1 : place + 2]
            return place if means and not means[0].endswith("ing") else None
        if not loosely and not (word in _LISTED or word.endswith("ly") or _participle(word)):
            return None
    return None


def _relative(words: Words, ids: dict[int, str], at: int) -> Iterator[_Reading]:
    """Those of "the miners (whom) the bakers fed": two right before a verb without an object."""
    start = at
    while start and words.lowered[start - 1] in HELPING:
        start -= 1
    end = at + 1
    free = end >= len(words.lowered) or marked(words, end, ",.;:?!()")
    free = free or words.lowered[end] in PREPOSITIONS | _CLAUSES | _BEING
    if not free or start - 1 not in ids:
        return
    first = start - 1
    while first and ids.get(first - 1) == ids[start - 1]:
        first -= 1
    agents = range(first, start)
    first -= first > 0 and words.lowered[first - 1] == "the"
    if first and words.lowered[first - 1] in _RELATIVE:
        yield _Reading(agents, _ahead(words, first - 1, 4))


def _ahead(words: Words, at: int, most: int = _BEFORE) -> range:
    """The words before a verb in its clause, as far as its subject may reach."""
    first = at
    while first > max(0, at - most) and not marked(words, first, ",.;:?!()"):
        if words.lowered[first - 1] in _CLAUSES - _RELATIVE - _LISTED:
            break
        if words.lowered[first - 1] in TELLING and at - first > 1:
            break
        first -= 1
    return range(first, at)


def _behind(words: Words, at: int, most: int) -> range:
    """The words after a verb as far as its object may reach, lists included."""
    last = at
    while last < min(at + most, len(words.lowered)) and not (last > at and _ends(words, last)):
        word = words.lowered[last]
        if word in PREPOSITIONS or (word in _CLAUSES and word not in _LISTED):
            break
        last += 1
    return range(at, last)


def _ends(words: Words, at: int) -> bool:
    return marked(words, at, ".;:?!()")


def _owner(words: Words, at: int) -> range:
    """Whose deed it is: "*A's* attack", "the *A* attack"."""
    first = at
    while first > max(0, at - 4) and not marked(words, first, ",.;:?!()"):
        if words.lowered[first - 1] in PREPOSITIONS | _CLAUSES:
            break
        first -= 1
    return range(first, at)


def marked(words: Words, at: int, marks: str) -> bool:
    """Whether one of some marks stands right before a word."""
    if at == 0 or at >= len(words.spans):
        return at > 0
    gap = words.gaps[at]
    return gap != " " and any(mark in gap for mark in marks)


def _identities(words: Words, known: Lexicon) -> dict[int, str]:
    """By the place of a word, the key of the name or the noun that it belongs to."""
    found: dict[int, str] = {}
    for term, (first, last) in zip(words.terms, words.places, strict=True):
        if term[0].isalpha() or term[0] == "~":
            found.update(dict.fromkeys(range(first, last), kin(term)))
    for item in named(words, known):
        found.update(dict.fromkeys(range(item.first, item.last), item.key))
    return found


def _among(ids: dict[int, str], places: range) -> _Ids:
    return frozenset(ids[at] for at in places if at in ids)


def _stretch(item: _Reading, at: int) -> tuple[int, int]:
    first = min(item.agents.start, item.patients.start, at)
    return first, max(item.agents.stop, item.patients.stop, at + 1)


@cache
def _families() -> dict[str, str]:
    """For the term of a deed, that of the family of deeds that it is of."""
    rows = [row.split() for row in _FAMILIES.strip().splitlines()]
    return {kin(stem(word)): kin(stem(row[0])) for row in rows for word in row}


def _family(term: str) -> str:
    """What stands for a term and all others that tell of the same deed."""
    return _families().get(kin(term), kin(term))


def _shown(words: Words, deed: Deed) -> str:
    return words.text[words.spans[deed.first][0] : words.spans[deed.last - 1][1]]
