"""Denials of words that deny by themselves: "never stopped", "no enemy", "did not let him go"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matching.analysis import Words
from matching.guard.denials import FAR, NEITHER, Denial, denials, scope_end, terms_in, unmarked
from matching.guard.opposed import NEGATIVE
from matching.guard.senses import all_kin, kin, stem

_DOUBLE = 2


def litotes(item: Denial, words: Words, said: Sequence[Words], everything: frozenset[str]) -> bool:
    """Whether what a text denies is itself a negative that the claim does not speak of."""
    if any(0 < item.at - other.at <= _DOUBLE for other in denials(words)):
        return True  # "never failed to"
    if unmarked(item.text.lower()) in NEITHER:
        reached = all_kin(terms_in(words, item.at, scope_end(words, item.at, FAR)))
        return bool(reached & _negative() - everything)
    if words.lowered[item.at + 1 : item.at + 3] == ("get", "enough"):
        return True
    if words.lowered[item.at + 1 : item.at + 2] == ("let",):
        return not everything & _allowing() and not any("let" in each.lowered for each in said)
    heads = [kin(term) for term in item.heads]
    return heads[:1] != [] and heads[0] not in everything and bool(_negative() & set(heads))


@cache
def _negative() -> frozenset[str]:
    return all_kin(map(stem, NEGATIVE))


@cache
def _allowing() -> frozenset[str]:
    return frozenset(map(stem, ("allow", "permit")))
