"""The search index: derived from the change feed, kept in a folder of its own, rebuilt at will.

A state file is the record of what is durable. It is written last, so that a crash at any point
leaves files that are cut back to it, and the feed is followed again from there.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from claims.models import Owner
from claims.ports import Change, ClaimFeed
from matching import analysis
from matching.aliases import Aliases, shipped_aliases
from matching.embedder import Embedder
from matching.ledger import Ledger, Slots
from matching.lexical import Entry, LexicalIndex, LexicalReader
from matching.record import Record
from matching.scope import Scope, resolve
from matching.state import State, has_state, read_state, write_state
from matching.vectors import Rows, VectorStore

log = logging.getLogger(__name__)

_BATCH = 1000
_AT_ONCE = 48
_FILLED = 192
_RECORDS = 4_000
_DEAD_SHARE = 0.3
_WORTH_COMPACTING = 5_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class View:
    """The index at one moment; searches run on it while newer changes come in."""

    lexical: LexicalReader
    rows: Rows | None
    slots: Slots
    owners: dict[str, int]


class SearchIndex:
    """Follows a change feed into a folder, and answers searches from there.

    Args:
        folder: Where the index lives; made if missing. Nothing else may be kept in it.
        feed: The feed to follow.
        embedder: The vector model, or None to index words alone.
        aliases: Names that mean the same, where they are not those that ship; an index made with
            others is rebuilt.
    """

    def __init__(
        self,
        folder: Path,
        feed: ClaimFeed,
        embedder: Embedder | None = None,
        *,
        aliases: Aliases | None = None,
    ) -> None:
        self._folder = folder
        self._feed = feed
        self.embedder = embedder
        self.aliases = aliases or shipped_aliases()
        self._turn = asyncio.Lock()
        self._state = State()
        self._kept: OrderedDict[int, Record] = OrderedDict()
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._guard = threading.Lock()
        self._lexical: LexicalIndex
        self._ledger: Ledger
        self._vectors: VectorStore | None = None
        self._view: View

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
            await asyncio.to_thread(self._open, feed_id)

    async def close(self) -> None:
        """Let go of the folder; the index can be opened again."""
        async with self._turn:
            await asyncio.to_thread(self._lexical.close)

    async def catch_up(self) -> int:
        """Follow the feed to its end and return how many changes were taken in.

        A few new claims get their vectors at once; for many, see ``fill_vectors``.
        """
        async with self._turn:
            await self._follow_the_right_feed()
            taken = 0
            while changes := await self._feed.changes(self._state.sequence, _BATCH):
                await asyncio.to_thread(self._take, changes)
                taken += len(changes)
            if taken and 0 < self.vectors_behind <= _AT_ONCE:
                await asyncio.to_thread(self._fill, _AT_ONCE)
            return taken

    async def rebuild(self) -> int:
        """Drop everything, follow the feed from its start, and return how many changes it had."""
        feed_id = await self._feed.feed_id()
        async with self._turn:
            await asyncio.to_thread(self._start_over, feed_id)
        return await self.catch_up()

    async def fill_vectors(self, progress: Progress | None = None) -> int:
        """Compute the vectors that are behind, and return for how many claims.

        Searches and ``catch_up`` go on meanwhile. ``progress`` hears (done, of how many).
        """
        done, total = 0, self.vectors_behind
        while self.vectors_behind:
            async with self._turn:
                done += await asyncio.to_thread(self._fill, _FILLED)
            if progress is not None:
                progress(done, max(total, done))
        return done

    @property
    def vectors_behind(self) -> int:
        """How many claims still lack the vectors that they should have; 0 without a model."""
        return 0 if self._vectors is None else len(self._without_vectors())

    @property
    def claims(self) -> int:
        """How many claims can answer, over all owners."""
        return int(self._ledger.slots.alive.sum())

    @property
    def position(self) -> int:
        """The sequence number up to which the feed was followed."""
        return self._state.sequence

    def view(self) -> View:
        """The index as it is now."""
        return self._view

    def scope(self, view: View, owners: Sequence[Owner]) -> Scope:
        """What some owners may be answered with; remembered until the index changes."""
        key = tuple(str(owner) for owner in owners)
        with self._guard:
            if view is self._view and key in self._scopes:
                return self._scopes[key]
        scope = resolve(owners, view.owners, view.slots, view.rows)
        with self._guard:
            if view is self._view:
                self._scopes[key] = scope
        return scope

    def records(self, view: View, slots: Sequence[int]) -> dict[int, Record]:
        """What is kept of the claims in some slots."""
        with self._guard:
            found = {slot: self._kept[slot] for slot in slots if slot in self._kept}
        missing = [slot for slot in slots if slot not in found]
        for slot, kept in view.lexical.records(missing).items():
            found[slot] = Record.from_json(kept, self.aliases)
        with self._guard:
            for slot in missing:
                if slot in found:
                    self._kept[slot] = found[slot]
            while len(self._kept) > _RECORDS:
                self._kept.popitem(last=False)
        return found

    def _open(self, feed_id: str) -> None:
        if not has_state(self._folder):
            self._start_over(feed_id)
            return
        try:
            self._load(feed_id)
        except Exception as problem:  # noqa: BLE001 - whatever is wrong with it, it can be rebuilt
            log.warning("index of feed %s is rebuilt: %s", feed_id, type(problem).__name__)
            self._start_over(feed_id)

    def _load(self, feed_id: str) -> None:
        self._state = read_state(self._folder, feed_id, self.aliases.fingerprint)
        self._ledger = Ledger(self._folder / "slots", self._state.slots, self._state.dead)
        self._lexical = LexicalIndex(self._folder / "words")
        self._lexical.remove_from(self._state.slots)
        if self._lexical.documents != self.claims:
            raise ValueError("words and slots disagree")
        self._open_vectors()
        self._show()

    def _start_over(self, feed_id: str) -> None:
        if hasattr(self, "_lexical"):
            self._lexical.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._guard:
            self._kept.clear()
        self._state = State(feed=feed_id, aliases=self.aliases.fingerprint)
        self._ledger = Ledger(self._folder / "slots", 0, 0)
        self._lexical = LexicalIndex(self._folder / "words")
        self._open_vectors()
        write_state(self._folder, self._state)
        self._show()

    def _open_vectors(self) -> None:
        """Open the vectors of this model; those of another one are dropped, words are kept."""
        if self.embedder is None:
            self._vectors = None
            return
        if self._state.model != self.embedder.name:
            shutil.rmtree(self._folder / self._state.vectors, ignore_errors=True)
            self._state = replace(self._state, model=self.embedder.name, rows=0)
        for left_over in self._folder.glob("vectors-*"):
            if left_over.name != self._state.vectors:
                shutil.rmtree(left_over, ignore_errors=True)
        folder = self._folder / self._state.vectors
        self._vectors = VectorStore(folder, self.embedder.dimensions, self._state.rows)

    async def _follow_the_right_feed(self) -> None:
        feed_id, newest = await self._feed.feed_id(), await self._feed.newest()
        if feed_id != self._state.feed or newest < self._state.sequence:
            log.warning("index is rebuilt for feed %s at %d", feed_id, newest)
            await asyncio.to_thread(self._start_over, feed_id)

    def _take(self, changes: Sequence[Change]) -> None:
        latest = {(str(change.owner), change.claim_id): change for change in changes}
        owners = dict(self._state.owners)
        added: list[tuple[int, int, bool]] = []
        removed: list[int] = []
        entries: list[Entry] = []
        for change in latest.values():
            owner = owners.setdefault(str(change.owner), len(owners))
            old = self._ledger.slot_of(owner, change.claim_id)
            if old is not None:
                removed.append(old)
            if change.claim is not None:
                record = Record.of(change.claim_id, change.claim, self.aliases)
                entries.append(_entry(len(self._ledger.slots) + len(added), owner, record))
                added.append((owner, change.claim_id, record.latin_share >= 0.5))
        self._lexical.remove(removed)
        self._lexical.add(entries)
        self._lexical.commit()
        self._ledger.write(added, removed)
        sequence = max(change.sequence for change in changes)
        self._record(replace(self._state, sequence=sequence, owners=owners))

    def _without_vectors(self) -> list[int]:
        if self._vectors is None:
            return []
        slots = self._ledger.slots
        wanted = slots.alive & slots.vectors & ~self._vectors.rows.filled(len(slots))
        return [int(slot) for slot in np.flatnonzero(wanted)]

    def _fill(self, limit: int) -> int:
        """Compute the vectors of at most ``limit`` claims that lack them."""
        waiting = self._without_vectors()[:limit]
        if self._vectors is None or self.embedder is None or not waiting:
            return 0
        records = self.records(self._view, waiting)
        texts = [
            (slot, at, text) for slot in waiting for at, text in enumerate(records[slot].embedded)
        ]
        vectors = self.embedder.embed([analysis.for_vectors(text) for _, _, text in texts])
        slots = np.asarray([slot for slot, _, _ in texts], dtype=np.int64)
        wordings = np.asarray([at for _, at, _ in texts], dtype=np.int64)
        self._vectors.append(slots, wordings, vectors)
        self._compact()
        self._record(self._state)
        return len(waiting)

    def _compact(self) -> None:
        """Leave dead vectors behind once they are many; a new folder, so a crash keeps the old."""
        if self._vectors is None or self._vectors.count < _WORTH_COMPACTING:
            return
        keep = self._ledger.slots.alive[self._vectors.rows.slot]
        if keep.mean() > 1 - _DEAD_SHARE:
            return
        old = self._vectors.folder
        name = f"vectors-{int(self._state.vectors.rpartition('-')[2]) + 1}"
        shutil.rmtree(self._folder / name, ignore_errors=True)
        self._vectors = self._vectors.copy_to(self._folder / name, keep)
        self._record(replace(self._state, vectors=name))
        shutil.rmtree(old, ignore_errors=True)

    def _record(self, state: State) -> None:
        rows = self._state.rows if self._vectors is None else self._vectors.count
        slots, dead = len(self._ledger.slots), self._ledger.dead
        self._state = replace(state, slots=slots, dead=dead, rows=rows)
        write_state(self._folder, self._state)
        self._show()

    def _show(self) -> None:
        rows = self._vectors.rows if self._vectors is not None else None
        reader = self._lexical.reader()
        view = View(reader, rows, self._ledger.slots, dict(self._state.owners))
        with self._guard:
            self._view = view
            self._scopes.clear()


def _entry(slot: int, owner: int, record: Record) -> Entry:
    texts = [text for text in record.searched if text]
    read = [record.read(text) for text in texts]
    words = [term for text in read for term in text.terms]
    if not record.language.startswith("en"):  # a paste may come without its language
        words += [term for text in texts for term in record.read(text, "en").terms]
    grams = [gram for text in read for gram in analysis.grams(text)]
    return Entry(slot, owner, words, grams, record.to_json())
