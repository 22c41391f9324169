"""Tells a claim from one that only resembles it: other numbers, dates, names, places, negation."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.dates import Date, dates, rivals, same_date
from matching.features import Met
from matching.names import Lexicon, Named, lexicon, named, only
from matching.negation import denied, turned
from matching.numbers import Quantity, adds_up, agree, quantities
from matching.record import Record
from matching.roles import exchanged, swapped

_SAME_WORDING = 93.0
_LEAD_OF_A_VARIANT = 0.03
_SURE_VARIANT = 0.55
_PEOPLE = frozenset(
    [
        "people",
        "civilians",
        "civilian",
        "persons",
        "men",
        "women",
        "children",
        "fighters",
        "fighter",
        "militants",
        "terrorists",
        "soldiers",
        "troops",
        "dead",
        "killed",
        "deaths",
        "died",
        "bodies",
        "victims",
        "lives",
        "casualties",
        "refugees",
        "isis",
        "daesh",
        "jihadists",
        "rebels",
        "members",
        "is",
        "isil",
    ]
)


def blocked(asked: Words, record: Record) -> bool:
    """Whether a curator ruled that this wording, or nearly this one, is not the claim.

    A figure that differs makes it another wording.
    """
    return any(
        fuzz.ratio(asked.plain, words.plain) >= _SAME_WORDING and _figures(asked) == _figures(words)
        for words in record.blocked_words
    )


def neighbours(records: Sequence[Record]) -> dict[tuple[str, ...], bool]:
    """The names and places that the claims near a paste know, for telling names from words."""
    people = [name for record in records for name in (*record.names, record.speaker)]
    places = [place for record in records for place in record.places]
    return lexicon(people, places)


def compare(pasted: Words, record: Record, met: Met, known: Lexicon) -> tuple[Difference, ...]:
    """What differs between a text and the claim whose wording it came nearest to.

    Nothing differs that any wording of the claim has as the text has it.
    """
    if any(pasted.plain == words.plain for words in record.words):
        return ()
    said = (record.words[met.wording], *record.words)
    found = [
        *_numbers(pasted, said, known),
        *_dates(pasted, said),
        *_names(pasted, record, said, known),
        *_denial(pasted, said),
        *_roles(pasted, said, known),
    ]
    variant = _variant(record, met)
    if variant is not None and (found or met.variant_nearness >= _SURE_VARIANT):
        return (variant, *found)
    return tuple(found)


def _variant(record: Record, met: Met) -> Difference | None:
    if met.variant is None or met.variant_nearness < met.nearness + _LEAD_OF_A_VARIANT:
        return None
    text, note = record.variants[met.variant]
    return Difference(DifferenceKind.VARIANT, text, record.wordings[0], note)


def _numbers(pasted: Words, said: Sequence[Words], known: Lexicon) -> list[Difference]:
    theirs = [item for words in said for item in _quantities(words)]
    found = []
    for item in _quantities(pasted):
        if any(agree(item, other) for other in theirs):
            continue
        own = _quantities(said[1])
        if adds_up(item, own):
            continue
        rival = _rival(item, theirs)
        if rival is not None:
            found.append(Difference(DifferenceKind.NUMBER, item.text, rival.text))
    moved = exchanged(pasted, said, known) if not found else None
    if moved is not None:
        found.append(Difference(DifferenceKind.NUMBER, *moved))
    return found


def _rival(item: Quantity, theirs: Sequence[Quantity]) -> Quantity | None:
    """The claim's figure whose place a pasted one takes: of its kind, best of its unit."""
    same_kind = [other for other in theirs if other.kind == item.kind]
    alike = [other for other in same_kind if _one_unit(item, other)]
    if alike:
        return min(alike, key=lambda other: _off(item, other))
    large = [other for other in same_kind if item.low > 12 and other.low > 12]
    return min(large, key=lambda other: _off(item, other), default=None)


def _off(item: Quantity, other: Quantity) -> float:
    if item.low <= 0 or other.low <= 0:
        return float("inf")
    return max(item.low / other.low, other.low / item.low)


def _one_unit(item: Quantity, other: Quantity) -> bool:
    mine = {word.rstrip("s") for word in item.following}
    theirs = {word.rstrip("s") for word in other.following}
    people = {word.rstrip("s") for word in _PEOPLE}
    return bool(mine & theirs - {"of", "the", "in", "and", "at", "to"}) or bool(
        mine & people and theirs & people
    )


def _quantities(words: Words) -> tuple[Quantity, ...]:
    return quantities(words.text, [(date.start, date.end) for date in dates(words.text)])


def _figures(words: Words) -> list[tuple[float, float]]:
    return [(item.low, item.high) for item in _quantities(words)]


def _dates(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    theirs: list[Date] = [date for words in said for date in dates(words.text)]
    found = []
    for date in dates(pasted.text):
        other = rivals(date, theirs)
        if other and not any(same_date(date, item) for item in theirs):
            found.append(Difference(DifferenceKind.DATE, date.text, other[0].text))
    return found


def _names(
    pasted: Words, record: Record, said: Sequence[Words], known: Lexicon
) -> list[Difference]:
    mine = named(pasted, known)
    foreign = only(mine, record.keys)
    if not foreign:
        return []
    present = frozenset(item.key for item in mine)
    missing = [item for words in said[:2] for item in named(words, known) if item.sure]
    missing = [item for item in missing if item.key not in present]
    found = []
    for item in foreign:
        other = _replaced(item, missing)
        if other is not None and (item.sure or other.place == item.place):
            kind = DifferenceKind.PLACE if item.place and other.place else DifferenceKind.NAME
            found.append(Difference(kind, item.text, other.text))
    return found[:2]


def _replaced(item: Named, missing: Sequence[Named]) -> Named | None:
    alike = [other for other in missing if other.place == item.place]
    return next(iter(alike or missing), None)


def _denial(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    pair = denied(pasted, said) or turned(pasted, said)
    return [Difference(DifferenceKind.NEGATION, *pair)] if pair else []


def _roles(pasted: Words, said: Sequence[Words], known: Lexicon) -> list[Difference]:
    pair = swapped(pasted, said, known)
    return [Difference(DifferenceKind.ROLE, *pair)] if pair else []
