"""Which side a text takes on what its claim speaks of, by lists of words and idioms for either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matching.analysis import Words
from matching.guard.denials import FAR, all_unmarked, cancelled, denials, scope_end, unmarked
from matching.guard.opposed import IDLE, MATTERS, SAYING
from matching.guard.senses import kin, stem
from matching.weights import total
from matching.wordlists import CAUSING, CONTRASTING

_AROUND = 4
_GAP = 6
_ENOUGH = 2
"""Terms that must stand by both words."""
_STOPS = re.compile(r"[.!?;]")
_MANY = frozenset(("most", "all", "both", "many", "few", "half"))
_PRONOUNS = frozenset(("them", "him", "her", "us"))
_WISHED_FOR = """
should shouldnt must mustnt ought need needs want wants wanted wish wishes hope hopes demand demands
if whether unless instead rather before until lets please without except stop
"""
_WISHING = frozenset(_WISHED_FOR.split())
_CALLED_FALSE = "refute refutes refuted debunk debunked false fake hoax untrue lie myth"
_FALSE = frozenset(_CALLED_FALSE.split())
_JOINTS = (CAUSING | CONTRASTING | {"while", "whereas", "but", "cause"}) - {
    "due",
    "thanks",
    "owing",
}
_NONE = frozenset(("no", "zero", "without"))
_HARDLY = frozenset(("hardly", "barely", "scarcely", "rarely", "seldom", "little"))
_WISHED = 4
_DOUBLE = 2
_PART = 6
_PARTS = frozenset(("only", "except", "apart", "other"))
_WHO = frozenset(("who", "which", "whose", "that"))
_PRESUMING = frozenset(("why", "how", "who"))
_FACTS = frozenset(("do", "does", "did", "is", "are", "was", "were", "has", "have", "come"))

_Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """A word or idiom that takes a side, and what stands by it.

    It is plain if it is asserted, rather than wished, called false or perhaps denied, and turned if
    a denial makes it the other side.
    """

    matter: int
    side: int
    first: int
    last: int
    near: frozenset[str]
    plain: bool
    turned: bool
    word: str


def stances(words: Words) -> tuple[Stance, ...]:
    """All sides that a text takes; read once. A denial before a word turns its side round."""
    return words.once("stances", lambda: tuple(_stances(words)))


def opposed(pasted: Words, said: Sequence[Words]) -> tuple[str, str] | None:
    """The paste's word for one side where the claim takes the other of the same things.

    Nothing is opposed where the paste takes the claim's side, too, or some wording the paste's.
    """
    mine = stances(pasted)
    asserted = [
        item
        for item in mine
        if item.plain and (item.matter, item.side) != (SAYING, 1) and said_of(item, pasted)
    ]
    if not asserted or cancelled(pasted):
        return None
    theirs = [(words, item) for words in said for item in stances(words) if said_of(item, words)]
    for item in asserted:
        same = [total(other.near & item.near) for _, other in theirs if _alike(other, item, 1)]
        against = [
            (total(other.near & item.near), at)
            for at, (_, other) in enumerate(theirs)
            if other.plain
            and _alike(other, item, -1)
            and len(other.near & item.near) >= _ENOUGH
            and other.word != item.word
        ]
        most, at = max(against, default=(0.0, 0))
        if most <= max(same, default=0.0):
            continue
        words, best = theirs[at]
        if any(_alike(other, item, -1) and other.near & best.near for other in mine):
            continue
        return _shown(pasted, item), _shown(words, best)
    return None


def agreed(pasted: Words, said: Sequence[Words]) -> bool:
    """Whether the paste says by a denial what the claim says plainly: "did not lapse"."""
    if len(denials(pasted)) > 1:
        return False
    mine = [item for item in stances(pasted) if item.turned and item.plain]
    if not mine:
        return False
    theirs = [item for words in said for item in stances(words) if not item.turned]
    return any(
        _alike(other, item, 1) and len(other.near & item.near) >= _ENOUGH
        for item in mine
        for other in theirs
    )


def said_of(item: Stance, words: Words) -> bool:
    """Whether a text asserts what stands at a place, rather than asking or wishing it."""
    start, end = _sentence(words, item.first)
    closing = words.text[words.spans[end - 1][1] :][:3]
    if not closing.lstrip().startswith("?"):
        return True
    opening = words.lowered[start : start + 2]
    return opening[0] in _PRESUMING and (opening[0] == "who" or opening[-1] in _FACTS)


def _alike(one: Stance, other: Stance, turned: int) -> bool:
    return one.matter == other.matter and one.side == turned * other.side


def _stances(words: Words) -> Iterator[Stance]:
    stems = _stems(words)
    found = list(_found(words, stems))
    everywhere = _denying(words)
    for matter, side, first, last in found:
        inside = [(at, end) for other, _, at, end in found if other == matter]
        denying = [at for at in everywhere if not any(at in range(*idiom) for idiom in inside)]
        before = [at for at in denying if at < first < scope_end(words, at)]
        if first and words.lowered[first - 1] in _NONE and first - 1 not in before:
            before.append(first - 1)  # "got no support", whatever follows
        close = [at for at in before if before[-1] - at <= _DOUBLE]
        turned = len(close) % 2 == 1 and matter != SAYING
        behind = any(close and close[-1] < other < first for _, _, other, _ in found)
        turned = turned and not behind
        behind = behind or matter == SAYING
        plain = not (behind and close) and _asserted(words, first, last, before, denying)
        near = _near(words, first, last)
        yield Stance(
            matter, -side if turned else side, first, last, near, plain, turned, stems[first]
        )


def _asserted(
    words: Words, first: int, last: int, before: Sequence[int], denying: Sequence[int]
) -> bool:
    """Whether a stretch is no wish, and the denials ``before`` it are all that concern it."""
    if _wished(words, first) or any(last <= at < last + _WISHED for at in denying):
        return False
    if before:
        return words.lowered[before[-1]] not in _FALSE
    return not any(_may_reach(words, at, first) for at in denying)


def _may_reach(words: Words, at: int, place: int) -> bool:
    return at < place < scope_end(words, at, FAR)


def _denying(words: Words) -> list[int]:
    """Where a text denies, or nearly so, all of what it speaks of."""
    places = {item.at for item in denials(words)}
    pairs = zip(all_unmarked(words), words.lowered[1:], strict=False)
    places |= {
        at
        for at, (word, after) in enumerate(pairs)
        if (word, after) == ("no", "longer") or (word.endswith("nt") and after == "even")
    }
    hardly = {at for at, word in enumerate(words.lowered) if word in _HARDLY}
    places |= {at for at in hardly if at + 1 not in places}  # "hardly any" is one
    return sorted(at for at in places if not _of_some(words, at))


def _of_some(words: Words, at: int) -> bool:
    """Whether a denial is of a part of them only: "but 500 or so were *not* armed"."""
    start, _ = _sentence(words, at)
    before = words.lowered[max(start, at - _PART) : at]
    return bool(_PARTS & set(before))


def _wished(words: Words, at: int) -> bool:
    """Whether something is only wanted or thought of, commanded, or said of somebody by the way."""
    start, _ = _sentence(words, at)
    before = all_unmarked(words)[max(start, at - _WISHED) : at]
    relative = before[-2:] if at - start > 1 else ()
    return bool(_WISHING & set(before)) or bool(_WHO & set(relative))


def _near(words: Words, first: int, last: int) -> frozenset[str]:
    """The terms by a stretch in its sentence, with those inside and a pronoun right behind."""
    start, end = _clause(words, first, last)
    inside = [
        (kin(term), place)
        for term, (place, _) in zip(words.terms, words.places, strict=True)
        if start <= place < end
    ]
    before = [term for term, place in inside if place < first][-_AROUND:]
    after = [term for term, place in inside if place >= last][:_AROUND]
    within = [term for term, place in inside if first < place < last - 1]
    pronoun = [word for word in words.lowered[last : last + 1] if word in _PRONOUNS]
    many = [word for word in words.lowered[max(start, first - _PART) : first] if word in _MANY]
    return frozenset((*before, *within, *after, *pronoun, *many))


def _clause(words: Words, first: int, last: int) -> tuple[int, int]:
    """The sentence of a stretch as far as the next words that give a reason or a contrast."""
    start, end = _sentence(words, first)
    before = (at + 1 for at in range(first - 1, start - 1, -1) if words.lowered[at] in _JOINTS)
    after = (at for at in range(last, end) if words.lowered[at] in _JOINTS)
    return next(before, start), next(after, end)


def _sentence(words: Words, at: int) -> tuple[int, int]:
    """The first word and one past the last of the sentence that a word stands in."""
    ends = words.once("sentence ends", lambda: _ends(words))
    start = max((end for end in ends if end <= at), default=0)
    return start, min(end for end in ends if end > at)


def _ends(words: Words) -> tuple[int, ...]:
    pairs = zip(words.spans, words.spans[1:], strict=False)
    ends = [
        at
        for at, ((_, end), (start, _)) in enumerate(pairs, start=1)
        if _STOPS.search(words.text, end, start)
    ]
    return (*ends, len(words.spans))


def _found(words: Words, stems: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Matter, side, first word and one past the last of all listed words and idioms."""
    at = 0
    while at < len(stems):
        longest = at
        kept: list[tuple[int, int, int, int]] = []
        for pattern, meanings in _by_first(words.lowered[at], stems[at]):
            last = _end(words, stems, at, pattern)
            if last > longest:
                longest, kept = last, []
            if last == longest and last > at:
                kept += [(matter, side, at, last) for matter, side in meanings]
        yield from dict.fromkeys(kept)
        at = max(longest, at + 1)


