"""Bringing the search index up to the store, and telling how far it has come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from claims.ports import ClaimFeed
from matching.index import SearchIndex

Show = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""

_LOOK = 0.2


def silently(what: str, done: int, total: int) -> None:
    """Show nothing."""


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
