"""The bodies of a state, as texts call them: its ministries, army, services, parliament, rebels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matching.aliases import country_aliases, leader_keys, sorts
from matching.analysis import Words
from matching.office_names import fields
from matching.stopwords import STOP_WORDS
from matching.wordlists import HELPING, TELLING

GOVERNMENT, REBELS, MANY = "government", "rebels", "many"
_BODIES = {
    "foreign": "foreign ministry; foreign office; mfa; diplomats; diplomatic corps",
    "military": """military; army; armed forces; general staff; high command; military command;
        military leadership; army command; generals; joint chiefs; navy; air force; mod""",
    "intelligence": """intelligence; intel; intelligence service; intelligence services;
        intelligence agency; intelligence agencies; intelligence community; military intelligence;
        secret service; secret services; spies; spooks; spy agency; spy agencies; spy service;
        security service; security services""",
    "parliament": """parliament; legislature; lawmakers; legislators; mps; national assembly;
        senate; lower house; upper house; parliamentarians; parliaments""",
    GOVERNMENT: "government; administration; cabinet; regime; executive; governments; junta",
    "court": """supreme court; constitutional court; high court; court of appeal; federal court;
        appeals court; top court""",
    "central bank": "central bank; reserve bank; national bank",
    "interior": "home office",
    "police": "police; cops; police force; policemen",
    REBELS: "rebels; rebel; opposition; insurgents; insurgency; insurgent; guerrillas; separatists",
}
_ONE_COUNTRYS = {
    "United States": {
        "foreign": "state department; department of state; state dept; foggy bottom",
        "military": "pentagon; dod; centcom; marines",
        "intelligence": "cia; nsa; central intelligence agency; national security agency",
        "parliament": "congress; us senate; house of representatives; capitol hill",
        GOVERNMENT: "white house",
        "central bank": "federal reserve",
        "finance": "treasury",
        "police": "fbi",
        "justice": "doj",
        "interior": "dhs",
    },
    "Russia": {
        GOVERNMENT: "kremlin",
        "parliament": "duma; state duma; federation council",
        "intelligence": "fsb; gru; svr; kgb",
    },
    "Israel": {
        "military": "idf",
        "intelligence": "mossad; shin bet",
        "parliament": "knesset",
    },
    "United Kingdom": {
        GOVERNMENT: "downing street; whitehall; number ten",
        "intelligence": "mi6; mi5; gchq",
        "parliament": "house of commons; house of lords; westminster",
        "central bank": "bank of england",
    },
    "Germany": {
        "military": "bundeswehr",
        "intelligence": "bnd",
        "parliament": "bundestag; bundesrat",
        "central bank": "bundesbank",
    },
    "Iran": {"military": "irgc; revolutionary guards; revolutionary guard", "parliament": "majlis"},
    "Pakistan": {"intelligence": "isi"},
    "Turkey": {"intelligence": "mit"},
    "Ukraine": {"parliament": "verkhovna rada", "intelligence": "sbu"},
    "Poland": {"parliament": "sejm"},
    "Saudi Arabia": {"parliament": "shura council"},
    "European Union": {
        GOVERNMENT: "european commission; eu commission; european council",
        "parliament": "european parliament; eu parliament",
        "court": "european court of justice; ecj",
        "central bank": "european central bank; ecb",
    },
    "United Nations": {
        GOVERNMENT: "security council; general assembly",
        "court": "international court of justice; icj",
    },
}
_ALSO = {
    "defence": "military",
    "chief of staff": "military",
    "navy": "military",
    "air force": "military",
    "security": "intelligence",
}
"""Fields of offices whose ministry or department goes by another name here."""
_NO_MINISTRY = frozenset(("spokesman", "party", "union", "campaign", "sales", "recruitment"))
_LOOSELY = frozenset(("military", "intelligence", "police", "security"))
"""Bodies of whose officials texts speak loosely."""
_FIGHTING = """
militants jihadists jihadis islamists fighters militias militia insurrection extremists terrorists
gunmen oppositionists moderates
"""
_TAIL = """
service services agency agencies officials chiefs leadership command commanders brass leaders
sources officers forces department spokesman spokeswoman spokesperson
"""
_TAILS = frozenset(_TAIL.split())
"""After a body, words that leave it what it is: "army *officers*"."""
_QUALIFYING = """
military army navy intelligence intel police opposition rebel insurgent government parliament senate
cabinet administration congress marines
"""
_MODIFYING = frozenset(_QUALIFYING.split())
"""Bodies that often only qualify what follows."""
_OBJECTS = frozenset(("the", "a", "an", "its", "their", "his", "her", "no", "any", "some", "all"))
"""What follows a verb: "the army *holds the* bridge", not "the army bases"."""
_NONE = frozenset(("artificial", "human", "emotional", "salvation", "civil"))
_LINKS = frozenset(("in", "of", "the", "'s"))
_SEVERAL = frozenset(("governments", "parliaments", "agencies"))


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it stands in a text, with the words that say whose it is: ``first`` to ``last``.

    ``country`` is a token, "many" or, where the text does not say, "". ``acts`` is whether it
    stands there for itself, and does not only qualify another noun as in "army boots".
    """

    kind: str
    country: str
    text: str
    first: int
    last: int
    acts: bool


