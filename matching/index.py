"""The search index: derived from the change feed, kept in a folder of its own, rebuilt at will."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Protocol, Self, TypeVar
from weakref import WeakValueDictionary

from claims.models import Owner
from claims.ports import ClaimFeed
from matching.aliases import Aliases, shipped_aliases
from matching.embedder import Embedder
from matching.folder import IndexFolder, View
from matching.query import Query, queries
from matching.record import Record
from matching.refusals import refusal
from matching.scope import Scope, resolve

__all__ = ["Progress", "SearchIndex", "Searched", "View"]

log = logging.getLogger(__name__)

_BATCH = 1000
_FEW = 48
"""So many changes are taken in at once, with their vectors; of more, the vectors come later."""
_SETTLED_AFTER = 2.0
"""Seconds without a change after which the last ones are made durable: nobody waits for it then."""
_LATEST = 30.0
_MOST_HELD = 200
"""Seconds, and new claims, after which they are made durable although more are coming."""
_SHOWN_EVERY = 5.0
_SHOWN_AT_LEAST = 60.0
"""Seconds after which what was done so far is made durable, and shown, while much is to be done:
the first at the beginning, then twice as many as have passed, up to the second. Each time leaves a
part of the words that is searched by itself, and few large parts are searched faster than many."""
_FILLED = 192
_RECORDS = 4_000

Progress = Callable[[int, int], None]
_Given = ParamSpec("_Given")
_Done = TypeVar("_Done")


class Searched(Protocol):
    """What the matcher asks of an index."""

    @property
    def embedder(self) -> Embedder | None:
        """The vector model, or None where words alone are searched."""
        ...

    @property
    def vectors_behind(self) -> int:
        """How many claims still lack the vectors that they should have."""
        ...

    def view(self) -> View:
        """The index as it is now."""
        ...

    def scope(self, view: View, owners: Sequence[Owner]) -> Scope:
        """What some owners may be answered with."""
        ...

    def asked(self, texts: Sequence[str], language: str | None = None) -> list[Query]:
        """Texts, analysed as its claims are."""
        ...

    def records(self, view: View, slots: Sequence[int]) -> dict[int, Record]:
        """What is kept of the claims in some slots."""
        ...


class SearchIndex:
    """Follows a change feed into a folder, and answers searches from there.

    Args:
        folder: Where the index lives; made if missing. Nothing else may be kept in it.
        feed: The feed to follow.
        embedder: The vector model, or None to index words alone.
        aliases: Names that mean the same, where they are not those that ship; an index made with
            others is rebuilt.
        held_from: From how many claims on a few new ones are searched in memory until they are on
            disk. A commit takes a while; but in a small store every score depends on every claim.
    """

    def __init__(
        self,
        folder: Path,
        feed: ClaimFeed,
        embedder: Embedder | None = None,
        *,
        aliases: Aliases | None = None,
        held_from: int = 1000,
    ) -> None:
        self._feed = feed
        self.embedder: Embedder | None = embedder
        self.aliases: Aliases = aliases or shipped_aliases()
        self._folder = IndexFolder(folder, embedder, self.aliases, held_from)
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[int, Record] = OrderedDict()
        self._analysed: WeakValueDictionary[int, Record] = WeakValueDictionary()
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._scopes_of: View | None = None
        self._guard = threading.Lock()
        self._settling: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._unsettled = False
        self._failed = False

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Open the folder; one that is of another feed or format, or damaged, starts empty."""
        feed_id = await self._feed.feed_id()
        async with self._turn:
            await self._do(self._folder.open, feed_id)
            self._closing.clear()

    async def close(self) -> None:
        """Make everything durable and let go of the folder; the index can be opened again."""
        self._closing.set()
        if self._settling is not None:
            await asyncio.wait([self._settling])
        async with self._turn:
            await self._settle()
            await self._do(self._folder.close)

    async def catch_up(self) -> int:
        """Follow the feed to its end and return how many changes were taken in.

        Where few claims lack their vectors (new ones, or all of them after a change of model),
        they get them at once; for many, see ``fill_vectors``.
        """
        async with self._turn:
            await self._follow_the_right_feed()
            taken, began = 0, time.monotonic()
            settled = began
            while changes := await self._feed.changes(self._folder.sequence, _BATCH):
                few = not taken and len(changes) <= _FEW
                self._unsettled = True
                await self._do(self._folder.admit if few else self._folder.take, changes)
                taken += len(changes)
                if few:
                    break
                pause = max(_SHOWN_EVERY, min(2 * (settled - began), _SHOWN_AT_LEAST))
                if time.monotonic() - settled > pause:
                    await self._settle()
                    settled = time.monotonic()
            if taken > _FEW:
                await self._settle()
            if 0 < self.vectors_behind <= _FEW:
                self._unsettled = True
                await self._do(self._folder.fill, _FEW)
            if self._unsettled:
                await self._settle_in_time()
            if taken:
                self._forget_struck()
            return taken

    async def rebuild(self) -> int:
        """Drop everything, follow the feed from its start, and return how many changes it had."""
        feed_id = await self._feed.feed_id()
        async with self._turn:
            await self._start_over(feed_id)
        return await self.catch_up()

    async def fill_vectors(self, progress: Progress | None = None) -> int:
        """Compute the vectors that are behind, and return for how many claims.

        Searches and ``catch_up`` go on meanwhile. ``progress`` hears (done, of how many).
        """
        done, total, settled = 0, self.vectors_behind, time.monotonic()
        while self.vectors_behind:
            async with self._turn:
                self._unsettled = True
                done += await self._do(self._folder.fill, _FILLED)
                if time.monotonic() - settled > _SHOWN_EVERY or not self.vectors_behind:
                    await self._settle()
                    settled = time.monotonic()
            if progress is not None:
                progress(done, max(total, done))
        return done

    async def settle(self) -> None:
        """Make durable what was taken in, at once."""
        async with self._turn:
            await self._settle()

    @property
    def vectors_behind(self) -> int:
        """How many claims still lack the vectors that they should have; 0 without a model."""
        return self._folder.view.behind

    @property
    def claims(self) -> int:
        """How many claims can answer, over all owners."""
        return self._folder.claims

    @property
    def position(self) -> int:
        """The sequence number up to which searches see the feed."""
        return self._folder.position

    def view(self) -> View:
        """The index as it is now."""
        return self._folder.view

    def scope(self, view: View, owners: Sequence[Owner]) -> Scope:
        """What some owners may be answered with; remembered until the index changes."""
        key = tuple(str(owner) for owner in owners)
        with self._guard:
            if view is self._scopes_of and key in self._scopes:
                return self._scopes[key]
        scope = resolve(owners, view.owners, view.slots, view.rows)
        with self._guard:
            if view is not self._scopes_of and view is self._folder.view:
                self._scopes_of = view
                self._scopes = {}
            if view is self._scopes_of:
                self._scopes[key] = scope
        return scope

    def asked(self, texts: Sequence[str], language: str | None = None) -> list[Query]:
        """Texts, analysed as the claims are; without their vectors."""
        return queries(texts, language, self.aliases)

    def records(self, view: View, slots: Sequence[int]) -> dict[int, Record]:
        """What is kept of the claims in some slots."""
        with self._guard:
            known = ((slot, self._kept.get(slot) or self._analysed.get(slot)) for slot in slots)
            found = {slot: record for slot, record in known if record is not None}
            for slot, record in found.items():
                self._kept[slot] = record
                self._kept.move_to_end(slot)  # what nobody asked for longest goes first
        missing = [slot for slot in slots if slot not in found]
        for slot, kept in view.lexical.records(missing).items():
            found[slot] = Record.from_json(kept, self.aliases)
        with self._guard:
            for slot in missing:
                if slot in found:
                    self._kept[slot] = found[slot]
            while len(self._kept) > _RECORDS:
                slot, record = self._kept.popitem(last=False)
                if record.is_analysed:
                    self._analysed[slot] = record
        return found

    async def _follow_the_right_feed(self) -> None:
        feed_id, newest = await self._feed.feed_id(), await self._feed.newest()
        if self._failed:
            log.warning("index is opened again at what it had recorded")
            await self._do(self._folder.open, feed_id)
            self._forget()
        if feed_id != self._folder.feed or newest < self._folder.sequence:
            log.warning("index is rebuilt for feed %s at %d", feed_id, newest)
            await self._start_over(feed_id)

    async def _start_over(self, feed_id: str) -> None:
        await self._do(self._folder.start_over, feed_id)
        self._forget()

    def _forget_struck(self) -> None:
        """Drop what is kept of claims as they were before, which would grow with every edit."""
        alive = self._folder.view.slots.alive
        with self._guard:
            for kept in (self._kept, self._analysed):
                for slot in [one for one in kept if one >= len(alive) or not alive[one]]:
                    kept.pop(slot, None)

    def _forget(self) -> None:
        """Slots may stand for other claims from now on."""
        self._unsettled = self._failed = False
        with self._guard:
            self._kept.clear()
            self._analysed.clear()
            self._scopes_of = None

    async def _do(
        self, work: Callable[_Given, _Done], *given: _Given.args, **named: _Given.kwargs
    ) -> _Done:
        """Work on the folder in a thread, to its end: who waits for it may be cancelled.

        Work that failed may have left half of something in memory, but never on record. Raises
        ``IndexProblem`` where the system refused to write it.
        """
        doing = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            await asyncio.wait([doing])
            raise
        except Exception as problem:
            self._failed = True
            refused = refusal(problem)
            if refused is not None:
                raise refused from problem
            raise

    async def _settle(self) -> None:
        """Make durable what was taken in; the turn is the caller's."""
        if self._unsettled and not self._failed:
            await self._do(self._folder.settle)
            self._unsettled = False

    async def _settle_in_time(self) -> None:
        """Settle now in a small index, soon in a large one, where it takes a while."""
        if not self._folder.is_large:
            await self._settle()
        elif self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_soon(), name="settling the index")

    async def _settle_soon(self) -> None:
        began = time.monotonic()
        sequence = -1
        while sequence != self._folder.sequence and time.monotonic() - began < _LATEST:
            sequence = self._folder.sequence
            if self._closing.is_set() or self._folder.held > _MOST_HELD:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), _SETTLED_AFTER)
        try:
            async with self._turn:
                await self._settle()
        except Exception as problem:  # noqa: BLE001 - what was taken in is followed again
            log.warning("index was not settled: %s", type(problem).__name__)
