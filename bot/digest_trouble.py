"""What stops a digest, in a sentence, and telling a server's administrators of it, once."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.logs import outline
from claims.card import Block
from claims.digest import Trouble
from claims.digest_shelf import DigestBook
from claims.shelves import SettingsShelf
from commands.digest import missing_in
from commands.ui.base import NO_PINGS, CardView
from commands.ui.bench import page, plain

_GONE = "The channel of the digest was deleted, or Caveat can no longer see it."
_REFUSED = (discord.Forbidden, discord.NotFound)
_log = logging.getLogger(__name__)


def problem_in(
    guild: discord.Guild,
    channel: discord.abc.GuildChannel | None,
    refused: discord.HTTPException | None = None,
) -> str:
    """Why a digest cannot be posted in a channel, as a sentence; empty where it can.

    ``refused`` is what Discord said, where it was asked.
    """
    if channel is None or isinstance(refused, discord.NotFound):
        return _GONE
    if not isinstance(channel, discord.TextChannel):
        return "The channel of the digest no longer takes messages of this kind."
    missing = missing_in(channel, guild.me)
    if missing:
        return f"In #{channel.name}, Caveat may no longer {' and '.join(missing)}."
    if refused is not None:
        return f"Discord does not let Caveat post in #{channel.name}."
    return ""


class AdminTeller:
    """Tells administrators: in the audit channel, else the owner, else in the system channel."""

    def __init__(self, bot: discord.Client, book: DigestBook, settings: SettingsShelf) -> None:
        self._bot = bot
        self._book = book
        self._settings = settings

    async def tell(self, trouble: Trouble) -> None:
        """Tell of one; where nobody can be reached, `/digest status` still does."""
        guild = (
            self._bot.get_guild(int(trouble.community)) if trouble.community.isdecimal() else None
        )
        if guild is None or guild.unavailable:
            return
        audit = (await self._settings.settings(trouble.community)).settings.audit_channel
        nonce = f"dt{int(trouble.community):x}-{int(trouble.at.timestamp()) % 10**5}"
        view = stopped_view(trouble, guild.name)
        channels = [guild.get_channel(audit) if audit else None, None, guild.system_channel]
        for place, channel in enumerate(channels):
            try:
                to = await self._owner(guild) if place == 1 else channel
                if isinstance(to, (discord.TextChannel, discord.DMChannel)):
                    await to.send(view=view, nonce=nonce, allowed_mentions=NO_PINGS)
                    break
            except _REFUSED as problem:
                _log.info("nobody hears there of a stopped digest (code %s)", problem.code)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as problem:
                _log.warning("a stopped digest is told of later: %s", outline(problem))
                return
        await self._book.note_told(trouble.community)

    async def _owner(self, guild: discord.Guild) -> discord.DMChannel | None:
        if guild.owner_id is None:
            return None
        owner = await self._bot.fetch_user(guild.owner_id)
        return owner.dm_channel or await owner.create_dm()


def stopped_view(trouble: Trouble, server: str) -> CardView:
    """That a digest was stopped, why, and what to do."""
    lines = plain(
        trouble.problem,
        "Nothing is posted until somebody who administers Caveat there mends it and uses "
        "/digest resume, or chooses another channel with /digest set.",
    )
    return page(f"The digest of {server} was stopped", [Block(lines)])
