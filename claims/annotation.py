"""What curators write around claims: who passed them on, sources, questions, tellings, context."""

from __future__ import annotations

from claims import annotating
from claims.annotating import HopForm
from claims.deeds import PutReferences
from claims.editing import ClaimEdit, edited
from claims.errors import InputProblem
from claims.forms import filled
from claims.models import (
    Appearance,
    Departure,
    Evidence,
    Hop,
    Line,
    OpenQuestion,
    Quotation,
    Sentence,
    Stance,
)
from claims.once import once
from claims.people import Member, Right
from claims.sourcing import DocumentForm, Named, Sourcing
from claims.workbench import Edit, Result, Workbench


class Annotation:
    """What curators add around a claim. ``base`` is the revision that a form was filled from."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._sourcing = Sourcing(bench.shelf, bench.canonical)

    @once
    async def add_hop(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        form: HopForm,
        *,
        source: Named | None = None,
        place: int | None = None,
        base: int | None = None,
    ) -> Result:
        """Put a step into the chain, at a place counted from 1, or at its end."""
        hop, brought = await self._hop(member, claim_id, form, source)
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_hop(claim, hop, place),
            ("attribution added", f"Added {form.who} to the chain", base),
            references=brought,
        )

    @once
    async def change_hop(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        place: int,
        form: HopForm,
        *,
        source: Named | None = None,
        base: int | None = None,
    ) -> Result:
        """Rewrite the step at a place."""
        hop, brought = await self._hop(member, claim_id, form, source)
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_hop_at(claim, place, hop),
            ("attribution changed", f"Changed step {place} of the chain", base),
            references=brought,
        )

    @once
    async def move_hop(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        place: int,
        to: int,
        *,
        base: int | None = None,
    ) -> Result:
        """Move the step at one place to another."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_hop_moved(claim, place, to),
            ("attribution moved", f"Moved step {place} to place {to}", base),
        )

    @once
    async def remove_hop(
        self, member: Member, deed: str, claim_id: int, place: int, *, base: int | None = None
    ) -> Result:
        """Take the step at a place out of the chain."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.without_hop(claim, place),
            ("attribution removed", f"Removed step {place} of the chain", base),
        )

    @once
    async def add_source(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        source: Named,
        stance: Stance,
        *,
        note: Sentence | None = None,
        base: int | None = None,
    ) -> Result:
        """List a source with its bearing and a note; one page is listed once."""
        key, brought = await self._placed(member, claim_id, source)
        evidence = filled(Evidence, {"source": key, "stance": stance, "note": note})
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_evidence(claim, evidence),
            ("source added", "Added a source", base),
            references=brought,
        )

    @once
    async def change_stance(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        key: str,
        stance: Stance,
        *,
        note: Sentence | None = None,
        base: int | None = None,
    ) -> Result:
        """Change a listed source's bearing and note."""
        checked = filled(Evidence, {"source": key, "stance": stance, "note": note})
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_stance(claim, key, stance, checked.note),
            ("source changed", "Changed what a source says here", base),
        )

    @once
    async def remove_source(
        self, member: Member, deed: str, claim_id: int, key: str, *, base: int | None = None
    ) -> Result:
        """Take a source off the claim's evidence; the source itself stays known."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.without_evidence(claim, key),
            ("source removed", "Removed a source", base),
        )

    @once
    async def add_question(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        text: str,
        *,
        settled_by: str | None = None,
    ) -> Result:
        """Ask what is unresolved, and say what would settle it."""
        question = filled(OpenQuestion, {"text": text, "settled_by": settled_by})
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_question(claim, question),
            ("question added", "Asked an open question", None),
        )

    @once
    async def answer_question(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        place: int,
        answer: str,
        *,
        source: Named | None,
        base: int | None = None,
    ) -> Result:
        """Answer a question from a source; raises ``InputProblem`` without one."""
        if source is None:
            raise InputProblem("An answer needs a source; add the link that it rests on.")
        said = filled(OpenQuestion, {"text": "x", "answer": answer}).answer
        if said is None:
            raise InputProblem("The answer is empty; write it in a sentence and send it again.")
        key, brought = await self._placed(member, claim_id, source)
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_answer(claim, place, said, key),
            ("question answered", f"Answered question {place}", base),
            references=brought,
        )

    @once
    async def withdraw_question(
        self, member: Member, deed: str, claim_id: int, place: int, *, base: int | None = None
    ) -> Result:
        """Stop asking a question; it stays in the list as withdrawn."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_question_withdrawn(claim, place),
            ("question withdrawn", f"Withdrew question {place}", base),
        )

    @once
    async def reopen_question(
        self, member: Member, deed: str, claim_id: int, place: int, *, base: int | None = None
    ) -> Result:
        """Ask a question again; its answer stays in the history."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_question_reopened(claim, place),
            ("question reopened", f"Reopened question {place}", base),
        )

    @once
    async def add_appearance(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        form: DocumentForm,
        *,
        where: Line | None = None,
        quote: Quotation | None = None,
        departure: Departure | None = None,
    ) -> Result:
        """List a telling of the claim in an article or post."""
        await self._bench.need(member, Right.CURATE)
        placed = await self._sourcing.document(member.community, form)
        told = filled(
            Appearance,
            {"document": placed.key, "where": where, "quote": quote, "departure": departure},
        )
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.with_appearance(claim, told),
            ("appearance added", f"Listed a telling: {form.title}"[:200], None),
            references=placed.references,
        )

    @once
    async def remove_appearance(
        self, member: Member, deed: str, claim_id: int, place: int, *, base: int | None = None
    ) -> Result:
        """Take the telling at a place off the list."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: annotating.without_appearance(claim, place),
            ("appearance removed", f"Removed telling {place}", base),
        )

    @once
    async def context(
        self, member: Member, deed: str, claim_id: int, edit: ClaimEdit, *, base: int | None = None
    ) -> Result:
        """Say what a reader needs to place the claim: kind, what can be checked, departure."""
        return await self._change(
            member,
            deed,
            claim_id,
            lambda claim: edited(claim, edit),
            ("context changed", "Changed the context", base),
        )

    async def _hop(
        self, member: Member, claim_id: int, form: HopForm, source: Named | None
    ) -> tuple[Hop, PutReferences | None]:
        key, brought = None, None
        if source is not None:
            key, brought = await self._placed(member, claim_id, source)
        else:
            await self._bench.need(member, Right.CURATE)
        return Hop(**form.model_dump(), source=key), brought

    async def _placed(
        self, member: Member, claim_id: int, source: Named
    ) -> tuple[str, PutReferences]:
        await self._bench.need(member, Right.CURATE)
        view = await self._bench.view(member, claim_id)
        placed = await self._sourcing.source(member.community, view, source)
        return placed.key, placed.references

    async def _change(
        self,
        member: Member,
        deed: str,
        claim_id: int,
        edit: Edit,
        told: tuple[str, str, int | None],
        *,
        references: PutReferences | None = None,
    ) -> Result:
        action, reason, base = told
        return await self._bench.change(
            member,
            deed,
            claim_id,
            edit,
            action=action,
            reason=reason,
            base=base,
            references=references,
        )
