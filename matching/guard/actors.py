"""Whether a text has another name in the place of a claim's: who says it, does it, and where."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.accusers import other_accuser
from matching.guard.denials import asks
from matching.guard.initials import shortened
from matching.guard.slots import around, attached, in_its_slot, placed
from matching.guard.strangers import words_of
from matching.guard.subjects import other_outlet, other_subject
from matching.guard.tellers import GROUP, other_teller, tells
from matching.guard.unknown_places import unknown_place
from matching.names import Lexicon, Named, named, once_for, stands_for
from matching.record import Record
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
    teller = other_teller(pasted, record, said, mine, theirs)
    teller = teller or other_accuser(pasted, record, said, mine, theirs)
    teller = teller or other_outlet(record, mine, theirs)
    if teller is not None:
        return [teller]
    quiet = [
        item
        for item in mine
        if item.sort in _COMPARED and not tells(item, pasted) and not attached(item, pasted)
    ]
    silent = [
        [item for item in found if item.sort in _COMPARED and not tells(item, words)]
        for words, found in zip(said, theirs, strict=True)
    ]
    missing = _beyond([item for found in silent[:2] for item in found], mine)
    foreign = _foreign(quiet, record.keys, missing)
    exchanged = [_in_its_place(item, missing, pasted) for item in foreign]
    untold = [item for item in quiet if item.key not in record.told_by]
    differences = [item for item in exchanged if item is not None]
    return (
        differences[:_MOST]
        or _slots(pasted, record, said, mine, theirs)
        or _other_owner(pasted, said, mine, theirs)
        or _in_no_wording(pasted, said, mine, untold, theirs)
        or _one(other_subject(pasted, record, said, mine, theirs))
        or _one(unknown_place(pasted, said, mine, theirs, words_of(record)))
    )


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


def _slots(
    pasted: Words,
    record: Record,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> list[Difference]:
    """A name that the claim does not know, between the same words as one that it knows."""
    everything = frozenset().union(*(words.content for words in said))
    worded = {
        key for found in theirs for item in found for key in (item.key, *stands_for(item.key))
    }
    strange = [
        item
        for item in mine
        if item.key not in worded
        and not _meant(item, frozenset(worded))
        and not tells(item, pasted)
        and not set(item.key.split()) & (everything if item.sort else record.keys)
        and not (item.sort == "" and (_misspelt(item, theirs) or shortened(item, pasted, said)))
    ]
    for item in strange:
        for words, found in zip(said, theirs, strict=True):
            missing = _beyond(found, mine)
            other = in_its_slot(item, pasted, missing, words)
            if other is not None:
                return [Difference(_kind(item, pasted), item.text, other.text)]
    if total(pasted.content & said[0].content) < _ABOUT * total(pasted.content):
        return []
    taken = _in_anothers_place(pasted, said, mine, theirs)
    if taken is not None:
        return [taken]
    return _elsewhere([item for item in strange if _somewhere(item, pasted)], said, mine, theirs)


def _misspelt(item: Named, theirs: Sequence[Sequence[Named]]) -> bool:
    """Whether a name that no list has is nearly one of the claim's."""
    return any(fuzz.ratio(item.text, other.text) >= _ALIKE for found in theirs for other in found)


def _in_anothers_place(
    pasted: Words,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> Difference | None:
    """A name of the claim that acts where the claim has another act, which the text lacks."""
    acting = [(item, _act(item, pasted)) for item in mine if item.sort in _COMPARED]
    told = [
        (other, _act(other, words))
        for words, found in zip(said, theirs, strict=True)
        for other in _beyond(found, mine)
        if other.sort in _COMPARED
    ]
    own = {
        (other.key, _act(other, words))
        for words, found in zip(said, theirs, strict=True)
        for other in found
    }
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


def _elsewhere(
    strange: Sequence[Named],
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> list[Difference]:
    """Another place "in" or "at" which it happened, where the text has none of the claim's."""
    places = [
        item
        for words, found in zip(said[:2], theirs[:2], strict=False)
        for item in found
        if _somewhere(item, words)
    ]
    if not strange or not places or len(_beyond(places, mine)) < len(places):
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


def _other_owner(
    pasted: Words,
    said: Sequence[Words],
    mine: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> list[Difference]:
    """A name before a word that the claim always gives to another: "American drones"."""
    owners: dict[str, dict[str, Named]] = {}
    worded = {item.key for found in theirs for item in found}
    for words, found in zip(said, theirs, strict=True):
        for item in found:
            for term in _owned(item, words):
                owners.setdefault(term, {})[item.key] = item
    for item in mine if not asks(pasted) else ():
        for term in _owned(item, pasted) if item.sort == "countries" else ():
            rivals = owners.get(term, {})
            keep = {other.key for other in mine if term in _owned(other, pasted)}
            present = {other.key for other in mine}
            gone = keep if item.key not in worded else keep | present
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


def _in_no_wording(
    pasted: Words,
    said: Sequence[Words],
    mine: Sequence[Named],
    quiet: Sequence[Named],
    theirs: Sequence[Sequence[Named]],
) -> list[Difference]:
    """A name that no wording about the same has, each of them having one that the paste lacks."""
    names = {item.key for item in quiet}
    rest = pasted.content - names
    shared = [len(rest & words.content) for words in said]
    if not quiet or max(shared) < _SHARED:
        return []
    first: Difference | None = None
    for count, words, found in zip(shared, said, theirs, strict=True):
        if count < _NEARLY * max(shared):
            continue
        silent = [item for item in found if item.sort in _COMPARED and not tells(item, words)]
        pair = _exchanged_for(quiet, silent, found, mine)
        if pair is None:
            return []
        kind = _kind(pair[0], pasted)
        first = first or Difference(kind, pair[0].text, pair[1].text)
    return [first] if first is not None else []


def _exchanged_for(
    quiet: Sequence[Named],
    silent: Sequence[Named],
    found: Sequence[Named],
    mine: Sequence[Named],
) -> tuple[Named, Named] | None:
    """A listed name of the paste and one of a wording, of one sort, that the other lacks."""
    there, here = {item.key for item in found}, {item.key for item in mine}
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
