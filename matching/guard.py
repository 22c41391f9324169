"""Tells a claim from one that only resembles it: other numbers, dates, names, places, negation."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.actors import name_differences
from matching.analysis import Words
from matching.dates import Date, dates, rivals, same_date
from matching.features import Met
from matching.names import Lexicon, lexicon
from matching.negation import asks, denials, denied, turned
from matching.numbers import Quantity, adds_up, agree, quantities
from matching.record import Record
from matching.roles import exchanged, swapped
from matching.weights import total
from matching.wordlists import PERSONS

_SAME_WORDING = 93.0
_MOSTLY = 0.7
_SPEAKS_OF = 0.4
_SHARE_APART = 0.5
_FAR_NEARER = 0.1
_LEAD = 0.06
_SAME_ORDER = 90.0
_TELLING = 28
"""Words of a sentence in which a name or a denial can be taken to be about the claim."""


def blocked(asked: Words, record: Record) -> bool:
    """Whether a curator ruled that this wording, or nearly this one, is not the claim.

    A figure that differs makes it another wording.
    """
    return any(
        fuzz.ratio(asked.plain, words.plain) >= _SAME_WORDING and _figures(asked) == _figures(words)
        for words in record.blocked_words
    )


def neighbours(records: Sequence[Record]) -> Lexicon:
    """The names and places that the claims near a paste know, for telling names from words."""
    people = [name for record in records for name in (*record.names, record.speaker)]
    places = [place for record in records for place in record.places]
    return lexicon(people, places)


def compare(
    pasted: Words, record: Record, met: Met, known: Lexicon, parts: Sequence[Words] = ()
) -> tuple[Difference, ...]:
    """What differs between a text and the claim whose wording it came nearest to.

    Nothing differs that any wording of the claim has as the text has it. Of a text in several
    sentences, given as ``parts``, only the one that speaks of the claim is compared.
    """
    if any(pasted.plain == said.plain for said in record.said):
        return ()
    said = (record.words[met.wording], *record.words)
    about, whole = _sentence_about(pasted, said[0], parts)
    found = [
        *_numbers(about, pasted, said, known),
        *_dates(about, pasted, said),
    ]
    # A long sentence of an article names more than its claim does, and denies more.
    if len(about.surface) <= _TELLING:
        found += name_differences(about, record, said, known)
        if whole:
            found += [*_denial(about, said), *_roles(about, said, known)]
    variant = _variant(pasted, record, met, found)
    return tuple(found) if variant is None else (variant, *found)


def _sentence_about(pasted: Words, said: Words, parts: Sequence[Words]) -> tuple[Words, bool]:
    """The sentence that shares most with a wording, or all where no single one has most of it.

    With it comes whether it is a statement of its own, which can be denied or turned round.
    """
    if len(parts) < 2:
        return pasted, True
    shared = [total(words.content & said.content) for words in parts]
    best = max(shared)
    if best < _MOSTLY * total(pasted.content & said.content):
        return pasted, False
    return parts[shared.index(best)], True


def _variant(
    pasted: Words, record: Record, met: Met, found: Sequence[Difference]
) -> Difference | None:
    """The known variant that a text tells, if it tells one rather than the claim.

    It must have what sets the variant apart: the words that no wording of the claim has, all names
    among them; or a difference that was found, where the variant differs by no word.
    """
    lead = met.variant_nearness - met.nearness
    if met.variant is None or lead < -_LEAD:
        return None
    variant = record.variant_words[met.variant]
    apart = variant.content - frozenset().union(*(said.content for said in record.said))
    here = apart & pasted.content
    names = {term for term in apart if term[0] == "~" or term[0].isdigit()}
    if apart:
        share = total(here) / total(apart)
        tells = names <= here and (share >= _SHARE_APART or lead >= _FAR_NEARER)
    else:
        order = fuzz.ratio(pasted.plain, variant.plain)
        others = max(fuzz.ratio(pasted.plain, said.plain) for said in record.said)
        tells = order > others and (order >= _SAME_ORDER or _in_same_way(variant, found))
    if not tells:
        return None
    text, note = record.variants[met.variant]
    return Difference(DifferenceKind.VARIANT, text, record.wordings[0], note)


def _in_same_way(variant: Words, found: Sequence[Difference]) -> bool:
    kinds = {item.kind for item in found}
    if denials(variant):
        return DifferenceKind.NEGATION in kinds
    return bool(kinds & {DifferenceKind.ROLE, DifferenceKind.NUMBER})


def _numbers(
    about: Words, pasted: Words, said: Sequence[Words], known: Lexicon
) -> list[Difference]:
    theirs = [item for words in (*said[1:], said[0]) for item in _quantities(words)]
    here = _quantities(pasted)
    free = [other for other in theirs if not any(agree(item, other) for item in here)]
    found = []
    for item in _quantities(about):
        if any(agree(item, other) for other in theirs) or adds_up(item, _quantities(said[1])):
            continue
        rival = _rival(item, free)
        if rival is not None:
            found.append(Difference(DifferenceKind.NUMBER, item.text, rival.text))
    moved = exchanged(about, said, known) if not found else None
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
    both = mine & theirs - {"of", "the", "in", "and", "at", "to"}
    return bool(both) or bool(mine & PERSONS and theirs & PERSONS)


def _quantities(words: Words) -> tuple[Quantity, ...]:
    taken = [(date.start, date.end) for date in _dates_in(words)]
    return words.once("quantities", lambda: quantities(words.text, taken))


def _dates_in(words: Words) -> tuple[Date, ...]:
    return words.once("dates", lambda: dates(words.text))


def _figures(words: Words) -> list[tuple[float, float]]:
    return [(item.low, item.high) for item in _quantities(words)]


def _dates(about: Words, pasted: Words, said: Sequence[Words]) -> list[Difference]:
    theirs = [date for words in said for date in _dates_in(words)]
    here = _dates_in(pasted)
    free = [other for other in theirs if not any(same_date(date, other) for date in here)]
    found = []
    for date in _dates_in(about):
        other = rivals(date, free)
        if other and not any(same_date(date, item) for item in theirs):
            found.append(Difference(DifferenceKind.DATE, date.text, other[0].text))
    return found


def _denial(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    if asks(pasted):
        return []
    if total(pasted.content & said[0].content) < _SPEAKS_OF * total(pasted.content):
        return []
    pair = denied(pasted, said) or turned(pasted, said)
    return [Difference(DifferenceKind.NEGATION, *pair)] if pair else []


def _roles(pasted: Words, said: Sequence[Words], known: Lexicon) -> list[Difference]:
    pair = swapped(pasted, said, known)
    return [Difference(DifferenceKind.ROLE, *pair)] if pair else []
