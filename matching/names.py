"""Names of people, countries, places and organisations in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from matching.aliases import country_aliases, leader_keys, sorts
from matching.analysis import Words, read
from matching.office_names import Office, offices
from matching.stopwords import STOP_WORDS
from matching.weights import weight
from matching.wordlists import CALENDAR, TITLES

_T = TypeVar("_T")
_SHOUTED = 0.55
_ORDINARY = 7.6
"""Weight up to which a last word ("Press", "States") is no name that stands by itself."""
_ENDS = re.compile(r"[.!?:\"'(\n]\s*$")
_PLURALS = frozenset(("turkeys", "chads", "congos", "guineas", "koreas", "americas", "jordans"))
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in a text: ``key`` compares it, words ``first`` up to ``last`` hold it.

    ``sort`` is the section of the shipped lists it is from ("countries", "places", "people",
    "organisations"), or "names" or "places" where a claim knows it, or "" where only a capital
    letter speaks for its being a name.
    """

    key: str
    text: str
    first: int
    last: int
    sort: str

    @property
    def place(self) -> bool:
        """Whether it is a country or another place."""
        return self.sort in {"countries", "places"}


_Entry = tuple[tuple[str, ...], tuple[str, str]]


class Lexicon:
    """Names in small letters that some claims have, each with its key and its sort."""

    def __init__(self, known: Mapping[tuple[str, ...], tuple[str, str]]) -> None:
        self._by_opening: dict[str, list[_Entry]] = {}
        for entry in known.items():
            self._by_opening.setdefault(entry[0][0], []).append(entry)
        self._within: dict[int, tuple[Words, tuple[_Entry, ...]]] = {}

    def within(self, words: Words) -> tuple[_Entry, ...]:
        """The names whose first word stands in a text: all that matters for reading it."""
        if not self._by_opening:
            return ()
        kept = self._within.get(id(words))
        if kept is None:
            kept = self._within[id(words)] = words, self._found(words)
        return kept[1]

    def agrees(self, other: Lexicon) -> bool:
        """Whether another one has the same names within every text that this one was asked of."""
        if other is self or not self._by_opening:  # an empty one takes no note of texts
            return other is self or not other._by_opening
        return all(other.within(words) == found for words, found in self._within.values())

    def _found(self, words: Words) -> tuple[_Entry, ...]:
        here = words.once(
            "parts", lambda: frozenset(part for at in _all_parts(words) for part in at)
        )
        openings = self._by_opening.keys() & here
        return tuple(entry for opening in sorted(openings) for entry in self._by_opening[opening])


NO_NAMES = Lexicon({})


def lexicon(names: Iterable[str], places: Iterable[str]) -> Lexicon:
    """A lexicon of names and places; people are also known by their last name."""
    known: dict[tuple[str, ...], tuple[str, str]] = {}
    for name in names:
        whole, last = _entries(name)
        known.update(whole)
        for parts, meant in last:
            known.setdefault(parts, meant)
    for place in places:
        known.update(_place(place))
    return Lexicon(known)


@lru_cache(maxsize=1 << 12)
def _entries(name: str) -> tuple[tuple[_Entry, ...], tuple[_Entry, ...]]:
    """A name as it is known in full, and by its last word; either may be missing."""
    parts = _parts(name)
    if not parts or parts[-1] in STOP_WORDS:
        return (), ()
    whole = (parts, _listed(name) or (" ".join(parts), "names"))
    alone = len(parts) == 2 and len(parts[1]) > 3 and name.istitle() and not _ordinary(parts[1])
    return (whole,), ((parts[1:], (" ".join(parts), "names")),) if alone else ()


@lru_cache(maxsize=1 << 12)
def _place(name: str) -> tuple[_Entry, ...]:
    parts = _parts(name)
    return ((parts, _listed(name) or (" ".join(parts), "places")),) if parts else ()


@lru_cache(maxsize=1 << 12)
def terms_of(name: str) -> frozenset[str]:
    """The content words of a name."""
    return read(name).content


def _listed(name: str) -> tuple[str, str] | None:
    """The key and sort of a name that the shipped lists have as a whole."""
    plain = [_plain(word) for word in name.split()]
    spans = country_aliases().spans(plain)
    if len(spans) != 1 or spans[0][:2] != (0, len(plain)):
        return None
    key = spans[0][2]
    return key, sorts().get(key, "names")


def _ordinary(word: str) -> bool:
    return all(weight(term) <= _ORDINARY for term in read(word).terms)


def named(words: Words, known: Lexicon) -> list[Named]:
    """The names in a text: of the shipped lists, of a lexicon, or written with capitals."""
    within = known.within(words)
    return words.once_among("named", within, lambda: _named(words, dict(within)))


def _named(words: Words, known: Mapping[tuple[str, ...], tuple[str, str]]) -> list[Named]:
    plain = [_owned(_plain(word)) for word in words.surface]
    found = [
        Named(key, _between(words, first, last), first, last, sorts().get(key, "names"))
        for first, last, key in country_aliases().spans(plain)
        if first > 0 or plain[0] != "RT"  # a tweet that is passed on
    ]
    taken = {at for item in found for at in range(item.first, item.last)}
    found += _of_lexicon(words, known, taken)
    found += _capitals(words, taken)
    return sorted(found, key=lambda item: item.first)


