"""Which claim lies in which slot of the index: append-only, cut back to what was recorded."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.flushing import flush_files
from matching.growing import Growing
from matching.sums import NOTHING, Damaged, Sum, compare, grown

_SLOT = np.dtype([("claim", "<i8"), ("owner", "<u4"), ("vectors", "u1"), ("spare", "u1", 3)])
_DEAD = np.dtype("<u4")
_CLAIM_BITS = 40
_APART = 50_000


@dataclass(frozen=True, slots=True)
class Slots:
    """A snapshot, by slot: its claim, its owner's number, whether it still answers.

    ``latin`` says whether its text is mostly in Latin letters, which every vector model reads.
    """

    claim: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    latin: npt.NDArray[np.bool_]
    alive: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.claim)


class Ledger:
    """Two files: the slots in order, and the slots that no longer answer.

    Raises ``Damaged`` where the files are not what was recorded; ``recorded`` are their checksums.
    """

    def __init__(
        self, folder: Path, slots: int, dead: int, recorded: Mapping[str, Sum] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._slots_file = folder / "slots.bin"
        self._dead_file = folder / "dead.bin"
        kept = _read(self._slots_file, _SLOT, slots)
        gone = _read(self._dead_file, _DEAD, dead)
        self.dead = dead
        self.sums = {"slots.bin": grown(NOTHING, kept), "dead.bin": grown(NOTHING, gone)}
        """The checksum of each file."""
        compare(folder.name, self.sums, recorded or {})
        alive = np.ones(slots, dtype=np.bool_)
        alive[gone] = False
        self._claim = Growing(kept["claim"].astype(np.int64))
        self._owner = Growing(kept["owner"].astype(np.int32))
        self._vectors = Growing(kept["vectors"].astype(np.bool_))
        self._alive = Growing(alive)
        self.slots = self._show()
        lives = np.flatnonzero(alive)
        self._places = _Places(_keys(self.slots.owner[lives], self.slots.claim[lives]), lives)

    def slot_of(self, owner: int, claim: int) -> int | None:
        """The slot in which a claim answers now."""
        return self._places.of(_key(owner, claim))

    def write(self, added: Sequence[tuple[int, int, bool]], removed: Iterable[int]) -> None:
        """Append slots and strike out others; both are on disk after ``sync``.

        Args:
            added: ``(owner, claim, in Latin letters)`` for each new slot, in order.
            removed: Slots that answer no longer.
        """
        gone = np.fromiter(removed, dtype=_DEAD)
        rows = np.zeros(len(added), dtype=_SLOT)
        if added:
            rows["owner"], rows["claim"], rows["vectors"] = zip(*added, strict=True)
        for file, block in ((self._slots_file, rows), (self._dead_file, gone)):
            _append(file, block)
            self.sums[file.name] = grown(self.sums[file.name], block)
        self._places.forget(
            _key(int(self.slots.owner[slot]), int(self.slots.claim[slot])) for slot in gone.tolist()
        )
        start = len(self.slots)
        for at, (owner, claim, _) in enumerate(added):
            self._places.put(_key(owner, claim), start + at)
        self._claim.append(rows["claim"])
        self._owner.append(rows["owner"])
        self._vectors.append(rows["vectors"])
        if len(gone):  # snapshots keep theirs
            self._alive = Growing(self._alive.values.copy())
            self._alive.values[gone] = False
        self._alive.append(np.ones(len(rows), dtype=np.bool_))
        self.dead += len(gone)
        self.slots = self._show()

    def sync(self) -> None:
        """Flush what was written to disk."""
        flush_files((self._slots_file, self._dead_file))

    def _show(self) -> Slots:
        return Slots(
            self._claim.values, self._owner.values, self._vectors.values, self._alive.values
        )


class _Places:
    """Which slot each claim answers in: sorted arrays, and what has changed since apart from them.

    A dictionary of a million claims would take 150 MB and a second to make at every start.
    """

    def __init__(self, keys: npt.NDArray[np.int64], slots: npt.NDArray[np.int64]) -> None:
        self._newer: dict[int, int | None] = {}
        self._sort(keys, slots)

    def of(self, key: int) -> int | None:
        """The slot of a claim that answers."""
        if key in self._newer:
            return self._newer[key]
        # Not searchsorted: it lets go of the interpreter for a moment, and who waits for it starts
        # its wait anew. Once a claim, that kept the event loop waiting until a batch was done.
        at = bisect_right(self._keys, key) - 1  # the newest of its slots
        return int(self._slots[at]) if at >= 0 and self._keys[at] == key else None

    def forget(self, keys: Iterable[int]) -> None:
        """The claims answer no longer."""
        self._newer.update(dict.fromkeys(keys))

    def put(self, key: int, slot: int) -> None:
        """A claim answers in a slot."""
        self._newer[key] = slot
        if len(self._newer) > _APART:
            self._sort_in()

    def _sort_in(self) -> None:
        changed = np.fromiter(self._newer, dtype=np.int64)
        keep = ~np.isin(self._keys, changed)
        known = {key: slot for key, slot in self._newer.items() if slot is not None}
        fresh = np.fromiter(known, dtype=np.int64)
        slots = np.fromiter(known.values(), dtype=np.int64)
        keys = np.concatenate([self._keys[keep], fresh])
        self._newer = {}
        self._sort(keys, np.concatenate([self._slots[keep], slots]))

    def _sort(self, keys: npt.NDArray[np.int64], slots: npt.NDArray[np.int64]) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._slots = keys[order], slots[order].astype(np.int32)


def _keys(owner: npt.NDArray[np.int32], claim: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return owner.astype(np.int64) << _CLAIM_BITS | claim


def _key(owner: int, claim: int) -> int:
    return owner << _CLAIM_BITS | claim


def _read(
    file: Path, kind: np.dtype[np.void] | np.dtype[np.uint32], count: int
) -> npt.NDArray[np.void]:
    file.touch()
    size, wanted = file.stat().st_size, count * kind.itemsize
    if size < wanted:
        raise Damaged(f"{file.parent.name}/{file.name}")
    if size > wanted:
        os.truncate(file, wanted)
    return np.fromfile(file, dtype=kind, count=count)


def _append(file: Path, rows: npt.NDArray[np.void] | npt.NDArray[np.uint32]) -> None:
    if len(rows):
        with file.open("ab") as opened:
            opened.write(rows.tobytes())
