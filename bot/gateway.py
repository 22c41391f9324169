"""Whether the connections to Discord's gateway stand, and how often they had to be made anew."""

from __future__ import annotations

import math

from discord.ext.commands import AutoShardedBot


class Gateway:
    """Listens to what becomes of a bot's connections, one for each shard."""

    def __init__(self, bot: AutoShardedBot) -> None:
        self._bot = bot
        self._down: set[int] = set()
        self.reconnects = 0
        bot.add_listener(self._lost, "on_shard_disconnect")
        bot.add_listener(self._back, "on_shard_resumed")
        bot.add_listener(self._back, "on_shard_ready")

    @property
    def is_up(self) -> bool:
        """Whether Discord has told all of its servers, and no connection is lost since."""
        return self._bot.is_ready() and not self._bot.is_closed() and not self._down

    @property
    def latency(self) -> float | None:
        """Seconds from a heartbeat to its answer, the mean over shards; None before the first."""
        latency = self._bot.latency if self._bot.latencies else math.nan
        return latency if math.isfinite(latency) else None

    async def _lost(self, shard: int) -> None:
        self._down.add(shard)

    async def _back(self, shard: int) -> None:
        if shard in self._down:
            self._down.discard(shard)
            self.reconnects += 1
