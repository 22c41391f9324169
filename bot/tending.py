"""What the bot does beside answering: it forgets what has expired and completes the index."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.following import logged
from bot.forgetting import forget_old
from bot.heartbeats import Loop
from bot.link_care import try_links
from bot.logs import outline
from bot.memory import give_back
from bot.services import Services
from intake.hosts import registrable_domain
from matching.weights import weight

_EVERY = 3600.0
_LOOK_AGAIN = 60.0

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def tending(services: Services) -> AsyncIterator[None]:
    """Tend the services every hour, index and memory every minute, until the end of the block."""
    tasks = [
        asyncio.create_task(_tend(services), name="tending"),
        asyncio.create_task(_keep_up(services), name="keeping the index up"),
        asyncio.create_task(_stay_small(), name="giving memory back"),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def tend_once(services: Services, now: datetime) -> None:
    """Forget what is too old to be kept, complete the index, and try the links that are due.

    Whatever of it fails is left for the next time; the rest is done.
    """
    forgotten = await forget_old(services, now)
    told = ", ".join(f"{count} {what}" for what, count in forgotten.items() if count)
    if told:
        _log.info("forgot %s", told)
    for what, work in (
        ("the index was not completed", _complete(services)),
        ("counts were not kept", services.counting.flush()),
        ("links were not tried", try_links(services, now)),
    ):
        try:
            await work
        except Exception as error:  # noqa: BLE001 - the next hour may be better
            _log.error("%s: %s", what, outline(error))


async def _complete(services: Services) -> None:
    vectors = await services.index.fill_vectors(
        lambda done, total: _still_computing(services, done, total)
    )
    if vectors:
        _log.info("completed %d claims' vectors", vectors)


def read_ahead() -> None:
    """Read the lists that the first link and the first text would wait for otherwise."""
    registrable_domain("example.org")
    weight("example")


async def _tend(services: Services) -> None:
    await asyncio.to_thread(read_ahead)
    while True:
        services.heartbeats.beat(Loop.TENDING)
        await tend_once(services, datetime.now(UTC))
        await asyncio.sleep(_EVERY)


async def _keep_up(services: Services) -> None:
    """Let the index follow what changes, though nobody checks anything.

    Its sign of life says that it has come to the end, or further than a minute ago.
    """
    reached = -1
    while True:
        try:
            await services.current.keep_up()
            if services.index.position != reached or not await services.current.behind():
                services.heartbeats.beat(Loop.INDEX)
            reached = services.index.position
        except Exception as error:  # noqa: BLE001 - the next minute may be better
            _log.error("following the store failed: %s", outline(error))
        await asyncio.sleep(_LOOK_AGAIN)


async def _stay_small() -> None:
    while True:
        await asyncio.sleep(_LOOK_AGAIN)
        await asyncio.to_thread(give_back)


def _still_computing(services: Services, done: int, total: int) -> None:
    services.heartbeats.beat(Loop.TENDING)
    logged("Computing vectors", done, total)
