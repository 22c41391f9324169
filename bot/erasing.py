"""Erasing a community from everything that the program keeps: store, search index, memos."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from bot.memos import Memos
from bot.tallies import Counting
from matching.index import SearchIndex
from storage.store import Store

_log = logging.getLogger(__name__)


class Eraser:
    """Erases one community at a time. Cut short, it is begun again and does the rest.

    ``welcomed`` are the communities that are known to be in the store; an erased one is not.
    """

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        memos: Memos,
        counting: Counting,
        welcomed: set[str],
    ) -> None:
        self._store = store
        self._index = index
        self._memos = memos
        self._counting = counting
        self._welcomed = welcomed
        self._turn = asyncio.Lock()

    async def erase(self, community: str) -> None:
        """Erase all of a community, for good; afterwards it is as if it had never been here."""
        async with self._turn:
            await self._counting.flush()  # or counts would come in later that nobody erases
            shelf, removed, finished = self._store.erasing, 0, False
            while not finished:
                await self._hide(community)
                removed += await shelf.remove(community)
                finished = await shelf.finish(community)
            self._welcomed.discard(community)
            self._store.digests.forget_plan(community)
            await self._memos.drop(f"audit.{community}")
            await self._index.catch_up()
        _log.info("erased community %s (%d rows)", community, removed)

    async def erase_due(self, now: datetime) -> int:
        """Erase the communities that are due; returns how many there were."""
        due = await self._store.erasing.due(now)
        for community in due:
            await self.erase(community)
        return len(due)

    async def _hide(self, community: str) -> None:
        """Have the index drop a community's claims for good: what leaves the feed is not told.

        It hears of some at a time, as dropping very many at once would hold up every other search.
        """
        hidden = False
        while not hidden:
            sequence, hidden = await self._store.erasing.hide(community, datetime.now(UTC))
            while self._index.position < sequence and await self._index.catch_up():
                pass
        await self._index.settle()
