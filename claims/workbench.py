"""How every change of a claim is made: rights, base, rules, one deed; the services build on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from claims.community import CommunitySettings
from claims.deeds import (
    AnswerLinked,
    Deed,
    Draft,
    Outcome,
    Proposal,
    Propose,
    PutReferences,
    SaveAddition,
    SaveClaim,
    Step,
    Write,
)
from claims.errors import CaveatError, Conflict, InputProblem, NotFound, NotReady, Overtaken
from claims.history import Named, compare
from claims.linking import Canonical
from claims.models import Claim, Status
from claims.people import Member, Right, Rights, rights_of
from claims.readiness import addition_between, is_material, missing_for_publication
from claims.report import ClaimView
from claims.shelves import CuratorReader, CuratorShelf, Ledger, SettingsShelf

Edit = Callable[[Claim], Claim]
"""Makes of a claim what it is to become, or raises ``InputProblem``; may be called twice."""

Result = ClaimView | Proposal
"""What a change came to: the claim as it is now, or the proposal that waits for an approver."""

_ATTEMPTS = 5


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """One claim that is changed: its view as it was found, and what it is to become."""

    view: ClaimView
    new: Claim


class Workbench:
    """Carries out changes of claims for members: checks, then writes all of it or nothing."""

    def __init__(
        self,
        reader: CuratorReader,
        shelf: CuratorShelf,
        ledger: Ledger,
        settings: SettingsShelf,
        *,
        canonical: Canonical,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.reader = reader
        self.shelf = shelf
        self.ledger = ledger
        self.canonical = canonical
        self.clock = clock
        self._settings = settings

    async def rights(self, member: Member) -> Rights:
        """What a member may do in their community now."""
        return rights_of(member, (await self._settings.settings(member.community)).settings)

    async def need(self, member: Member, right: Right) -> CommunitySettings:
        """The settings of the member's community; raises ``NotAllowed`` without the right."""
        settings = (await self._settings.settings(member.community)).settings
        rights_of(member, settings).need(right)
        return settings

    async def view(self, member: Member, claim_id: int) -> ClaimView:
        """A claim that the member's community sees, drafts included; raises ``NotFound``."""
        found = await self.reader.views(member.community, [claim_id], include_unpublished=True)
        if claim_id not in found:
            raise NotFound("There is no such claim here.")
        return found[claim_id]

    async def earlier(self, member: Member, deed: str) -> Result | None:
        """What this deed came to, where it was done before."""
        outcome = await self.ledger.outcome(member.community, deed)
        return await self.result(member, outcome) if outcome is not None else None

    async def result(self, member: Member, outcome: Outcome) -> Result:
        """The proposal or the claim that an outcome names, as it is now."""
        if outcome.proposal is not None:
            return await self.ledger.proposal(member.community, outcome.proposal)
        if outcome.claim_id is None:
            raise NotFound("This was done already.")
        return await self.view(member, outcome.claim_id)

    def deed(self, member: Member, key: str, action: str, reason: str) -> Deed:
        """A deed of a member, now."""
        return Deed(key, member.community, str(member.user), action, reason, self.clock())

    async def change(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        edit: Edit,
        *,
        action: str,
        reason: str,
        base: int | None = None,
        references: PutReferences | None = None,
        more: Sequence[Step] = (),
    ) -> Result:
        """Change one claim.

        Args:
            member: Who changes it, as they are now.
            deed: The interaction's id; the same one again gives back its first outcome.
            claim_id: The claim.
            edit: What it becomes.
            action: What the audit log calls it.
            reason: Why, for the revision.
            base: The revision that a form was filled from; None takes the newest, whatever it is.
            references: Sources and documents that the change brings along.
            more: Steps to be done with it, where no approval is needed first.

        Raises ``NotAllowed``, ``NotFound``, ``InputProblem``, ``Overtaken`` on a stale base.
        """
        settings = await self.need(member, Right.CURATE)
        earlier = await self.earlier(member, deed)
        if earlier is not None:
            return earlier
        for attempt in range(_ATTEMPTS):
            view = await self.view(member, claim_id)
            if base is not None and base != view.revision:
                raise await self._overtaken(member, view, base, edit)
            target = Target(view, edit(view.claim))
            check_publishable(view.claim, target.new)
            if target.new == view.claim and not more:
                return view
            steps = await self.steps_for(member, settings, [target], references, more)
            try:
                outcome = await self.ledger.perform(self.deed(member, deed, action, reason), steps)
            except Conflict:
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            return await self.result(member, outcome)
        raise AssertionError("unreachable")

    async def steps_for(
        self,
        member: Member,
        settings: CommunitySettings,
        targets: Sequence[Target],
        references: PutReferences | None = None,
        more: Sequence[Step] = (),
    ) -> list[Step]:
        """The steps that bring claims to their new states, or that propose it to the approvers."""
        changed = [target for target in targets if target.new != target.view.claim]
        writes = [await self._write(member, target) for target in changed]
        brought = references or PutReferences()
        if settings.approval and any(is_material(t.view.claim, t.new) for t in targets):
            draft = Draft(
                writes=tuple(writes), sources=brought.sources, documents=brought.documents
            )
            return [Propose(targets[0].view.claim_id, draft)]
        steps = steps_of(writes, brought)
        steps += [
            AnswerLinked(target.view.claim_id)
            for target in targets
            if target.new.status is Status.PUBLISHED
            and target.view.claim.status is not Status.PUBLISHED
        ]
        return [*steps, *more]

    async def _write(self, member: Member, target: Target) -> Write:
        view = target.view
        if view.owner.kind == "community":
            return Write(claim_id=view.claim_id, base=view.revision, claim=target.new)
        own = await self.shelf.plain_claim(member.community, view.claim_id)
        addition = addition_between(own, target.new)
        if addition is None:
            raise InputProblem(
                f"This claim belongs to the pack “{view.owner_title}”, and only a newer version of "
                "the pack changes it. Here you can add wordings, sources and questions, answer "
                "questions, and rule out wordings that are not this claim."
            )
        return Write(claim_id=view.claim_id, base=view.revision, addition=addition)

    async def _overtaken(self, member: Member, view: ClaimView, base: int, edit: Edit) -> Conflict:
        revisions = await self.reader.revisions(member.community, view.claim_id)
        started = next((item.claim for item in revisions if item.number == base), None)
        if started is None:
            return Conflict(f"Claim #{view.number}", base, view.revision)
        named = Named(view.sources, view.documents)
        theirs = compare(started, view.claim, named)
        try:
            mine = compare(started, edit(started), named)
        except CaveatError:  # it would not have worked then either
            mine = ()
        return Overtaken(view, base, theirs, mine)


def check_publishable(old: Claim, new: Claim) -> None:
    """Raise ``NotReady`` where a claim to be published lacks something."""
    if new.status is not Status.PUBLISHED:
        return
    missing = missing_for_publication(new)
    if old.status is Status.PUBLISHED:
        before = missing_for_publication(old)
        missing = tuple(sentence for sentence in missing if sentence not in before)
        if missing:
            raise InputProblem(
                "Members see this claim, and it cannot do without that; put something in its "
                "place first, or make the claim a draft."
            )
    if missing:
        raise NotReady(missing)


def steps_of(writes: Iterable[Write], references: PutReferences) -> list[Step]:
    """The steps that store what a draft holds, references first."""
    steps: list[Step] = []
    if references.sources or references.documents:
        steps.append(references)
    for write in writes:
        if write.claim is not None:
            steps.append(SaveClaim(write.claim_id, write.base, write.claim))
        if write.addition is not None:
            steps.append(SaveAddition(write.claim_id, write.base, write.addition))
    return steps
