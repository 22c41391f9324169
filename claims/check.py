"""The check: a submission goes in, a report comes out. Nothing of the submission is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.errors import NothingToCheck
from claims.ports import ClaimReader, Intake, Matcher
from claims.report import (
    Candidate,
    ClaimView,
    Found,
    KnownDocument,
    Match,
    Matching,
    NothingFound,
    Report,
    Submission,
    Tier,
)

_WORD = re.compile(r"\w{2,}")
_CLOSEST = 2
_RELATED = 3


class Checker:
    """Answers what a member pasted, from the claims that the member's community sees."""

    def __init__(self, reader: ClaimReader, matcher: Matcher, intake: Intake) -> None:
        self._reader = reader
        self._matcher = matcher
        self._intake = intake

    async def check_text(self, pasted: str, community: str) -> Report:
        """Answer a raw paste; raises ``InputProblem`` where it cannot be read."""
        return await self.check(await self._intake.read(pasted), community)

    async def check(self, submission: Submission, community: str) -> Report:
        """Answer a submission; raises ``NothingToCheck`` where it has neither words nor links."""
        known = await self._known_document(submission, community)
        if _WORD.search(submission.text) is None:
            if known is None:
                raise NothingToCheck(_what_there_is(submission))
            return known
        scope = await self._reader.scope(community)
        matching = await self._matcher.match(submission.text, scope, language=submission.language)
        matches = await self._seen(_worth_showing(matching.candidates), community)
        report = _report(submission, matching, matches)
        if known is None:
            return report
        found = report.matches if isinstance(report, Found) else ()
        return replace(known, found=found, notes=report.notes)

    async def nearest(self, words: str, community: str, limit: int) -> Sequence[Match]:
        """The claims nearest to some words, whatever their tier: what a search shows."""
        if _WORD.search(words) is None:
            return ()
        scope = await self._reader.scope(community)
        return await self._seen(await self._matcher.rank(words, scope, limit), community)

    async def _seen(self, found: Sequence[Candidate], community: str) -> tuple[Match, ...]:
        """Join candidates with what the community sees; one gone meanwhile is left out."""
        views = await self._reader.views(community, [item.claim_id for item in found])
        return tuple(Match(views[c.claim_id], c) for c in found if c.claim_id in views)

    async def _known_document(self, submission: Submission, community: str) -> KnownDocument | None:
        if not submission.links:
            return None
        found = await self._reader.document_at(community, submission.links)
        if found is None:
            return None
        document, address, views = found
        pasted = next((link for link in submission.links if link == address), address)
        carrier = next(
            (copy.publisher for copy in document.republications if copy.url == address),
            document.publisher,
        )
        return KnownDocument(
            document=document,
            pasted=pasted,
            carrier=carrier,
            views=tuple(sorted(views, key=_in_reading_order)),
            notes=submission.notes,
        )


def _worth_showing(candidates: Sequence[Candidate]) -> list[Candidate]:
    """All that the text makes or nearly makes, and the nearest few on the same topic."""
    made = [found for found in candidates if found.tier is not Tier.RELATED]
    near = [found for found in candidates if found.tier is Tier.RELATED]
    return [*made, *near[:_RELATED]]


def _report(
    submission: Submission, matching: Matching, matches: Sequence[Match]
) -> Found | NothingFound:
    notes = (*submission.notes, *matching.notes)
    made = [match for match in matches if match.tier is not Tier.RELATED]
    near = [match for match in matches if match.tier is Tier.RELATED]
    if not made:
        return NothingFound(closest=tuple(near[:_CLOSEST]), notes=notes)
    made.sort(key=lambda match: (match.found.segment.start, -match.found.score))
    covered = {(match.found.segment.start, match.found.segment.end) for match in made}
    uncovered = sum(
        1
        for segment in matching.segments
        if not any(start < segment.end and segment.start < end for start, end in covered)
    )
    return Found(
        matches=tuple(made), related=tuple(near[:_RELATED]), uncovered=uncovered, notes=notes
    )


def _what_there_is(submission: Submission) -> str:
    if submission.links:
        return "only a link that nobody here has annotated yet"
    return "no words"


def _in_reading_order(view: ClaimView) -> tuple[int, int]:
    where = next((a.where for a in view.claim.appearances if a.where), "") or ""
    digits = re.search(r"\d+", where)
    return (int(digits.group()) if digits else 10**6, view.number)
