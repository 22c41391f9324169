"""An index as if one claim read otherwise: what is asked of a wording that is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from claims.models import Claim, Owner
from matching.embedder import Embedder
from matching.folder import View, entry_of
from matching.index import SearchIndex
from matching.query import Query
from matching.record import Record
from matching.scope import Scope


class AlteredIndex:
    """Searches an open index with one claim changed; the index itself stays as it is.

    Args:
        index: The index, which holds the claim.
        owner: Whose readers see the claim so.
        claim_id: The claim.
        altered: The claim with fewer wordings or rulings; no wording of it is new.
    """

    def __init__(self, index: SearchIndex, owner: Owner, claim_id: int, altered: Claim) -> None:
        self._index = index
        self._base = index.view()
        number = self._base.owners[str(owner)]
        slots = self._base.slots
        mine = (slots.claim == claim_id) & (slots.owner == number) & slots.alive
        self._slot = int(np.flatnonzero(mine)[0])
        self._record = Record.of(claim_id, altered, index.aliases)
        self._view = self._altered(number)

    @property
    def embedder(self) -> Embedder | None:
        """That of the index."""
        return self._index.embedder

    @property
    def vectors_behind(self) -> int:
        """As in the index."""
        return self._base.behind

    def view(self) -> View:
        """The index with the claim changed."""
        return self._view

    def scope(self, view: View, owners: Sequence[Owner]) -> Scope:
        """As in the index."""
        return self._index.scope(self._base, owners)

    def asked(self, texts: Sequence[str], language: str | None = None) -> list[Query]:
        """As in the index."""
        return self._index.asked(texts, language)

    def records(self, view: View, slots: Sequence[int]) -> dict[int, Record]:
        """What is kept of the claims in some slots, with the one that is changed."""
        others = [slot for slot in slots if slot != self._slot]
        found = self._index.records(self._base, others)
        return {**found, self._slot: self._record} if self._slot in slots else found

    def _altered(self, owner: int) -> View:
        entry = entry_of(self._slot, owner, self._record)
        rows = self._base.rows
        if rows is not None:
            before = self._index.records(self._base, [self._slot])[self._slot].embedded
            kept = frozenset(self._record.embedded)
            gone = {at for at, text in enumerate(before) if text not in kept}
            mine = rows.of_slot(self._slot)
            rows = rows.hiding(row for row in mine if int(rows.wording[row]) in gone)
        return replace(self._base, lexical=self._base.lexical.replacing(entry), rows=rows)
