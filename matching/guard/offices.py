"""Whether a text gives somebody another office, or another person the office of the claim's."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache

from claims.report import Difference, DifferenceKind
from matching.analysis import Words
from matching.guard.contrast import Contrast
from matching.guard.persons import name_after, name_before
from matching.names import Lexicon, Named, named
from matching.office_names import Office, offices
from matching.record import Record

_SAME = (
    "commander; chief of staff; defence chief; navy chief; air force chief; operations chief",
    "defence chief; defence minister",
    "president; commander",
    "president; vice president",
    "president; king",
    "president; chairman; chief executive; secretary general",
    "prime minister; chancellor",
    "chancellor; finance minister; treasurer",
    "professor; physician; science chief; health minister",
    "intelligence chief; security chief; interior minister",
    "security chief; police chief; interior minister; operations chief",
    "customs chief; interior minister; tax chief; finance minister",
    "prosecutor; justice minister; judge",
    "aid chief; logistics chief",
    "mayor; governor",
)
"""Offices that people use for one another, or that are called alike in some country."""
_EVERYBODYS = frozenset(
    ("journalist", "adviser", "lawyer", "defector", "king", "lawmaker", "party chief")
)
"""Offices that one may hold beside another."""
_GAP = 4
_APPOSED = re.compile(r"\s*[,(\-—]\s*")
_INSIDE = re.compile(r"[.;:!?)(]")
_FAR = 10
_WHO = re.compile(
    r"\s*[,(]?\s*(?:(?:the|a|that)\s+\w+\s+)?who\s+(?:was|is|used\s+to\s+be|ha[sd]\s+been|served\s+as|"
    r"work(?:s|ed)\s+as)(?:\s+[\w'-]+){0,4}\s*$",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\s*,?\s*(?:was|had\s+been|used\s+to\s+be|(?:once\s+)?(?:served|worked)\s+as"
    r"|(?:then\s+|now\s+)?(?:speaking|acting|serving|(?:in\s+)?(?:his|her)\s+(?:role|time|days|capacity))\s+as)"
    r"(?:\s+(?!(?:by|to|with|from|against|after|at|when|and|on|told|as)\b)[\w'-]+){0,4}\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:to|of|in|at|for)\s+(?:the\s+)?[\w'.&-]+(?:\s+[\w'.&-]+){0,3},\s+")
"""What an office is of, between it and a name: "envoy *to Oslo,* Ida Brand"."""
_NOBODYS: frozenset[str] = frozenset()


def office_differences(both: Contrast) -> list[Difference]:
    """Somebody of the claim who is given another office, or somebody else who is given theirs."""
    pasted, record = both.pasted, both.record
    mine = _held(pasted, both.known)
    if not mine:
        return []
    texts = [*both.said, *record.teller_words]
    theirs = [pair for words in texts for pair in _held(words, both.known)]
    keys = {office.key for words in texts for office in offices(words)}
    for holder, office in mine:
        own = [other for name, other in theirs if _one_person(name, holder)]
        if own:
            shared = {other.key for other in own} & {other.key for other in offices(pasted)}
            if not shared and _another(office, own, keys):
                return [Difference(DifferenceKind.ROLE, office.text, own[0].text)]
            continue
        if _known(holder, record):
            continue
        rivals = [name for name, other in theirs if other.key == office.key]
        if rivals and both.present.isdisjoint(name.key for name in rivals):
            return [Difference(DifferenceKind.NAME, holder.text, rivals[0].text)]
    return []


def _another(office: Office, own: Sequence[Office], keys: Set[str]) -> bool:
    """Whether an office is none that the claim knows, and cannot be held beside those."""
    beside = all(other.key in _EVERYBODYS for other in own)
    return not beside and not any(_alike(office.key, key) for key in keys)


def _one_person(one: Named, other: Named) -> bool:
    """Whether two names are the same or end in the same last name."""
    last = one.key.split()[-1:]
    return one.key == other.key or (last == other.key.split()[-1:] and len(last[0]) > _GAP)


def _known(item: Named, record: Record) -> bool:
    return item.key in record.keys or any(
        part in record.keys for part in item.key.split() if len(part) > _GAP
    )


def _alike(one: str, other: str) -> bool:
    """Whether who holds one office may be said to hold the other, which the claim has."""
    if one == other or one in _EVERYBODYS:
        return True
    if "minister" in {one, other}:
        return _minister(one) and _minister(other)
    return any(one in group and other in group for group in _groups())


def _minister(key: str) -> bool:
    """Whether somebody may be called a minister and no more."""
    return key.endswith("minister") and key != "prime minister"


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group.split("; ")) for group in _SAME)


def _held(words: Words, known: Lexicon) -> list[tuple[Named, Office]]:
    """Persons with the office that is written before or after them."""
    if not offices(words):
        return []
    within = known.within(words)
    return words.once_among("offices held", within, lambda: _pairs(words, known))


def _pairs(words: Words, known: Lexicon) -> list[tuple[Named, Office]]:
    people = [item for item in named(words, known) if item.sort in {"people", "names", ""}]
    found = []
    for office in offices(words):
        holder = _listed_beside(words, office, people) or _unlisted_beside(words, office)
        if holder is not None:
            found.append((holder, office))
    return found


def _listed_beside(words: Words, office: Office, people: Sequence[Named]) -> Named | None:
    """The person right behind an office, or in front of one that is set beside the name."""
    for item in people:
        if item.first == office.last:
            return item if not _text(words, office.last, item.first).strip(" ,") else None
    before = [item for item in people if item.last <= office.first]
    if before and _leads_to(words, before[-1].last, office):
        return before[-1]
    behind = [item for item in people if item.first > office.last and _whole(item)]
    if behind and _OF.fullmatch(_text(words, office.last, behind[0].first)):
        return behind[0]
    return None


def _whole(item: Named) -> bool:
    """Whether a name is known, or one of two words that nobody takes for a place."""
    return bool(item.sort) or len(item.key.split()) > 1


def _unlisted_beside(words: Words, office: Office) -> Named | None:
    """The same for anybody with a first and a last name, in whatever letters."""
    last = name_after(words, office.last, _NOBODYS, fewest=2)
    if last is not None and not _text(words, office.last, office.last).strip(" ,"):
        return _as_named(words, office.last, last)
    for at in range(office.first, max(0, office.first - _FAR), -1):
        first = name_before(words, at, _NOBODYS, fewest=2)
        if first is not None:
            return _as_named(words, first, at) if _leads_to(words, at, office) else None
    return None


def _as_named(words: Words, first: int, last: int) -> Named:
    text = words.text[words.spans[first][0] : words.spans[last - 1][1]].removesuffix("'s")
    return Named(text.lower(), text, first, last, "")


def _leads_to(words: Words, last: int, office: Office) -> bool:
    """Whether a name is that of an office: "Lee, once mayor", "Lee, who used to be the mayor"."""
    between = _text(words, last, office.first)
    if office.first - last <= _FAR and (_WHO.match(between) or _ONCE.match(between)):
        return True
    opening = _APPOSED.match(between)
    if opening is None or office.first - last > _GAP:
        return False
    return _INSIDE.search(between, opening.end()) is None


def _text(words: Words, last: int, first: int) -> str:
    """What stands between the word before one place and that at another."""
    if last >= len(words.spans) or first >= len(words.spans):
        return ""
    return words.text[words.spans[last - 1][1] : words.spans[first][0]]