def _stems(words: Words) -> list[str]:
    stems = list(all_unmarked(words))
    for term, (first, last) in zip(words.terms, words.places, strict=True):
        if term[0] == "~":
            stems[first:last] = [""] * (last - first)
        elif last - first == 1:
            stems[first] = kin(term)
    return stems


def _by_first(word: str, term: str) -> Iterator[tuple[_Pattern, list[tuple[int, int]]]]:
    known = _known()
    yield from known.get(term, {}).items()
    yield from known.get(f"={word}", {}).items()


def _end(words: Words, stems: Sequence[str], at: int, pattern: _Pattern) -> int:
    """One past the last word that a pattern takes from a place on; the place if it does not."""
    place = at + 1
    if pattern[1:2] not in ((), ("_",)):
        second = place + _how(words, place)
        if not any(_is(words, stems, here, pattern[1]) for here in {place, second}):
            return at
    for step, part in enumerate(pattern[1:], start=1):
        if part == "_":
            continue
        most = _GAP if pattern[step - 1] == "_" else _how(words, place)
        least = place + (1 if pattern[step - 1] == "_" else 0)
        found = (
            here
            for here in range(least, min(place + most + 1, len(stems)))
            if _is(words, stems, here, part)
        )
        place = next(found, -1) + 1
        if place == 0 or _broken(words, at, place):
            return at
    return place


