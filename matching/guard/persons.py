"""Whether some words are a person's name, though no list has it and nothing is in capitals."""

from __future__ import annotations

from collections.abc import Set

from matching.aliases import country_aliases
from matching.analysis import Words, read
from matching.guard.first_names import FIRST_NAMES
from matching.office_names import offices
from matching.stopwords import STOP_WORDS
from matching.weights import weight
from matching.wordlists import CALENDAR, HELPING, OFFICES, TELLING, TITLES

_UNKNOWN = 10.4
"""The weight from which no vocabulary has a word."""
_RARE = 8.4
_SHORTEST = 3
_MOST = 3
_ROLES = (
    *("er", "or", "ist", "ists", "ian", "ians", "man", "men", "woman", "women", "person", "people"),
    *(
        "ism",
        "tion",
        "ness",
        "ing",
        "ity",
        "ment",
        "ship",
        "ette",
        "ee",
        "folk",
        "ly",
        "age",
        "ers",
    ),
    *("ors", "able", "ible", "ful", "less", "ish", "ive", "ous", "ic", "ed", "wing", "side"),
)
"""How words end that name what somebody is or does, or are no nouns."""
_NOBODY = """
spox wsws mouthpiece dude dudes lads bro bros fella folks mate buddy pals netizen redditors substack
youtube tweep tweeps anon anons psyop scoop leak cables memo dossier footage lol lmao smh tbh btw
imo gonna wanna gotta kinda sorta dont doesnt didnt isnt aint cant wont theyre youre thats whats
hes shes weve ive im lemme yall
"""
_NOBODYS = frozenset(_NOBODY.split())


def name_before(words: Words, last: int, known: Set[str], fewest: int = 1) -> int | None:
    """Where the longest name of a person begins that ends before a word; None where none does."""
    for size in range(_MOST, fewest - 1, -1):
        if last >= size and is_name(words, last - size, last, known):
            return last - size
    return None


def name_after(words: Words, first: int, known: Set[str], fewest: int = 1) -> int | None:
    """Where the longest name of a person ends that begins with a word; None where none does."""
    for size in range(_MOST, fewest - 1, -1):
        if first + size <= len(words.lowered) and is_name(words, first, first + size, known):
            return first + size
    return None


def is_name(words: Words, first: int, last: int, known: Set[str]) -> bool:
    """Whether the words ``first`` up to ``last`` are a person's name.

    Args:
        words: The text.
        first: The first word.
        last: The word after.
        known: Words that stand for somebody or something else, in small letters.
    """
    plain = _plain(words, first, last)
    if any(_no_part(word, known) for word in plain) or not _one_run(words, first, last):
        return False
    if any(listed_at(words, at) for at in range(first, last)) or _handle(words, first):
        return False
    family = plain[-1]
    if len(plain) == 1:
        return not heard_of(family)
    if len(plain) > 2 and plain[0] not in FIRST_NAMES:
        return False
    if plain[0] in FIRST_NAMES or _written(words, first, last):
        return True
    return not heard_of(family) and _weight(plain[0]) >= _RARE


def _plain(words: Words, first: int, last: int) -> list[str]:
    return [word[:-2] if word[-2:] == "'s" else word for word in words.lowered[first:last]]


def _no_part(word: str, known: Set[str]) -> bool:
    if len(word) < _SHORTEST or not word.isalpha():
        return True
    return word in _NO_NAMES or word in known


def _one_run(words: Words, first: int, last: int) -> bool:
    between = words.text[words.spans[first][0] : words.spans[last - 1][1]]
    return all(part.replace("'", "").replace("-", "").isalpha() for part in between.split(" "))


def heard_of(word: str) -> bool:
    """Whether a word is in the vocabulary, or ends as words do that are no names."""
    return _weight(word) < _UNKNOWN or word.endswith(_ROLES) or word in _NO_NAMES


def _weight(word: str) -> float:
    return min((weight(term) for term in read(word).terms), default=0.0)


def _written(words: Words, first: int, last: int) -> bool:
    """Whether a text that is not all in capitals writes these words, and no neighbour, with one."""
    if shouted(words):
        return False
    surface = words.surface
    capital = all(word[:1].isupper() and word[1:2].islower() for word in surface[first:last])
    beside = surface[last : last + 1] + surface[max(0, first - 1) : first]
    return capital and not any(word[:1].isupper() for word in beside)


def shouted(words: Words) -> bool:
    """Whether most words are written with capitals, as in headlines; read once."""
    return words.once("shouted", lambda: _read_shouted(words))


def _read_shouted(words: Words) -> bool:
    long = [word for word in words.surface if len(word) > _SHORTEST and word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in long) > len(long)


def listed_at(words: Words, at: int) -> bool:
    """Whether a word belongs to a listed name or an office."""
    return at in words.once("listed names", lambda: _read_taken(words))


def _read_taken(words: Words) -> frozenset[int]:
    plain = [word[:-2] if word[-2:].lower() == "'s" else word for word in words.surface]
    spans = [(first, last) for first, last, _ in country_aliases().spans(plain)]
    spans += [(office.first, office.last) for office in offices(words)]
    return frozenset(at for first, last in spans for at in range(first, last))


def _handle(words: Words, first: int) -> bool:
    """Whether a name was a handle or hashtag, which cleaning sets apart with a second blank."""
    start = words.spans[first][0]
    before = words.text[max(0, start - 2) : start]
    return before in {" ", "  "} and (start < 3 or words.text[start - 3].isalnum())


_NO_NAMES = STOP_WORDS | CALENDAR | HELPING | OFFICES | TELLING | TITLES | _NOBODYS
