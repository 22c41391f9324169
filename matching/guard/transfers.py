"""From whom to whom: "A sold it to B", "B bought it from A" and "B was sold it by A" are one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.denials import asks
from matching.guard.senses import kin, stem
from matching.names import Lexicon, Named, named

_GIVING = """
sell sold selling sale | buy bought buying purchase purchased
lend lent lending | borrow borrowed borrowing
hand handed | receive received
send sent sending |
deliver delivered delivering |
ship shipped shipping |
supply supplied supplying |
donate donated |
pay paid paying |
teach taught | learn learned learnt
"""
_GIVERS = "countries people organisations names"
_ACTING = frozenset(_GIVERS.split())
_REACH = 7
_LIGHT = 3
_MARKS = ".;:?!()"
_BEING = frozenset(("is", "are", "was", "were", "been", "being", "be", "got", "get", "gets"))

_Transfer = tuple[str, str, str]
"""What is done, by whose key, and to whose."""


def turned_transfer(pasted: Words, said: Sequence[Words], known: Lexicon) -> tuple[str, str] | None:
    """The stretches in which giver and receiver changed places, if no wording has them so."""
    mine = {} if asks(pasted) else transfers(pasted, known)
    theirs = {key: text for words in said for key, text in transfers(words, known).items()}
    for (deed, giver, taker), text in mine.items() if theirs else ():
        if (deed, giver, taker) not in theirs and (deed, taker, giver) in theirs:
            return text, theirs[deed, taker, giver]
    return None


def transfers(words: Words, known: Lexicon) -> dict[_Transfer, str]:
    """What names give to names, with the stretch that says so; read once."""
    return words.once_among("transfers", known.within(words), lambda: _read(words, known))


def told_from_the_other_side(words: Words, at: int, said: Sequence[Words]) -> bool:
    """Whether "B bought it *from* A" is told where "A sold it *to* B" is claimed, or so on."""
    word = words.lowered[at]
    lead = {"bought": "from", "buys": "from", "sold": "to", "sells": "to"}.get(word)
    if lead is None or lead not in words.lowered[at + 1 : at + 1 + _REACH]:
        return False
    other = "to" if lead == "from" else "from"
    return any(other in claim.lowered for claim in said)


def _read(words: Words, known: Lexicon) -> dict[_Transfer, str]:
    terms = zip(words.terms, words.places, strict=True)
    told = [(at, _deeds().get(kin(term))) for term, (at, _) in terms]
    deeds = [(at, *deed) for at, deed in told if deed is not None]
    names = [item for item in named(words, known) if item.sort in _ACTING] if deeds else []
    found: dict[_Transfer, str] = {}
    for at, deed, taking in deeds:
        before = next((item for item in reversed(names) if item.last <= at), None)
        if before is None or at - before.last > _LIGHT or _broken(words, before.last, at):
            continue
        for item in (item for item in names if item.first > at):
            pair = _pair(words, at, before, item, taking)
            if pair is not None:
                first, last = words.spans[before.first][0], words.spans[item.last - 1][1]
                found[deed, pair[0].key, pair[1].key] = words.text[first:last]
                break
    return found


def _pair(
    words: Words, at: int, before: Named, item: Named, taking: str
) -> tuple[Named, Named] | None:
    """Giver and receiver, by the word that leads to the second name."""
    lead = next((word for word in words.lowered[item.first - 1 :: -1] if word != "the"), "")
    if item.first - at > _REACH or _broken(words, at + 1, item.first):
        return None
    passive = not _BEING.isdisjoint(words.lowered[before.last : at])
    if lead == ("from" if taking else "by") and passive is not bool(taking):
        return item, before
    if lead == "to" and not taking and not passive:
        return before, item
    return None


def _broken(words: Words, first: int, last: int) -> bool:
    between = words.text[words.spans[first - 1][1] : words.spans[last][0]]
    return any(mark in between for mark in _MARKS)


@cache
def _deeds() -> dict[str, tuple[str, str]]:
    """For a term, the deed, and whether it is told of who receives."""
    found: dict[str, tuple[str, str]] = {}
    for row in _GIVING.strip().splitlines():
        giving, taking = (half.split() for half in row.split("|"))
        found.update((kin(stem(word)), (giving[0], "")) for word in giving)
        found.update((kin(stem(word)), (giving[0], "taking")) for word in taking)
    return found
