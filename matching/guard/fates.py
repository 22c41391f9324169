"""What became of those whom a figure counts: the wounded are not the dead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matching.analysis import Words
from matching.numbers import Quantity

_PLAIN = {
    "dead": """
        dead die dies died dying death deaths kill kills killed killing killings fatal fatality
        fatalities perish perished slain slay murder murdered murders massacre massacred slaughter
        slaughtered drown drowned corpse corpses exterminated
    """,
    "hurt": "wound wounded wounds wounding injure injured injures injuring injury injuries maimed",
    "missing": "missing disappeared disappearances vanished unaccounted",
    "held": "arrest arrested arresting arrests detain detained detains jailed imprisoned",
    "driven out": """
        displaced displaces displacing displacement homeless fled flee flees fleeing evacuated
        evacuation evacuees uprooted exiled deported expelled refugee refugees
    """,
    "infected": "infected infection infections infects",
}
_LOOSE = {
    "dead": """
        life lives toll body bodies deadly execute executed executions fallen wiped buried lost shot
        victim victims casualty casualties annihilated martyred graves grave funeral cost took
    """,
    "hurt": "casualty casualties hurt shot victim victims hospitalised hospitalized hospital",
    "missing": "lost gone kidnapped abducted",
    "held": "held captured captive captives prisoner prisoners kidnapped abducted seized custody",
    "driven out": "left leave homes leaving escaped exodus",
    "infected": "sick sickened ill cases caught contracted hospitalised hospitalized",
}
"""Words that may mean a fate, so that a text with one of them can tell what the claim does."""
_END = re.compile(r"[.,;:!?()\d—]|\s-\s|\b(?:and|but|while|as|after|when)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_REACH = 60


@cache
def _listed(*lists: int) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for which in lists:
        for fate, listed in (_PLAIN, _LOOSE)[which].items():
            for word in listed.split():
                found[word] = found.get(word, frozenset()) | {fate}
    return found


def other_fate(
    item: Quantity,
    about: Words,
    pasted: Words,
    theirs: Sequence[tuple[Quantity, Words]],
    said: Sequence[Words],
) -> tuple[str, str] | None:
    """A figure with a fate that no wording tells of, where the text tells of none of the claim's.

    Args:
        item: A figure of the sentence ``about``, which the claim has, too.
        about: The sentence.
        pasted: The whole text.
        theirs: The claim's figures that agree with it, each with its wording.
        said: All wordings.
    """
    mine = _beside(item, about)
    if not mine:
        return None
    everything = frozenset().union(*(_fates(words, 0) for words in said))
    if everything & (_fates(pasted, 0, 1) | _listed(0)[mine]):
        return None
    fates = [(other.text, _beside(other, words)) for other, words in theirs]
    return next(((f"{item.text} {mine}", f"{text} {fate}") for text, fate in fates if fate), None)


def _fates(words: Words, *lists: int) -> frozenset[str]:
    """All fates that a text tells of, or may tell of; read once."""
    known = _listed(*lists)
    return words.once(
        f"fates {lists}",
        lambda: frozenset().union(*(known[word] for word in words.lowered if word in known)),
    )


def _beside(item: Quantity, words: Words) -> str:
    """The word that says what became of those whom a figure counts, if one plainly does."""
    after = _END.split(words.text[item.end : item.end + _REACH], maxsplit=1)[0]
    before = _END.split(words.text[max(0, item.start - _REACH) : item.start])[-1]
    near = (*_WORD.findall(after.lower()), *_WORD.findall(before.lower()))
    return next((word for word in near if word in _listed(0)), "")
