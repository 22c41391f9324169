"""What members ask curators to look into: the requests, their askers and how they were closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Told(StrEnum):
    """How an asker wants to hear of the answer."""

    DIRECT = "direct"
    NOTHING = "nothing"


class RequestStatus(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"
    DISMISSED = "dismissed"

    @property
    def waits(self) -> bool:
        """True where nobody has answered or dismissed it."""
        return self in (RequestStatus.OPEN, RequestStatus.TAKEN)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one member asks, with their consent that it is kept.

    ``who`` is a keyed hash of their id; ``user`` the id itself, only where they want to be told.
    """

    who: str
    text: str
    reason: str
    language: str | None
    told: Told
    user: str | None
    expires: datetime


class Verdict(StrEnum):
    """How a request was closed; it says nothing of any claim."""

    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Closing:
    """How to close a request: with a claim, or with the reason for dismissing it."""

    verdict: Verdict
    claim_id: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Asker:
    """One of those who asked; ``text`` and ``reason`` are empty once they expired."""

    asker_id: int
    text: str
    reason: str
    told: Told
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What waits for curators, however many asked it.

    ``number`` counts within the community; ``text`` is empty once it expired; ``taken_by`` and
    ``closed_by`` are plain ids of curators; ``claim_id`` is the claim that answers it or will.
    """

    number: int
    status: RequestStatus
    text: str
    language: str | None
    asked: int
    first_asked: datetime
    last_asked: datetime
    taken_by: str | None
    claim_id: int | None
    closed_at: datetime | None
    closed_by: str | None
    sentence: str
    askers: tuple[Asker, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What one asker is still to be told, once.

    ``tried`` is True where somebody began to send it before and nobody knows how that ended: look
    for a message with this ``nonce`` before sending it again.
    """

    notice_id: int
    community: str
    user: str
    request: int
    verdict: Verdict
    claim_id: int | None
    sentence: str
    nonce: str
    tried: bool
    attempts: int
