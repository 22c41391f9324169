"""Tries the links of communities' own sources once a week: curators learn which are gone."""

from __future__ import annotations

import logging
import zlib
from datetime import datetime

from bot.services import Services
from claims.errors import InputProblem
from claims.reading_errors import PageNotFound, SiteUnknown

_HOURS_A_WEEK = 168
_AT_ONCE = 20
"""Links that one hour tries at most; the others of that hour wait a week."""
_GONE = (PageNotFound, SiteUnknown)

_log = logging.getLogger(__name__)


async def try_links(services: Services, now: datetime) -> int:
    """Try the links whose hour of the week it is; returns how many turned out to be gone.

    Only a page or a site that is not there counts: a site that is slow, that refuses us or that
    nobody lets us read says nothing. Communities that switched reading off are left alone.
    """
    hour = now.weekday() * 24 + now.hour
    gone = 0
    due = [link for link in await services.store.work.own_links() if _turn(link[1]) == hour]
    for community, source, address in due[:_AT_ONCE]:
        policy = await services.reading.policy(community)
        if not policy.enabled:
            continue
        problem: str | None = None
        try:
            await services.reading.pages.read(address, community, policy)
        except _GONE as found:
            problem = found.sentence
            gone += 1
        except InputProblem:
            continue
        await services.store.work.note_link(community, source, problem, now)
    if due:
        _log.info("tried %d links, %d of them are gone", len(due[:_AT_ONCE]), gone)
    return gone


def _turn(source: str) -> int:
    """The hour of the week, 0 to 167 from Monday midnight UTC, in which a source is tried."""
    return zlib.crc32(source.encode()) % _HOURS_A_WEEK
