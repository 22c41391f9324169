"""Whether a text gives somebody another office, or another person the office of the claim's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claims.report import Difference, DifferenceKind
from matching.aliases import country_aliases, sorts
from matching.analysis import Words
from matching.names import Lexicon, Named, named
from matching.record import Record

_OFFICES = {
    "spokesman": """spokesman; spokeswoman; spokesperson; spokespeople; mouthpiece; spox;
        press secretary; press officer; press chief""",
    "commander": """commander; commanders; warlord; commander in chief; top commander; field
        commander; military commander""",
    "chief of staff": """chief of staff; chief of the general staff; chief of general staff; army
        chief; military chief; head of the general staff; head of the armed forces""",
    "foreign minister": """foreign minister; foreign secretary; secretary of state; top diplomat;
        chief diplomat; minister of foreign affairs""",
    "defence minister": """defence minister; defense minister; defence secretary; defense
        secretary; secretary of defence; secretary of defense; minister of defence; minister of
        defense; defence chief; defense chief; pentagon chief; secdef""",
    "prime minister": "prime minister; premier",
    "president": "president; head of state",
    "vice president": "vice president; vp",
    "ambassador": "ambassador; envoy; special envoy",
    "interior minister": "interior minister; home secretary; minister of the interior",
    "finance minister": "finance minister; treasury secretary; minister of finance",
    "health minister": "health minister; health secretary; minister of health",
    "justice minister": "justice minister; attorney general",
    "adviser": "adviser; advisor; security adviser; security advisor; national security adviser",
    "intelligence chief": "intelligence chief; spy chief; cia director; head of intelligence",
    "journalist": "journalist; reporter; correspondent; columnist",
    "senator": "senator",
    "governor": "governor",
    "mayor": "mayor",
    "judge": "judge",
    "pope": "pope",
    "bishop": "bishop; archbishop",
    "king": "king; queen; prince; princess; emir; sultan",
    "chief executive": "ceo; chief executive",
    "treasurer": "treasurer",
    "professor": "professor",
    "physician": "doctor; physician; surgeon",
    "lawyer": "lawyer; attorney",
    "defector": "defector",
}
_SAME = frozenset(
    (
        frozenset(("commander", "chief of staff")),
        frozenset(("president", "commander")),
        frozenset(("president", "vice president")),
        frozenset(("king", "president")),
        frozenset(("professor", "physician")),
        frozenset(("professor", "adviser")),
    )
)
"""Offices that people use for one another, or hold at once."""
_EVERYBODYS = frozenset(("journalist", "adviser", "lawyer", "defector", "king"))
"""Offices that one may hold beside another."""
_DEPUTY = frozenset(("deputy", "vice", "assistant", "acting"))
_GAP = 4
_APPOSED = re.compile(r"\s*[,(\-—]\s*")
_INSIDE = re.compile(r"[.;:!?)(]")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as it stands in a text, words ``first`` up to ``last``."""

    key: str
    text: str
    first: int
    last: int


def office_differences(
    pasted: Words, record: Record, said: Sequence[Words], known: Lexicon
) -> list[Difference]:
    """Somebody of the claim who is given another office, or somebody else who is given theirs.

    Args:
        pasted: The text.
        record: The claim.
        said: The wording that was met, then all wordings, the claim's own text first.
        known: Names of the claims in the neighbourhood.
    """
    mine = _held(pasted, known)
    if not mine:
        return []
    texts = [*said, *record.teller_words]
    theirs = [pair for words in texts for pair in _held(words, known)]
    keys = {office.key for words in texts for office in _offices(words)}
    present = {item.key for item in named(pasted, known)}
    for holder, office in mine:
        own = [other for name, other in theirs if _one_person(name, holder)]
        if own:
            if office.key not in keys and not any(_alike(office.key, key) for key in keys):
                return [Difference(DifferenceKind.ROLE, office.text, own[0].text)]
            continue
        if _known(holder, record):
            continue
        rivals = [name for name, other in theirs if other.key == office.key]
        if rivals and not any(name.key in present for name in rivals):
            return [Difference(DifferenceKind.NAME, holder.text, rivals[0].text)]
    return []


def _one_person(one: Named, other: Named) -> bool:
    """Whether two names are the same or end in the same last name."""
    last = one.key.split()[-1:]
    return one.key == other.key or (last == other.key.split()[-1:] and len(last[0]) > _GAP)


def _known(item: Named, record: Record) -> bool:
    return item.key in record.keys or any(
        part in record.keys for part in item.key.split() if len(part) > _GAP
    )


def _alike(one: str, other: str) -> bool:
    if one == other or {one, other} & _EVERYBODYS:
        return True
    return frozenset((one, other)) in _SAME


def _held(words: Words, known: Lexicon) -> list[tuple[Named, Office]]:
    """Persons with the office that is written before or after them."""
    offices = _offices(words)
    if not offices:
        return []
    within = known.within(words)
    return words.once_among("offices held", within, lambda: _pairs(words, known, offices))


def _pairs(words: Words, known: Lexicon, offices: Sequence[Office]) -> list[tuple[Named, Office]]:
    people = [item for item in named(words, known) if item.sort in {"people", "names", ""}]
    found = []
    for office in offices:
        after = [item for item in people if item.first == office.last]
        before = [item for item in people if 0 <= office.first - item.last <= _GAP]
        if after and not _text(words, office.last, after[0].first).strip(" ,"):
            found.append((after[0], office))
        elif before and _apposed(_text(words, before[-1].last, office.first)):
            found.append((before[-1], office))
    return found


def _apposed(between: str) -> bool:
    """Whether a comma or a bracket, and no other mark, leads to an office: "Lee, once mayor"."""
    opening = _APPOSED.match(between)
    return opening is not None and _INSIDE.search(between, opening.end()) is None


def _text(words: Words, last: int, first: int) -> str:
    """What stands between the word before one place and that at another."""
    if last >= len(words.spans) or first >= len(words.spans):
        return ""
    return words.text[words.spans[last - 1][1] : words.spans[first][0]]


def _offices(words: Words) -> tuple[Office, ...]:
    """The offices that a text speaks of; read once."""
    return words.once("offices", lambda: _read(words))


def _read(words: Words) -> tuple[Office, ...]:
    listed, longest = _listed()
    if not _openings() & frozenset(words.lowered):
        return ()
    countries = {
        at
        for first, last, key in country_aliases().spans(words.surface)
        if sorts().get(key) == "countries"
        for at in range(first, last)
    }
    kept = [at for at in range(len(words.lowered)) if at not in countries]
    plain = tuple(words.lowered[at] for at in kept)  # "chief of the *Swedish* general staff"
    found: list[Office] = []
    at = 0
    while at < len(plain):
        size = next(
            (
                n
                for n in range(min(longest, len(plain) - at), 0, -1)
                if plain[at : at + n] in listed
            ),
            0,
        )
        if size and not (at and plain[at - 1] in _DEPUTY):
            first, last = kept[at], kept[at + size - 1] + 1
            text = words.text[words.spans[first][0] : words.spans[last - 1][1]]
            found.append(Office(listed[plain[at : at + size]], text, first, last))
        at += max(1, size)
    return tuple(found)


@cache
def _openings() -> frozenset[str]:
    return frozenset(entry[0] for entry in _listed()[0])


@cache
def _listed() -> tuple[dict[tuple[str, ...], str], int]:
    """The offices by their words, and how many words the longest has."""
    found = {
        tuple(entry.split()): key for key, text in _OFFICES.items() for entry in text.split(";")
    }
    return found, max(map(len, found))
