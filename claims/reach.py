"""Where a claim was answered in public, and which of these answers are current."""

from __future__ import annotations

from dataclasses import dataclass

from claims.corrections import Corrections, Reached, Shown
from claims.people import Member, Right
from claims.report import ClaimView
from claims.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Places:
    """Some public answers with a claim, newest first, each with whether it says what is known.

    ``first`` counts from 0; ``total`` is how many there are.
    """

    view: ClaimView
    answers: tuple[tuple[Reached, bool], ...]
    first: int
    total: int


class Reach:
    """Tells curators how far a claim has gone."""

    def __init__(self, bench: Workbench, corrections: Corrections) -> None:
        self._bench = bench
        self._corrections = corrections

    async def of_claim(
        self, member: Member, claim_id: int, *, first: int = 0, count: int = 10
    ) -> Places:
        """Where a claim stands in public; raises ``NotAllowed``, ``NotFound``."""
        await self._bench.need(member, Right.CURATE)
        view = await self._bench.view(member, claim_id)
        box = self._corrections.box
        found, total = await box.reached(member.community, claim_id, first, count)
        current: dict[Shown, bool] = {}
        for shown in {answer.shown for answer in found}:
            current[shown] = await self._corrections.is_current(member.community, shown)
        return Places(view, tuple((one, current[one.shown]) for one in found), first, total)
