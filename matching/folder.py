"""The files of a search index and the order in which they are written.

A state file is the record of what is durable. It is written after what it speaks of, so that a
crash at any point leaves files that are cut back to it, and the feed is followed again from there.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from claims.ports import Change
from matching import analysis
from matching.aliases import Aliases
from matching.embedder import Embedder
from matching.ledger import Ledger, Slots
from matching.lexical import Entry, LexicalIndex, LexicalReader
from matching.record import Record
from matching.refusals import refusal
from matching.state import State, Unusable, has_state, read_state, write_state
from matching.sums import Damaged, Sum, check_words, placed
from matching.vectors import Rows, VectorStore

log = logging.getLogger(__name__)

_DEAD_SHARE = 0.3
_WORTH_COMPACTING = 5_000


@dataclass(frozen=True)
class View:
    """The index at one moment; searches run on it while newer changes come in.

    ``behind`` counts the claims that still lack their vectors.
    """

    lexical: LexicalReader
    rows: Rows | None
    slots: Slots
    owners: dict[str, int]
    behind: int


@dataclass(frozen=True)
class _Taken:
    """Some changes, each claim once: new slots with their documents, and slots struck out.

    ``sequence`` is the number of the last one, ``owners`` numbers everybody's until then.
    """

    sequence: int
    owners: dict[str, int]
    added: list[tuple[int, int, bool]]
    entries: list[Entry]
    removed: list[int]


class IndexFolder:
    """Takes in changes and vectors, and keeps a view of what is there.

    Not to be used by two threads at once, but for ``view`` and ``position``.

    Args:
        folder: Where the files are; made if missing.
        embedder: The vector model, or None to index words alone.
        aliases: Names that mean the same.
        held_from: How many slots make it a large one.
    """

    view: View
    position: int
    """The sequence number up to which the view shows all changes."""
    sequence: int
    """The sequence number up to which changes were taken in; not all may be shown or durable."""

    def __init__(
        self, folder: Path, embedder: Embedder | None, aliases: Aliases, held_from: int
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._aliases = aliases
        self._held_from = held_from
        self._state = State()
        self._owners: dict[str, int] = {}
        self._gone: list[int] = []
        self._lexical: LexicalIndex
        self._ledger: Ledger
        self._vectors: VectorStore | None = None

    @property
    def feed(self) -> str:
        """The feed that it follows."""
        return self._state.feed

    @property
    def claims(self) -> int:
        """How many claims can answer, over all owners."""
        return int(np.count_nonzero(self._ledger.slots.alive))

    @property
    def held(self) -> int:
        """How many new claims are in memory only."""
        return self._lexical.held

    @property
    def is_large(self) -> bool:
        """Whether a few new claims are better searched in memory until they are settled."""
        return len(self._ledger.slots) >= self._held_from

    def open(self, feed_id: str) -> None:
        """Open the files as they were recorded, whatever is in memory.

        Those of another feed or format, or damaged ones, are made anew; raises ``IndexProblem``
        where the system refuses to open them, which making them anew would not mend.
        """
        if hasattr(self, "_lexical"):
            self._lexical.close()
        if not has_state(self._folder):
            self.start_over(feed_id)
            return
        try:
            self._load(feed_id)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as problem:
            refused = refusal(problem)
            if refused is not None:
                raise refused from problem
            log.warning("index of feed %s is rebuilt: %s", feed_id, _reason(problem))
            self.start_over(feed_id)

    def close(self) -> None:
        """Let go of the files; see ``settle``."""
        self._lexical.close()

    def start_over(self, feed_id: str) -> None:
        """Drop everything."""
        if hasattr(self, "_lexical"):
            self._lexical.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._state = State(feed=feed_id, aliases=self._aliases.fingerprint)
        self._ledger = Ledger(self._folder / "slots", 0, 0)
        self._lexical = LexicalIndex(self._folder / "words")
        self._begin()

    def take(self, changes: Sequence[Change]) -> None:
        """Take in many changes; they are found once they are settled."""
        taken = self._taken(changes)
        self._lexical.add(taken.entries)
        self._write(taken)

    def admit(self, changes: Sequence[Change]) -> None:
        """Take in a few changes, which are found at once and durable once they are settled."""
        taken = self._taken(changes)
        self._lexical.hold(taken.entries)
        self._write(taken)
        self.show()

    def fill(self, limit: int, records: Mapping[int, Record] | None = None) -> int:
        """Compute the vectors of at most ``limit`` claims that lack them, and return how many."""
        waiting = np.flatnonzero(self._without_vectors())[:limit].tolist()
        if self._vectors is None or self._embedder is None or not waiting:
            return 0
        kept = records or self._records(waiting)
        texts = [
            (slot, at, text) for slot in waiting for at, text in enumerate(kept[slot].embedded)
        ]
        read = self._embedder.encode([analysis.for_vectors(text) for _, _, text in texts])
        slots = np.asarray([slot for slot, _, _ in texts], dtype=np.int64)
        wordings = np.asarray([at for _, at, _ in texts], dtype=np.int64)
        self._vectors.append(slots, wordings, read.vectors, read.tokens)
        self.show()
        return len(waiting)

    def settle(self) -> None:
        """Make durable what was taken in, and show it.

        Documents that answer no longer are deleted after the record says so: a crash in between
        leaves too many, which is mended at the next start, and never too few.
        """
        gone, self._gone = self._gone, []
        self._lexical.commit()
        self._record()
        if gone:
            self._lexical.remove(gone)
            self._lexical.commit()
        self._compact()
        self.show()

    def show(self) -> None:
        """Make a new view of everything that can be found."""
        slots = self._ledger.slots
        rows = self._vectors.rows if self._vectors is not None else None
        mean = 1 / max(1, self._state.counted)
        reader = self._lexical.reader(self._state.words * mean, self._state.grams * mean)
        behind = int(np.count_nonzero(self._without_vectors()))
        self.view = View(reader, rows, slots, self._owners, behind)
        self.position = self.sequence

    def _load(self, feed_id: str) -> None:
        self._state = read_state(self._folder, feed_id, self._aliases.fingerprint)
        state = self._state
        self._ledger = Ledger(self._folder / "slots", state.slots, state.dead, state.sums)
        check_words(self._folder / "words")
        self._lexical = LexicalIndex(self._folder / "words")
        self._lexical.remove_from(self._state.slots)
        if self._lexical.documents > self.claims:
            self._lexical.remove(np.flatnonzero(~self._ledger.slots.alive).tolist())
            self._lexical.commit()
        if self._lexical.documents != self.claims:
            raise ValueError("words and slots disagree")
        self._begin()

    def _begin(self) -> None:
        """Open the vectors and show what there is."""
        self._owners, self.sequence = dict(self._state.owners), self._state.sequence
        self._gone = []
        recorded = self._state if has_state(self._folder) else None
        self._open_vectors()
        if self._state != recorded:
            write_state(self._folder, self._state)
        self.show()

    def _open_vectors(self) -> None:
        """Open the vectors of this model; those of the one before are kept beside them."""
        if self._embedder is None:
            self._vectors = None
            return
        self._state = self._state.with_model(self._embedder.name)
        for left_over in self._folder.glob("vectors-*"):
            if left_over.name not in self._state.vector_folders:
                shutil.rmtree(left_over, ignore_errors=True)
        folder = self._folder / self._state.vectors
        rows, sums = self._state.rows, self._state.sums
        self._vectors = VectorStore(folder, self._embedder.dimensions, rows, sums)

    def _taken(self, changes: Sequence[Change]) -> _Taken:
        latest = {(str(change.owner), change.claim_id): change for change in changes}
        owners = dict(self._owners)
        taken = _Taken(max(change.sequence for change in changes), owners, [], [], [])
        for change in latest.values():
            owner = owners.setdefault(str(change.owner), len(owners))
            old = self._ledger.slot_of(owner, change.claim_id)
            if old is not None:
                taken.removed.append(old)
            if change.claim is not None:
                record = Record.of(change.claim_id, change.claim, self._aliases)
                slot = len(self._ledger.slots) + len(taken.added)
                taken.entries.append(entry_of(slot, owner, record))
                taken.added.append((owner, change.claim_id, record.latin_share >= 0.5))
        return taken

    def _write(self, taken: _Taken) -> None:
        self._ledger.write(taken.added, taken.removed)
        self._gone += taken.removed
        self._owners, self.sequence = taken.owners, taken.sequence
        self._state = replace(
            self._state,
            counted=self._state.counted + len(taken.entries),
            words=self._state.words + sum(len(entry.words) for entry in taken.entries),
            grams=self._state.grams + sum(len(entry.grams) for entry in taken.entries),
        )

    def _records(self, slots: Iterable[int]) -> dict[int, Record]:
        kept = self.view.lexical.records(list(slots))
        return {slot: Record.from_json(text, self._aliases) for slot, text in kept.items()}

    def _without_vectors(self) -> npt.NDArray[np.bool_]:
        """For each slot, whether it lacks vectors that it should have."""
        slots = self._ledger.slots
        if self._vectors is None:
            return np.zeros(len(slots), dtype=np.bool_)
        filled = self._vectors.rows.filled(len(slots))
        if self._embedder is not None and self._embedder.reads(0.0):
            return slots.alive & ~filled
        return slots.alive & slots.latin & ~filled

    def _compact(self) -> None:
        """Leave dead vectors behind once they are many; a new folder, so a crash keeps the old."""
        if self._vectors is None or self._vectors.count < _WORTH_COMPACTING:
            return
        keep = self._ledger.slots.alive[self._vectors.rows.slot]
        if keep.mean() > 1 - _DEAD_SHARE:
            return
        old = self._vectors.folder
        name = self._state.next_vectors
        shutil.rmtree(self._folder / name, ignore_errors=True)
        self._vectors = self._vectors.copy_to(self._folder / name, keep)
        self._state = replace(self._state, vectors=name)
        self._record()
        shutil.rmtree(old, ignore_errors=True)

    def _record(self) -> None:
        """Have all files on disk, then say so."""
        self._ledger.sync()
        rows = self._state.rows
        if self._vectors is not None:
            self._vectors.sync()
            rows = self._vectors.count
        self._state = replace(
            self._state,
            sequence=self.sequence,
            owners=dict(self._owners),
            slots=len(self._ledger.slots),
            dead=self._ledger.dead,
            rows=rows,
            sums=self._sums(),
        )
        write_state(self._folder, self._state)

    def _sums(self) -> dict[str, Sum]:
        """The checksums of all files that count, also of vectors of another model."""
        folders = self._state.vector_folders
        sums = {
            name: crc for name, crc in self._state.sums.items() if name.partition("/")[0] in folders
        }
        if self._vectors is not None:
            sums |= placed(self._vectors.folder.name, self._vectors.sums)
        return sums | placed("slots", self._ledger.sums)


def _reason(problem: BaseException) -> str:
    """Why an index cannot be used; only our own words, as others' may quote a claim."""
    if isinstance(problem, Damaged | Unusable):
        return str(problem)
    return type(problem).__name__


def entry_of(slot: int, owner: int, record: Record) -> Entry:
    """A claim as the word search keeps it."""
    texts = [text for text in record.searched if text]
    read = [record.read(text) for text in texts]
    words = [term for text in read for term in text.terms]
    if not record.language.startswith("en"):  # a paste may come without its language
        words += [term for text in texts for term in record.read(text, "en").terms]
    grams = [gram for text in read for gram in analysis.grams(text)]
    return Entry(slot, owner, words, grams, record.to_json())
