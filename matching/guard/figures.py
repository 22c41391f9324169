"""Which figures and dates of a text contradict a claim's, unit, period and bound included."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.dates import Date, dates, rivals, same_date
from matching.guard.amounts import other_amount, other_group
from matching.guard.fates import other_fate
from matching.guard.kinds import other_kind
from matching.guard.roles import counted, exchanged
from matching.guard.shares import other_share
from matching.guard.singles import one_of_several, singular
from matching.guard.units import other_thing
from matching.measures import measure, names_period
from matching.names import Lexicon
from matching.numbers import Quantity, adds_up, agree, bound_before, one_scale, quantities
from matching.wordlists import NOT, PERSONS

_OTHERS = "but bar except save civilians rest others other apart"
_NOT_THESE = NOT | frozenset(_OTHERS.split())
"""Words that say that a figure is that of the others."""
_ACT = re.compile(r"\b(?:Act|Law|Bill|Treaty|Class|Constitution|Convention)(?: of)? $")
_LINKING = frozenset(("of", "the", "in", "and", "at", "to"))
_OF_THE_REST = frozenset(("they", "all", "everybody", "everyone", "were", "was", "are", "is"))
"""After a figure that is set apart, words that begin what is said of all others."""


def number_differences(
    about: Words, pasted: Words, said: Sequence[Words], known: Lexicon
) -> list[Difference]:
    """The figures of a sentence that stand in the place of the claim's.

    Args:
        about: The sentence that speaks of the claim.
        pasted: The whole text, whose other figures are not in the place of any.
        said: The wording that was met, then all wordings.
        known: Names of the claims in the neighbourhood.
    """
    theirs = [item for words in (*said[1:], said[0]) for item in figures(words)]
    here = figures(pasted)
    free = [other for other in theirs if not any(agree(item, other) for item in here)]
    found = []
    for item in figures(about):
        same = [other for other in theirs if agree(item, other)]
        if same:
            found += (
                _other_unit(item, same)
                or _other_thing(item, about, pasted, said)
                or _other_side(item, about, said)
            )
            continue
        crossed = _other_thing(item, about, pasted, said)
        if crossed:
            found += crossed
            continue
        if adds_up(item, figures(said[1])):
            found += _turned_apart(item, about, said)
            continue
        rival = _rival(item, free)
        if rival is not None:
            found.append(Difference(DifferenceKind.NUMBER, *_both(item, about, rival, said)))
    if not found:
        pair = one_of_several(about, free)
        found += [Difference(DifferenceKind.NUMBER, *pair)] if pair else []
    if not found:
        pair = (
            exchanged(about, said, known)
            or other_amount(about, said)
            or other_group(about, said)
            or other_share(about, said)
        )
        found += [Difference(DifferenceKind.NUMBER, *pair)] if pair else []
    return found


def date_differences(
    about: Words, pasted: Words, said: Sequence[Words], when: str
) -> list[Difference]:
    """The dates of a sentence that contradict the claim's; ``when`` is the claim's own date."""
    own = dates(when.replace("/", " , ").replace("~", ""))
    theirs = [*(date for words in said for date in days(words)), *own]
    here = days(pasted)
    free = [other for other in theirs if not any(same_date(date, other) for date in here)]
    found = []
    for date in days(about):
        fully = any(_covers(other, date) for other in theirs)
        other = rivals(date, [*(d for d in theirs if same_date(date, d)), *free])
        other = [item for item in other if item not in own]
        if other and not fully and not _between(date, own) and not _title(date, about):
            found.append(Difference(DifferenceKind.DATE, date.text, other[0].text))
    return found


def figures(words: Words) -> tuple[Quantity, ...]:
    """The quantities of a text that are no dates; read once."""
    return words.once("quantities", lambda: _read(words))


def _read(words: Words) -> tuple[Quantity, ...]:
    taken = [(date.start, date.end) for date in days(words)]
    return quantities(words.text, taken) if taken else counted(words)


def days(words: Words) -> tuple[Date, ...]:
    """The dates of a text; read once."""
    return words.once("dates", lambda: dates(words.text))


def _covers(other: Date, date: Date) -> bool:
    """Whether a date of the claim has all that a pasted one says."""
    if date.season and not other.months:
        return False
    return same_date(date, other) and all(
        theirs is not None
        for mine, theirs in ((date.year, other.year), (date.month, other.month))
        if mine is not None
    )


def _title(date: Date, words: Words) -> bool:
    """Whether a year belongs to a name, as in "the Act of 1980"."""
    return _ACT.search(words.text[: date.start]) is not None


def _between(date: Date, own: Sequence[Date]) -> bool:
    """Whether a month, or a day, lies in the span of the claim's own date."""
    if len(own) < 2 or date.year is None or date.month is None:
        return False
    days = date.day is not None and all(item.day is not None for item in own)
    first, at, last = (
        (item.year or 0, item.month or 0, (item.day or 0) if days else 0)
        for item in (own[0], date, own[-1])
    )
    return first <= at <= last


def _rival(item: Quantity, theirs: Sequence[Quantity]) -> Quantity | None:
    """The claim's figure whose place a pasted one takes: of its kind, best of its unit."""
    same_kind = [other for other in theirs if other.kind == item.kind]
    alike = [other for other in same_kind if one_unit(item, other) or _only_unlike(item, other)]
    if alike:
        return min(alike, key=lambda other: _off(item, other))
    large = [
        other
        for other in same_kind
        if item.low > 12 and other.low > 12 and not _measured_apart(item, other)
    ]
    if large:
        return min(large, key=lambda other: _off(item, other))
    return next((other for other in theirs if one_scale(item, other)), None)


