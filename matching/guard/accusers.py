"""Who accuses: whether a text has another accuse the one whom the claim's own accuser does."""

from __future__ import annotations

from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.guard.tellers import whole_names
from matching.names import Named, stands_for
from matching.wordlists import HELPING

_ACCUSING = frozenset(
    f"{verb}{ending}"
    for verb, endings in (("accus", "e es ed ing"), ("blam", "e es ed ing"), ("charg", "e es ed"))
    for ending in endings.split()
)
_ADVERBS = """
keeps keep kept again and once more often always still just is are been on several occasions
government officials ministry leaders
"""
_BETWEEN = HELPING | frozenset(_ADVERBS.split())
_BEING = frozenset(("is", "are", "was", "were", "been", "be", "being", "gets", "get", "got"))
_MOST_BETWEEN = 5


def other_accuser(both: Contrast) -> Difference | None:
    """Somebody else accuses in the claim's accuser's place, who is not in the text."""
    accuser = _accuser(both.pasted, both.mine)
    if accuser is None:
        return None
    rivals = [
        found for words, names in both.theirs if (found := _accuser(words, names)) is not None
    ]
    keys = both.present | {key for item in both.mine for key in stands_for(item.key)}
    allowed = {key for item in rivals for key in (item.key, *stands_for(item.key))}
    allowed |= whole_names(both.record)
    meant = {accuser.key, *stands_for(accuser.key)}
    if not rivals or meant & allowed or any(item.key in keys for item in rivals):
        return None
    if keys.isdisjoint(both.worded - meant):
        return None
    return Difference(DifferenceKind.NAME, accuser.text, rivals[0].text)


def _accuser(words: Words, names: Sequence[Named]) -> Named | None:
    """The name before a verb of accusing, with no more than helping words and adverbs between."""
    if _ACCUSING.isdisjoint(words.lowered):
        return None
    for at, word in enumerate(words.lowered):
        if word not in _ACCUSING or _done_to(words, at):
            continue
        before = [item for item in names if item.sort and item.last <= at]
        if not before or at - before[-1].last > _MOST_BETWEEN:
            continue
        between = words.lowered[before[-1].last : at]
        if all(more in _BETWEEN or more.endswith("ly") for more in between):
            return before[-1]
    return None


def _done_to(words: Words, at: int) -> bool:
    """Whether somebody is accused: "was accused", "has been charged"."""
    before = [word for word in words.lowered[max(0, at - 2) : at] if not word.endswith("ly")]
    return not words.lowered[at].endswith("ing") and bool(before) and before[-1] in _BEING
