"""All differences between a text and a claim, each rule of the guard in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.features import Met
from matching.guard.actors import name_differences
from matching.guard.answers import answered_no
from matching.guard.bodies import exchanged_body
from matching.guard.contrast import Contrast
from matching.guard.denials import asks, denials, doubts
from matching.guard.doers import other_doer
from matching.guard.exchanged_deeds import exchanged_deed
from matching.guard.figures import date_differences, figures, number_differences
from matching.guard.kinds import exchanged_thing
from matching.guard.labels import relabelled
from matching.guard.naming import called_otherwise
from matching.guard.negation import affirmed, broken, ceased, conceded, denied, undone
from matching.guard.offices import office_differences
from matching.guard.parties import other_party
from matching.guard.roles import swapped
from matching.guard.stances import agreed, opposed
from matching.guard.strangers import told_by_a_stranger
from matching.guard.swaps import changed_places
from matching.guard.transfers import turned_transfer
from matching.guard.turning import turned
from matching.guard.voices import turned_round
from matching.names import Lexicon, lexicon
from matching.record import Record
from matching.weights import total

_SAME_WORDING = 93.0
_MOSTLY = 0.7
_FEW = 3
_REFUTING = frozenset(
    ("there", "no", "nope", "not", "never", "nonsense", "that", "thats", "that's")
)
"""How a sentence begins that says of the one before it that it is not so."""
_SPEAKS_OF = 0.4
_SHARE_APART = 0.5
_FAR_NEARER = 0.1
_LEAD = 0.06
_SAME_ORDER = 90.0
_TELLING = 28
_AS_LONG = 1.3
"""Words of a sentence in which a name or a denial can be taken to be about the claim: so many, or
as many times those of the claim's own text."""


def blocked(asked: Words, record: Record) -> bool:
    """Whether a curator ruled that this wording, or nearly this one, is not the claim.

    A figure that differs makes it another wording.
    """
    return any(
        fuzz.ratio(asked.plain, words.plain) >= _SAME_WORDING and _extents(asked) == _extents(words)
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
        *number_differences(about, pasted, said, known),
        *date_differences(about, pasted, said, record.date),
    ]
    # A long sentence of an article names more than its claim does, and denies more.
    if len(about.surface) <= max(_TELLING, _AS_LONG * len(said[1].surface)):
        both = Contrast(about, record, said, known)
        found += name_differences(both)
        found += office_differences(both)
        found += [] if found else _bodies(about, record, said)
        found += [] if found else _strangers(both, pasted)
        found += _names(about, record, said)
        if whole:
            found += [*_denial(about, said), *_roles(about, said, known), *_things(about, said)]
        found += _sides(pasted if len(pasted.surface) <= _TELLING else about, said, found)
        found += [] if found or not whole else _told_otherwise(about, parts, said)
    variant = _variant(pasted, about, record, met, found)
    told = [_as_written(item, record) for item in found]
    return tuple(told) if variant is None else (variant, *told)


def _as_written(item: Difference, record: Record) -> Difference:
    """With the claim's words in the capitals that it has them in, if the wording met has none."""
    if item.claim != item.claim.lower():
        return item
    phrase = re.compile(rf"\b{re.escape(item.claim)}\b", re.IGNORECASE)
    texts = (record.wordings[0], *record.names, record.speaker, *record.wordings[1:])
    found = next((match for match in map(phrase.search, texts) if match is not None), None)
    return replace(item, claim=found.group()) if found is not None else item


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
    pasted: Words, about: Words, record: Record, met: Met, found: Sequence[Difference]
) -> Difference | None:
    """The known variant that a text tells, if it tells one rather than the claim.

    It must have what sets the variant apart: the words that no wording of the claim has, all names
    among them; or a difference that was found, where the variant differs by no word.
    """
    lead = met.variant_nearness - met.nearness
    if met.variant is None or lead < -_LEAD:
        return None
    variant = record.variant_words[met.variant]
    if _only_denied_there(about, variant, record, found):
        return None
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


