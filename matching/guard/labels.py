"""What a text calls a mere pretext: whether the true aim and the pretext changed places."""

from __future__ import annotations

from collections.abc import Sequence

from matching.analysis import Words
from matching.guard.denials import asks, doubted
from matching.guard.senses import all_kin

_PRETEXTS = frozenset(
    ("pretext", "excuse", "cover", "smokescreen", "facade", "pretense", "pretence")
)
_ENDS = frozenset(("with", "while", "whereas", "but", "because", "as", "that"))
_MARKS = (",", ";", ":", ".", "!", "?", "(", ")", "—", " - ")
_REACH = 7


def relabelled(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """What the paste calls a pretext and what the claim does, where these are apart.

    All that the paste calls so must be in the claim, and no wording may call any of it so.
    """
    if asks(pasted) or not _PRETEXTS & set(pasted.lowered):
        return None
    theirs = [_subject(words) for words in said]
    labelled = frozenset().union(*theirs)
    mine = _subject(pasted)
    everything = all_kin(frozenset().union(*(words.content for words in said)))
    unsure = frozenset().union(*(doubted(words) for words in said[:2]))
    if not mine or not mine <= everything or mine & labelled or mine & all_kin(unsure):
        return None
    there = next((found for found in theirs[:2] if found), None)
    return (_shown(mine, (pasted,)), _shown(there, said)) if there else None


def _subject(words: Words) -> frozenset[str]:
    """The terms before the word for a pretext, in its clause."""
    return words.once("called a pretext", lambda: _read(words))


def _read(words: Words) -> frozenset[str]:
    at = next((place for place, word in enumerate(words.lowered) if word in _PRETEXTS), 0)
    start = at
    while start > max(0, at - _REACH):
        if any(mark in words.gaps[start] for mark in _MARKS):
            break
        if words.lowered[start - 1] in _ENDS and start < at - 1:
            break
        start -= 1
    inside = zip(words.terms, words.places, strict=True)
    return all_kin(term for term, (first, _) in inside if start <= first < at)


def _shown(terms: frozenset[str], texts: Sequence[Words]) -> str:
    for words in texts:
        found = [
            place
            for term, place in zip(words.terms, words.places, strict=True)
            if all_kin((term,)) & terms
        ]
        if found:
            return words.text[words.spans[found[0][0]][0] : words.spans[found[-1][1] - 1][1]]
    return ""
