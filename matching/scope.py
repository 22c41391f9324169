"""What one community may be answered with: its slots of the index, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claims.models import Owner
from matching.ledger import Slots
from matching.vectors import Chosen, Rows

_FEW_OWNERS = 16
"""So many owners are compared one by one, which is faster than looking each slot up."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The slots that may answer.

    ``owners`` are owners' numbers, or None where every document of the index may answer;
    ``rows`` are the vector rows that may, or None for all; ``size`` counts the claims.
    """

    owners: tuple[int, ...] | None
    slots: npt.NDArray[np.bool_]
    rows: Chosen | None
    size: int


def resolve(
    owners: Sequence[Owner], numbers: dict[str, int], slots: Slots, rows: Rows | None
) -> Scope:
    """The slots that some owners may be answered with.

    Where a community and a pack hold the same claim, the community's entry stands in for it.
    """
    known = [(owner, numbers[str(owner)]) for owner in owners if str(owner) in numbers]
    allowed = _owned_by([number for _, number in known], slots)
    communities = _owned_by([n for owner, n in known if owner.kind == "community"], slots)
    packs = allowed & ~communities
    if communities.any() and packs.any():
        allowed &= ~(packs & np.isin(slots.claim, slots.claim[communities]))
    size = int(np.count_nonzero(allowed))
    everything = size == int(np.count_nonzero(slots.alive))
    chosen = None if everything else tuple(number for _, number in known)
    return Scope(chosen, allowed, _rows_of(allowed, rows), size)


def _owned_by(numbers: Sequence[int], slots: Slots) -> npt.NDArray[np.bool_]:
    if len(numbers) > _FEW_OWNERS:
        return slots.alive & np.isin(slots.owner, np.asarray(numbers, dtype=np.int32))
    owned = np.zeros(len(slots), dtype=np.bool_)
    for number in numbers:
        owned |= slots.owner == number
    return np.logical_and(owned, slots.alive, out=owned)


def _rows_of(allowed: npt.NDArray[np.bool_], rows: Rows | None) -> Chosen | None:
    if rows is None or not len(rows):
        return None
    return Chosen.of(allowed[rows.slot])
