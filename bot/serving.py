"""Serving Discord: everything opened, the bot in it, until a signal ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from importlib.metadata import version

import aiohttp
import discord

from bot.announcing import Announcer, announcing
from bot.bulletins import Courier, sending_bulletins
from bot.client import CaveatBot
from bot.correcting import Corrector, correcting
from bot.desk import desk_over
from bot.digest_trouble import AdminTeller
from bot.digesting import Digester, digesting
from bot.following import logged
from bot.pauses import short_pauses
from bot.services import Services, open_services
from bot.settings import Settings
from bot.telling import Teller, telling
from bot.tending import tending
from claims.bulletins import Bulletins
from claims.errors import CaveatError, SettingsProblem

_log = logging.getLogger(__name__)
_REFUSED = (
    "Discord refuses this token; copy it again from the developer portal, page Bot, "
    "and set CAVEAT_TOKEN to it."
)
_NO_CONTENT = (
    "CAVEAT_WATCHING needs the message content intent; switch it on in the developer portal, "
    "page Bot, or leave CAVEAT_WATCHING out."
)


async def main(settings: Settings, token: str) -> None:
    """Open everything, serve, and close it in reverse order when a signal comes.

    Raises ``SettingsProblem`` where Discord refuses the token or an intent, ``CaveatError`` where
    it cannot be reached.
    """
    _end_on_signals()
    with contextlib.suppress(asyncio.CancelledError), _explained():
        async with (
            open_services(settings, show=logged) as services,
            tending(services),
            CaveatBot(await desk_over(services), services.memos) as bot,
            telling(bot, teller_of(bot, services)),
            announcing(bot, announcer_of(bot, services)),
            correcting(bot, corrector_of(bot, services)),
            sending_bulletins(bot, courier_of(bot, services)),
            digesting(bot, digester_of(bot, services)),
        ):
            _log.info("Caveat %s begins, data in %s", version("caveat"), settings.data)
            with short_pauses():
                await bot.start(token)
    _log.info("Caveat has ended")


def teller_of(bot: CaveatBot, services: Services) -> Teller:
    """What tells those who asked, over open services."""
    return Teller(bot, services.curators.notices, services.store.reader)


def corrector_of(bot: CaveatBot, services: Services) -> Corrector:
    """What corrects public answers, over open services."""
    settings = services.settings
    corrections = services.curators.corrections
    return Corrector(bot, corrections, bot.desk.answers, settings.correction_pause)


def courier_of(bot: CaveatBot, services: Services) -> Courier:
    """What writes to followers, over open services."""
    store = services.store
    return Courier(bot, Bulletins(store.bulletins, store.follows, store.reader, store.changes))


def digester_of(bot: CaveatBot, services: Services) -> Digester:
    """What posts digests, over open services."""
    digests = services.curators.digests
    return Digester(bot, digests, AdminTeller(bot, digests.book, services.store.curating))


def announcer_of(bot: CaveatBot, services: Services) -> Announcer:
    """What announces changes in audit channels, over open services."""
    store = services.store
    numbers = bot.desk.curators.numbers
    return Announcer(bot, services.memos, store.curating, store.ledger, numbers)


def _end_on_signals() -> None:
    """Let SIGTERM and Ctrl-C cancel the task that calls this."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if task is not None:
        for name in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # on Windows, Ctrl-C cancels it anyway
                loop.add_signal_handler(name, task.cancel)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Say in a sentence what Discord or the network refuses."""
    try:
        yield
    except discord.LoginFailure as problem:
        raise SettingsProblem(_REFUSED) from problem
    except discord.PrivilegedIntentsRequired as problem:
        raise SettingsProblem(_NO_CONTENT) from problem
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound) as problem:
        raise CaveatError(
            "Discord cannot be reached; check the network connection, then start again."
        ) from problem
