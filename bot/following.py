"""Bringing the search index up to the store, and telling how far it has come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from claims.ports import ClaimFeed
from matching.index import SearchIndex

Show = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""

_LOOK = 0.2
_LOGGED_EVERY = 30.0

_log = logging.getLogger(__name__)


def silently(what: str, done: int, total: int) -> None:
    """Show nothing."""


class Logged:
    """Logs how far something has come, every half minute, and its end once."""

    def __init__(self) -> None:
        self._last = 0.0
        self._told = ("", 0)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Log it, unless that was done a moment ago."""
        now = time.monotonic()
        if (what, done) == self._told:
            return
        if now - self._last >= _LOGGED_EVERY or done == total:
            self._last = now
            self._told = (what, done)
            _log.info("%s: %d of %d", what, done, total)


logged = Logged()


async def follow(index: SearchIndex, feed: ClaimFeed, show: Show = silently) -> None:
    """Take in all changes of the feed; searches by words then find everything."""
    newest = await feed.newest()
    if index.position == newest:
        await index.catch_up()  # also where the feed is another one by now
        return
    watching = asyncio.create_task(_watch(index, newest, show))
    try:
        await index.catch_up()
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
    show("Indexing words", newest, newest)


async def complete(index: SearchIndex, feed: ClaimFeed, show: Show = silently) -> None:
    """Take in all changes and compute all vectors that are missing: minutes for very many."""
    await follow(index, feed, show)
    await index.fill_vectors(lambda done, total: show("Computing vectors", done, total))


async def _watch(index: SearchIndex, newest: int, show: Show) -> None:
    while True:
        show("Indexing words", min(index.position, newest), newest)
        await asyncio.sleep(_LOOK)