def _only_denied_there(
    about: Words, variant: Words, record: Record, found: Sequence[Difference]
) -> bool:
    """Whether a variant denies what neither the claim nor the sentence about it denies at all."""
    if not denials(variant) or any(item.kind is DifferenceKind.NEGATION for item in found):
        return False
    return not doubts(about) and not any(map(denials, record.words))


def _in_same_way(variant: Words, found: Sequence[Difference]) -> bool:
    kinds = {item.kind for item in found}
    if denials(variant):
        return DifferenceKind.NEGATION in kinds
    return bool(kinds & {DifferenceKind.ROLE, DifferenceKind.NUMBER})


def _denial(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    if asks(pasted):
        return []
    pair = _denied(pasted, said) if _speaks_of(pasted, said[0]) else None
    pair = pair or broken(pasted, said)
    return [Difference(DifferenceKind.NEGATION, *pair)] if pair else []


def _told_otherwise(
    about: Words, parts: Sequence[Words], said: Sequence[Words]
) -> list[Difference]:
    return _deeds(about, said) or _afterwards(about, parts, said)


def _afterwards(about: Words, parts: Sequence[Words], said: Sequence[Words]) -> list[Difference]:
    """What a sentence behind the one about the claim denies of it: "There was no such lease"."""
    later = parts[parts.index(about) + 1 :] if about in parts else ()
    for part in later:
        shared = part.content & said[1].content
        if len(shared) < _FEW or total(shared) < _SHARE_APART * total(part.content):
            continue
        if part.lowered[0] in _REFUTING and (pair := denied(part, said)):
            return [Difference(DifferenceKind.NEGATION, *pair)]
    return []


def _speaks_of(pasted: Words, said: Words) -> bool:
    return total(pasted.content & said.content) >= _SPEAKS_OF * total(pasted.content)


def _denied(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    return (
        (not agreed(pasted, said) and denied(pasted, said))
        or turned(pasted, said)
        or affirmed(pasted, said)
        or ceased(pasted, said)
        or undone(pasted, said)
        or conceded(pasted, said)
        or None
    )


def _sides(pasted: Words, said: Sequence[Words], found: Sequence[Difference]) -> list[Difference]:
    """A side that a text takes against its claim, or for another party, if no such is found yet."""
    kinds = {item.kind for item in found}
    for kind, read_by in (
        (DifferenceKind.NEGATION, opposed),
        (DifferenceKind.NEGATION, answered_no),
        (DifferenceKind.ROLE, other_party),
    ):
        if kind not in kinds and (pair := read_by(pasted, said)):
            return [Difference(kind, *pair)]
    return []


def _names(pasted: Words, record: Record, said: Sequence[Words]) -> list[Difference]:
    pair = called_otherwise(pasted, record, said)
    return [Difference(DifferenceKind.NAME, *pair)] if pair else []


def _bodies(pasted: Words, record: Record, said: Sequence[Words]) -> list[Difference]:
    pair = exchanged_body(pasted, record, said)
    return [Difference(DifferenceKind.NAME, *pair)] if pair else []


def _strangers(both: Contrast, pasted: Words) -> list[Difference]:
    found = told_by_a_stranger(both, pasted)
    return [found] if found else []


def _deeds(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    pair = exchanged_deed(pasted, said)
    return [Difference(DifferenceKind.ROLE, *pair)] if pair else []


def _things(pasted: Words, said: Sequence[Words]) -> list[Difference]:
    pair = exchanged_thing(pasted, said)
    return [Difference(DifferenceKind.NAME, *pair)] if pair else []


def _extents(words: Words) -> list[tuple[float, float]]:
    return [(item.low, item.high) for item in figures(words)]


def _roles(pasted: Words, said: Sequence[Words], known: Lexicon) -> list[Difference]:
    pair = (
        swapped(pasted, said, known)
        or changed_places(pasted, said)
        or turned_round(pasted, said, known)
        or other_doer(pasted, said, known)
        or turned_transfer(pasted, said, known)
        or relabelled(pasted, said)
    )
    return [Difference(DifferenceKind.ROLE, *pair)] if pair else []
