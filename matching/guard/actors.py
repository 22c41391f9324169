"""Whether a text has another name in the place of a claim's: who says it, does it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.accusers import other_accuser
from matching.guard.contrast import Contrast
from matching.guard.denials import asks
from matching.guard.initials import shortened
from matching.guard.slots import around, attached, in_its_slot, placed
from matching.guard.subjects import other_outlet, other_subject
from matching.guard.tellers import GROUP, other_teller, tells
from matching.guard.unknown_places import unknown_place
from matching.names import Named, once_for, stands_for
from matching.weights import total
from matching.wordlists import LOCATED, TELLING

_MOST = 2
_SHARED = 2
_NEARLY = 0.6
_OWNED = 2
_ALIKE = 80
_ABOUT = 0.5
_COMPARED = frozenset(GROUP)
_BODIES = "organisations"
_LISTED = frozenset(("countries", "places", "people", "organisations"))


def name_differences(both: Contrast) -> list[Difference]:
    """Names of the paste that stand where the claim has others."""
    teller = other_teller(both) or other_accuser(both) or other_outlet(both)
    if teller is not None:
        return [teller]
    quiet = _quiet([(both.pasted, item) for item in both.mine])
    quiet = [item for item in quiet if not attached(item, both.pasted)]
    missing = _beyond(_quiet(both.told_near), both.mine)
    foreign = _foreign(quiet, both.record.keys, missing)
    exchanged = [_in_its_place(item, missing, both.pasted) for item in foreign]
    untold = [item for item in quiet if item.key not in both.record.told_by]
    differences = [item for item in exchanged if item is not None]
    return (
        differences[:_MOST]
        or _slots(both)
        or _other_owner(both)
        or _in_no_wording(both, untold)
        or _one(other_subject(both))
        or _one(unknown_place(both))
    )


def _quiet(names: Iterable[tuple[Words, Named]]) -> list[Named]:
    """The names of known sorts that do not tell what their text says."""
    return [item for words, item in names if item.sort in _COMPARED and not tells(item, words)]


def _one(difference: Difference | None) -> list[Difference]:
    return [] if difference is None else [difference]


def _beyond(items: Sequence[Named], others: Sequence[Named]) -> list[Named]:
    """The names that the others do not have, nor anything that people mean by them.

    Two people of one country are two people all the same, and two bodies two bodies.
    """
    keys = {item.key for item in others}
    meant = keys | {key for item in others for key in stands_for(item.key)}
    people = {key for item in others if item.sort == "people" for key in stands_for(item.key)}
    bodies = {key for item in others if item.sort == _BODIES for key in stands_for(item.key)}
    may_mean = {"people": keys, _BODIES: (meant - people - bodies) | keys}
    return [
        item
        for item in items
        if item.key not in meant
        and not may_mean.get(item.sort, meant - people | keys) & set(stands_for(item.key))
    ]


def _foreign(quiet: Sequence[Named], keys: frozenset[str], missing: Sequence[Named]) -> list[Named]:
    """The names that the claim does not know; another person is never meant by a country."""
    sorts = {item.sort for item in missing} & {"people", _BODIES}
    return [
        item
        for item in quiet
        if item.key not in keys
        and not all(part in keys for part in item.key.split())
        and (item.sort in sorts or not _meant(item, keys))
    ]


def _meant(item: Named, keys: frozenset[str]) -> bool:
    return any(key in keys for key in stands_for(item.key))


def _slots(both: Contrast) -> list[Difference]:
    """A name that the claim does not know, between the same words as one that it knows."""
    pasted, said, mine = both.pasted, both.said, both.mine
    worded = both.worded.union(*map(stands_for, both.worded))
    strange = [
        item
        for item in mine
        if item.key not in worded
        and not _meant(item, worded)
        and not tells(item, pasted)
        and not set(item.key.split()) & (both.everything if item.sort else both.record.keys)
        and not (item.sort == "" and (_misspelt(item, both) or shortened(item, pasted, said)))
    ]
    for item in strange:
        for words, found in both.theirs:
            missing = _beyond(found, mine)
            other = in_its_slot(item, pasted, missing, words)
            if other is not None:
                return [Difference(_kind(item, pasted), item.text, other.text)]
    if total(pasted.content & said[0].content) < _ABOUT * total(pasted.content):
        return []
    taken = _in_anothers_place(both)
    if taken is not None:
        return [taken]
    return _elsewhere([item for item in strange if _somewhere(item, pasted)], both)


def _misspelt(item: Named, both: Contrast) -> bool:
    """Whether a name that no list has is nearly one of the claim's."""
    return any(fuzz.ratio(item.text, other.text) >= _ALIKE for _, other in both.told)


