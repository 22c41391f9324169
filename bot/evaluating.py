"""Replays curators' decisions against the matcher, as members' checks would ask it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.following import Show
from bot.services import Services
from claims.community import Sensitivity
from claims.evaluation import Case, Kind, Outcome, cases_of, judged, without
from claims.models import Claim, Owner
from matching.altered import AlteredIndex
from matching.matcher import ClaimMatcher

_PAGE = 1000
_ALTERED = frozenset({Kind.UNAIDED, Kind.UNRULED})


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim with the cases that it stands in."""

    claim: Claim
    cases: tuple[Case, ...]


class Replay:
    """Puts every case before the matcher, as a member's check would."""

    def __init__(self, services: Services) -> None:
        self._store = services.store
        self._index = services.index
        self._matcher = services.matcher
        self._scopes: dict[Owner, tuple[tuple[Owner, ...], Sensitivity]] = {}

    async def subjects(self, owners: Sequence[Owner] | None) -> list[Subject]:
        """The claims of some owners, or of all, that hold any case."""
        found: list[Subject] = []
        after = 0
        while changes := await self._store.feed.changes(after, _PAGE):
            after = changes[-1].sequence
            for change in changes:
                if change.sequence > self._index.position:
                    return found  # it came while the index was opened
                if change.claim is None or (owners is not None and change.owner not in owners):
                    continue
                cases = cases_of(change.owner, change.claim_id, change.claim)
                if cases:
                    found.append(Subject(change.claim, tuple(cases)))
        return found

    async def decided(self, owners: Sequence[Owner] | None) -> list[Case]:
        """The cases in what members asked and doubted, as far as their texts are still kept."""
        found = []
        for community in await self._store.decisions.communities():
            owner = Owner.community(community)
            if owners is None or owner in owners:
                found += await self._store.decisions.cases(community)
        return found

    async def run(
        self, subjects: Sequence[Subject], decided: Sequence[Case], show: Show
    ) -> list[Outcome]:
        """The outcome of every case."""
        outcomes: list[Outcome] = []
        total = len(decided) + sum(len(subject.cases) for subject in subjects)
        for case in decided:
            outcomes.append(await self._outcome(case, self._matcher))
        for subject in subjects:
            for case in subject.cases:
                matcher = self._matcher
                if case.kind in _ALTERED:
                    matcher = await asyncio.to_thread(self._altered, subject, case)
                outcomes.append(await self._outcome(case, matcher))
            show("Replaying decisions", len(outcomes), total)
        return outcomes

    def _altered(self, subject: Subject, case: Case) -> ClaimMatcher:
        """A matcher that knows the claim without the wording or ruling that a case is about."""
        claim = without(subject.claim, case)
        return ClaimMatcher(AlteredIndex(self._index, case.owner, case.claim_id, claim))

    async def _outcome(self, case: Case, matcher: ClaimMatcher) -> Outcome:
        scope, sensitivity = await self._scope(case.owner)
        named = matcher.with_names(await self._store.reader.same_names(scope))
        found = await named.match(case.text, scope, sensitivity=sensitivity)
        return judged(case, found.candidates)

    async def _scope(self, owner: Owner) -> tuple[tuple[Owner, ...], Sensitivity]:
        """What the readers of an owner see: of a pack, that pack alone."""
        if owner not in self._scopes:
            if owner.kind == "pack":
                self._scopes[owner] = (owner,), "balanced"
            else:
                chosen = (await self._store.curating.settings(owner.key)).settings
                scope = await self._store.reader.scope(owner.key)
                self._scopes[owner] = scope, chosen.sensitivity
        return self._scopes[owner]
