"""Sending followers what changed: once each, also after a restart or a crash, at a calm pace."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping

import discord

from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from bot.passing import PASSING
from claims.bulletins import Bulletin, Bulletins, Due
from claims.follows import Sending
from commands.community import DIRECT
from commands.reading import text_of
from commands.ui.base import NO_PINGS
from commands.ui.follows import bulletin_mark, bulletin_view

_EVERY = 30.0
_PAUSE = 1.0
"""Seconds between two people: Discord takes it amiss when many are written to at once."""
_LOOKED_AT = 50
_TAKES_NONE = frozenset({50007, 50278})
"""Discord's codes for somebody who takes no messages from us: closed, or no server in common."""
_UNKNOWN_USER = 10013
_LATER = 300.0
_LATEST = 3600.0
_log = logging.getLogger(__name__)


class Courier:
    """Writes to followers whose time has come, each message claimed before and confirmed after."""

    def __init__(
        self,
        bot: discord.Client,
        bulletins: Bulletins,
        *,
        pause: float = _PAUSE,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        self.heartbeats = heartbeats or Heartbeats()
        self._bot = bot
        self._bulletins = bulletins
        self._pause = pause
        self._later: dict[int, tuple[float, float]] = {}
        """When to try those again with whom something went wrong, and after what pause."""

    async def send_all(self) -> int:
        """Look after what was left half way, send what is due, and return how many were sent."""
        for sending in await self._bulletins.left():
            self.heartbeats.beat(Loop.BULLETINS)
            if not self._waits(sending.user):
                await self._look_after(sending)
        sent = 0
        for due in await self._bulletins.due():
            self.heartbeats.beat(Loop.BULLETINS)
            if not self._waits(due.follower.user) and await self._served(due):
                sent += 1
                await asyncio.sleep(self._pause)
        return sent

    async def _served(self, due: Due) -> bool:
        """Serve one follower; what goes wrong with them holds up nobody else."""
        try:
            return await self._serve(due)
        except Exception as problem:  # noqa: BLE001 - they are tried again, after the others
            await self._refused(due.follower.user, problem)
            return False

    async def _serve(self, due: Due) -> bool:
        """Send one follower what is new where they still are; False where nothing was sent."""
        user = due.follower.user
        gone = [c for c in due.communities if self._is_out_of(c)]
        await self._bulletins.put_off(due, gone)
        bulletin = await self._bulletins.compose(due, set(due.communities) - set(gone))
        if bulletin is None:
            return False
        here = [c for c in bulletin.news if await self._is_there(user, c)]
        if len(here) < len(bulletin.news):
            bulletin = await self._bulletins.compose(due, here)
        if bulletin is None:
            return False
        channel = await self._channel(user)
        sending = await self._bulletins.claim(bulletin)
        return sending is not None and await self._send(channel, bulletin, sending)

    async def _send(self, channel: discord.DMChannel, bulletin: Bulletin, sending: Sending) -> bool:
        """Send what was claimed; of a failure that may have sent it, wait and look."""
        number = sending.bulletin_id
        view = bulletin_view(bulletin, self._servers(bulletin), number)
        try:
            await channel.send(view=view, nonce=f"caveat-b{number}", allowed_mentions=NO_PINGS)
        except PASSING as problem:
            status = getattr(problem, "status", 0)
            if status == 400:  # it would be refused for ever, so that its changes are let go
                _log.error("message %d to a follower was refused: %s", number, outline(problem))
                await self._bulletins.confirm(sending)
            elif status in (403, 404):
                await self._bulletins.release(sending)
                await self._refused(sending.user, problem)
            else:
                _log.warning("message %d to a follower waits: %s", number, outline(problem))
            return False
        self._later.pop(sending.user, None)
        await self._bulletins.confirm(sending)
        return True

    async def _look_after(self, sending: Sending) -> None:
        """Find out whether a message was sent, before somebody lost count."""
        try:
            channel = await self._channel(sending.user)
            if await _was_sent(channel, sending.bulletin_id):
                await self._bulletins.confirm(sending)
                return
        except PASSING as problem:
            await self._refused(sending.user, problem)
            if getattr(problem, "code", 0) not in (*_TAKES_NONE, _UNKNOWN_USER):
                return  # nobody knows yet whether it was sent
        await self._bulletins.release(sending)

    def _is_out_of(self, community: str) -> bool:
        """Whether the bot itself is no longer in a server: nobody is told of it, nor forgotten."""
        return community.isdecimal() and self._bot.get_guild(int(community)) is None

    async def _is_there(self, user: int, community: str) -> bool:
        """Whether somebody still is where they follow something; who left follows nothing there."""
        if community == DIRECT:
            return True
        guild = self._bot.get_guild(int(community)) if community.isdecimal() else None
        if guild is None or guild.unavailable:
            return False
        try:
            await guild.fetch_member(user)
        except discord.NotFound:
            await self._bulletins.has_left(user, community)
            _log.info("a follower has left server %s", community)
            return False
        except discord.Forbidden:
            return False
        return True

    async def _channel(self, user: int) -> discord.DMChannel:
        found = await self._bot.fetch_user(user)
        return found.dm_channel or await found.create_dm()

    async def _refused(self, user: int, problem: Exception) -> None:
        """Stop writing to somebody who takes no messages, forget who is gone, else wait."""
        code = getattr(problem, "code", 0)
        if code == _UNKNOWN_USER:
            await self._bulletins.is_gone(user)
            _log.info("a follower is not known to Discord any more")
        elif code in _TAKES_NONE:
            await self._bulletins.cannot_reach(user)
            _log.info("a follower takes no messages (code %s)", code)
        else:
            _, pause = self._later.get(user, (0.0, _LATER / 2))
            pause = min(pause * 2, _LATEST)
            self._later[user] = (time.monotonic() + pause, pause)
            _log.warning("a follower waits: %s", outline(problem))

    def _waits(self, user: int) -> bool:
        until, _ = self._later.get(user, (0.0, 0.0))
        return time.monotonic() < until

    def _servers(self, bulletin: Bulletin) -> Mapping[str, str]:
        guilds = {c: self._bot.get_guild(int(c)) for c in bulletin.news if c.isdecimal()}
        return {community: guild.name for community, guild in guilds.items() if guild}


@contextlib.asynccontextmanager
async def sending_bulletins(bot: discord.Client, courier: Courier) -> AsyncIterator[None]:
    """Write to followers, from when the bot is ready until the end of the block."""
    task = asyncio.create_task(_send(bot, courier), name="bulletins")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _send(bot: discord.Client, courier: Courier) -> None:
    while True:
        courier.heartbeats.beat(Loop.BULLETINS)
        try:
            if bot.is_ready():
                await courier.send_all()
        except Exception as error:  # noqa: BLE001 - the next round may be better
            _log.error("writing to followers failed: %s", outline(error))
        await asyncio.sleep(_EVERY if bot.is_ready() else 1.0)


async def _was_sent(channel: discord.DMChannel, number: int) -> bool:
    """True where a message stands among the last ones that the bot wrote to somebody."""
    nonce, mark = f"caveat-b{number}", bulletin_mark(number)
    async for message in channel.history(limit=_LOOKED_AT):
        ours = message.author == channel.me
        if ours and (str(message.nonce) == nonce or mark in text_of(message)):
            return True
    return False
