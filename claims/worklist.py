"""What waits for curators, as items of a work list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claims.models import OpenQuestion, Source


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What members said of a claim's wording: how many, since when, with their remarks.

    ``kind`` is ``not_this_claim`` or ``same_claim``; the id stands for all who said the same.
    """

    suggestion_id: int
    claim_id: int
    kind: str
    wording: str
    remarks: tuple[str, ...]
    members: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Unopened:
    """A source that no curator has opened, and the claim that lists it."""

    claim_id: int
    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A source whose link did not open: since when, and what was the matter the last time.

    ``claim_id`` and ``number`` are those of a claim that lists it, one that members see where there
    is one; None where no claim does any more.
    """

    source: Source
    since: datetime
    problem: str
    claim_id: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An open question about a claim to which sources came after the question was asked."""

    claim_id: int
    number: int
    question: OpenQuestion
    place: int
    sources: tuple[str, ...]
