"""Whether a text has another name in the place of a claim's: who says it, does it, and where."""

from __future__ import annotations

from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.aliases import leader_keys
from matching.analysis import Words
from matching.names import Lexicon, Named, named
from matching.record import Record
from matching.wordlists import HELPING, PLACING, TELLING

_MOST = 2
_SHARED = 2
_NEARLY = 0.6
_GROUP = {"countries": 1, "places": 2, "people": 3, "organisations": 4, "names": 3}
_COMPARED = frozenset(_GROUP)
_LISTED = frozenset(("countries", "places", "people", "organisations"))


def name_differences(
    pasted: Words, record: Record, said: Sequence[Words], known: Lexicon
) -> list[Difference]:
    """Names of the paste that stand where the claim has others.

    Args:
        pasted: The text.
        record: The claim.
        said: The wording that was met, then all wordings, the claim's own text first.
        known: Names of the claims in the neighbourhood.
    """
    mine = named(pasted, known)
    theirs = [named(words, known) for words in said]
    teller = _other_teller(pasted, record, said, mine, theirs)
    if teller is not None:
        return [teller]
    quiet = [item for item in mine if item.sort in _COMPARED and not tells(item, pasted)]
    silent = [
        [item for item in found if item.sort in _COMPARED and not tells(item, words)]
        for words, found in zip(said, theirs, strict=True)
    ]
    missing = _beyond([item for found in silent[:2] for item in found], mine)
    foreign = _foreign(quiet, record.keys, missing)
    placed = [_in_its_place(item, missing, pasted) for item in foreign]
    differences = [item for item in placed if item is not None]
    return (
        differences[:_MOST]
        or _other_owner(pasted, said, mine, theirs)
        or _in_no_wording(pasted, said, [q for q in quiet if q.key not in record.told_by], silent)
    )


def _beyond(items: Sequence[Named], others: Sequence[Named]) -> list[Named]:
    """The names that the others do not have, nor anything that people mean by them."""
    meant = {key for item in others for key in (item.key, *stands_for(item.key))}
    return [item for item in items if not meant & {item.key, *stands_for(item.key)}]


def _foreign(quiet: Sequence[Named], keys: frozenset[str], missing: Sequence[Named]) -> list[Named]:
    """The names that the claim does not know; another person is never meant by a country."""
    people = any(item.sort == "people" for item in missing)
    return [
        item
        for item in quiet
        if item.key not in keys
        and not all(part in keys for part in item.key.split())
        and ((people and item.sort == "people") or not _meant(item, keys))
    ]


def _meant(item: Named, keys: frozenset[str]) -> bool:
    return any(key in keys for key in stands_for(item.key))


def stands_for(key: str) -> tuple[str, ...]:
    """What people also mean by a name: the country by its leader or seat of power."""
    return leader_keys().get(key, ())


def tells(item: Named, words: Words) -> bool:
    """Whether a name is the one who says it: before a verb of saying, or "according to"."""
    after = words.lowered[item.last : item.last + 2]
    before = words.lowered[max(0, item.first - 2) : item.first]
    if before[-1:] and before[-1] in PLACING:
        return False
    if "according" in before or before[-1:] == ("per",):
        return True
    rest = words.text[words.spans[item.last - 1][1] :]
    if item.first <= 1 and rest.startswith(":"):
        return not item.place
    says = bool(after) and (after[0] in TELLING or (after[0] in HELPING and after[-1] in TELLING))
    inverted = len(words.lowered) - item.last <= 2  # "it is so, says Russia"
    return says and not inverted and not rest.startswith((",", ".", ";"))


def _other_teller(
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
    present = {item.key for item in mine}
    other = next((item for item in tellers if item.key not in present), None)
    if other is None or any(_among(item, allowed) for item in telling):
        return None
    return Difference(DifferenceKind.NAME, telling[0].text, other.text)


def _among(item: Named, allowed: frozenset[str]) -> bool:
    meant = () if item.sort == "people" else stands_for(item.key)
    parts = item.key.split()
    return (
        any(key in allowed for key in (item.key, *meant))
        or all(part in allowed for part in parts)
        or any(len(part) > 4 and part in allowed for part in parts)
    )


def _in_its_place(item: Named, missing: Sequence[Named], pasted: Words) -> Difference | None:
    """A foreign name in the place of a missing one of its sort."""
    if not item.sort:
        return None
    alike = [other for other in missing if _same_sort(item, other)]
    if not alike:
        return None
    return Difference(_kind(item, pasted), item.text, alike[0].text)


def _kind(item: Named, words: Words) -> DifferenceKind:
    """A place, or a country after "in" and the like, is a place; a country that acts is a name."""
    before = [word for word in words.lowered[max(0, item.first - 2) : item.first] if word != "the"]
    where = item.sort == "places" or (item.place and before[-1:] and before[-1] in PLACING)
    return DifferenceKind.PLACE if where else DifferenceKind.NAME


def _same_sort(item: Named, other: Named) -> bool:
    if item.place or other.place:
        return item.sort == other.sort
    return True


def _other_owner(
    pasted: Words,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> list[Difference]:
    """A name before a word that the claim always gives to another: "American drones"."""
    owners: dict[str, dict[str, Named]] = {}
    for words, found in zip(said, theirs, strict=True):
        for item in found:
            owners.setdefault(_owned(item, words), {})[item.key] = item
    present = {item.key for item in mine}
    for item in mine:
        term = _owned(item, pasted)
        rivals = owners.get(term, {}) if term and item.sort == "countries" else {}
        others = [other for key, other in rivals.items() if key not in present]
        if item.key not in rivals and others and all(_same_sort(item, o) for o in others):
            return [Difference(DifferenceKind.NAME, item.text, others[0].text)]
    return []


def _owned(item: Named, words: Words) -> str:
    """The analysed term right behind a name, unless a name, a verb of saying or a comma follows."""
    if item.last >= len(words.spans):
        return ""
    between = words.text[words.spans[item.last - 1][1] : words.spans[item.last][0]]
    if between.strip() or words.lowered[item.last] in TELLING:
        return ""
    for term, (first, _) in zip(words.terms, words.places, strict=True):
        if first == item.last:
            return "" if term[0] == "~" else term
    return ""


def _in_no_wording(
    pasted: Words,
    said: Sequence[Words],
    quiet: Sequence[Named],
    silent: Sequence[Sequence[Named]],
) -> list[Difference]:
    """A name that no wording about the same has, each of them having one that the paste lacks."""
    names = {item.key for item in quiet}
    rest = pasted.content - names
    shared = [len(rest & words.content) for words in said]
    if not quiet or max(shared) < _SHARED:
        return []
    first: Difference | None = None
    for count, found in zip(shared, silent, strict=True):
        if count < _NEARLY * max(shared):
            continue
        pair = _exchanged_for(quiet, found)
        if pair is None:
            return []
        kind = _kind(pair[0], pasted)
        first = first or Difference(kind, pair[0].text, pair[1].text)
    return [first] if first is not None else []


def _exchanged_for(quiet: Sequence[Named], found: Sequence[Named]) -> tuple[Named, Named] | None:
    """A listed name of the paste and one of a wording, of one sort, that the other lacks."""
    people = {item.key for item in found}
    foreign = [
        item
        for item in quiet
        if item.key not in people and (item.sort == "people" or item in _beyond([item], found))
    ]
    for item in foreign:
        for other in _beyond(found, quiet) if item.sort != "people" else found:
            if item.sort in _LISTED and _GROUP.get(item.sort) == _GROUP.get(other.sort):
                return item, other
    return None
