"""Telling those who asked what became of it: once each, also after a restart or a crash."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import discord

from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from bot.passing import PASSING
from claims.notices import Notices
from claims.ports import ClaimReader
from claims.report import ClaimView
from claims.requesting import Notice
from commands.reading import text_of
from commands.ui.base import NO_PINGS
from commands.ui.markup import escape
from commands.ui.notices import notice_title, notice_view

_EVERY = 20.0
_MOST_ATTEMPTS = 5
_LOOKED_AT = 50
_log = logging.getLogger(__name__)


class Teller:
    """Sends notices as direct messages, each claimed before and confirmed after."""

    def __init__(
        self,
        bot: discord.Client,
        notices: Notices,
        reader: ClaimReader,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        self.heartbeats = heartbeats or Heartbeats()
        self._bot = bot
        self._notices = notices
        self._reader = reader

    async def tell_all(self) -> int:
        """Send what is pending and return how many were sent."""
        sent = 0
        for notice in await self._notices.pending():
            self.heartbeats.beat(Loop.TELLING)
            if await self._notices.claim(notice):
                sent += await self._tell(notice)
        return sent

    async def _tell(self, notice: Notice) -> bool:
        """Send one; a failure that may pass is left for the next time."""
        try:
            user = await self._bot.fetch_user(int(notice.user))
            channel = user.dm_channel or await user.create_dm()
            title = notice_title(notice, self._server(notice))
            if notice.tried and await _is_there(channel, notice.nonce, title):
                await self._notices.confirm(notice, sent=True)
                return False
            view = notice_view(notice, self._server(notice), await self._claim(notice))
            await channel.send(view=view, nonce=notice.nonce, allowed_mentions=NO_PINGS)
        except (discord.Forbidden, discord.NotFound) as problem:
            _log.info("notice %d cannot be delivered (%s)", notice.notice_id, problem.code)
            await self._notices.confirm(notice, sent=False)
            return False
        except PASSING as problem:
            _log.warning("notice %d waits: %s", notice.notice_id, outline(problem))
            if notice.attempts >= _MOST_ATTEMPTS and 400 <= _status_of(problem) < 500:
                await self._notices.confirm(notice, sent=False)
            return False
        await self._notices.confirm(notice, sent=True)
        return True

    async def _claim(self, notice: Notice) -> ClaimView | None:
        if notice.claim_id is None:
            return None
        return (await self._reader.views(notice.community, [notice.claim_id])).get(notice.claim_id)

    def _server(self, notice: Notice) -> str:
        guild = self._bot.get_guild(int(notice.community)) if notice.community.isdecimal() else None
        return guild.name if guild else "the server where you asked"


def _status_of(problem: BaseException) -> int:
    """The HTTP status of a refusal that will not pass; 0 where Discord or the way to it failed."""
    status = getattr(problem, "status", 0)
    return 0 if status == 429 else int(status)


@contextlib.asynccontextmanager
async def telling(bot: discord.Client, teller: Teller) -> AsyncIterator[None]:
    """Tell those who asked, from when the bot is ready until the end of the block."""
    task = asyncio.create_task(_tell(bot, teller), name="telling")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _tell(bot: discord.Client, teller: Teller) -> None:
    while True:
        teller.heartbeats.beat(Loop.TELLING)
        try:
            if bot.is_ready():
                await teller.tell_all()
        except Exception as error:  # noqa: BLE001 - the next round may be better
            _log.error("telling failed: %s", outline(error))
        await asyncio.sleep(_EVERY if bot.is_ready() else 1.0)


async def _is_there(channel: discord.DMChannel, nonce: str, title: str) -> bool:
    """True where a notice was sent after all, before somebody lost count.

    Discord forgets a nonce after some minutes, so its first line, which is its own, is looked for.
    """
    first = f"### {escape(title)}"
    async for message in channel.history(limit=_LOOKED_AT):
        ours = message.author == channel.me
        if ours and (str(message.nonce) == nonce or text_of(message).startswith(first)):
            return True
    return False
