"""Whether two names stand in the same place of their sentences, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.analysis import Words
from matching.names import Named, once_for
from matching.wordlists import ATTACHED, PLACING

_NEAR = 3
_CLOSE = re.compile(
    r"\s*(?:(?:right |very )?(?:close|next) to|(?:not )?far from|near|just outside)\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""What leads to a place that is not where it was, but near."""


def in_its_slot(item: Named, pasted: Words, missing: Sequence[Named], said: Words) -> Named | None:
    """The name of a wording that stands where a pasted one does, or None.

    The content word before both is the same, or the one after both; a place after a preposition
    takes the place of one after a preposition only.
    """
    before, after = around(item, pasted)
    for other in missing:
        if other.place and item.sort not in {"", "places", "countries"}:
            continue
        if (other.place or item.place) and placed(item, pasted) != placed(other, said):
            continue
        theirs = around(other, said)
        if (before and before == theirs[0]) or (after and after == theirs[1]):
            return other
    return None


def around(item: Named, words: Words) -> tuple[str, str]:
    """The terms before and after a name, at most two other words away and in its clause."""
    return once_for(words, item, "around", _around)


def _around(item: Named, words: Words) -> tuple[str, str]:
    before = after = ""
    for term, (first, last) in zip(words.terms, words.places, strict=True):
        if _CLOSE.fullmatch(words.text, words.spans[first][0], words.spans[item.first][0]):
            continue
        if item.first - _NEAR <= last - 1 < item.first and _joined(words, last, item.first):
            before = term
        if (
            not after
            and item.last <= first < item.last + _NEAR
            and _joined(words, item.last, first)
        ):
            after = term
    return before, after


def _joined(words: Words, last: int, first: int) -> bool:
    """Whether no mark stands between two words."""
    between = words.text[words.spans[last - 1][1] : words.spans[first][0]]
    if between.startswith(",") and _CLOSE.fullmatch(between, 1):
        return True
    return not any(mark in between for mark in ",;:.!?()=")


def placed(item: Named, words: Words) -> bool:
    """Whether a name stands after "in", "near" and the like."""
    before = [word for word in words.lowered[max(0, item.first - 2) : item.first] if word != "the"]
    return bool(before) and before[-1] in PLACING


def attached(item: Named, words: Words) -> bool:
    """Whether a name only says of what sort another thing is: "the Kurdish-held northeast".

    So do two that a hyphen joins: "the Paris-Lyon line".
    """
    start, end = words.spans[item.first][0], words.spans[item.last - 1][1]
    before, after = words.text[max(0, start - 2) : start], words.text[end : end + 2]
    following = words.lowered[item.last : item.last + 1]
    if following and following[0] in ATTACHED:
        return following[0] != "made" or after[:1] == "-"
    joined = before[1:] == "-" and before[:1].isalpha()
    return joined or (after[:1] == "-" and after[1:].isupper())
