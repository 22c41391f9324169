"""The history of claims: reading it, comparing, going back, and making one claim of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.changes import SETTLE, ChangeKind, MaterialChange, told_of
from claims.deeds import AnswerLinked, Entry, MarkRevision
from claims.editing import merged
from claims.errors import Conflict, InputProblem, NotFound
from claims.history import FieldChange, Named, compare
from claims.models import Claim, Status
from claims.once import once
from claims.people import Member, Right
from claims.report import ClaimView, Revision
from claims.workbench import Result, Target, Workbench, check_publishable

LONGEST_TOLD = 200
"""Characters of a curator's own sentence for readers."""


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a claim's history: revisions, newest first, each with what it changed.

    ``first`` counts from 0, the newest; ``total`` is how many revisions there are.
    """

    view: ClaimView
    steps: tuple[tuple[Revision, tuple[FieldChange, ...]], ...]
    first: int
    total: int


@dataclass(frozen=True, slots=True)
class Telling:
    """How readers are told of a revision; ``minor`` where a curator chose that they are not."""

    revision: int
    changes: tuple[MaterialChange, ...]
    minor: bool

    @property
    def may_be_minor(self) -> bool:
        """False where a claim came or went: that is told in any case."""
        return not any(change.kind.moves for change in self.changes)


class Revising:
    """What curators do with the history of claims."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    async def history(
        self, member: Member, claim_id: int, *, first: int = 0, count: int = 5
    ) -> Page:
        """Some revisions of a claim from the newest on, with who, when, why and what changed."""
        await self._bench.need(member, Right.CURATE)
        view = await self._bench.view(member, claim_id)
        revisions = await self._bench.reader.revisions(member.community, claim_id)
        named = await self._named(member, view, revisions)
        shown = revisions[first : first + count + 1]
        steps = [
            (newer, compare(older.claim, newer.claim, named)) for newer, older in pairwise(shown)
        ]
        if shown and len(shown) <= count:
            steps.append((shown[-1], ()))
        return Page(view, tuple(steps[:count]), first, len(revisions))

    async def compare(
        self, member: Member, claim_id: int, old: int, new: int
    ) -> tuple[FieldChange, ...]:
        """What differs between two revisions; raises ``NotFound`` for one that is not there."""
        await self._bench.need(member, Right.CURATE)
        view = await self._bench.view(member, claim_id)
        revisions = await self._bench.reader.revisions(member.community, claim_id)
        named = await self._named(member, view, revisions)
        return compare(_numbered(revisions, old), _numbered(revisions, new), named)

    @once
    async def revert(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        number: int,
        *,
        base: int | None = None,
    ) -> Result:
        """Make a new revision that equals an old one; nothing in between is lost."""
        await self._bench.need(member, Right.CURATE)
        revisions = await self._bench.reader.revisions(member.community, claim_id)
        old = _numbered(revisions, number)
        return await self._bench.change(
            member,
            deed,
            claim_id,
            lambda _: old,
            action="claim reverted",
            reason=f"Back to revision {number}",
            base=base,
        )

    async def telling(self, member: Member, claim_id: int) -> Telling | None:
        """How readers are told of a claim's newest revision, while that can still be chosen."""
        await self._bench.need(member, Right.CURATE)
        view = await self._bench.view(member, claim_id)
        revisions = await self._bench.reader.revisions(member.community, claim_id)
        newest = revisions[0]
        if newest.number != view.revision or self._bench.clock() - newest.at >= SETTLE:
            return None
        named = await self._named(member, view, revisions)
        found = [changes for item, changes in told_of(revisions[::-1], named) if item is newest]
        changes = found[0] if found else ()
        fresh = any(change.kind is ChangeKind.NEW for change in changes)
        if fresh or not (changes or newest.minor):
            return None
        return Telling(newest.number, changes, newest.minor and not changes)

    @once
    async def call_minor(self, member: Member, deed: str, claim_id: int, number: int) -> ClaimView:
        """Have readers not told of a revision; raises ``NotFound``, ``InputProblem``."""
        return await self._mark(
            member, deed, MarkRevision(claim_id, number, minor=True), "revision called minor"
        )

    @once
    async def call_material(
        self, member: Member, deed: str, claim_id: int, number: int
    ) -> ClaimView:
        """Have readers told of a revision after all."""
        return await self._mark(
            member, deed, MarkRevision(claim_id, number, minor=False), "revision called material"
        )

    @once
    async def word(
        self, member: Member, deed: str, claim_id: int, number: int, sentence: str
    ) -> ClaimView:
        """Have readers told of a revision in a curator's own sentence; empty: in derived words."""
        told = " ".join(sentence.split())
        if len(told) > LONGEST_TOLD:
            raise InputProblem(f"Say it in at most {LONGEST_TOLD} characters.")
        return await self._mark(
            member, deed, MarkRevision(claim_id, number, told=told), "revision told in own words"
        )

    async def _mark(self, member: Member, deed: str, step: MarkRevision, action: str) -> ClaimView:
        await self._bench.need(member, Right.CURATE)
        if await self._bench.ledger.outcome(member.community, deed) is None:
            wish = self._bench.deed(member, deed, action, f"Revision {step.number}")
            await self._bench.ledger.perform(wish, [step])
        return await self._bench.view(member, step.claim_id)

    @once
    async def merge(
        self,
        member: Member,
        deed: str,
        keep: int,
        other: int,
        *,
        base: int | None = None,
        other_base: int | None = None,
    ) -> Result:
        """Make one claim of two: the first takes over what the second knew, the second retires.

        The second must be the community's own; the first may belong to a pack, and then takes
        over what can be added to one. Raises ``Conflict`` on a stale base.
        """
        settings = await self._bench.need(member, Right.CURATE)
        earlier = await self._bench.earlier(member, deed)
        if earlier is not None:
            return earlier
        winner = await self._bench.view(member, keep)
        loser = await self._bench.view(member, other)
        for view, given in ((winner, base), (loser, other_base)):
            if given is not None and given != view.revision:
                raise Conflict(f"Claim #{view.number}", given, view.revision)
        if loser.owner.kind == "pack":
            raise InputProblem(
                f"Claim #{loser.number} belongs to a pack and stays; merge the other way round."
            )
        kept, gone = merged(winner.claim, _what_a_pack_takes(loser.claim, winner))
        gone = loser.claim.model_copy(
            update={"status": gone.status, "merged_into": _name_of(winner)}
        )
        check_publishable(winner.claim, kept)
        targets = [Target(winner, kept), Target(loser, gone)]
        shown = kept.status is Status.PUBLISHED
        more = [AnswerLinked(other, keep)] if shown else []
        steps = await self._bench.steps_for(member, settings, targets, more=more)
        reason = f"Merged #{loser.number} into #{winner.number}"
        wish = self._bench.deed(member, deed, "claims merged", reason)
        return await self._bench.result(member, await self._bench.ledger.perform(wish, steps))

    async def audit(
        self,
        member: Member,
        *,
        limit: int = 20,
        before: int | None = None,
        claim_id: int | None = None,
    ) -> Sequence[Entry]:
        """The audit log, newest first: who did what to which claim, for administrators.

        Curators see that of one claim.
        """
        if claim_id is None:
            await self._bench.need(member, Right.ADMINISTER)
        else:
            await self._bench.need(member, Right.CURATE)
            await self._bench.view(member, claim_id)
        return await self._bench.ledger.audit(
            member.community, min(limit, 100), before=before, claim_id=claim_id
        )

    async def _named(self, member: Member, view: ClaimView, revisions: Sequence[Revision]) -> Named:
        """What the sources of all these revisions are called, also of those no longer listed."""
        keys = {key for item in revisions for key in item.claim.source_keys}
        missing = sorted(keys - view.sources.keys())
        more = await self._bench.shelf.sources_by_key(member.community, view.owner, missing)
        known = {**view.sources, **{source.key: source for source in more}}
        return Named(known, view.documents)


def _numbered(revisions: Sequence[Revision], number: int) -> Claim:
    for revision in revisions:
        if revision.number == number:
            return revision.claim
    raise NotFound(f"The claim has no revision {number}; the newest is {revisions[0].number}.")


def _what_a_pack_takes(loser: Claim, winner: ClaimView) -> Claim:
    """The loser whole; for a pack's claim, only what a community can add to one."""
    if winner.owner.kind == "community":
        return loser
    return Claim(
        ref=loser.ref,
        text=loser.text,
        phrasings=loser.phrasings,
        blocked=loser.blocked,
        evidence=loser.evidence,
        questions=loser.questions,
    )


def _name_of(winner: ClaimView) -> str:
    if winner.owner.kind == "community":
        return winner.claim.ref
    return f"{winner.owner.key}/{winner.claim.ref}"[:200]
