"""One of what a claim has several of: "one warship" beside "11 warships"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.analysis import Words
from matching.numbers import Quantity

_SINGLE = re.compile(r"\b(?:one|1|a single|single)[ -]+((?!of\b)[^\W\d_]{3,})", re.IGNORECASE)


def one_of_several(about: Words, free: Sequence[Quantity]) -> tuple[str, str] | None:
    """What a text has one of and the claim, whose figures are given, several."""
    for single, noun in _singles(about):
        for other in free:
            theirs = other.following[0] if other.following else ""
            if other.kind == "count" and other.low > 2 and singular(noun) == singular(theirs):
                return single, f"{other.text} {theirs}"
    return None


def singular(word: str) -> str:
    """A plural in small letters as one of it, as far as regular."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.rstrip("s")


def _singles(words: Words) -> tuple[tuple[str, str], ...]:
    """Where a text counts one of something; read once."""
    return words.once(
        "singles",
        lambda: tuple((found.group(), found[1].lower()) for found in _SINGLE.finditer(words.text)),
    )
