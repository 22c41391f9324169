"""The vector store: append-only files of int8 vectors and their signs, scanned exactly.

A search ranks all rows by the Hamming distance of their sign bits and scores the nearest again
with the int8 vectors (as in Yamada, Asai and Hajishirzi, "Efficient Passage Retrieval with
Hashing", 2021). Rows are never changed; what no longer counts is left out by the caller's mask.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.uint64]

_ROW = np.dtype([("slot", "<u4"), ("wording", "<u2"), ("spare", "<u2"), ("scale", "<f4")])
_RESCORED = 768
_EXACT_BELOW = 3000
_COPIED = 65_536
_STRETCH = 16_384
_IN_A_BYTE = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """A snapshot of the store: row ``i`` belongs to ``slot[i]`` and its ``wording[i]``-th text.

    The rows of slot ``s`` are ``start[s]`` up to ``end[s]``; slots without rows have 0 and 0.
    ``planes`` are the signs, 64 a number, with a column for each row: shape (dimensions / 64, n).
    """

    slot: npt.NDArray[np.int32]
    wording: npt.NDArray[np.int32]
    scale: Floats
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    planes: Signs
    whole: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.slot)

    def of_slot(self, slot: int) -> range:
        """The rows of one slot; they lie side by side."""
        if slot >= len(self.start):
            return range(0)
        return range(int(self.start[slot]), int(self.end[slot]))

    def filled(self, slots: int) -> Mask:
        """For each slot below ``slots``, whether it has rows."""
        found = np.zeros(slots, dtype=np.bool_)
        known = min(slots, len(self.end))
        found[:known] = self.end[:known] > 0
        return found

    def similarities(self, query: Floats, rows: npt.ArrayLike) -> Floats:
        """Cosines of some rows with a query of length 1."""
        chosen = np.asarray(rows, dtype=np.int64)
        dots = self.whole[chosen].astype(np.float32) @ query
        return np.asarray(dots * self.scale[chosen], dtype=np.float32)

    def nearest(self, query: Floats, allowed: Ints | None, limit: int) -> tuple[Ints, Floats]:
        """The rows nearest to a query and their cosines, best first.

        Args:
            query: A vector of length 1.
            allowed: Numbers of the rows that may answer, ascending; None for all.
            limit: How many rows at most.
        """
        rows = self._shortlist(query, allowed, max(limit, _RESCORED))
        cosines = self.similarities(query, rows)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return rows[best], cosines[best]

    def _shortlist(self, query: Floats, allowed: Ints | None, size: int) -> Ints:
        count = len(self) if allowed is None else len(allowed)
        if count <= max(_EXACT_BELOW, size):
            return np.arange(count, dtype=np.int64) if allowed is None else allowed
        apart = self._apart_from(_signs(query[None, :])[0], allowed)
        reach = int(np.searchsorted(np.cumsum(np.bincount(apart)), size))
        near = np.flatnonzero(apart <= reach)
        return near if allowed is None else allowed[near]

    def _apart_from(self, signs: Signs, allowed: Ints | None) -> npt.NDArray[np.uint16]:
        """The Hamming distances of the rows that may answer."""
        if allowed is None:
            return _apart(self.planes, signs)
        if 2 * len(allowed) > len(self):  # looking at all costs less than picking them out
            return _apart(self.planes, signs)[allowed]
        return _apart(self.planes[:, allowed], signs)


class VectorStore:
    """Three files in a folder; ``count`` rows of them are trusted, what follows is cut off.

    Raises ``ValueError`` where the files are shorter than ``count``.
    """

    def __init__(self, folder: Path, dimensions: int, count: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._dimensions = dimensions
        self._files = tuple(folder / name for name in ("rows.bin", "signs.bin", "whole.bin"))
        self._widths = (_ROW.itemsize, dimensions // 8, dimensions)
        self._cut(count)
        signs = np.fromfile(self._files[1], dtype=np.uint64, count=count * dimensions // 64)
        self._planes = np.ascontiguousarray(signs.reshape(count, dimensions // 64).T)
        self.rows = self._map(np.fromfile(self._files[0], dtype=_ROW, count=count), None)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def append(self, slots: Ints, wordings: Ints, vectors: Floats) -> None:
        """Add rows and flush them to disk; rows of one slot come side by side.

        Args:
            slots: The slot of each vector, shape (n,).
            wordings: Which of the slot's texts it stands for, shape (n,).
            vectors: Vectors of length 1, shape (n, dimensions).
        """
        if not len(slots):
            return
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127.0
        whole = np.round(vectors / scale[:, None]).astype(np.int8)
        self._write(_packed(slots, wordings, scale), _signs(vectors), whole)

    def copy_to(self, folder: Path, keep: Mask) -> VectorStore:
        """A new store in another folder with only some rows, in their order."""
        rows = self.rows
        copy = VectorStore(folder, self._dimensions, 0)
        for start in range(0, len(rows), _COPIED):
            some = np.flatnonzero(keep[start : start + _COPIED]) + start
            packed = _packed(rows.slot[some], rows.wording[some], rows.scale[some])
            signs = np.ascontiguousarray(rows.planes[:, some].T)
            copy._write(packed, signs, rows.whole[some])
        return copy

    def _write(self, packed: npt.NDArray[np.void], signs: Signs, whole: npt.ArrayLike) -> None:
        if not len(packed):
            return
        for file, block in zip(self._files, (packed, signs, np.asarray(whole)), strict=True):
            with file.open("ab") as opened:
                opened.write(block.tobytes())
                opened.flush()
                os.fsync(opened.fileno())
        self._widen(signs)
        self.rows = self._map(packed, self.rows)

    def _widen(self, signs: Signs) -> None:
        """Add columns; snapshots keep their own, and room is made for as many again."""
        count, more = len(self.rows), len(signs)
        if count + more > self._planes.shape[1]:
            wider = np.zeros((self._planes.shape[0], 2 * (count + more)), dtype=np.uint64)
            wider[:, :count] = self._planes[:, :count]
            self._planes = wider
        self._planes[:, count : count + more] = signs.T

    def _cut(self, count: int) -> None:
        for file, width in zip(self._files, self._widths, strict=True):
            file.touch()
            wanted = count * width
            size = file.stat().st_size
            if size < wanted:
                raise ValueError(f"{file.name} holds {size} bytes, {wanted} were recorded")
            if size > wanted:
                os.truncate(file, wanted)

    def _map(self, new: npt.NDArray[np.void], old: Rows | None) -> Rows:
        slot = new["slot"].astype(np.int32)
        known = len(old) if old is not None else 0
        start, end = _stretches(slot, known, old)
        wording, scale = new["wording"].astype(np.int32), new["scale"].astype(np.float32)
        if old is not None:
            slot = np.concatenate([old.slot, slot])
            wording = np.concatenate([old.wording, wording])
            scale = np.concatenate([old.scale, scale])
        planes = self._planes[:, : len(slot)]
        return Rows(slot, wording, scale, start, end, planes, self._mapped(len(slot)))

    def _mapped(self, count: int) -> npt.NDArray[np.int8]:
        shape = (count, self._dimensions)
        if not count:
            return np.zeros(shape, dtype=np.int8)
        return np.memmap(self._files[2], dtype=np.int8, mode="r", shape=shape)


def _packed(
    slots: npt.ArrayLike, wordings: npt.ArrayLike, scale: npt.ArrayLike
) -> npt.NDArray[np.void]:
    rows = np.zeros(len(np.asarray(slots)), dtype=_ROW)
    rows["slot"], rows["wording"], rows["scale"] = slots, wordings, scale
    return rows


def _apart(planes: Signs, signs: Signs) -> npt.NDArray[np.uint16]:
    """The Hamming distance of each column to some signs, a stretch that fits the cache at a time.

    Bits are added up in single bytes, which hold those of three planes, before they are widened.
    """
    count = planes.shape[1]
    apart = np.zeros(count, dtype=np.uint16)
    other = np.empty(_STRETCH, dtype=np.uint64)
    ones, few = np.empty(_STRETCH, dtype=np.uint8), np.empty(_STRETCH, dtype=np.uint8)
    for start in range(0, count, _STRETCH):
        end = min(start + _STRETCH, count)
        size = end - start
        for first in range(0, len(planes), _IN_A_BYTE):
            few[:size] = 0
            for plane in range(first, min(first + _IN_A_BYTE, len(planes))):
                np.bitwise_xor(planes[plane, start:end], signs[plane], out=other[:size])
                few[:size] += np.bitwise_count(other[:size], out=ones[:size])
            apart[start:end] += few[:size]
    return apart


def _signs(vectors: Floats) -> Signs:
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def _stretches(
    slot: npt.NDArray[np.int32], offset: int, old: Rows | None
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """First row and past the last row of each slot, after rows from ``offset`` on were added."""
    kept = len(old.start) if old is not None else 0
    size = max(kept, int(slot.max(initial=-1)) + 1)
    start, end = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    if old is not None:
        start[:kept], end[:kept] = old.start, old.end
    if len(slot):
        begins = np.flatnonzero(np.r_[True, slot[1:] != slot[:-1]])
        start[slot[begins]] = begins + offset
        end[slot[begins]] = np.r_[begins[1:], len(slot)] + offset
    return start, end
