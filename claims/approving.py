"""The second pair of eyes: changes that wait for an approver, and what members suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.deeds import (
    AnswerLinked,
    DecideProposal,
    DecideSuggestion,
    Decision,
    Proposal,
    PutReferences,
    Step,
    Write,
)
from claims.editing import with_blocked, with_phrasing
from claims.errors import InputProblem, NotAllowed
from claims.history import FieldChange, Named, compare
from claims.models import Claim, Status
from claims.once import once
from claims.people import Member, Right
from claims.report import ClaimView
from claims.shelves import SuggestionShelf
from claims.workbench import Result, Workbench, check_publishable, steps_of
from claims.worklist import Suggestion

NOT_THIS_CLAIM = "not_this_claim"
SAME_CLAIM = "same_claim"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as an approver reads it: the claim as it is, and what would change.

    ``stale`` is True where the claim has changed since; it can then be declined only.
    """

    proposal: Proposal
    view: ClaimView
    changes: tuple[FieldChange, ...]
    stale: bool


class Approvals:
    """Decides on what curators proposed, where a community wants two people for that."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    async def waiting(self, member: Member) -> Sequence[Proposal]:
        """What waits for an approver, oldest first; for curators."""
        await self._bench.need(member, Right.CURATE)
        return await self._bench.ledger.proposals(member.community)

    async def show(self, member: Member, proposal_id: int) -> Proposed:
        """One proposal with what it would change; raises ``NotFound``."""
        await self._bench.need(member, Right.CURATE)
        proposal = await self._bench.ledger.proposal(member.community, proposal_id)
        view = await self._bench.view(member, proposal.claim_id)
        changes: list[FieldChange] = []
        stale = False
        for write in proposal.draft.writes:
            now = await self._bench.view(member, write.claim_id)
            stale = stale or now.revision != write.base
            new = await self._proposed(member, now, write)
            sources = {source.key: source for source in proposal.draft.sources}
            documents = {document.key: document for document in proposal.draft.documents}
            named = Named({**now.sources, **sources}, {**now.documents, **documents})
            changes += compare(now.claim, new, named)
        return Proposed(proposal, view, tuple(changes), stale)

    @once
    async def accept(self, member: Member, deed: str, proposal_id: int) -> Result:
        """Carry out a proposal; raises ``NotAllowed`` for one's own, ``Conflict`` if stale."""
        await self._bench.need(member, Right.APPROVE)
        earlier = await self._bench.earlier(member, deed)
        if earlier is not None:
            return earlier
        proposal = await self._bench.ledger.proposal(member.community, proposal_id)
        _check_waits(proposal)
        if proposal.actor == str(member.user):
            raise NotAllowed("Nobody approves their own change; another approver must look at it.")
        draft = proposal.draft
        steps = steps_of(draft.writes, PutReferences(draft.sources, draft.documents))
        for write in draft.writes:
            steps += await self._published(member, write)
        steps.append(DecideProposal(proposal_id, Decision.ACCEPTED))
        wish = self._bench.deed(member, deed, "proposal accepted", proposal.reason)
        return await self._bench.result(member, await self._bench.ledger.perform(wish, steps))

    @once
    async def decline(self, member: Member, deed: str, proposal_id: int, reason: str) -> Proposal:
        """Turn a proposal down, with a reason that its proposer reads."""
        await self._bench.need(member, Right.APPROVE)
        return await self._closed(member, deed, proposal_id, Decision.DECLINED, reason)

    @once
    async def withdraw(self, member: Member, deed: str, proposal_id: int) -> Proposal:
        """Take one's own proposal back."""
        await self._bench.need(member, Right.CURATE)
        return await self._closed(member, deed, proposal_id, Decision.WITHDRAWN, "Withdrawn")

    async def _closed(
        self, member: Member, deed: str, proposal_id: int, decision: Decision, reason: str
    ) -> Proposal:
        ledger = self._bench.ledger
        if await ledger.outcome(member.community, deed) is None:
            proposal = await ledger.proposal(member.community, proposal_id)
            _check_waits(proposal)
            own = proposal.actor == str(member.user)
            if decision is Decision.WITHDRAWN and not own:
                raise NotAllowed("Only who made a proposal can withdraw it; decline it instead.")
            if not reason.strip():
                raise InputProblem("Say in a sentence why, so that its proposer can mend it.")
            wish = self._bench.deed(member, deed, f"proposal {decision.value}", reason.strip())
            await ledger.perform(wish, [DecideProposal(proposal_id, decision)])
        return await ledger.proposal(member.community, proposal_id)

    async def _proposed(self, member: Member, view: ClaimView, write: Write) -> Claim:
        if write.claim is not None:
            return write.claim
        own = await self._bench.shelf.plain_claim(member.community, view.claim_id)
        return own.with_addition(write.addition) if write.addition else own

    async def _published(self, member: Member, write: Write) -> list[Step]:
        if write.claim is None or write.claim.status is not Status.PUBLISHED:
            return []
        view = await self._bench.view(member, write.claim_id)
        check_publishable(view.claim, write.claim)
        return [AnswerLinked(write.claim_id)]


class Suggestions:
    """Turns members' suggestions into blocked pairs and wordings."""

    def __init__(self, bench: Workbench, shelf: SuggestionShelf) -> None:
        self._bench = bench
        self._shelf = shelf

    async def waiting(self, member: Member, limit: int = 50) -> Sequence[Suggestion]:
        """What members suggested and nobody decided, most members first; for curators."""
        await self._bench.need(member, Right.CURATE)
        return await self._shelf.suggestions(member.community, limit)

    @once
    async def accept(self, member: Member, deed: str, suggestion_id: int) -> Result:
        """Block the wording, or add it where members said it is the same claim."""
        await self._bench.need(member, Right.CURATE)
        earlier = await self._bench.earlier(member, deed)
        if earlier is not None:
            return earlier
        found = await self._shelf.suggestion(member.community, suggestion_id)
        same = found.kind == SAME_CLAIM

        def ruled(claim: Claim) -> Claim:
            change = with_phrasing if same else with_blocked
            return change(claim, found.wording)

        return await self._bench.change(
            member,
            deed,
            found.claim_id,
            ruled,
            action="wording added" if same else "wording blocked",
            reason=f"Suggested by {found.members} member{'s' * (found.members != 1)}",
            more=[DecideSuggestion(suggestion_id, Decision.ACCEPTED)],
        )

    @once
    async def dismiss(self, member: Member, deed: str, suggestion_id: int) -> None:
        """Put a suggestion aside."""
        await self._bench.need(member, Right.CURATE)
        if await self._bench.ledger.outcome(member.community, deed) is None:
            await self._shelf.suggestion(member.community, suggestion_id)
            wish = self._bench.deed(member, deed, "suggestion dismissed", "Dismissed")
            step = DecideSuggestion(suggestion_id, Decision.DECLINED)
            await self._bench.ledger.perform(wish, [step])


def _check_waits(proposal: Proposal) -> None:
    if proposal.decision is not Decision.WAITING:
        raise InputProblem(f"This proposal was {proposal.decision.value} already.")
