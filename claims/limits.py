"""How much a member and a community may ask for in a minute, kept in memory alone.

Each has a bucket that a minute fills: the generic cell rate algorithm (ITU-T I.371), which keeps
one number for whoever asked lately and nothing for anybody else.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import IntEnum

from claims.errors import AskedTooFast, AskedTooFastAgain

_MINUTE = 60.0
_TOLD = 5
"""How many of those who are refused in a community are told so in a second: each answer takes a
moment that others wait for."""
_NOTHING = 1e-6
_REMEMBERED = 10_000
_LEFT_FOR_MEMBERS = 0.5


class Cost(IntEnum):
    """What is asked for, in checks of a text."""

    CHECK = 1
    SEARCH = 1
    REMARK = 1
    READING = 2
    """A check that reads a file, or the page behind a link."""
    EXPORT = 5


class Pace:
    """A bucket for each key, of those that asked lately; the longest idle are forgotten first.

    Args:
        most: What a key may take in a while, at once or spread; 0 for as much as it likes.
        clock: Seconds that never go back.
        seconds: That while, in which an empty bucket fills again.
        remembered: Keys that are kept at most.
    """

    def __init__(
        self,
        most: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        seconds: float = _MINUTE,
        remembered: int = _REMEMBERED,
    ) -> None:
        self.most = most
        self._clock = clock
        self._full = seconds
        self._remembered = remembered
        self._full_again: OrderedDict[Hashable, float] = OrderedDict()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._full_again)

    def wait(self, key: Hashable, cost: int, *, room: float = 1.0) -> float:
        """Seconds until a key may take so much; 0 if it may now.

        ``room`` is the part of the bucket that may be emptied: 0.5 leaves half, 2 overdraws.
        """
        if not self.most:
            return 0.0
        now = self._clock()
        missing = max(self._full_again.get(key, now) - now, 0.0) + self._seconds(cost)
        seconds = missing - self._full * room
        return seconds if seconds > _NOTHING else 0.0

    def take(self, key: Hashable, cost: int) -> None:
        """Take so much out of a key's bucket, whether it is there or not."""
        if not self.most:
            return
        now = self._clock()
        self._full_again[key] = max(self._full_again.pop(key, now), now) + self._seconds(cost)
        self._forget(now)

    def _seconds(self, cost: int) -> float:
        """In which time a cost fills up again; what costs more than there is takes all of it."""
        return min(cost / self.most, 1.0) * self._full

    def _forget(self, now: float) -> None:
        """Forget some keys whose buckets are full again, and whoever is beyond the bound."""
        for key in [*self._oldest(2)]:
            if self._full_again[key] <= now:
                del self._full_again[key]
        while len(self._full_again) > self._remembered:
            self._full_again.popitem(last=False)

    def _oldest(self, some: int) -> list[Hashable]:
        return [key for key, _ in zip(self._full_again, range(some), strict=False)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What members and communities may ask for; without figures, as much as they like.

    A member is known by Discord's number wherever it asks. ``community`` is None where those who
    ask have nothing to do with each other: nobody is refused for what strangers did.
    """

    member: Pace = field(default_factory=lambda: Pace(0))
    community: Pace = field(default_factory=lambda: Pace(0))
    told: Pace = field(default_factory=lambda: Pace(_TOLD, seconds=1.0))

    def take(self, member: int, community: str | None, cost: Cost) -> None:
        """Let somebody ask, or raise ``AskedTooFast``; who is refused has taken nothing.

        Raises ``AskedTooFastAgain`` where many more of the same community are refused than told.
        """
        self.look(member, community, cost)
        self._take(member, community, cost)

    def look(self, member: int, community: str | None, cost: Cost) -> None:
        """Raise ``AskedTooFast`` where somebody could not ask now; takes nothing."""
        self._need(member, community, cost, room=1.0)

    def settle(self, member: int, community: str | None, cost: Cost) -> None:
        """As ``take`` for who was let through by ``look``, and has typed something meanwhile."""
        self._need(member, community, cost, room=2.0)
        self._take(member, community, cost)

    def spare(self, community: str, cost: Cost) -> bool:
        """Take what nobody asked for; False where members would miss it."""
        if self.community.wait(community, cost, room=_LEFT_FOR_MEMBERS):
            return False
        self.community.take(community, cost)
        return True

    def _need(self, member: int, community: str | None, cost: Cost, *, room: float) -> None:
        limits = [("a member", self.member, self.member.wait(member, cost, room=room))]
        if community:
            seconds = self.community.wait(community, cost, room=room)
            limits.append(("this community", self.community, seconds))
        for who, pace, seconds in limits:
            if seconds:
                raise self._refusal(community or member)(who, pace.most, seconds)

    def _refusal(self, among: Hashable) -> type[AskedTooFast]:
        if self.told.wait(among, 1):
            return AskedTooFastAgain
        self.told.take(among, 1)
        return AskedTooFast

    def _take(self, member: int, community: str | None, cost: Cost) -> None:
        self.member.take(member, cost)
        if community:
            self.community.take(community, cost)
