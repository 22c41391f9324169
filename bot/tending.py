"""What the bot does beside answering: it forgets what has expired and completes the index."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.following import logged
from bot.link_care import try_links
from bot.logs import outline
from bot.services import Services
from claims.bulletins import BLOCKED_DAYS
from intake.hosts import registrable_domain
from matching.weights import weight

_EVERY = 3600.0
_REMARK_DAYS = 90
_DEED_DAYS = 30
ASK_DAYS = 15
"""Days for which it is kept who asked about what: a digest looks back 14 at most."""
_DIGEST_DAYS = 90

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def tending(services: Services) -> AsyncIterator[None]:
    """Tend the services every hour, from now until the end of the block."""
    task = asyncio.create_task(_tend(services), name="tending")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def tend_once(services: Services, now: datetime) -> None:
    """Forget what is too old to be kept, complete the index, and try the links that are due."""
    drawer = services.store.answers
    answers = await drawer.forget_answers(now - timedelta(days=services.settings.answer_days))
    remarks = await drawer.forget_feedback(now - timedelta(days=_REMARK_DAYS))
    texts = await services.store.queue.forget_texts(now)
    blocked = now - timedelta(days=BLOCKED_DAYS)
    follows = await services.store.follows.forget_old(now, blocked)
    shown = now - timedelta(days=services.settings.correction_days)
    await services.store.corrections.forget_before(shown)
    await services.store.asks.forget_asks(now - timedelta(days=ASK_DAYS))
    await services.store.digests.forget_bodies(now - timedelta(days=_DIGEST_DAYS))
    await services.store.ledger.forget_deeds(now - timedelta(days=_DEED_DAYS))
    vectors = await services.index.fill_vectors(
        lambda done, total: logged("Computing vectors", done, total)
    )
    await services.counting.flush()
    await try_links(services, now)
    if answers or remarks or texts or follows or vectors:
        told = (
            "forgot %d answers, %d remarks, %d requests' texts and %d follows, "
            "completed %d claims' vectors"
        )
        _log.info(told, answers, remarks, texts, follows, vectors)


def read_ahead() -> None:
    """Read the lists that the first link and the first text would wait for otherwise."""
    registrable_domain("example.org")
    weight("example")


async def _tend(services: Services) -> None:
    await asyncio.to_thread(read_ahead)
    while True:
        try:
            await tend_once(services, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 - the next hour may be better
            _log.error("tending failed: %s", outline(error))
        await asyncio.sleep(_EVERY)
