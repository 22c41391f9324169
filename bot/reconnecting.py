"""How long the bot waits before it tries again to reach a gateway that was out of reach."""

from __future__ import annotations

from typing import Literal

from discord.backoff import ExponentialBackoff

LONGEST = 12.0
"""Seconds: discord.py's own pauses grow to 17 minutes, for which nobody would be answered."""


class ShortBackoff(ExponentialBackoff[Literal[False]]):
    """discord.py's growing pauses with some play in them, none of them long."""

    def delay(self) -> float:
        """The next pause, in seconds."""
        return min(super().delay(), LONGEST * (0.5 + self._randfunc(0, 0.5)))
