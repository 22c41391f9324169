"""Stores of very few claims, cut out of small ones: from them belief learns what a first claim is.

A community begins with one claim, and has a dozen for long. Hardly anything is like a text there
but for the claim it makes, or one about the same thing that it does not make.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matching_examples import Example, Split

from matching.candidates import without
from matching.features import measure

_SIZES = (1, 1, 2, 3, 5, 8, 10, 15, 20)
_SMALL = 100
"""Claims of the stores of which some are taken."""
_NEAREST = 0.5
"""How often the wrong claim that is nearest is among those that are left."""


def of_few_claims(known: Split, seed: int) -> Split:
    """Each query of a small store against 1 to 20 of its claims, with the right one and without."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    found = Split()
    for present, absent in zip(known.present, known.absent, strict=True):
        if present.measured.candidates.store > _SMALL:
            continue
        size = draw.choice(_SIZES)
        right = np.flatnonzero(present.like)[:1].tolist()
        wrong = np.flatnonzero(~present.like).tolist()
        if right and len(wrong) >= size:
            found.present.append(_left(present, right + _drawn(draw, wrong, size - 1)))
        if len(absent.like) >= size:
            found.absent.append(_left(absent, _drawn(draw, range(len(absent.like)), size)))
    return found


def _drawn(draw: random.Random, wrong: Sequence[int], size: int) -> list[int]:
    """The places of some wrong candidates, of which the first is the nearest."""
    if size and draw.random() < _NEAREST:
        return [wrong[0], *draw.sample(wrong[1:], size - 1)]
    return draw.sample(wrong, size)


def _left(item: Example, places: Sequence[int]) -> Example:
    """An example as if its store held only the candidates at some places."""
    found = item.measured.candidates
    keep = np.zeros(len(found), dtype=np.bool_)
    keep[list(places)] = True
    less = replace(without(found, ~keep), store=len(places))
    records = dict(zip(found.slots.tolist(), item.measured.records, strict=True))
    measured = measure(item.query, less, records)
    return replace(item, measured=measured, right=item.right[keep], like=item.like[keep])