def _both(item: Quantity, about: Words, rival: Quantity, said: Sequence[Words]) -> tuple[str, str]:
    """Two figures as they are written, with bound and unit where the figures alone are equal."""
    if (item.low, item.high) != (rival.low, rival.high):
        return item.text, rival.text
    source = next((words for words in said if rival in figures(words)), said[0])
    return _in_full(item, about), _in_full(rival, source)


def _in_full(item: Quantity, words: Words) -> str:
    counted = item.following[:1] if measure(item.following) is not None else ()
    rated = (f"per {item.per}",) if item.per else ()
    return bound_before(words.text, item.start) + " ".join((item.text, *counted, *rated))


def _off(item: Quantity, other: Quantity) -> float:
    if item.low <= 0 or other.low <= 0:
        return float("inf")
    return max(item.low / other.low, other.low / item.low)


def one_unit(item: Quantity, other: Quantity) -> bool:
    """Whether two figures count the same: one word in common, persons, or miles and kilometres."""
    mine = {singular(word) for word in item.following}
    theirs = {singular(word) for word in other.following}
    both = mine & theirs - _LINKING
    first, second = measure(item.following), measure(other.following)
    if first is not None and second is not None:
        return first[0] == second[0]
    return bool(both) or bool(mine & PERSONS and theirs & PERSONS)


def _only_unlike(item: Quantity, other: Quantity) -> bool:
    """Whether two sums or shares have the same size: of other money, or by another period."""
    return item.kind != "count" and (item.low, item.high) == (other.low, other.high)


def _measured_apart(item: Quantity, other: Quantity) -> bool:
    """Whether only one of two figures is a length, a time and the like."""
    return (measure(item.following) is None) != (measure(other.following) is None)


def _other_unit(item: Quantity, same: Sequence[Quantity]) -> list[Difference]:
    """The same figure of something else: "11,000 soldiers" beside "11,000 civilians"."""
    if not item.following:
        return []
    pairs = [other_kind(item.following, other.following) for other in same if other.following]
    found = [pair for pair in pairs if pair is not None]
    if not found or len(found) < len(pairs):
        return []
    mine, theirs = found[0]
    figure = same[0].text
    return [Difference(DifferenceKind.NUMBER, f"{item.text} {mine}", f"{figure} {theirs}")]


def _other_thing(
    item: Quantity, about: Words, pasted: Words, said: Sequence[Words]
) -> list[Difference]:
    """The same figure of things of another class, of people who fared otherwise, or by a period."""
    if item.kind != "count":
        return []
    theirs = [
        (other, words) for words in said for other in figures(words) if _one_count(item, other)
    ]
    if not theirs:
        return []
    here = [mine for mine in figures(about) if any(_one_count(mine, other) for other, _ in theirs)]
    pair = (
        other_thing(item, about, here, theirs)
        or other_fate(item, about, pasted, theirs, said)
        or _rated(item, theirs, said)
    )
    return [Difference(DifferenceKind.NUMBER, *pair)] if pair else []


def _one_count(item: Quantity, other: Quantity) -> bool:
    """Whether two counts are equal, be it of other measures: "four hours" beside "four miles"."""
    if other.kind != "count":
        return False
    if agree(item, other):
        return True
    if (item.low, item.high) != (other.low, other.high):
        return False
    first, second = measure(item.following), measure(other.following)
    return first is not None and second is not None and first[0] != second[0]


def _rated(
    item: Quantity, theirs: Sequence[tuple[Quantity, Words]], said: Sequence[Words]
) -> tuple[str, str] | None:
    """A figure by the day or year, where no wording of the claim speaks of any period."""
    if not item.per or any(names_period(words.lowered) for words in said):
        return None
    return f"{item.text} per {item.per}", theirs[0][0].text


def _other_side(item: Quantity, about: Words, said: Sequence[Words]) -> list[Difference]:
    """The figure of those who are meant where the claim gives that of all others."""
    if item.rest or _sets_apart(about):
        return []
    told = [(other, words) for words in said for other in figures(words) if agree(item, other)]
    rest = [other for other, _ in told if other.rest]
    if not rest or not all(other.rest or _sets_apart(words) for other, words in told):
        return []
    return [Difference(DifferenceKind.NUMBER, item.text, f"all but {rest[0].text}")]


def _turned_apart(item: Quantity, about: Words, said: Sequence[Words]) -> list[Difference]:
    """All but those of whom the claim says it, where the claim says it of all but others."""
    if not item.rest or not _OF_THE_REST.intersection(item.following[:1]):
        return []
    mine = _terms_after(item, about)
    for words in said:
        for other in figures(words):
            if other.rest and not agree(item, other) and mine & _terms_after(other, words):
                pair = f"all but {item.text}", f"all but {other.text}"
                return [Difference(DifferenceKind.NUMBER, *pair)]
    return []


def _terms_after(item: Quantity, words: Words) -> frozenset[str]:
    places = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (at, _) in places if words.spans[at][0] >= item.end)


def _sets_apart(words: Words) -> bool:
    """Whether a text speaks of some who are not meant."""
    return bool(_NOT_THESE & set(words.lowered)) or any("n't" in word for word in words.lowered)
