"""How many of a group without a figure: "few voters" beside "most voters", one beside both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words

_LEVELS = {
    "most": """
        most; the majority of; a majority of; majority of; the vast majority of; the bulk of;
        mostly; nearly all; almost all; nearly every; almost every; all; every; the overwhelming
        majority of; overwhelmingly; virtually all; a large majority of; three quarters of
    """,
    "few": """
        few; very few; some; only some; a few; only a few; just a few; a minority of; the minority
        of; a small minority of; a handful of; hardly any; barely any; half; half of; a fraction of;
        a third of; a quarter of; one in five; one in ten
    """,
}
_LEVEL = {
    " ".join(phrase.split()): level
    for level, listed in _LEVELS.items()
    for phrase in listed.split(";")
}
_SHARE = re.compile(
    rf"\b(?P<share>{'|'.join(sorted(map(re.escape, _LEVEL), key=len, reverse=True))})\s+"
    r"(?:of\s+)?(?:(?:the|its|their|our|all|these|those)\s+)?(?=[^\W\d])",
    re.IGNORECASE,
)
_NEAR = 4
_ONE_OF = re.compile(r"\b(?:only|just|at least) one of\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|the two|each)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Share:
    """How much of whom, in its words and with the terms beside it."""

    level: str
    of: str
    beside: frozenset[str]
    text: str


def other_share(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A small part of those of whom the claim says the same of most, or the reverse.

    Nothing differs where the text, or some wording, has that of a part as large.
    """
    theirs = [share for words in said for share in _shares(words)]
    mine = _shares(pasted)
    for share in mine:
        others = [other for other in theirs if other.of == share.of]
        levels = {other.level for other in others}
        if share.level in levels or levels & {own.level for own in mine if own.of == share.of}:
            continue
        rival = next((other for other in others if other.beside & share.beside), None)
        if rival is not None:
            return share.text, rival.text
    return _one_of_both(pasted, said)


def _one_of_both(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    one = _ONE_OF.search(pasted.text)
    if one is None or _BOTH.search(pasted.text):
        return None
    both = next((found for words in said if (found := _BOTH.search(words.text))), None)
    return (one.group(), both.group()) if both else None


def _shares(words: Words) -> tuple[_Share, ...]:
    """The shares that a text speaks of; read once."""
    return words.once("shares", lambda: tuple(_read(words)))


def _read(words: Words) -> list[_Share]:
    placed = list(zip(words.terms, words.places, strict=True))
    starts = {words.spans[first][0]: (term, last) for term, (first, last) in placed}
    found = []
    for share in _SHARE.finditer(words.text):
        term, last = starts.get(share.end(), ("", 0))
        if not term:
            continue
        begin = bisect_left(words.spans, (share.start(), share.start()))
        beside = frozenset(
            other
            for other, (at, _) in placed
            if begin - _NEAR <= at < begin or last <= at < last + _NEAR
        )
        text = words.text[share.start() : words.spans[last - 1][1]]
        found.append(_Share(_LEVEL[" ".join(share["share"].lower().split())], term, beside, text))
    return found
