"""Makes one answer for each claim out of what a text, its sentences and their parts say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.report import Candidate, Segment, Tier
from matching.analysis import read
from matching.segments import clauses
from matching.weights import total, weight

_FEWEST_WORDS = 5
_TELLING = 8.5
_RESEMBLES = 0.1
_EXPLAINED = 0.4
_AS_SURELY = 0.02
_SURELY = 0.5
_MOST_PARTS = 24
_TIERS = {Tier.MATCH: 0, Tier.DIFFERS: 1, Tier.RELATED: 2}


@dataclass(frozen=True)
class Judged:
    """A candidate with its place in the order, before the answers are merged."""

    place: int
    candidate: Candidate


def merged(judged: Iterable[Judged]) -> dict[int, Judged]:
    """The best of what was found for each claim, by claim."""
    best: dict[int, Judged] = {}
    for item in judged:
        claim = item.candidate.claim_id
        if claim not in best or _better(item, best[claim]):
            best[claim] = item
    return best


def telling(found: Sequence[Judged], fewest: int) -> list[Judged]:
    """All but what merely resembles segments of fewer content words, where others have more.

    "Here we go again" in a long post is like a claim about something that began again, and tells
    nothing; a post that is no longer than that has nothing better to go by.
    """
    segments = {item.candidate.segment for item in found}
    if len(segments) < 2:
        return list(found)
    long = {segment for segment in segments if len(read(segment.text).content) >= fewest}
    return [
        item
        for item in found
        if not long or item.candidate.segment in long or item.candidate.tier is not Tier.RELATED
    ]


def unexplained(segments: Sequence[Segment], found: Sequence[Judged]) -> list[Segment]:
    """The parts of sentences that may make a claim of their own, at most so many.

    Where a sentence has more than one claim in it, or one unsurely, these are all its parts; where
    it surely makes one, those parts that have little of it; none where it resembles no claim.
    """
    whole = len(segments) > 1 and segments[0].end >= segments[-1].end
    parts: list[Segment] = []
    for sentence in segments[1:] if whole else segments:
        near = [
            item.candidate
            for item in found
            if item.candidate.segment == sentence and item.candidate.score >= _RESEMBLES
        ]
        if not near:
            continue
        sure = all(item.tier is Tier.MATCH for item in near)
        told = [read(item.wording).content for item in near] if sure else []
        parts += [part for part in clauses(sentence) if not _explained(part, told)]
    return parts[:_MOST_PARTS]


def _explained(part: Segment, told: Sequence[frozenset[str]]) -> bool:
    content = read(part.text).content
    shared = max((total(content & words) for words in told), default=0.0)
    return shared >= _EXPLAINED * total(content)


def with_parts(best: dict[int, Judged], parts: Sequence[Judged]) -> dict[int, Judged]:
    """What was found for each claim, sentences and parts of sentences taken together.

    A part speaks for a claim where it does so more surely than its sentence. It takes a difference
    away only if another part makes another claim, for then the sentence mixed two of them. Parts
    of few words, or with nothing but everyday words in common with a claim, say too little.
    """
    told = [
        item for item in parts if item.candidate.tier is not Tier.RELATED and _says_enough(item)
    ]
    found = dict(best)
    for claim, item in merged(told).items():
        old = best.get(claim)
        if old is None or _clearer(item.candidate, old.candidate, told):
            found[claim] = item
    return found


def standing(judged: Judged) -> tuple[int, float, int]:
    """By what answers are sorted: the firmest tier first, then the highest score."""
    found = judged.candidate
    return (_TIERS[found.tier], -found.score, found.claim_id)


def _better(new: Judged, old: Judged) -> bool:
    """The firmer tier, then the higher score; of two alike the shorter segment.

    What differs is the answer where it tells more of the claim, as surely, than what agrees.
    """
    tiers = {new.candidate.tier, old.candidate.tier}
    if tiers == {Tier.MATCH, Tier.DIFFERS}:
        other, same = (new, old) if new.candidate.tier is Tier.DIFFERS else (old, new)
        surely = other.candidate.score >= same.candidate.score - _AS_SURELY
        if surely and (_told(other) > _told(same) or _answers(other, same)):
            return other is new
    first, second = standing(new)[:2], standing(old)[:2]
    if first == second:
        return len(new.candidate.segment.text) < len(old.candidate.segment.text)
    return first < second


def _answers(whole: Judged, asked: Judged) -> bool:
    """Whether a segment holds a question and what answers it: "renewed? Never happened".

    The question may be what agrees, or the answer: "Who paid the strikers? The bakers, the nuns".
    """
    inner, outer = asked.candidate.segment, whole.candidate.segment
    if inner.start < outer.start or inner.end > outer.end:
        return False
    before = outer.text[: inner.start - outer.start].rstrip()
    return (inner.text.endswith("?") and inner.end < outer.end) or before.endswith("?")


def _told(item: Judged) -> float:
    """How much a segment has in common with the wording that it met."""
    content = read(item.candidate.segment.text).content
    return total(content & read(item.candidate.wording).content)


def _clearer(part: Candidate, whole: Candidate, told: Sequence[Judged]) -> bool:
    if part.score <= whole.score:
        return False
    if whole.tier is not Tier.DIFFERS:
        return True
    return any(
        other.candidate.claim_id != part.claim_id
        and other.candidate.segment != part.segment
        and (other.candidate.tier is Tier.MATCH or other.candidate.score >= _SURELY)
        for other in told
    )


def _says_enough(item: Judged) -> bool:
    """Whether a part has words of its own and shares a telling one, or many, with the claim."""
    content = read(item.candidate.segment.text).content
    shared = content & read(item.candidate.wording).content
    telling = any(weight(term) >= _TELLING for term in shared)
    return len(content) >= _FEWEST_WORDS and (telling or len(shared) >= _FEWEST_WORDS)
