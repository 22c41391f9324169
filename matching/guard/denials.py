"""Reads what a text denies, doubts and asks: the words that deny, and how far they reach."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words
from matching.guard.senses import all_kin, senses, stem
from matching.wordlists import (
    ASKING,
    CONTRARY,
    DENYING,
    DOUBTFUL,
    EMPTY,
    HARMLESS,
    NOT,
    SPEECH,
    TURNING,
    WEAKENING,
)

_REACH = 5
WIDE = 7
FAR = 20
BEFORE = 3
NEITHER = frozenset(("neither", "nor"))
_MARKS = (",", ";", ":", ".", "!", "?", '"', "(", ")", " - ", "—")
"""What ends a clause."""
BEING = frozenset(("is", "are", "was", "were", "be", "been", "being", "its", "it's", "thats"))
_NOT_BEING = frozenset(("isnt", "arent", "wasnt", "werent"))
_NOTHING = frozenset(("nobody", "no", "none", "nothing", "noone"))
_COMPARED = frozenset(("more", "better", "worse", "harder", "longer", "bigger", "greater", "most"))
_WOULD = frozenset(("would", "wouldnt", "wouldn't", "couldnt", "couldn't", "could", "d"))
_VOID = frozenset(("empty", "without", "unaware", "unnoticed"))
_SILENT = ("not", "a", "word")
_JOINING = frozenset(("and", "but"))
_PAIRS = """
ruled out; rules out; yet to; anything but; short of; failed to; fails to; fail to; failing to;
hardly any; hardly anyone; hardly anybody; barely any; scarcely any
"""
_TWO_WORDS = frozenset(tuple(pair.split()) for pair in _PAIRS.split(";"))
"""What denies or weakens by two words."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_SOME = frozenset(("half", "some", "few", "others", "rest"))


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, the first two terms after it, and those before it in its clause.

    The latter are given where something is said *not to be* another: "robbing *was not* the aim".
    """

    text: str
    at: int
    heads: tuple[str, ...]
    before: frozenset[str] = frozenset()


def asks(words: Words) -> bool:
    """Whether a text is a question, which denies and asserts nothing."""
    if words.text.rstrip().endswith("?"):
        return True
    name = words.surface[:1] == ("IS",) and not words.text.isupper()  # the Islamic State
    return bool(words.lowered) and words.lowered[0].replace("'", "") in ASKING and not name


def denials(words: Words) -> list[Denial]:
    """The denying words of a text, each with the first two terms of its clause after it."""
    return words.once("denials", lambda: _denials(words))


def _denials(words: Words) -> list[Denial]:
    found = []
    for at, word in enumerate(words.lowered):
        if _denies(words, at) and not _harmless(at, words):
            being = unmarked(word) in _NOT_BEING or bool(BEING & set(words.lowered[at - 1 : at]))
            before = terms_in(words, scope_start(words, at), at) if being else frozenset[str]()
            found.append(Denial(words.surface[at], at, heads_after(words, at + 1), before))
        elif words.lowered[max(0, at - 1) : at + 1] in _TWO_WORDS:
            text = " ".join(words.surface[at - 1 : at + 1])
            found.append(Denial(text, at, heads_after(words, at + 1)))
    return found


def cancelled(words: Words) -> bool:
    """Whether what a text denies comes to an assertion."""
    if _twice(words):
        return True
    would = any(word in _WOULD or word.endswith("'d") for word in words.lowered)
    if would and {"without", "hadnt", "hadn't"} & set(words.lowered):
        return True  # "without the war there would be no hunger"
    return any(
        CONTRARY & set(words.lowered[at:])
        for at, word in enumerate(words.lowered)
        if unmarked(word) in _NOTHING
    )


def _twice(words: Words) -> bool:
    """Whether a text denies a denial: "never denied", "not untrue", "cannot be ruled out"."""
    denying = DENYING - {"nor"}
    at = [place for place, word in enumerate(words.lowered) if unmarked(word) in denying]
    return any(
        0 < second - first <= 2 and second < scope_end(words, first)
        for first, second in itertools.pairwise(at)
    )


def plain_denials(words: Words) -> list[Denial]:
    """The denials of a wording with what they deny in the end: "no sign of a *cut*"."""
    found = []
    for at, word in enumerate(words.lowered):
        if unmarked(word) in NOT and not _harmless(at, words):
            inside = zip(words.terms, words.places, strict=True)
            last = scope_end(words, at)
            after = [
                term
                for term, (first, _) in inside
                if at < first < last and term not in empty_terms()
            ]
            if after and not any(term[0] == "~" for term in after[:1]):
                found.append(Denial(words.surface[at], at, tuple(after[:2])))
    return found


def doubted(words: Words) -> frozenset[str]:
    """The terms of a text that stand near a word that denies or weakens, in its clause."""
    return words.once("doubted", lambda: _doubted(words))


def _doubted(words: Words) -> frozenset[str]:
    near: set[str] = set(denied_after(words))
    for at in _weakening(words):
        if all_unmarked(words)[at] in DOUBTFUL:
            near |= terms_in(words, scope_start(words, at), at)
    return frozenset(near)


def denied_after(words: Words) -> frozenset[str]:
    """The terms of a text that stand behind a word that denies or weakens, in its clause."""
    return words.once("denied after", lambda: _denied_after(words))


def _denied_after(words: Words) -> frozenset[str]:
    near: set[str] = set()
    for at in _weakening(words):
        reach = FAR if all_unmarked(words)[at] in NEITHER else WIDE
        near |= terms_in(words, at + 1, scope_end(words, at, reach))
    return frozenset(near)


def doubts(words: Words) -> bool:
    """Whether a text denies or doubts anything."""
    return bool(_weakening(words))


def _denies(words: Words, at: int) -> bool:
    return all_unmarked(words)[at] in DENYING or _without(words, at)


def _weakening(words: Words) -> tuple[int, ...]:
    """Where a text has a word that denies or weakens; read once."""
    return words.once("weakening", lambda: tuple(_weakens(words)))


def _weakens(words: Words) -> Iterator[int]:
    pairs = zip(("", *words.lowered), words.lowered, strict=False)
    for at, (word, pair) in enumerate(zip(all_unmarked(words), pairs, strict=True)):
        if word in WEAKENING or pair in _TWO_WORDS or (word == "w" and _without(words, at)):
            yield at


def _without(words: Words, at: int) -> bool:
    """Whether a text has "w/o"."""
    if words.lowered[at : at + 2] != ("w", "o"):
        return False
    return words.text[words.spans[at][1] : words.spans[at + 1][0]] == "/"


def all_unmarked(words: Words) -> tuple[str, ...]:
    """The words of a text in small letters, without apostrophes; read once."""
    return words.once("unmarked", lambda: tuple(map(unmarked, words.lowered)))


def unmarked(word: str) -> str:
    """A word without its apostrophe, as people often write it."""
    return word.replace("'", "")


@cache
def _idle() -> frozenset[str]:
    """Terms that a denial may pass over without denying them: "no answer *yet*"."""
    return frozenset(map(stem, ("yet", "now", "far", "longer", "first", "immediate", "else")))


@cache
def empty_terms() -> frozenset[str]:
    """Terms that may stand between a denial and what it denies."""
    terms = frozenset(stem(word) for word in EMPTY)
    return terms | all_kin(terms)


def scope_end(words: Words, at: int, reach: int = WIDE) -> int:
    """One past the last word that a denial reaches: up to a comma, "but", "if" and the like."""
    for place in range(at + 1, min(at + 1 + reach, len(words.lowered))):
        if words.lowered[place] in TURNING or _ends_a_clause(words.gaps[place]):
            return place
    return min(at + 1 + reach, len(words.lowered))


def scope_start(words: Words, at: int, reach: int = BEFORE) -> int:
    """The first word that what stands before a denial reaches to, so many words away."""
    for place in range(at, max(0, at - reach), -1):
        if _ends_a_clause(words.gaps[place]) or words.lowered[place] in _JOINING:
            return place
    return max(0, at - reach)


def _ends_a_clause(gap: str) -> bool:
    return gap != " " and any(mark in gap for mark in _MARKS)


def _harmless(at: int, words: Words) -> bool:
    """Such as "not only", and "no doubt" denies nothing; nor does a word at the end."""
    if _VOID & set(words.lowered[at + 1 : at + 4]):
        return True  # "did not come empty-handed"
    if words.lowered[at - 1 : at] in {("to",), ("nor",)} or words.lowered[at : at + 3] == _SILENT:
        return True  # "to deny people food", "neither confirm nor deny"
    before = words.lowered[scope_start(words, at) : at]
    if any((word[0].isdigit() and not _YEAR.match(word)) or word in _SOME for word in before):
        return True  # "500 weren't fighters" denies it of those alone
    after = words.lowered[at + 1 : at + 2]
    if unmarked(words.lowered[at]) in _NOTHING and _most(words, at):
        return True
    if words.lowered[at] == "no" and after and (after[0] in SPEECH or after[0] == "to"):
        return True
    if words.lowered[at : at + 2] == ("no", "more") and words.lowered[at + 2 : at + 3] != ("than",):
        after = words.lowered[at + 2 : at + 3]  # "no more money"
    return not after or after[0] in HARMLESS or after[0][0].isdigit()


def _most(words: Words, at: int) -> bool:
    """Whether a denied comparison says what is most: "nobody has earned *more*"."""
    inside = words.lowered[at + 1 : scope_end(words, at)]
    return any(
        word in _COMPARED and inside[max(0, place - 1) : place] != ("any",)
        for place, word in enumerate(inside)
        if place
    )


def heads_after(words: Words, start: int) -> tuple[str, ...]:
    """The first two terms that a denial right before a place reaches, phrasal verbs as one."""
    inside = senses(words)
    last = min(start + _REACH, scope_end(words, start - 1))
    after = [term for term, at, _ in inside if start <= at < last and term not in _idle()]
    return tuple(after[:2])


def terms_in(words: Words, start: int, end: int) -> frozenset[str]:
    """The terms of the words from one place up to another."""
    inside = zip(words.terms, words.places, strict=True)
    return frozenset(term for term, (first, _) in inside if start <= first < end)
