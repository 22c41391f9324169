"""Who says it: whether a text puts a claim into another mouth."""

from __future__ import annotations

from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.names import Named, stands_for
from matching.record import Record
from matching.wordlists import ADMITTING, HELPING, OFFICES, PLACING, TELLING

_PERSON = 3
GROUP = {"countries": 1, "places": 2, "people": 3, "organisations": 4, "names": 3}
"""Sorts of names that can take each other's place have one number."""


def other_teller(
    pasted: Words,
    record: Record,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> Difference | None:
    """Somebody else says it, or somebody owns up to it who in no wording says it.

    Args:
        pasted: The text.
        record: The claim.
        said: The wording that was met, then all wordings, the claim's own text first.
        mine: The names in the text.
        theirs: The names in each wording.
    """
    return _other(pasted, record, said, mine, theirs) or _admits(pasted, record, said, mine, theirs)


def tells(item: Named, words: Words) -> bool:
    """Whether a name is the one who says it: before a verb of saying, or "according to"."""
    return bool(saying(item, words))


def saying(item: Named, words: Words) -> str:
    """The verb by which a name says something, or the word before it that means as much."""
    last = item.last
    while last < len(words.lowered) and words.lowered[last] in OFFICES:
        last += 1
    after = words.lowered[last : last + 2]
    before = words.lowered[max(0, item.first - 2) : item.first]
    if before[-1:] and (before[-1] in PLACING or before[-1] == "what"):
        return ""
    if "according" in before or before[-1:] == ("per",):
        return "according"
    rest = words.text[words.spans[last - 1][1] :]
    if item.first <= 1 and rest.startswith(":"):
        return "" if item.place else "says"
    verb = next((word for word in after[:1] if word in TELLING), "")
    if not verb and after and after[0] in HELPING and after[-1] in TELLING:
        verb = after[-1]
    left = len(words.lowered) - last
    inverted = left <= 2 or (left <= 5 and _leads_to_name(words, last + 1))
    return "" if inverted or rest.startswith((",", ".", ";")) else verb


def _leads_to_name(words: Words, at: int) -> bool:
    """Whether a short sentence ends in its teller: "it is so, says the US army"."""
    spoken = (
        words.lowered[at + 1 :] if words.lowered[at : at + 1] == ("the",) else words.lowered[at:]
    )
    offices = [word in OFFICES or word in {"mil", "us"} for word in spoken[1:]]
    return bool(spoken) and all(offices)


def _other(
    pasted: Words,
    record: Record,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> Difference | None:
    """Somebody else says it: no teller of the paste is one of the claim's, nor passed it on."""
    telling = [item for item in mine if tells(item, pasted)]
    tellers = [
        item
        for words, found in zip(said, theirs, strict=True)
        for item in found
        if item.sort and tells(item, words)
    ]
    if not telling or not tellers:
        return None
    allowed = record.told_by | {item.key for item in tellers}
    allowed |= {key for item in allowed for key in stands_for(item)}
    strange = [item for item in telling if not _among(item, allowed)]
    present = {item.key for item in mine}
    missing = [item for item in tellers if item.key not in present]
    if len(strange) < len(telling):  # one relays what another says: each has a place of its own
        near = {
            item.key
            for words, found in zip(said[:2], theirs[:2], strict=False)
            for item in found
            if tells(item, words)
        }
        strange = [item for item in strange if item.key not in record.keys]
        missing = [item for item in missing if item.key in near and _alike(strange, item)]
    if not strange or not missing:
        return None
    return Difference(DifferenceKind.NAME, strange[0].text, missing[0].text)


def _alike(strange: Sequence[Named], other: Named) -> bool:
    """Whether the first strange name is of one sort with another, as far as that is known."""
    sorts = {item.sort for item in strange[:1]} | {other.sort}
    return len({GROUP.get(sort, _PERSON) for sort in sorts}) == 1


def _admits(
    pasted: Words,
    record: Record,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> Difference | None:
    """Somebody owns up to it, who in no wording says it: the claim is another's."""
    if not record.speaker:
        return None
    tellers = {
        item.key
        for words, found in zip(said, theirs, strict=True)
        for item in found
        if tells(item, words)
    }
    for item in mine:
        verb = saying(item, pasted)
        if verb in ADMITTING and item.sort and not _among(item, record.told_by | tellers):
            return Difference(DifferenceKind.NAME, f"{item.text} {verb}", record.speaker)
    return None


def _among(item: Named, allowed: frozenset[str]) -> bool:
    meant = () if item.sort == "people" else stands_for(item.key)
    parts = item.key.split()
    return (
        any(key in allowed for key in (item.key, *meant))
        or all(part in allowed for part in parts)
        or any(len(part) > 4 and part in allowed for part in parts)
    )
