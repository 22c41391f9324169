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
from bot.backing_up import backing_up
from bot.bulletins import Courier, sending_bulletins
from bot.client import CaveatBot
from bot.correcting import Corrector, correcting
from bot.desk import desk_over
from bot.digest_trouble import AdminTeller
from bot.digesting import Digester, digesting
from bot.following import logged
from bot.patience import patient
from bot.pauses import short_pauses
from bot.restoring import restored_at
from bot.services import Services, open_services
from bot.settings import Settings
from bot.status import metrics_for, status_served
from bot.telling import Teller, telling
from bot.tending import tending
from bot.under_way import last_answers
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
    it cannot be reached or fails.
    """
    _end_on_signals()
    metrics = metrics_for(settings)
    with contextlib.suppress(asyncio.CancelledError), _explained():
        async with (
            open_services(settings, show=logged, observer=metrics) as services,
            tending(services),
            backing_up(settings, services.memos, services.heartbeats),
            CaveatBot(await desk_over(services), services.memos) as bot,
            status_served(bot, services, metrics),
            telling(bot, teller_of(bot, services)),
            announcing(bot, announcer_of(bot, services)),
            correcting(bot, corrector_of(bot, services)),
            sending_bulletins(bot, courier_of(bot, services)),
            digesting(bot, await digester_of(bot, services)),
        ):
            _log.info("Caveat %s begins, data in %s", version("caveat"), settings.data)
            with short_pauses(), patient():
                try:
                    await bot.start(token)
                finally:
                    await last_answers()
    _log.info("Caveat has ended")


def teller_of(bot: CaveatBot, services: Services) -> Teller:
    """What tells those who asked, over open services."""
    notices = services.curators.notices
    return Teller(bot, notices, services.store.reader, services.heartbeats)


def corrector_of(bot: CaveatBot, services: Services) -> Corrector:
    """What corrects public answers, over open services."""
    settings = services.settings
    corrections = services.curators.corrections
    answers, pause = bot.desk.answers, settings.correction_pause
    return Corrector(bot, corrections, answers, pause, heartbeats=services.heartbeats)


def courier_of(bot: CaveatBot, services: Services) -> Courier:
    """What writes to followers, over open services."""
    store = services.store
    bulletins = Bulletins(store.bulletins, store.follows, store.reader, store.changes)
    return Courier(bot, bulletins, heartbeats=services.heartbeats)


async def digester_of(bot: CaveatBot, services: Services) -> Digester:
    """What posts digests, over open services."""
    digests = services.curators.digests
    admins = AdminTeller(bot, digests.book, services.store.curating)
    beats, observer = services.heartbeats, services.observer
    restored = await restored_at(services.memos)
    return Digester(bot, digests, admins, heartbeats=beats, observer=observer, restored=restored)


def announcer_of(bot: CaveatBot, services: Services) -> Announcer:
    """What announces changes in audit channels, over open services."""
    store = services.store
    numbers = bot.desk.curators.numbers
    beats = services.heartbeats
    return Announcer(bot, services.memos, store.curating, store.ledger, numbers, heartbeats=beats)


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
    except discord.HTTPException as problem:
        if problem.status < 500 and problem.status != 429:
            raise
        raise CaveatError(
            f"Discord fails at the moment (status {problem.status}); start again in some minutes."
        ) from problem
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound) as problem:
        raise CaveatError(
            "Discord cannot be reached; check the network connection, then start again."
        ) from problem
