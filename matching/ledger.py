"""Which claim lies in which slot of the index: append-only, cut back to what was recorded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_SLOT = np.dtype([("claim", "<i8"), ("owner", "<u4"), ("vectors", "u1"), ("spare", "u1", 3)])
_DEAD = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Slots:
    """A snapshot, by slot: its claim, its owner's number, whether it still answers.

    ``vectors`` says whether it is in a script that the vector model reads.
    """

    claim: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    vectors: npt.NDArray[np.bool_]
    alive: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.claim)


class Ledger:
    """Two files: the slots in order, and the slots that no longer answer.

    Raises ``ValueError`` where the files are shorter than recorded.
    """

    def __init__(self, folder: Path, slots: int, dead: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._slots_file = folder / "slots.bin"
        self._dead_file = folder / "dead.bin"
        kept = _read(self._slots_file, _SLOT, slots)
        gone = _read(self._dead_file, _DEAD, dead)
        self.dead = dead
        alive = np.ones(slots, dtype=np.bool_)
        alive[gone] = False
        self.slots = Slots(
            kept["claim"].astype(np.int64),
            kept["owner"].astype(np.int32),
            kept["vectors"].astype(np.bool_),
            alive,
        )
        self._found = {
            _key(owner, claim): slot
            for slot, (owner, claim, lives) in enumerate(
                zip(kept["owner"].tolist(), kept["claim"].tolist(), alive.tolist(), strict=True)
            )
            if lives
        }

    def slot_of(self, owner: int, claim: int) -> int | None:
        """The slot in which a claim answers now."""
        return self._found.get(_key(owner, claim))

    def write(self, added: Sequence[tuple[int, int, bool]], removed: Iterable[int]) -> None:
        """Append slots and strike out others, and flush both to disk.

        Args:
            added: ``(owner, claim, has vectors)`` for each new slot, in order.
            removed: Slots that answer no longer.
        """
        gone = np.fromiter(removed, dtype=_DEAD)
        rows = np.zeros(len(added), dtype=_SLOT)
        if added:
            rows["owner"], rows["claim"], rows["vectors"] = zip(*added, strict=True)
        _append(self._slots_file, rows)
        _append(self._dead_file, gone)
        self._forget(gone)
        start = len(self.slots)
        for at, (owner, claim, _) in enumerate(added):
            self._found[_key(owner, claim)] = start + at
        self._grow(rows, gone)

    def _forget(self, gone: npt.NDArray[np.uint32]) -> None:
        for slot in gone.tolist():
            key = _key(int(self.slots.owner[slot]), int(self.slots.claim[slot]))
            if self._found.get(key) == slot:
                del self._found[key]

    def _grow(self, rows: npt.NDArray[np.void], gone: npt.NDArray[np.uint32]) -> None:
        old = self.slots
        alive = np.concatenate([old.alive, np.ones(len(rows), dtype=np.bool_)])
        alive[gone] = False
        self.dead += len(gone)
        self.slots = Slots(
            np.concatenate([old.claim, rows["claim"].astype(np.int64)]),
            np.concatenate([old.owner, rows["owner"].astype(np.int32)]),
            np.concatenate([old.vectors, rows["vectors"].astype(np.bool_)]),
            alive,
        )


def _key(owner: int, claim: int) -> int:
    return owner << 64 | claim


def _read(
    file: Path, kind: np.dtype[np.void] | np.dtype[np.uint32], count: int
) -> npt.NDArray[np.void]:
    file.touch()
    size, wanted = file.stat().st_size, count * kind.itemsize
    if size < wanted:
        raise ValueError(f"{file.name} holds {size} bytes, {wanted} were recorded")
    if size > wanted:
        os.truncate(file, wanted)
    return np.fromfile(file, dtype=kind, count=count)


def _append(file: Path, rows: npt.NDArray[np.void] | npt.NDArray[np.uint32]) -> None:
    if len(rows):
        with file.open("ab") as opened:
            opened.write(rows.tobytes())
            opened.flush()
            os.fsync(opened.fileno())
