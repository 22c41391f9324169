"""Answers to interactions over a connection that breaks: sent again, and taken once all the same.

discord.py tries again what Discord answers with a 5xx, but on Linux not what it never answered.
Discord takes one first answer to an interaction, and edits may be made twice, so trying again is
safe for both; further messages are not sent again unless they never left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from claims.errors import Unheard

_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try; a first answer is of use for three."""
_FIRST_TRY, _LATER_TRY = 5.0, 60.0
"""Seconds that one try may take; the pauses that discord.py makes in it are among them."""
_ANSWERED_ALREADY = 40060
_BROKEN = (aiohttp.ClientError, OSError, TimeoutError)
_log = logging.getLogger(__name__)


class PatientAdapter(AsyncWebhookAdapter):
    """discord.py's sender of answers, which tries again where the connection broke."""

    async def request(
        self,
        route: Route,
        session: aiohttp.ClientSession,
        *,
        files: Sequence[discord.File] | None = None,
        **given: Any,
    ) -> Any:
        """Send one request; raises ``Unheard`` where no try was answered."""
        is_first = route.path.endswith("/callback")
        may_repeat = is_first or route.method != "POST"
        for pause in (*_PAUSES, None):
            try:
                async with asyncio.timeout(_FIRST_TRY if is_first else _LATER_TRY):
                    return await super().request(route, session, files=files, **given)
            except _BROKEN as broken:
                left_us = not isinstance(broken, aiohttp.ClientConnectorError)
                if pause is None or (left_us and not may_repeat):
                    raise Unheard from broken
                _log.info("%s again in %.2f s: %s", route.method, pause, type(broken).__name__)
            except discord.HTTPException as refused:
                if is_first and refused.code == _ANSWERED_ALREADY:
                    return _taken(route)  # by an earlier try, whose answer was lost
                raise
            for file in files or ():
                file.reset(seek=True)
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")


@contextmanager
def patient() -> Iterator[None]:
    """Let all interactions that are met within the block be answered so."""
    before = async_context.set(PatientAdapter())  # type: ignore[no-untyped-call]  # in discord.py
    try:
        yield
    finally:
        async_context.reset(before)


def _taken(route: Route) -> dict[str, Any]:
    """What Discord says of a first answer that it has taken, without the message itself."""
    return {"interaction": {"id": route.webhook_id, "type": 2}}
