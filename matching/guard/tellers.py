"""Who says it: whether a text puts a claim into another mouth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.names import NO_NAMES, Named, keys_of, named, once_for, stands_for
from matching.record import Record
from matching.wordlists import ADMITTING, HELPING, OFFICES, PLACING, SAYINGS, TELLING

_COLON = re.compile(r"(?:,? (?:(?:on )?[\w./]*\d[\w./]*|[A-Z][a-z]{2,8})){0,4}:", re.ASCII)
"""A colon, or one after no more than a date."""
_SUBJECT = frozenset((word,) for word in ("the", "those", "these", "what", "how", "why", "whether"))
_PERSON = 3
GROUP = {"countries": 1, "places": 2, "people": 3, "organisations": 4, "names": 3}
"""Sorts of names that can take each other's place have one number."""


def other_teller(both: Contrast) -> Difference | None:
    """Somebody else says it, or somebody owns up to it who in no wording says it."""
    return _other(both) or _admits(both)


def tells(item: Named, words: Words) -> bool:
    """Whether a name is the one who says it: before a verb of saying, or "according to"."""
    return bool(saying(item, words))


def saying(item: Named, words: Words) -> str:
    """The verb by which a name says something, or the word before it that means as much."""
    return once_for(words, item, "sayings", _saying)


def _saying(item: Named, words: Words) -> str:
    last = item.last
    while last < len(words.lowered) and words.lowered[last] in OFFICES:
        last += 1
    after = words.lowered[last : last + 2]
    before = words.lowered[max(0, item.first - 2) : item.first]
    if "according" in before or before[-1:] == ("per",):
        return "according"
    if before[-1:] and (before[-1] in PLACING or before[-1] == "what" or _also(item, words)):
        return ""
    rest = words.text[words.spans[last - 1][1] :]
    if ")" in words.text[words.spans[item.last - 1][1] : words.spans[last - 1][1]] + rest[:1]:
        return ""  # "the owner (a Swiss lawyer) says": the owner does
    if item.first <= 1 and _introduces(item, words):
        return "" if item.place else "says"
    verb = next((word for word in after[:1] if word in TELLING), "")
    if not verb and after and after[0] in HELPING and after[-1] in TELLING:
        verb = after[-1]
    left = len(words.lowered) - last
    if verb and not rest[1:].startswith((",", ".", ";")) and item.sort == "people":
        return verb  # "it is so, Smith says": a person who passes on is named so, too
    inverted = left <= 2 or (left <= 5 and _leads_to_name(words, last + 1))
    return "" if inverted or rest.startswith((",", ".", ";")) else verb


def _also(item: Named, words: Words) -> bool:
    """Whether a name is the second of two behind a preposition: "in Norway and *Sweden*"."""
    before = words.lowered[max(0, item.first - 4) : item.first]
    return before[-1:] in {("and",), ("or",), ("n",)} and not PLACING.isdisjoint(before[-4:-2])


def _introduces(item: Named, words: Words) -> bool:
    """Whether a text begins with its teller: "Smith:", "Smith, 5 May:", "Smith on the strike"."""
    rest = words.text[words.spans[item.last - 1][1] :]
    if _COLON.match(rest):
        return True
    after = words.lowered[item.last : item.last + 2]
    return after[:1] in {("on",), ("about",)} and after[1:] in _SUBJECT


def _leads_to_name(words: Words, at: int) -> bool:
    """Whether a short sentence ends in its teller: "it is so, says the US army"."""
    spoken = (
        words.lowered[at + 1 :] if words.lowered[at : at + 1] == ("the",) else words.lowered[at:]
    )
    offices = [word in OFFICES or word in {"mil", "us"} for word in spoken[1:]]
    return bool(spoken) and all(offices)


def _other(both: Contrast) -> Difference | None:
    """Somebody else says it: no teller of the paste is one of the claim's, nor passed it on."""
    telling = [item for item in both.mine if tells(item, both.pasted)]
    tellers = [item for words, item in both.told if item.sort and tells(item, words)]
    if not telling or not tellers:
        return None
    acting = _acting_teller(both, telling)
    if acting is not None:
        return acting
    allowed = both.record.told_by | {item.key for item in tellers}
    allowed |= {item.key for words, item in both.told if _quoted(item, words)}
    allowed |= {key for item in allowed for key in stands_for(item)}
    own = _countries_telling(*both.theirs[1])
    strange = [
        item
        for item in telling
        if not _among(item, allowed) and own.isdisjoint(stands_for(item.key))
    ]
    missing = [item for item in tellers if item.key not in both.present]
    if len(strange) < len(telling):  # one relays what another says: each has a place of its own
        near = {item.key for words, item in both.told_near if tells(item, words)}
        strange = [item for item in strange if item.key not in both.record.keys]
        missing = [item for item in missing if item.key in near and _alike(strange, item)]
    if not strange or not missing:
        return None
    return Difference(DifferenceKind.NAME, strange[0].text, missing[0].text)


def _countries_telling(words: Words, names: Sequence[Named]) -> frozenset[str]:
    """The countries that tell a claim, for which its leader may; none where a person tells it."""
    tellers = [item for item in names if item.sort and tells(item, words)]
    if any(not item.place for item in tellers):
        return frozenset()
    return frozenset(item.key for item in tellers)


def _quoted(item: Named, words: Words) -> bool:
    """Whether a text speaks of what somebody has said: "the miller's *charge*"."""
    own = words.surface[item.last - 1].lower().endswith(("'s", "s'"))
    return own and bool(SAYINGS & frozenset(words.lowered[item.last : item.last + 2]))


def _acting_teller(both: Contrast, telling: Sequence[Named]) -> Difference | None:
    """Somebody of whom the claim is told tells it of the one who does: "B saw that A did it"."""
    record = both.record
    ever = {item.key for words, item in both.told if tells(item, words)}
    passing = keys_of(record.teller_words[0]) if record.teller_words else frozenset()
    passing |= whole_names(record)
    meant = {key for item in ever for key in stands_for(item)}
    if any(item.key in ever | meant or item.key in passing for item in telling):
        return None
    near = [
        item for words, item in both.told_near if tells(item, words) and item.key in both.present
    ]
    if not near or not any(item.key in record.keys for item in telling):
        return None
    return Difference(DifferenceKind.ROLE, f"{telling[0].text} tells it", f"{near[0].text} does")


def whole_names(record: Record) -> frozenset[str]:
    """The keys of those who said a claim or passed it on, where a name is all that is given."""
    return frozenset().union(*map(_whole, record.teller_words))


def _whole(words: Words) -> frozenset[str]:
    """The key of a name that is all of a text, of which a topic may be more: "the Bank's role"."""
    size = len(words.surface)
    return frozenset(
        item.key for item in named(words, NO_NAMES) if (item.first, item.last) == (0, size)
    )


def _alike(strange: Sequence[Named], other: Named) -> bool:
    """Whether the first strange name is of one sort with another, as far as that is known."""
    sorts = {item.sort for item in strange[:1]} | {other.sort}
    return len({GROUP.get(sort, _PERSON) for sort in sorts}) == 1


def _admits(both: Contrast) -> Difference | None:
    """Somebody owns up to it, who in no wording says it: the claim is another's."""
    record = both.record
    if not record.speaker:
        return None
    tellers = {item.key for words, item in both.told if tells(item, words)}
    for item in both.mine:
        verb = saying(item, both.pasted)
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
