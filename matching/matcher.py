"""The matcher that a check asks: segments, candidates, belief, guard, one answer a claim."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from claims.community import Sensitivity
from claims.models import Owner
from claims.report import Candidate, Difference, DifferenceKind, Matching, Segment, Tier
from matching.candidates import find, without
from matching.embedder import Embedder
from matching.features import Measured, measure
from matching.guard import Comparisons, blocked, neighbours
from matching.index import Searched, View
from matching.languages import telling_words
from matching.lookups import LookedUp, LookUp, read_by_the_model
from matching.merging import Judged, merged, standing, telling, unexplained, with_parts
from matching.names import Lexicon
from matching.own_names import Renaming, own_names
from matching.query import Query, of_one_text, with_vectors
from matching.rank import Ranker, Weighed, in_order, shipped_ranker
from matching.reasons import reasons
from matching.scope import Scope
from matching.segments import cut, left_out

_FEWEST_WORDS = 3
_NEAR_A_VARIANT = 0.6
_SHOWN = 12
_WEIGHED = 4
"""How many candidates of a segment are held against the guard; the others are related at most."""

_SETTLED = 0.95
_LEAD = 8.0
"""The belief and the lead in rank scores, by words alone, from which on the model is not asked."""
_LONG = 28
_SHORT = 1500
"""Letters of a text whose sentences are looked at clause by clause, too."""
_TOGETHER = 32
_TWO_CHANNELS = (
    "The vector model is not available, so paraphrases in other words may have been missed."
)
_CUT = "Only the first {count} sentences were looked at; check the rest by itself."
_BEHIND = (
    "The search index is still being built for {count:,} claims; paraphrases of those in other "
    "words may have been missed."
)


class ClaimMatcher:
    """Finds the claims that a text makes, in what its readers see.

    Args:
        index: An open index. The caller keeps it caught up.
        embedder: The vector model, or None to match by words alone; the index's by default.
        ranker: Coefficients other than those that ship.
    """

    def __init__(
        self,
        index: Searched,
        embedder: Embedder | None = None,
        *,
        ranker: Ranker | None = None,
    ) -> None:
        self._index = index
        self._embedder = embedder or index.embedder
        self._ranker = ranker or shipped_ranker(self._embedder.name if self._embedder else "")

    def with_names(self, groups: Sequence[Sequence[str]]) -> ClaimMatcher:
        """A matcher for readers to whom some names mean the same; the usual one comes first."""
        if not groups:
            return self
        names = own_names(tuple(tuple(group) for group in groups))
        return ClaimMatcher(Renaming(self._index, names), self._embedder, ranker=self._ranker)

    async def match(
        self,
        text: str,
        scope: Sequence[Owner],
        *,
        language: str | None = None,
        sensitivity: Sensitivity = "balanced",
    ) -> Matching:
        """Match every segment of a text, off the event loop."""
        return await asyncio.to_thread(
            self.match_now, text, scope, language=language, sensitivity=sensitivity
        )

    async def rank(self, text: str, scope: Sequence[Owner], limit: int) -> Sequence[Candidate]:
        """The nearest claims to a text taken as one, whatever their tier, best first."""
        return (await asyncio.to_thread(self.rank_now, [text], scope, limit))[0]

    def match_now(
        self,
        text: str,
        scope: Sequence[Owner],
        *,
        language: str | None = None,
        sensitivity: Sensitivity = "balanced",
    ) -> Matching:
        """As ``match``, in the calling thread."""
        segments = cut(text, language)
        view = self._index.view()
        allowed = self._index.scope(view, scope)
        if not allowed.size or not segments:
            return Matching((), segments, self._notes(text, segments))
        judged = list(self._judged(segments, language, view, allowed, sensitivity))
        found = telling(judged, _FEWEST_WORDS)
        asked = unexplained(segments, found) if len(text) <= _SHORT else []
        parts = list(self._judged(asked, language, view, allowed, sensitivity))
        answers = sorted(with_parts(merged(found), parts).values(), key=standing)
        worth = [j.candidate for j in answers if j.candidate.score >= self._ranker.related]
        made = [item for item in worth if item.tier is not Tier.RELATED]
        near = [item for item in worth if item.tier is Tier.RELATED]
        return Matching((*made, *near[:_SHOWN]), segments, self._notes(text, segments))

    def rank_now(
        self,
        texts: Sequence[str],
        scope: Sequence[Owner],
        limit: int,
        *,
        sensitivity: Sensitivity = "balanced",
    ) -> list[tuple[Candidate, ...]]:
        """For each text, taken as one, the nearest claims, best first; in the calling thread."""
        view = self._index.view()
        allowed = self._index.scope(view, scope)
        ranked = []
        look_up = LookUp(self._index, view, allowed, None, long=_LONG)
        for start in range(0, len(texts), _TOGETHER):
            some = texts[start : start + _TOGETHER]
            asked = self._index.asked(some)
            for text, query in zip(some, with_vectors(asked, self._embedder), strict=True):
                looked_up = look_up(query)
                weighed = self._weighed(query, view, allowed, looked_up)
                whole = Segment(text, 0, len(text))
                judged = self._judge(
                    query, whole, weighed, looked_up.guard, most=limit, sensitivity=sensitivity
                )
                ranked.append(tuple(item.candidate for item in judged))
        return ranked

    def _judged(
        self,
        segments: Sequence[Segment],
        language: str | None,
        view: View,
        scope: Scope,
        sensitivity: Sensitivity,
    ) -> Iterator[Judged]:
        """The best claims of each segment; the model reads those that their words do not settle."""
        look_up = LookUp(self._index, view, scope, self._embedder, long=_LONG)
        for some in self._asked(segments, language):
            unsettled = []
            for segment, query in some:
                looked_up = look_up(query)
                weighed = self._weighed(query, view, scope, looked_up)
                if self._settled(query, weighed):
                    one = 1 if self._embedder is not None else _WEIGHED
                    yield from self._judge(
                        query, segment, weighed, looked_up.guard, weigh=one, sensitivity=sensitivity
                    )
                else:
                    unsettled.append((segment, query, looked_up))
            asked = [(query, looked_up) for _, query, looked_up in unsettled]
            read = read_by_the_model(asked, self._embedder)
            for (segment, _, looked_up), query in zip(unsettled, read, strict=True):
                weighed = self._weighed(query, view, scope, looked_up)
                yield from self._judge(
                    query, segment, weighed, looked_up.guard, sensitivity=sensitivity
                )

    def _asked(
        self, segments: Sequence[Segment], language: str | None
    ) -> Iterator[list[tuple[Segment, Query]]]:
        """The segments that say something, each wording of them once, some at a time."""
        seen: set[str] = set()
        for start in range(0, len(segments), _TOGETHER):
            some = segments[start : start + _TOGETHER]
            fresh = []
            asked = self._index.asked([segment.text for segment in some], language)
            for segment, query in zip(some, of_one_text(asked), strict=True):
                if query.words.terms and query.words.plain not in seen:
                    seen.add(query.words.plain)
                    fresh.append((segment, query))
            yield fresh

    def _weighed(self, query: Query, view: View, scope: Scope, looked_up: LookedUp) -> Weighed:
        """The candidates for a query and what is believed; by its words alone without a vector."""
        found = find(query, view, scope, looked_up.hits)
        records = self._index.records(view, found.slots.tolist())
        ruled = [blocked(query.words, records[slot]) for slot in found.slots.tolist()]
        if any(ruled):  # as if it were not there: what is left is weighed by itself
            found = without(found, np.asarray(ruled, dtype=np.bool_))
        measured = measure(query, found, records, looked_up.pairs)
        content = len(query.words.content)
        return self._ranker.weigh(measured, content, english=query.is_english)

    def _settled(self, query: Query, weighed: Weighed) -> bool:
        """Whether the words of a segment leave no doubt, so that the model need not read it.

        One claim is surely meant, and it leads all others by far: two claims in one sentence stand
        side by side. A long sentence may make a second one in words that only the model knows.
        """
        if self._embedder is None:
            return True
        scores, beliefs = weighed.scores, weighed.beliefs
        if not len(scores) or len(query.words.surface) > _LONG:
            return False
        best = int(scores.argmax())
        others = np.delete(scores, best)
        lead = float(scores[best] - others.max()) if len(others) else _LEAD
        return float(beliefs[best]) >= _SETTLED and lead >= _LEAD

    def _judge(
        self,
        query: Query,
        segment: Segment,
        weighed: Weighed,
        guard: Comparisons,
        *,
        most: int = _WEIGHED,
        weigh: int = _WEIGHED,
        sensitivity: Sensitivity = "balanced",
    ) -> list[Judged]:
        """The best claims for one segment, at most so many; all but the first few are related."""
        measured, scores, beliefs = weighed.measured, weighed.scores, weighed.beliefs
        if not measured.records:
            return []
        known = neighbours(measured.records)
        store = measured.candidates.store
        spoken = query.is_english
        least = self._ranker.least(store, english=spoken, sensitivity=sensitivity)
        judged: list[Judged] = []
        for place, at in enumerate(in_order(scores, measured).tolist()):
            if len(judged) == most:
                break
            belief = float(beliefs[at])
            compared = len(judged) < weigh and not (belief < least and _taken(judged))
            differs = self._differences(guard, measured, at, belief, known) if compared else ()
            made = belief >= least
            answer = _candidate(
                query, segment, measured, at, score=belief, made=made, differs=differs
            )
            if len(judged) >= weigh or _second_best(answer, judged, least):
                answer = replace(answer, tier=Tier.RELATED, differs=())
            judged.append(Judged(place, answer))
        return judged

    def _differences(
        self,
        guard: Comparisons,
        measured: Measured,
        at: int,
        belief: float,
        known: Lexicon,
    ) -> tuple[Difference, ...]:
        met = measured.met[at]
        if belief < self._ranker.near and met.variant_nearness < _NEAR_A_VARIANT:
            return ()
        differs = guard.differences(measured.records[at], met, known)
        known_telling = any(item.kind is DifferenceKind.VARIANT for item in differs)
        return differs if belief >= self._ranker.near or known_telling else ()

    def _notes(self, text: str, segments: Sequence[Segment]) -> tuple[str, ...]:
        notes = []
        if left_out(text, segments):
            notes.append(_CUT.format(count=len(segments)))
        behind = self._index.vectors_behind
        if self._embedder is None:
            notes.append(_TWO_CHANNELS)
        elif behind:
            notes.append(_BEHIND.format(count=behind))
        return tuple(notes)


def _candidate(
    query: Query,
    segment: Segment,
    measured: Measured,
    at: int,
    *,
    score: float,
    made: bool,
    differs: tuple[Difference, ...],
) -> Candidate:
    """The candidate at a place; ``made`` where its score is enough for a match."""
    record, met = measured.records[at], measured.met[at]
    exact = query.words.plain == record.said[met.wording].plain
    said_much = telling_words(query.words, is_english=query.is_english)
    fewest = exact or said_much >= _FEWEST_WORDS
    tier = _tier(differs, exact=exact, made=fewest and made, enough=fewest)
    return Candidate(
        claim_id=record.claim_id,
        ref=record.ref,
        tier=tier,
        score=score,
        segment=segment,
        wording=record.shown(met.wording),
        reasons=reasons(query, measured, at),
        differs=differs if tier is Tier.DIFFERS else (),
    )


def _second_best(answer: Candidate, before: Sequence[Judged], least: float) -> bool:
    """Whether a segment that already has its claim merely resembles this one, too."""
    return answer.tier is Tier.DIFFERS and _taken(before) and answer.score < least


def _taken(before: Sequence[Judged]) -> bool:
    """Whether a segment already has its claim: what is less sure is then related at most."""
    return any(item.candidate.tier is not Tier.RELATED for item in before)


def _tier(differs: tuple[Difference, ...], *, exact: bool, made: bool, enough: bool) -> Tier:
    if exact:
        return Tier.MATCH
    if differs and enough:
        return Tier.DIFFERS
    return Tier.MATCH if made else Tier.RELATED
