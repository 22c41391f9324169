"""The offices that people hold, as texts call them: "spox", "finance chief", "head of police"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matching.aliases import country_aliases, sorts
from matching.analysis import Words

_OFFICES = {
    "spokesman": """spokesman; spokeswoman; spokesperson; spokespeople; mouthpiece; spox;
        press secretary; press officer""",
    "commander": """commander; commanders; warlord; commander in chief; top commander; field
        commander; military commander""",
    "chief of staff": """chief of staff; chief of the general staff; chief of general staff; top
        general; top soldier; top military officer; top officer; chairman of the joint chiefs""",
    "foreign minister": """foreign secretary; secretary of state; top diplomat; chief diplomat""",
    "defence minister": """pentagon chief; pentagon boss; pentagon head; head of the pentagon; boss
        of the pentagon; chief of the pentagon; secdef""",
    "defence chief": "defence chief; defense chief; defence boss; defense boss",
    "prime minister": "prime minister; premier; pm; head of government",
    "chancellor": "chancellor",
    "president": "president; head of state; potus",
    "vice president": "vice president; vp",
    "minister": "minister; cabinet minister",
    "ambassador": "ambassador; envoy; special envoy; negotiator; chief negotiator",
    "interior minister": "home secretary",
    "justice minister": "attorney general",
    "prosecutor": """prosecutor; public prosecutor; chief prosecutor; state prosecutor; prosecutor
        general; district attorney""",
    "adviser": """adviser; advisor; security adviser; security advisor; national security adviser;
        national security advisor; consultant""",
    "intelligence chief": "spymaster; cia director; cia chief; cia boss; fbi director",
    "journalist": "journalist; reporter; correspondent; columnist",
    "lawmaker": "lawmaker; mp; congressman; congresswoman; parliamentarian",
    "speaker": "speaker of the house; house speaker; speaker of parliament; parliament speaker",
    "senator": "senator",
    "governor": "governor",
    "mayor": "mayor",
    "councillor": "councillor; councilman; councilwoman; councilor",
    "judge": "judge",
    "pope": "pope",
    "bishop": "bishop; archbishop",
    "king": "king; queen; prince; princess; emir; sultan",
    "chief executive": "ceo; chief executive",
    "chairman": "chairman; chairwoman; chairperson",
    "secretary general": "secretary general; general secretary",
    "treasurer": "treasurer; cfo",
    "professor": "professor",
    "physician": "doctor; physician; surgeon",
    "lawyer": "lawyer; attorney",
    "defector": "defector",
}
_FIELDS = {
    "finance minister": "finance; finances; financial; treasury; budget; money",
    "foreign minister": "foreign; foreign affairs; foreign policy; diplomacy",
    "defence minister": "defence; defense",
    "chief of staff": "general staff; military; army; armed forces; forces; joint chiefs",
    "navy chief": "navy; naval; fleet",
    "air force chief": "air force",
    "intelligence chief": "intelligence; intel; spy; espionage; secret service; secret services",
    "security chief": "security",
    "interior minister": "interior; the interior; home affairs; homeland security",
    "justice minister": "justice",
    "health minister": "health; public health; medical",
    "education minister": "education; schools",
    "trade minister": "trade; commerce; economy; economics; economic",
    "energy minister": "energy; oil; petroleum; gas; power",
    "transport minister": "transport; transportation; railway; aviation",
    "agriculture minister": "agriculture; farm; farming; agricultural",
    "labour minister": "labour; labor; employment",
    "environment minister": "environment; climate",
    "culture minister": "culture; arts",
    "sports minister": "sports; sport; sporting",
    "police chief": "police",
    "prison chief": "prison; prisons",
    "union chief": "union; unions",
    "party chief": "party",
    "campaign chief": "campaign; election; elections",
    "spokesman": "press; media; communications; information; pr; public relations; propaganda",
    "logistics chief": "logistics; supplies; supply; procurement",
    "recruitment chief": "recruitment; recruiting; personnel; hr; human resources",
    "operations chief": "operations",
    "technology chief": "technology; cyber; digital",
    "customs chief": "customs; border; immigration; migration",
    "tax chief": "tax; revenue",
    "fire chief": "fire; rescue",
    "aid chief": "aid; relief; humanitarian; human rights",
    "science chief": "science; research",
    "sales chief": "sales; marketing",
    "housing minister": "housing",
    "tourism minister": "tourism",
}
_RANKS = (
    "chief head boss director minister secretary sec tsar czar supremo commissioner coordinator"
)
_OF = ("of", "of the", "for", "for the")
_DEPUTY = frozenset(("deputy", "vice", "assistant", "acting"))


@dataclass(frozen=True, slots=True)
class Office:
    """An office as it stands in a text, words ``first`` up to ``last``."""

    key: str
    text: str
    first: int
    last: int


def offices(words: Words) -> tuple[Office, ...]:
    """The offices that a text speaks of; read once."""
    return words.once("offices", lambda: _read(words))


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """The fields of offices by the office's key: what each field is called."""
    return {key: tuple(map(str.strip, text.split(";"))) for key, text in _FIELDS.items()}


def _read(words: Words) -> tuple[Office, ...]:
    listed, longest = _listed()
    if _marks().isdisjoint(words.lowered):
        return ()
    plain = [word[:-2] if word[-2:] == "'s" else word for word in words.lowered]
    countries = {
        at
        for first, last, key in country_aliases().spans(plain)
        if sorts().get(key) == "countries"
        for at in range(first, last)
    }
    kept = [at for at in range(len(plain)) if at not in countries]
    bare = tuple(words.lowered[at] for at in kept)  # "chief of the *Swedish* general staff"
    found: list[Office] = []
    at = 0
    while at < len(bare):
        most = min(longest, len(bare) - at) if bare[at] in _openings() else 0
        size = next((n for n in range(most, 0, -1) if bare[at : at + n] in listed), 0)
        if size and not (at and _sets_apart(bare[at - 1], bare[at])):
            first, last = kept[at], kept[at + size - 1] + 1
            text = words.text[words.spans[first][0] : words.spans[last - 1][1]]
            found.append(Office(listed[bare[at : at + size]], text, first, last))
        at += max(1, size)
    return tuple(found)


def _sets_apart(before: str, word: str) -> bool:
    """Whether the word before an office makes it another one, or none: "deputy mayor", "3 pm"."""
    return before in _DEPUTY or (word == "pm" and before[:1].isdigit())


@cache
def _marks() -> frozenset[str]:
    """Words of which every office has one: most texts have none, and are not looked at further."""
    single = {entry.split()[0] for text in _OFFICES.values() for entry in text.split(";")}
    return frozenset(single.union(_RANKS.split()))


@cache
def _openings() -> frozenset[str]:
    return frozenset(entry[0] for entry in _listed()[0])


@cache
def _listed() -> tuple[dict[tuple[str, ...], str], int]:
    """The offices by their words, and how many words the longest has."""
    found = {tuple(text.split()): key for text, key in _of_a_field()}
    for key, text in _OFFICES.items():
        found.update((tuple(entry.split()), key) for entry in text.split(";"))
    return found, max(map(len, found))


def _of_a_field() -> Iterator[tuple[str, str]]:
    """What one may be called who has to do with a field: "oil minister", "head of the police"."""
    for key, many in fields().items():
        for field in many:
            for rank in _RANKS.split():
                yield f"{field} {rank}", key
                yield from ((f"{rank} {of} {field}", key) for of in _OF)
