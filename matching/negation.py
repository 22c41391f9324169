"""Whether a text denies what a claim says, or says the opposite with an antonym."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.analysis import Words, read

_CUES = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "cannot",
        "cant",
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "wont",
        "wouldnt",
        "shouldnt",
        "couldnt",
        "hasnt",
        "havent",
        "hadnt",
        "aint",
        "without",
    ]
)
_VERBS = frozenset(
    [
        "deny",
        "denies",
        "denied",
        "denying",
        "refuse",
        "refuses",
        "refused",
        "decline",
        "declines",
        "declined",
        "reject",
        "rejects",
        "rejected",
        "refute",
        "refutes",
        "refuted",
        "debunk",
        "debunked",
        "fail",
        "fails",
        "failed",
        "stop",
        "stopped",
        "cease",
        "ceased",
        "rule",
        "dismiss",
        "dismissed",
        "dismisses",
        "false",
        "fake",
        "hoax",
        "untrue",
        "lie",
        "myth",
    ]
)
_REACH = 5
_PAIRS = """
confirm deny; confirm reject; accept reject; accept refuse; stabilise destabilise; win lose;
victory defeat; increase decrease; increase cut; increase reduce; raise lower; rise fall;
grow shrink; leave stay; ally enemy; ignore cover; guilty innocent; alive dead; legal illegal;
support oppose; allow ban; start end; begin end; safe dangerous; buy sell; arm disarm;
attack defend; enter leave; release detain; release capture; free imprison; open close;
import export; lend borrow; success failure; succeed fail; strong weak; rich poor; true false;
real fake; hide reveal; hide publish; publish withhold; save kill; rescue kill; build destroy;
create destroy; join leave; deploy withdraw; advance retreat; welcome condemn; praise condemn;
friend enemy; love hate; peace war; expand shrink; enlarge shrink; enlarge reduce; more fewer;
older younger; before after; north south; east west; eastern western; northern southern;
admit deny; claim deny; acknowledge deny; permanent temporary; always never; all none;
clear charge; cleared accused; guilty acquitted; major minor; larger smaller; bigger smaller;
wide little; follow precede; unify divide; protect harm; cooperate refuse; rescue trap
"""


def _stem(word: str) -> str:
    terms = read(word).terms
    return terms[0] if terms else word


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.replace("\n", " ").split(";"):
        first, second = (_stem(word) for word in pair.split())
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {term: frozenset(others) for term, others in found.items()}


OPPOSITES = _opposites()


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, and the terms that it reaches."""

    text: str
    at: int
    reach: frozenset[str]


def denials(words: Words) -> list[Denial]:
    """The denying words of a text, each with the terms within five words after it."""
    found = []
    for at, word in enumerate(words.lowered):
        plain = word.replace("'", "")
        if plain in _CUES or plain in _VERBS:
            found.append(Denial(words.surface[at], at, _terms_in(words, at + 1, at + 1 + _REACH)))
    return found


def denied(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's denying word and the claim's words that it denies, if the claim does not.

    Works both ways: where the claim denies what the paste asserts, the first is empty-handed and
    names the asserted words.
    """
    heads = frozenset().union(*(item.reach for words in said for item in denials(words)))
    everything = frozenset().union(*(words.content for words in said))
    for item in denials(pasted):
        shared = item.reach & everything
        if shared and not item.reach & heads and not _cancelled(item, pasted):
            return item.text, _surface(shared, said)
    return None


def turned(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """A word of the paste and its opposite in the claim, where neither text has both."""
    everything = frozenset().union(*(words.content for words in said))
    for at, term in enumerate(pasted.terms):
        opposite = OPPOSITES.get(term, frozenset()) & everything
        if opposite and term not in everything and not opposite & pasted.content:
            first, last = pasted.places[at]
            return " ".join(pasted.surface[first:last]), _surface(opposite, said)
    return None


def _cancelled(item: Denial, words: Words) -> bool:
    """ "Not only", "no doubt", "not just" deny nothing; nor does "no" in front of a figure."""
    after = words.lowered[item.at + 1 : item.at + 2]
    if not after:
        return True
    harmless = {"only", "just", "doubt", "wonder", "matter", "more", "less", "fewer", "longer"}
    return after[0] in harmless


def _terms_in(words: Words, start: int, end: int) -> frozenset[str]:
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, _) in inside if start <= first < end)


def _surface(terms: frozenset[str], said: Sequence[Words]) -> str:
    for words in said:
        for term, (first, last) in zip(words.terms, words.places, strict=True):
            if term in terms:
                return " ".join(words.surface[first:last])
    return ""
