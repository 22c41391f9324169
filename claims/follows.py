"""Who wants to hear of what: follows, followers, and what the services ask of their store.

A follow names one claim, or one question of it, as one community sees it. It holds the plain id of
whoever follows, since a hash cannot be written to, and ends with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

WHOLE = ""
"""Stands for the question of a follow that is about the whole claim."""
MOST_FOLLOWS = 50
"""What one member may follow in one community."""


class Pace(StrEnum):
    """How soon a follower hears of a change."""

    DAILY = "daily"
    AT_ONCE = "at-once"


@dataclass(frozen=True, slots=True)
class Follow:
    """What one member follows in one community.

    ``question`` is the key of one question of the claim, ``WHOLE`` for all of it. ``told`` is the
    revision that the follower knows, ``seen`` the newest one that was looked at for them: between
    the two lies what was not worth telling. ``until`` is when the follow ends by itself.
    """

    follow_id: int
    community: str
    user: int
    claim_id: int
    question: str
    pace: Pace
    since: datetime
    until: datetime | None
    told: int
    seen: int


@dataclass(frozen=True, slots=True)
class NewFollow:
    """A follow that is to begin; ``revision`` is the claim's as the member sees it now."""

    community: str
    user: int
    claim_id: int
    question: str
    pace: Pace
    since: datetime
    until: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows something, in whichever communities.

    ``minute`` is that of the day, in UTC, at which their daily message goes out. ``blocked_at`` is
    when Discord would not deliver a message to them: nothing is sent from then on.
    """

    user: int
    minute: int
    told_at: datetime | None = None
    daily_at: datetime | None = None
    blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stirred:
    """A follow whose claim has a revision that was not looked at, and when that was made."""

    follow: Follow
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A follower for whom there may be news, and of what."""

    follower: Follower
    stirred: tuple[Stirred, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a follow comes: from the revision ``base`` that its follower knew.

    ``told`` is the one that they know then, ``seen`` the one that was looked at for them; ``ends``
    is True where there is nothing left to follow.
    """

    follow_id: int
    base: int
    told: int
    seen: int
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that somebody began to send; ``bulletin_id`` is never given twice."""

    bulletin_id: int
    user: int


class FollowShelf(Protocol):
    """Where follows are kept."""

    async def add(self, new: NewFollow) -> Follow:
        """Begin a follow; where there is one for the same, give it the new pace and end.

        A follow of the whole claim takes the place of those of its questions.
        """
        ...

    async def of(self, user: int, community: str | None = None) -> Sequence[Follow]:
        """What somebody follows in one community, or in all, oldest first."""
        ...

    async def set_pace(self, user: int, follow_id: int, pace: Pace) -> None:
        """Change how soon a follow is told; nothing happens where it is not theirs."""
        ...

    async def end(self, user: int, follow_ids: Sequence[int]) -> None:
        """End some of somebody's follows; with the last one they are forgotten."""
        ...

    async def leave(self, user: int, community: str) -> int:
        """End all that somebody follows in a community; how many there were."""
        ...

    async def forget_user(self, user: int) -> None:
        """End all that somebody follows."""
        ...

    async def forget_old(self, now: datetime, blocked_before: datetime) -> int:
        """End what has expired, and what nobody could be told of for long; how many there were."""
        ...

    async def follower(self, user: int) -> Follower | None:
        """A follower; None for who follows nothing."""
        ...

    async def block(self, user: int, at: datetime) -> None:
        """Note that somebody cannot be written to."""
        ...

    async def unblock(self, user: int) -> None:
        """Note that somebody may be written to again."""
        ...


class BulletinBox(Protocol):
    """What followers are to be told. Each message is claimed before it is sent."""

    async def newest(self) -> int:
        """A number that grows with every change of any claim."""
        ...

    async def waiting(self, now: datetime) -> Sequence[Waiting]:
        """Whom there may be news for: their claims moved on, and they can be written to."""
        ...

    async def claim(
        self, follower: Follower, steps: Sequence[Step], now: datetime, *, daily: bool
    ) -> Sending | None:
        """Take a message to send it; None where anything moved on since it was put together."""
        ...

    async def left(self, before: datetime) -> Sequence[Sending]:
        """Messages that were claimed before a moment and never confirmed."""
        ...

    async def confirm(self, sending: Sending, now: datetime) -> None:
        """Say that a message was sent: its follows have been told."""
        ...

    async def release(self, sending: Sending) -> None:
        """Say that a message was not sent: its changes are still to be told."""
        ...

    async def pass_over(self, steps: Sequence[Step]) -> None:
        """Note what was looked at and holds nothing to tell."""
        ...


def question_key(text: str) -> str:
    """What a question is known by, however it stands: 32 hex digits of its wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