def _in_anothers_place(both: Contrast) -> Difference | None:
    """A name of the claim that acts where the claim has another act, which the text lacks."""
    acting = [(item, _act(item, both.pasted)) for item in both.mine if item.sort in _COMPARED]
    told = [
        (other, _act(other, words))
        for words, found in both.theirs
        for other in _beyond(found, both.mine)
        if other.sort in _COMPARED
    ]
    own = {(other.key, _act(other, words)) for words, other in both.told}
    for item, act in acting:
        if not act or (item.key, act) in own:
            continue
        for other, deed in told:
            if deed == act and _same_sort(item, other) and other.key not in stands_for(item.key):
                return Difference(DifferenceKind.NAME, item.text, other.text)
    return None


def _act(item: Named, words: Words) -> str:
    """The term that follows a name that acts, or nothing: not after "in", nor of a saying."""
    return once_for(words, item, "acts", _act_of)


def _act_of(item: Named, words: Words) -> str:
    if placed(item, words) or tells(item, words) or attached(item, words):
        return ""
    after = around(item, words)[1]
    listed = words.lowered[item.last : item.last + 1] == ("and",)
    return "" if listed or after[:1] == "~" else after


def _elsewhere(strange: Sequence[Named], both: Contrast) -> list[Difference]:
    """Another place "in" or "at" which it happened, where the text has none of the claim's."""
    places = [item for words, item in both.told_near if _somewhere(item, words)]
    if not strange or not places or len(_beyond(places, both.mine)) < len(places):
        return []
    return [Difference(DifferenceKind.PLACE, strange[0].text, places[0].text)]


def _somewhere(item: Named, words: Words) -> bool:
    return item.sort in {"", "places"} and placed(item, words)


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
    where = item.sort == "places" or ((item.place or not item.sort) and placed(item, words))
    return DifferenceKind.PLACE if where else DifferenceKind.NAME


def _same_sort(item: Named, other: Named) -> bool:
    sorts = {item.sort, other.sort}
    if item.place or other.place or not sorts - _LISTED:
        return GROUP.get(item.sort) == GROUP.get(other.sort)
    return True


def _other_owner(both: Contrast) -> list[Difference]:
    """A name before a word that the claim always gives to another: "American drones"."""
    owners: dict[str, dict[str, Named]] = {}
    for words, item in both.told:
        for term in _owned(item, words):
            owners.setdefault(term, {})[item.key] = item
    pasted, mine = both.pasted, both.mine
    for item in mine if not asks(pasted) else ():
        for term in _owned(item, pasted) if item.sort == "countries" else ():
            rivals = owners.get(term, {})
            keep = {other.key for other in mine if term in _owned(other, pasted)}
            gone = keep if item.key not in both.worded else keep | both.present
            others = [other for key, other in rivals.items() if key not in gone]
            if item.key not in rivals and others and all(_same_sort(item, o) for o in others):
                return [Difference(DifferenceKind.NAME, item.text, others[0].text)]
    return []


def _owned(item: Named, words: Words) -> list[str]:
    """The analysed terms right behind a name, up to two ("US *corporate media*").

    None where a name, a verb of saying or a mark follows.
    """
    return once_for(words, item, "owned", _owned_by)


def _owned_by(item: Named, words: Words) -> list[str]:
    found: list[str] = []
    at = item.last
    for term, (first, last) in zip(words.terms, words.places, strict=True):
        if first < at:
            continue
        between = words.text[words.spans[at - 1][1] : words.spans[first][0]]
        word = words.lowered[first]
        if first != at or between.strip() or word in TELLING | LOCATED or term[0] == "~":
            break
        found.append(term)
        at = last
        if len(found) == _OWNED:
            break
    return found


def _in_no_wording(both: Contrast, quiet: Sequence[Named]) -> list[Difference]:
    """A name that no wording about the same has, each of them having one that the paste lacks."""
    rest = both.pasted.content - {item.key for item in quiet}
    shared = [len(rest & words.content) for words in both.said]
    if not quiet or max(shared) < _SHARED:
        return []
    first: Difference | None = None
    for count, (words, found) in zip(shared, both.theirs, strict=True):
        if count < _NEARLY * max(shared):
            continue
        silent = _quiet([(words, item) for item in found])
        pair = _exchanged_for(quiet, silent, found, both.present)
        if pair is None:
            return []
        kind = _kind(pair[0], both.pasted)
        first = first or Difference(kind, pair[0].text, pair[1].text)
    return [first] if first is not None else []


def _exchanged_for(
    quiet: Sequence[Named],
    silent: Sequence[Named],
    found: Sequence[Named],
    here: frozenset[str],
) -> tuple[Named, Named] | None:
    """A listed name of the paste and one of a wording, of one sort, that the other lacks."""
    there = {item.key for item in found}
    foreign = [
        item
        for item in quiet
        if item.key not in there and (item.sort == "people" or item in _beyond([item], found))
    ]
    for item in foreign:
        for other in _beyond(silent, quiet) if item.sort != "people" else silent:
            alike = GROUP.get(item.sort) == GROUP.get(other.sort)
            if other.key not in here and item.sort in _LISTED and alike:
                return item, other
    return None
