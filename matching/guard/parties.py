"""For or against whom: the same side taken of another party than the claim names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.senses import stem
from matching.guard.stances import said_of, stances

_RIVALS = """
government regime cabinet | rebel insurgent guerrilla insurgency opposition islamist jihadist
employer management | union worker employee
landlord | tenant renter
buyer customer | seller vendor retailer
victim | culprit perpetrator
striker | strikebreaker
plaintiff | defendant
settler colonist | native
teacher | pupil student
patient | doctor
incumbent | challenger
hostage captive | kidnapper captor
republican | democrat
refugee migrant | smuggler trafficker
"""

_FOREIGN = frozenset(("governments", "cabinets", "regimes"))
"""Several of these are those of other countries, not the one that rebels fight."""

_GIVE = """
give gives gave given giving lend lends lent offer offers offered grant grants granted send sends
sent hand hands handed sell sells sold supply supplies supplied
"""
_GIVING = frozenset(_GIVE.split())
"""Verbs that are followed by those who are given something."""
_AGAINST = frozenset(("against", "by", "from", "of", "about"))
_REACH = 7

Party = tuple[int, int]
"""The line of the list, and the half of it."""
Taken = tuple[tuple[int, int], Party, str]
"""A matter with the side taken of it, the party by it, and its word."""


def other_party(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A party of the paste and that of the claim in its place, by a word that helps or harms.

    The paste nowhere speaks of the claim's party, nor a wording of the paste's in that place.
    """
    return _by_side(pasted, said) or _other_receiver(pasted, said)


def _by_side(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    mine = _taken(pasted)
    if not mine:
        return None
    present = {found for term in pasted.terms if (found := _parties().get(term))}
    theirs = [item for words in said for item in _taken(words)]
    for what, (line, half), text in mine:
        told = [other for other in theirs if other[0] == what and other[1][0] == line]
        if any(other[1] == (line, half) for other in told):
            continue
        rival = next((other for other in told if other[1] not in present), None)
        if rival is not None:
            return text, rival[2]
    return None


def _other_receiver(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The rival of those whom the claim has given something, as the receiver of as much."""
    mine = _receivers(pasted)
    theirs = [item for words in said for item in _receivers(words)] if mine else []
    for (line, _), text, given in mine:
        told = [item for item in theirs if item[0][0] == line and item[2] & given]
        given_too = any(party == other[0] for party, _, _ in mine for other in told)
        if told and not given_too:
            return text, told[0][1]
    return None


def _receivers(words: Words) -> list[tuple[Party, str, frozenset[str]]]:
    """The parties right behind a verb of giving, with what they are given."""
    return words.once("receivers", lambda: list(_read_receivers(words)))


def _read_receivers(words: Words) -> Iterator[tuple[Party, str, frozenset[str]]]:
    giving = [at for at, word in enumerate(words.lowered) if word in _GIVING]
    for at in giving:
        behind = [
            (term, first)
            for term, (first, _) in zip(words.terms, words.places, strict=True)
            if at < first <= at + _REACH
        ]
        for order, (term, first) in enumerate(behind[:2]):
            party = _parties().get(term)
            if party and words.lowered[first - 1] not in _AGAINST:
                rest = frozenset(term for term, _ in behind[order + 1 :])
                yield party, words.surface[first], rest
                break


def _taken(words: Words) -> list[Taken]:
    """The sides that a text takes, each with a party that stands by it."""
    return words.once("parties by sides", lambda: _read(words))


def _read(words: Words) -> list[Taken]:
    parties = [
        (term, found, words.surface[first])
        for term, (first, _) in zip(words.terms, words.places, strict=True)
        if (found := _parties().get(term)) and words.lowered[first] not in _FOREIGN
    ]
    return [
        ((item.matter, item.side), found, text)
        for item in (stances(words) if parties else ())
        if item.plain and said_of(item, words)
        for term, found, text in parties
        if term in item.near
    ]


@cache
def _parties() -> dict[str, Party]:
    """For a term, the party that it names."""
    return {
        stem(word): (line, half)
        for line, halves in enumerate(_RIVALS.strip().splitlines())
        for half, listed in enumerate(halves.split("|"))
        for word in listed.split()
    }