def once_for(words: Words, item: Named, what: str, make: Callable[[Named, Words], _T]) -> _T:
    """Something that is read of a name in its text, read once for each place of a name."""
    kept: dict[tuple[int, int, str], _T] = words.once(what, dict)
    at = item.first, item.last, item.sort
    if at not in kept:
        kept[at] = make(item, words)
    return kept[at]


def stands_for(key: str) -> tuple[str, ...]:
    """What people also mean by a name: the country by its leader or seat of power."""
    return leader_keys().get(key, ())


def keys_of(text: Words) -> frozenset[str]:
    """Everything by which a name in a text can be known: group tokens, words, their singulars."""
    plain = [_plain(word) for word in text.surface]
    keys = {key for _, _, key in country_aliases().spans(plain)}
    lowered = {part for word in text.lowered for part in _parts(word)}
    return frozenset(keys | lowered | set(text.terms))


def _all_parts(words: Words) -> tuple[tuple[str, ...], ...]:
    """For each word as written its parts in small letters."""
    return words.once("all parts", lambda: tuple(_parts(word) for word in words.surface))


def _of_lexicon(
    words: Words, known: Mapping[tuple[str, ...], tuple[str, str]], taken: set[int]
) -> list[Named]:
    found: list[Named] = []
    openings = {parts[0] for parts in known}
    lowered = _all_parts(words) if openings else ()
    for at, word in enumerate(lowered):
        if at in taken or not word or word[0] not in openings:
            continue
        for size in (3, 2, 1):
            if at + size > len(lowered) or not taken.isdisjoint(range(at, at + size)):
                continue
            parts = tuple(part for more in lowered[at : at + size] for part in more)
            if parts in known:
                text = _between(words, at, at + size)
                key, sort = known[parts]
                found.append(Named(key, text, at, at + size, sort))
                taken.update(range(at, at + size))
                break
    return found


def _capitals(words: Words, taken: set[int]) -> list[Named]:
    long = [
        word
        for at, word in enumerate(words.surface)
        if at not in taken and _LETTERS.search(word) and word.lower() not in CALENDAR
    ]
    capital = [word for word in long if word[0].isupper()]
    if not long or len(capital) > _SHOUTED * len(long):
        return []
    found: list[Named] = []
    taken = taken | _titles(words)
    for at, word in enumerate(words.surface):
        start = words.spans[at][0]
        opens = at == 0 or _ENDS.search(words.text[max(0, start - 4) : start]) is not None
        if at in taken or not _capital(word) or (opens and not _first_of_two(words, at, taken)):
            continue
        key = _plain(word).lower()
        before = found[-1] if found else None
        if before is not None and before.last == at and _glued(words, at):
            text = _between(words, before.first, at + 1)
            found[-1] = Named(f"{before.key} {key}", text, before.first, at + 1, "")
        else:
            found.append(Named(key, word, at, at + 1, ""))
    return found


def _titles(words: Words) -> set[int]:
    """Where words of offices stand, which name nobody: "*Finance Minister* Ann Lee"."""
    return {
        at
        for office in offices(words)
        if office.last - office.first > 1 or _leads_to_a_name(office, words)
        for at in range(office.first, office.last)
    }


def _leads_to_a_name(office: Office, words: Words) -> bool:
    """Whether an office of one word stands before a name, and is none: not "John *Bishop*"."""
    first, last = office.first, office.last
    if last >= len(words.surface) or not (_glued(words, last) and _capital(words.surface[last])):
        return False
    return first == 0 or not (_glued(words, first) and _capital(words.surface[first - 1]))


def _capital(word: str) -> bool:
    """Whether a word is written as a name is, and is no title, month or stop word."""
    key = _plain(word).lower()
    if key in STOP_WORDS or key in TITLES or key in CALENDAR:
        return False
    return word[0].isupper() and len(word) >= 3 and _LETTERS.search(word) is not None


def _first_of_two(words: Words, at: int, taken: set[int]) -> bool:
    """Whether the word that opens a sentence is the first of a name: "Ann Lee", not "The Lees"."""
    after = at + 1
    if after >= len(words.surface) or after in taken or not _glued(words, after):
        return False
    return _capital(words.surface[after]) and not _ordinary(words.surface[at])


def _glued(words: Words, at: int) -> bool:
    """Whether one blank or hyphen is all that stands before a word."""
    return words.gaps[at] in {" ", "-"}


def _between(words: Words, first: int, last: int) -> str:
    return words.text[words.spans[first][0] : words.spans[last - 1][1]]


@lru_cache(maxsize=1 << 14)
def _owned(word: str) -> str:
    """A country in small letters without the s that some write for its own: "irans navy"."""
    return word[:-1] if word in _ownerships() else word


@lru_cache(maxsize=1)
def _ownerships() -> frozenset[str]:
    keys = (key[1:] for key, sort in sorts().items() if sort == "countries")
    single = {f"{key}s" for key in keys if "_" not in key and key[-1] not in "s"}
    return frozenset(single - _PLURALS)


def _plain(word: str) -> str:
    word = word[:-2] if word[-2:].lower() == "'s" else word
    return word.replace(".", "") if "." in word and word[:1].isalpha() else word


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(
        _plain(part).replace("'", "") for part in re.split(r"[\s-]+", name.lower()) if part
    )
