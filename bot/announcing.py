"""Announcing what curators do in the audit channel that a community chose, each change once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence

import discord

from bot.client import CaveatBot, Memo
from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from bot.passing import PASSING
from claims.deeds import Entry
from claims.shelves import Ledger, SettingsShelf
from commands.ui.base import NO_PINGS
from commands.ui.notices import announcement_view

_EVERY = 5.0
_READ = 100
_A_MESSAGE = 10
_log = logging.getLogger(__name__)
Numbers = Callable[[str, Sequence[int]], Awaitable[Mapping[int, int]]]


class Announcer:
    """Follows the audit log of communities that have an audit channel."""

    def __init__(
        self,
        bot: discord.Client,
        memo: Memo,
        settings: SettingsShelf,
        ledger: Ledger,
        numbers: Numbers,
        *,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        self.heartbeats = heartbeats or Heartbeats()
        self._bot = bot
        self._memo = memo
        self._settings = settings
        self._ledger = ledger
        self._numbers = numbers
        self._tried: dict[str, int] = {}
        """By community, the last entry of a message of which nobody knows whether it was taken."""

    async def announce_all(self, communities: set[str]) -> None:
        """Announce what was done in some communities; leave those in it that have to wait."""
        waiting: set[str] = set()
        while communities and self._bot.is_ready():
            self.heartbeats.beat(Loop.ANNOUNCING)
            community = communities.pop()
            try:
                await self.announce(community)
            except PASSING as passing:
                _log.warning("announcing in %s waits: %s", community, outline(passing))
                waiting.add(community)
        communities |= waiting

    async def announce(self, community: str) -> int:
        """Post what was done since the last time; returns how many entries that were."""
        channel_id = (await self._settings.settings(community)).settings.audit_channel
        channel = self._bot.get_channel(channel_id) if channel_id else None
        if not isinstance(channel, discord.TextChannel) or str(channel.guild.id) != community:
            return 0
        fresh = await self._since(community)
        for part in self._messages(community, fresh):
            ids = sorted({entry.claim_id for entry in part if entry.claim_id})
            view = announcement_view(part, await self._numbers(community, ids))
            last = part[-1].entry_id
            self._tried[community] = last
            try:
                await channel.send(
                    view=view, nonce=f"audit{last}", allowed_mentions=NO_PINGS, silent=True
                )
            except discord.HTTPException as problem:
                if problem.status >= 500 or problem.status == 429:
                    raise
                _log.info("an audit channel takes no messages (code %s)", problem.code)
            await self._memo.put(_name(community), str(last))
            del self._tried[community]
        return len(fresh)

    def _messages(self, community: str, fresh: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
        """Entries in parts of a message each; one that was tried holds again what it held then.

        So it has the same nonce, by which Discord takes it once.
        """
        tried = self._tried.get(community, 0)
        again = [entry for entry in fresh if entry.entry_id <= tried]
        for some in (again, fresh[len(again) :]):
            for start in range(0, len(some), _A_MESSAGE):
                yield some[start : start + _A_MESSAGE]

    async def _since(self, community: str) -> Sequence[Entry]:
        """The entries after the last one posted, oldest first; at first only the newest."""
        last = await self._memo.get(_name(community))
        if last is None:
            first = await self._ledger.audit(community, 1)
            if first:
                await self._memo.put(_name(community), str(first[0].entry_id - 1))
            return first
        newest = await self._ledger.audit(community, _READ)
        return [entry for entry in reversed(newest) if entry.entry_id > int(last)]


@contextlib.asynccontextmanager
async def announcing(bot: CaveatBot, announcer: Announcer) -> AsyncIterator[None]:
    """Announce from when the bot is ready until the end of the block."""
    task = asyncio.create_task(_announce(bot, announcer), name="announcing")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _announce(bot: CaveatBot, announcer: Announcer) -> None:
    behind = True
    while True:
        announcer.heartbeats.beat(Loop.ANNOUNCING)
        try:
            if behind and bot.is_ready():
                bot.touched.update(str(guild.id) for guild in bot.guilds)
                behind = False
            await announcer.announce_all(bot.touched)
        except Exception as error:  # noqa: BLE001 - the next round may be better
            _log.error("announcing failed: %s", outline(error))
        await asyncio.sleep(_EVERY)


def _name(community: str) -> str:
    return f"audit.{community}"
