"""Whether one name is short for another by its first letters: "ILO" and "Inter-Lake Office"."""

from __future__ import annotations

from collections.abc import Sequence

from matching.analysis import Words
from matching.names import Named

_FEWEST = 3
_MOST = 6


def shortened(item: Named, pasted: Words, said: Sequence[Words]) -> bool:
    """Whether a name of the text and one of the claim's are letters and words of one another."""
    letters = item.text.replace(".", "").removesuffix("'s")
    if _short(letters):
        return any(letters in _initials(words) for words in said)
    own = "".join(word[0] for word in pasted.surface[item.first : item.last] if word[0].isupper())
    return len(own) >= _FEWEST and any(own in _shorts(words) for words in said)


def _short(word: str) -> bool:
    return word.isupper() and word.isalpha() and _FEWEST <= len(word) <= _MOST


def _initials(words: Words) -> str:
    """The first letters of all words that are written with one capital; read once."""
    return words.once(
        "initials",
        lambda: "".join(word[0] for word in words.surface if word[0].isupper()),
    )


def _shorts(words: Words) -> frozenset[str]:
    """The words in capitals alone; read once."""
    return words.once(
        "shorts",
        lambda: frozenset(word.replace(".", "") for word in words.surface if _short(word)),
    )
