"""What is forgotten every hour, each in a job of its own: one that fails keeps back no other."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.curators import KeyedNames
from bot.logs import outline
from bot.services import Services
from claims.retention import ASK_DAYS, BLOCKED_DAYS, DEED_DAYS, DIGEST_DAYS, REMARK_DAYS

Job = Callable[[Services, datetime], Awaitable[int]]
"""Forgets what is too old at a moment, and returns how much that was."""

_log = logging.getLogger(__name__)


async def forget_old(services: Services, now: datetime) -> Mapping[str, int]:
    """Do every job once and return how much each forgot, those left out that failed."""
    forgotten: dict[str, int] = {}
    for what, job in JOBS.items():
        try:
            forgotten[what] = await job(services, now)
        except Exception as error:  # noqa: BLE001 - the others go on, and this one in an hour
            _log.error("%s were not forgotten: %s", what, outline(error))
    return forgotten


async def _answers(services: Services, now: datetime) -> int:
    before = now - timedelta(days=services.settings.days.answers)
    return await services.store.answers.forget_answers(before)


async def _remarks(services: Services, now: datetime) -> int:
    return await services.store.answers.forget_feedback(now - timedelta(days=REMARK_DAYS))


async def _texts(services: Services, now: datetime) -> int:
    return await services.store.queue.forget_texts(now)


async def _follows(services: Services, now: datetime) -> int:
    return await services.store.follows.forget_old(now, now - timedelta(days=BLOCKED_DAYS))


async def _shown(services: Services, now: datetime) -> int:
    before = now - timedelta(days=services.settings.days.corrections)
    return await services.store.corrections.forget_before(before) or 0


async def _asks(services: Services, now: datetime) -> int:
    return await services.store.asks.forget_asks(now - timedelta(days=ASK_DAYS))


async def _digests(services: Services, now: datetime) -> int:
    return await services.store.digests.forget_bodies(now - timedelta(days=DIGEST_DAYS)) or 0


async def _deeds(services: Services, now: datetime) -> int:
    return await services.store.ledger.forget_deeds(now - timedelta(days=DEED_DAYS))


async def _names(services: Services, now: datetime) -> int:
    names = KeyedNames(await services.memos.key())
    before = now - timedelta(days=services.settings.days.names)
    return await services.store.names.forget(before, names.acting)


async def _communities(services: Services, now: datetime) -> int:
    return await services.eraser.erase_due(now)


JOBS: Mapping[str, Job] = {
    "answers": _answers,
    "remarks": _remarks,
    "requests' texts": _texts,
    "follows": _follows,
    "public answers": _shown,
    "asks": _asks,
    "digests": _digests,
    "interactions": _deeds,
    "names": _names,
    "communities": _communities,
}
