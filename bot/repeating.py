"""Requests to Discord that nothing was heard of: made again, as it takes them once all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp

_PAUSES = (0.5, 2.0, 8.0)
"""Seconds before each further try; Discord knows a message's nonce for some minutes."""
_A_TRY = 60.0
"""Seconds that a try may take; the pauses that discord.py makes in it are among them."""
_UNHEARD = (aiohttp.ClientError, OSError, TimeoutError)
_log = logging.getLogger(__name__)
_Given = TypeVar("_Given")


async def until_heard(request: Callable[[], Awaitable[_Given]]) -> _Given:
    """What Discord answers to a request; raises what the last of four tries did.

    For reactions, and for messages with a nonce. discord.py tries again what Discord refuses with a
    5xx, but not what it never answered.
    """
    for pause in _PAUSES:
        try:
            async with asyncio.timeout(_A_TRY):
                return await request()
        except _UNHEARD as broken:
            _log.info("a request again in %.1f s: %s", pause, type(broken).__name__)
            await asyncio.sleep(pause)
    async with asyncio.timeout(_A_TRY):
        return await request()
