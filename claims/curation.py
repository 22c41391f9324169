"""Curating claims: adding, editing, wordings, publishing, retiring and restoring."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from claims.deeds import AddClaim, LinkRequest, Step
from claims.editing import (
    ClaimEdit,
    edited,
    with_blocked,
    with_phrasing,
    with_status,
    without_blocked,
    without_phrasing,
)
from claims.errors import InputProblem, NotFound
from claims.models import Claim, Status
from claims.once import once
from claims.people import Member, Right
from claims.ports import Matcher
from claims.readiness import missing_for_publication
from claims.report import Candidate, ClaimView, Tier
from claims.shelves import Likeness
from claims.workbench import Result, Workbench

_NEAR = 5
_NEAR_ENOUGH = 0.25
_DRAFTS = 200
_EVERY_STATUS = tuple(Status)


@dataclass(frozen=True, slots=True)
class Similar:
    """A claim that looks like one about to be added; ``candidate`` is None for an unpublished one.

    ``same`` is True where it seems to be the very same claim.
    """

    view: ClaimView
    same: bool
    candidate: Candidate | None = None


class Curation:
    """What curators do with claims. Every method takes the member as they are at that moment."""

    def __init__(self, bench: Workbench, matcher: Matcher, likeness: Likeness) -> None:
        self._bench = bench
        self._matcher = matcher
        self._likeness = likeness

    async def open(self, member: Member, claim_id: int) -> ClaimView:
        """A claim as a curator sees it, drafts and retired ones too.

        Raises ``NotAllowed``, ``NotFound``.
        """
        await self._bench.need(member, Right.CURATE)
        return await self._bench.view(member, claim_id)

    async def by_number(self, member: Member, number: int) -> ClaimView:
        """The claim with this number, drafts and retired ones too, for curators."""
        await self._bench.need(member, Right.CURATE)
        return await self._bench.reader.by_number(
            member.community, number, include_unpublished=True
        )

    async def suggest(
        self, member: Member, words: str, limit: int, statuses: Sequence[Status] = _EVERY_STATUS
    ) -> Sequence[ClaimView]:
        """Claims for autocomplete by number, words or speaker; others than curators get none."""
        if not (await self._bench.rights(member)).curator:
            return ()
        return await self._bench.shelf.find(member.community, words, limit, statuses)

    async def similar(
        self, member: Member, text: str, language: str | None = None
    ) -> tuple[Similar, ...]:
        """Claims that a text comes near to, nearest first: what to look at before adding it."""
        await self._bench.need(member, Right.CURATE)
        reader, community = self._bench.reader, member.community
        ranked = await self._matcher.rank(text, await reader.readership(community), _NEAR)
        near = [c for c in ranked if c.tier is not Tier.RELATED or c.score >= _NEAR_ENOUGH]
        views = await reader.views(community, [item.claim_id for item in near])
        found = [
            Similar(views[item.claim_id], item.tier is Tier.MATCH, item)
            for item in near
            if item.claim_id in views
        ]
        hidden = (Status.DRAFT, Status.RETIRED)
        drafts = await self._bench.shelf.own_claims(community, hidden, _DRAFTS)
        at = await self._likeness.same(text, [view.claim.text for view in drafts], language)
        return (*found, Similar(drafts[at], True)) if at is not None else tuple(found)

    @once
    async def add(
        self,
        member: Member,
        deed: str,
        edit: ClaimEdit,
        *,
        reason: str = "Added",
        request: int | None = None,
    ) -> ClaimView:
        """Add a draft; ``request`` is the number of the request that it is to answer.

        Near-duplicates are the caller's to show first; see ``similar``.
        """
        await self._bench.need(member, Right.CURATE)
        earlier = await self._bench.ledger.outcome(member.community, deed)
        if earlier is None:
            if not edit.text:
                raise InputProblem("Write the claim as one sentence, then send the form again.")
            started = Claim(ref=f"c-{secrets.token_hex(6)}", text=edit.text, status=Status.DRAFT)
            steps: list[Step] = [AddClaim(edited(started, edit))]
            steps += [LinkRequest(request, None)] if request is not None else []
            earlier = await self._bench.ledger.perform(
                self._bench.deed(member, deed, "claim added", reason), steps
            )
        if earlier.claim_id is None:
            raise NotFound("This was done already, and it added no claim.")
        return await self._bench.view(member, earlier.claim_id)

    @once
    async def edit(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        edit: ClaimEdit,
        *,
        base: int | None = None,
        reason: str = "Edited",
    ) -> Result:
        """Change a claim's own fields; raises ``Overtaken`` on a stale base."""
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: edited(claim, edit),
            action="claim edited",
            reason=reason,
            base=base,
        )

    @once
    async def add_phrasing(self, member: Member, deed: str, claim_id: int, wording: str) -> Result:
        """Add another wording of the claim."""
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: with_phrasing(claim, wording),
            action="wording added",
            reason="Another wording",
        )

    @once
    async def remove_phrasing(
        self, member: Member, deed: str, claim_id: int, wording: str
    ) -> Result:
        """Take a wording off the claim."""
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: without_phrasing(claim, wording),
            action="wording removed",
            reason="A wording that is not this claim's",
        )

    @once
    async def block(self, member: Member, deed: str, claim_id: int, wording: str) -> Result:
        """Rule that a wording is not this claim."""
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: with_blocked(claim, wording),
            action="wording blocked",
            reason="Ruled not to be this claim",
        )

    @once
    async def unblock(self, member: Member, deed: str, claim_id: int, wording: str) -> Result:
        """Lift such a ruling."""
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: without_blocked(claim, wording),
            action="wording unblocked",
            reason="No longer ruled out",
        )

    @once
    async def publish(
        self, member: Member, deed: str, claim_id: int, *, base: int | None = None
    ) -> Result:
        """Show a draft to members; raises ``NotReady`` with what is missing."""
        return await self._moved(
            member, deed, claim_id, Status.PUBLISHED, "claim published", base=base
        )

    @once
    async def to_draft(
        self, member: Member, deed: str, claim_id: int, *, base: int | None = None
    ) -> Result:
        """Hide a claim from members to work on it, or restore a retired one as a draft."""
        return await self._moved(
            member, deed, claim_id, Status.DRAFT, "claim made a draft", base=base
        )

    @once
    async def retire(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        *,
        reason: str = "Retired",
        base: int | None = None,
    ) -> Result:
        """Take a claim out of use; its number and history stay."""
        return await self._moved(
            member, deed, claim_id, Status.RETIRED, "claim retired", base=base, reason=reason
        )

    @once
    async def restore(
        self, member: Member, deed: str, claim_id: int, *, base: int | None = None
    ) -> Result:
        """Bring a retired claim back as a draft; raises ``InputProblem`` where it is not."""

        def back(claim: Claim) -> Claim:
            if claim.status is not Status.RETIRED:
                raise InputProblem("This claim is not retired; there is nothing to restore.")
            return with_status(claim, Status.DRAFT)

        return await self._bench.change(
            member, deed, claim_id, back, action="claim restored", reason="Restored", base=base
        )

    async def missing(self, member: Member, claim_id: int) -> tuple[str, ...]:
        """What a claim still lacks before it can be published, a sentence each."""
        return missing_for_publication((await self.open(member, claim_id)).claim)

    async def _moved(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        status: Status,
        action: str,
        *,
        base: int | None,
        reason: str | None = None,
    ) -> Result:
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda claim: with_status(claim, status),
            action=action,
            reason=reason or action.removeprefix("claim ").capitalize(),
            base=base,
        )
