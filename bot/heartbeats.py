"""Signs of life of what the bot does beside answering, so that a loop that is stuck is noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum


class Loop(StrEnum):
    """What goes on beside answering."""

    DIGESTS = "digests"
    TELLING = "telling"
    CORRECTING = "correcting"
    BULLETINS = "bulletins"
    ANNOUNCING = "announcing"
    INDEX = "index"
    TENDING = "tending"
    BACKUPS = "backups"


LONGEST: dict[Loop, float] = {
    # Each turns within a minute where nothing is to be done. Nothing in it takes minutes by
    # itself: an HTTP request is given up after five.
    **dict.fromkeys(Loop, 600.0),
    # These may have very much to do at once: vectors of a million claims, or a file of gigabytes.
    Loop.TENDING: 3 * 3600.0,
    Loop.BACKUPS: 3 * 3600.0,
}
"""Seconds without a sign of life after which a loop is taken to be stuck."""


class Heartbeats:
    """When each loop last showed a sign of life; none is missed before ``begin`` or its first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[Loop, float] = {}

    def begin(self) -> None:
        """Expect all of them from now on, but for backups, which may be switched off."""
        for loop in Loop:
            if loop is not Loop.BACKUPS:
                self.beat(loop)

    def beat(self, loop: Loop) -> None:
        """Note that a loop goes on."""
        self._last[loop] = self._clock()

    def ages(self) -> dict[Loop, float]:
        """Seconds since the last sign of life of each loop."""
        now = self._clock()
        return {loop: now - last for loop, last in self._last.items()}

    def stuck(self) -> tuple[Loop, ...]:
        """The loops from which too long nothing came."""
        return tuple(loop for loop, age in self.ages().items() if age > LONGEST[loop])