def _how(words: Words, at: int) -> int:
    """Whether a word only says how, inside an idiom: "stood *firmly* behind"; one or none."""
    return int(at < len(words.lowered) and words.lowered[at].endswith("ly"))


def _is(words: Words, stems: Sequence[str], at: int, part: str) -> bool:
    if at >= len(stems):
        return False
    return part == (f"={words.lowered[at]}" if part[0] == "=" else stems[at])


def _broken(words: Words, first: int, last: int) -> bool:
    between = words.text[words.spans[first][1] : words.spans[last - 1][0]]
    return _STOPS.search(between) is not None


@cache
def _known() -> dict[str, dict[_Pattern, list[tuple[int, int]]]]:
    """By their first word, the patterns with the matters and sides that they stand for."""
    found: dict[str, dict[_Pattern, list[tuple[int, int]]]] = {}
    for pattern in IDLE:
        _add(found, pattern)
    for matter, sides in enumerate(MATTERS):
        for side, patterns in zip((1, -1), sides, strict=True):
            for pattern in patterns:
                _add(found, pattern).append((matter, side))
    return found


def _add(
    found: dict[str, dict[_Pattern, list[tuple[int, int]]]], pattern: _Pattern
) -> list[tuple[int, int]]:
    key = tuple(part if part[0] in "=_" else kin(stem(unmarked(part))) for part in pattern)
    return found.setdefault(key[0], {}).setdefault(key, [])


def _shown(words: Words, item: Stance) -> str:
    return " ".join(words.surface[item.first : item.last])