def bodies(words: Words) -> tuple[Body, ...]:
    """The bodies of states that a text speaks of; read once."""
    return words.once("bodies", lambda: _read(words))


def fights(words: Words) -> bool:
    """Whether a text has any word for those who fight a state."""
    return not _fighting().isdisjoint(words.lowered)


def _read(words: Words) -> tuple[Body, ...]:
    listed, longest = _listed()
    openings = _openings()
    plain = tuple(word[:-2] if word[-2:] == "'s" else word for word in words.lowered)
    if _marks().isdisjoint(plain):
        return ()
    found: list[Body] = []
    at = 0
    while at < len(plain):
        most = min(longest, len(plain) - at) if plain[at] in openings else 0
        size = next((n for n in range(most, 0, -1) if plain[at : at + n] in listed), 0)
        named = size and plain[at + size : at + size + 1] != ("change",)  # "regime change"
        if named and not (at and plain[at - 1] in _NONE):
            kind, country = listed[plain[at : at + size]]
            found.append(_body(words, kind, country, at, at + size))
        at += max(1, size)
    return tuple(found)


def _body(words: Words, kind: str, country: str, at: int, last: int) -> Body:
    first, end = at, last
    if not country and words.lowered[last - 1] in _SEVERAL:
        country = MANY
    if not country:
        country, first, end = _whose(words, at, last)
    text = words.text[words.spans[at][0] : words.spans[last - 1][1]]
    return Body(kind, country, text, first, end, _acts(words, last))


def _whose(words: Words, at: int, last: int) -> tuple[str, int, int]:
    """The country right before a body, or behind "of" or "in"; with the words that it all takes."""
    after = last
    while after < min(last + 2, len(words.lowered)) and words.lowered[after] in _LINKS:
        after += 1
    for first, end, key in countries(words):
        one_between = end == at - 1 and words.lowered[end] not in _LINKS  # "US *military* command"
        if end == at or one_between:
            return key, first, last
        if last < first == after:
            return key, at, end
    return "", at, last


def countries(words: Words) -> tuple[tuple[int, int, str], ...]:
    """Where a text has a country or its leader, and the country's token; read once."""
    return words.once("countries", lambda: tuple(_read_countries(words)))


def _read_countries(words: Words) -> Iterator[tuple[int, int, str]]:
    surface = [word[:-2] if word[-2:].lower() == "'s" else word for word in words.surface]
    for first, last, key in country_aliases().spans(surface):
        meant = leader_keys().get(key, ()) if sorts().get(key) == "people" else (key,)
        country = next((token for token in meant if sorts().get(token) == "countries"), "")
        if country:
            yield first, last, country


def _acts(words: Words, last: int) -> bool:
    at = last
    if words.lowered[last - 1] not in _MODIFYING:
        return True
    while at < len(words.lowered) and words.lowered[at] in _TAILS:
        at += 1
    if at >= len(words.lowered):
        return True
    word = words.lowered[at]
    then = words.lowered[at + 1 : at + 2]
    verb = word in TELLING or word in HELPING or word.endswith(("ed", "nt", "n't"))
    verb = verb or (bool(then) and (then[0] in _OBJECTS or then[0][0].isdigit()))
    return bool(words.gaps[at].strip()) or word in STOP_WORDS or verb


@cache
def _marks() -> frozenset[str]:
    """Words of which every body has one: most texts have none, and are not looked at further."""
    named = [
        *_BODIES.values(),
        *(text for kinds in _ONE_COUNTRYS.values() for text in kinds.values()),
    ]
    single = {entry.split()[0] for text in named for entry in text.split(";")}
    return frozenset(single | {"ministry", "department", "officials"})


@cache
def _openings() -> frozenset[str]:
    return frozenset(entry[0] for entry in _listed()[0])


@cache
def _fighting() -> frozenset[str]:
    return frozenset(_FIGHTING.split()) | frozenset(map(str.strip, _BODIES[REBELS].split(";")))


@cache
def _listed() -> tuple[dict[tuple[str, ...], tuple[str, str]], int]:
    """The bodies by their words, each with its kind and country, and the most words of any."""
    found = {tuple(text.split()): (kind, "") for text, kind in _ministries()}
    for kind, text in _BODIES.items():
        found.update((tuple(entry.split()), (kind, "")) for entry in text.split(";"))
    for name, kinds in _ONE_COUNTRYS.items():
        key = country_aliases().spans(name.split())[0][2]
        for kind, text in kinds.items():
            found.update((tuple(entry.split()), (kind, key)) for entry in text.split(";"))
    return found, max(map(len, found))


def _ministries() -> Iterator[tuple[str, str]]:
    for key, many in fields().items():
        field = key.removesuffix(" minister").removesuffix(" chief")
        if field in _NO_MINISTRY:
            continue
        kind = _ALSO.get(field, field)
        for name in many:
            yield f"{name} ministry", kind
            yield f"{name} department", kind
            yield f"ministry of {name}", kind
            yield f"department of {name}", kind
            yield f"ministry of the {name}", kind
            if kind not in _LOOSELY:
                yield f"{name} officials", kind
