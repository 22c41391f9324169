"""What the doctor finds by asking Discord: the token, the clock, intents, starts left, permissions.

It asks over REST as the bot, so it works while the bot runs; it changes nothing there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.doctor_places import place_findings
from bot.findings import Finding, Mark
from bot.passing import PASSING
from bot.settings import Settings
from claims.community import CommunitySettings
from commands.ui.markup import clean

_PATIENCE = 15.0
"""Seconds for the token and what belongs to the bot itself."""
_CLOCKS_AGREE = timedelta(seconds=5)
"""Discord's ``Date`` names whole seconds, and an answer is under way for a while."""
_FEW_STARTS = 20
_REST = "intents, the clock and permissions in chosen channels were"
_ALL = f"whether it accepts the token, {_REST}"

_PORTAL = "in the Discord developer portal, page Bot"
_REFUSED = f"reset the token {_PORTAL}, and set CAVEAT_TOKEN to the new one."
_UNREACHABLE = (
    "check this machine's network connection, name server, proxy and firewall: Caveat needs "
    "discord.com and gateway.discord.gg at port 443."
)
_SET_CLOCK = (
    "have the system keep its time (systemd-timesyncd or chrony; for a container, on its host): "
    "Discord refuses answers that seem too late, and digests would come at another time."
)
_NO_CONTENT = f"switch on Message Content Intent {_PORTAL}, or leave CAVEAT_WATCHING out."
_NO_STARTS = (
    "stop whatever starts the bot again and again, find out from its log why it ends, and wait "
    "for a day."
)


@dataclass(slots=True)
class Clock:
    """How far this machine's clock is ahead of Discord's, from the dates of its answers."""

    ahead: list[timedelta] = field(default_factory=list)

    def trace(self) -> aiohttp.TraceConfig:
        """What has every answer looked at."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._answered)
        return config

    async def _answered(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        try:
            told = parsedate_to_datetime(end.response.headers.get("Date", ""))
        except (TypeError, ValueError):
            return
        self.ahead.append(datetime.now(UTC) - told.astimezone(UTC) - timedelta(seconds=0.5))

    def finding(self) -> Finding:
        """Whether the two agree; of several answers, the one that was fastest counts."""
        if not self.ahead:
            return Finding(Mark.NOTE, "Clock", "Discord's answers named no time to compare with.")
        ahead = min(self.ahead, key=abs)
        if abs(ahead) <= _CLOCKS_AGREE:
            return Finding(Mark.WELL, "Clock", "it agrees with Discord's to within 5 seconds.")
        way = "ahead of" if ahead > timedelta() else "behind"
        off = timedelta(seconds=round(abs(ahead).total_seconds()))
        said = f"this machine's clock is {off} (hours, minutes, seconds) {way} Discord's."
        return Finding(Mark.BROKEN, "Clock", said, _SET_CLOCK)


async def discord_findings(
    settings: Settings,
    chosen: Mapping[str, CommunitySettings] | None,
    *,
    patience: float = 60.0,
) -> list[Finding]:
    """Ask Discord about the bot, then, for ``patience`` seconds, about the chosen channels.

    ``chosen`` is None where the store could not be read.
    """
    if settings.token is None:
        said = f"not asked, as there is no token to ask with: {_REST} not looked at."
        return [Finding(Mark.NOTE, "Discord", said)]
    clock = Clock()
    async with _client(clock) as client:
        try:
            async with asyncio.timeout(_PATIENCE):
                await client.login(settings.token.get_secret_value())
                starts = await client.http.request(Route("GET", "/gateway/bot"))
        except discord.LoginFailure:
            said = "Discord does not accept it; intents and permissions were not looked at."
            return [Finding(Mark.BROKEN, "Token", said, _REFUSED), clock.finding()]
        except PASSING as problem:
            return [_unreachable(problem)]
        found = [_accepted(client), clock.finding(), _intents(client, settings), _starts(starts)]
        if chosen is None:
            said = "the chosen channels were not looked at, because the store cannot be read."
            return [*found, Finding(Mark.NOTE, "Permissions", said)]
        try:
            places = await place_findings(
                client, chosen, watching=settings.watching, seconds=patience
            )
        except PASSING as problem:
            return [*found, _unreachable(problem, "the chosen channels were")]
        return [*found, *places]


@asynccontextmanager
async def _client(clock: Clock) -> AsyncIterator[discord.Client]:
    logging.getLogger("discord").addHandler(logging.NullHandler())  # the findings say it all
    client = discord.Client(
        intents=discord.Intents.none(), http_trace=clock.trace(), max_ratelimit_timeout=30.0
    )
    async with client:
        yield client


def _accepted(client: discord.Client) -> Finding:
    name = clean(client.user.name) if client.user is not None else "one without a name"
    return Finding(Mark.WELL, "Discord", f"it accepts the token, and knows this bot as {name}.")


def _intents(client: discord.Client, settings: Settings) -> Finding:
    flags = client.application_flags
    sees = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.watching and not sees:
        said = "CAVEAT_WATCHING is set, but the message content intent is switched off."
        return Finding(Mark.BROKEN, "Intents", said, _NO_CONTENT)
    if settings.watching:
        said = "the message content intent, which watching needs, is switched on."
        return Finding(Mark.WELL, "Intents", said)
    if sees:
        said = (
            "the message content intent is switched on, though nothing needs it without "
            "CAVEAT_WATCHING; the bot does not ask for it."
        )
        return Finding(Mark.NOTE, "Intents", said)
    return Finding(Mark.WELL, "Intents", "no privileged intent is needed, and none is used.")


def _starts(told: Mapping[str, Any]) -> Finding:
    """How often the bot may still connect anew: Discord resets a token that does it too often."""
    limit = told.get("session_start_limit", {})
    left, total = int(limit.get("remaining", 0)), int(limit.get("total", 0))
    said = f"the bot may connect anew {left:,} of {total:,} times until tomorrow."
    if left == 0 and total:
        return Finding(Mark.BROKEN, "Gateway", said, _NO_STARTS)
    mark = Mark.NOTE if left < _FEW_STARTS else Mark.WELL
    return Finding(mark, "Gateway", said)


def _unreachable(problem: Exception, about: str = _ALL) -> Finding:
    if isinstance(problem, discord.HTTPException):
        said = f"it answers with an error (status {problem.status}), so {about} not looked at."
        mend = "try again later; https://discordstatus.com tells of outages."
        return Finding(Mark.BROKEN, "Discord", said, mend)
    said = f"it cannot be reached ({type(problem).__name__}), so {about} not looked at."
    return Finding(Mark.BROKEN, "Discord", said, _UNREACHABLE)
