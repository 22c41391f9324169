"""The vector store: append-only files of int8 vectors, their signs and words, scanned exactly.

A search ranks all rows by the Hamming distance of their sign bits and scores the nearest again
with the int8 vectors (as in Yamada, Asai and Hajishirzi, "Efficient Passage Retrieval with
Hashing", 2021). Rows are never changed; what no longer counts is left out by the caller.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.flushing import flush_files
from matching.growing import Growing
from matching.sums import NOTHING, Damaged, Sum, compare, grown
from matching.token_rows import TokenRows, TokenStore
from matching.tokens import NO_TOKENS, Tokens

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.uint64]

_ROW = np.dtype([("slot", "<u4"), ("wording", "<u2"), ("tokens", "<u2"), ("scale", "<f4")])
_RESCORED = 768
_EXACT_BELOW = 3000
_COPIED = 65_536
_STRETCH = 16_384
_IN_A_BYTE = 3
_NEVER = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows may answer: those ``listed``, ascending, or all but those ``left_out``.

    Nearly all rows may answer most of the time, and leaving out few costs less than picking many.
    """

    listed: Ints | None = None
    left_out: Ints | None = None

    @classmethod
    def of(cls, mask: Mask) -> Chosen | None:
        """Those that a mask marks; None where it marks all."""
        marked = int(np.count_nonzero(mask))
        if marked == len(mask):
            return None
        if 2 * marked > len(mask):
            return cls(left_out=np.flatnonzero(~mask))
        return cls(listed=np.flatnonzero(mask))

    def among(self, count: int) -> Ints:
        """The numbers of these rows, of so many in all."""
        if self.listed is not None:
            return self.listed
        mask = np.ones(count, dtype=np.bool_)
        mask[self.left_out] = False
        return np.flatnonzero(mask)

    def size(self, count: int) -> int:
        """How many rows these are, of so many in all."""
        if self.listed is not None:
            return len(self.listed)
        return count - len(self.left_out if self.left_out is not None else ())


@dataclass(frozen=True, slots=True)
class Rows:
    """A snapshot of the store: row ``i`` belongs to ``slot[i]`` and its ``wording[i]``-th text.

    The rows of slot ``s`` are ``start[s]`` up to ``end[s]``; slots without rows have 0 and 0.
    ``planes`` are the signs, 64 a number, with a column for each row: shape (dimensions / 64, n).
    ``hidden`` are rows that are left out of everything.
    """

    slot: npt.NDArray[np.int32]
    wording: npt.NDArray[np.int32]
    scale: Floats
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    planes: Signs
    whole: npt.NDArray[np.int8]
    tokens: TokenRows
    hidden: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.slot)

    def of_slot(self, slot: int) -> Sequence[int]:
        """The rows of one slot; they lie side by side."""
        if slot >= len(self.start) or self.end[slot] > len(self):
            return range(0)  # rows that came after this snapshot
        rows = range(int(self.start[slot]), int(self.end[slot]))
        return [row for row in rows if row not in self.hidden] if self.hidden else rows

    def hiding(self, rows: Iterable[int]) -> Rows:
        """The same without some rows."""
        return replace(self, hidden=(*self.hidden, *rows))

    def filled(self, slots: int) -> Mask:
        """For each slot below ``slots``, whether it has rows."""
        found = np.zeros(slots, dtype=np.bool_)
        known = min(slots, len(self.end))
        end = self.end[:known]
        np.logical_and(end > 0, end <= len(self), out=found[:known])
        return found

    def similarities(self, query: Floats, rows: npt.ArrayLike) -> Floats:
        """Cosines of some rows with a query of length 1."""
        chosen = np.asarray(rows, dtype=np.int64)
        dots = self.whole[chosen].astype(np.float32) @ query
        return np.asarray(dots * self.scale[chosen], dtype=np.float32)

    def nearest(self, query: Floats, allowed: Chosen | None, limit: int) -> tuple[Ints, Floats]:
        """The rows nearest to a query and their cosines, best first.

        Args:
            query: A vector of length 1.
            allowed: The rows that may answer; None for all.
            limit: How many rows at most.
        """
        rows = self._shortlist(query, allowed, max(limit, _RESCORED))
        if self.hidden:
            rows = rows[~np.isin(rows, self.hidden)]
        cosines = self.similarities(query, rows)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return rows[best], cosines[best]

    def _shortlist(self, query: Floats, allowed: Chosen | None, size: int) -> Ints:
        count = len(self) if allowed is None else allowed.size(len(self))
        if count <= max(_EXACT_BELOW, size):
            return np.arange(count) if allowed is None else allowed.among(len(self))
        signs = _signs(query[None, :])[0]
        if allowed is not None and allowed.listed is not None:
            apart = _apart(self.planes[:, allowed.listed], signs)
            return allowed.listed[_least(apart, size, len(query))]
        apart = _apart(self.planes, signs)
        if allowed is not None:
            apart[allowed.left_out] = _NEVER
        return _least(apart, size, len(query))


class VectorStore:
    """Four files in a folder; ``count`` rows of them are trusted, what follows is cut off.

    Raises ``Damaged`` where the files are not what was recorded; ``recorded`` are their checksums.
    """

    def __init__(
        self,
        folder: Path,
        dimensions: int,
        count: int,
        recorded: Mapping[str, Sum] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._dimensions = dimensions
        self._files = tuple(folder / name for name in ("rows.bin", "signs.bin", "whole.bin"))
        self._widths = (_ROW.itemsize, dimensions // 8, dimensions)
        self._cut(count)
        self._words = dimensions // 64
        signs = np.fromfile(self._files[1], dtype=np.uint64, count=count * self._words)
        self._planes = Growing(np.ascontiguousarray(signs.reshape(count, self._words).T))
        self._slot = Growing(np.zeros(0, dtype=np.int32))
        self._wording = Growing(np.zeros(0, dtype=np.int32))
        self._scale = Growing(np.zeros(0, dtype=np.float32))
        self._start = Growing(np.zeros(0, dtype=np.int32))
        self._end = Growing(np.zeros(0, dtype=np.int32))
        rows = np.fromfile(self._files[0], dtype=_ROW, count=count)
        kept = (rows.view(np.uint8), signs.view(np.uint8), self._mapped(count).view(np.uint8))
        names = (file.name for file in self._files)
        self.sums = {name: grown(NOTHING, block) for name, block in zip(names, kept, strict=True)}
        """The checksum of each file."""
        compare(folder.name, self.sums, recorded or {})  # before what the rows say is believed
        self._tokens = TokenStore(folder / "tokens.bin", rows["tokens"])
        self.sums[self._tokens.file.name] = self._tokens.sum
        compare(folder.name, self.sums, recorded or {})
        self.rows = self._show(rows)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def append(
        self, slots: Ints, wordings: Ints, vectors: Floats, tokens: Sequence[Tokens] = ()
    ) -> None:
        """Add rows, which are on disk after ``sync``; rows of one slot come side by side.

        Args:
            slots: The slot of each vector, shape (n,).
            wordings: Which of the slot's texts it stands for, shape (n,).
            vectors: Vectors of length 1, shape (n, dimensions).
            tokens: The words of each, or none of any.
        """
        if not len(slots):
            return
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127.0
        whole = np.round(vectors / scale[:, None]).astype(np.int8)
        words = tokens or [NO_TOKENS] * len(slots)
        self._write(_packed(slots, wordings, scale, words), _signs(vectors), whole, words)

    def copy_to(self, folder: Path, keep: Mask) -> VectorStore:
        """A new store in another folder with only some rows, in their order."""
        rows = self.rows
        copy = VectorStore(folder, self._dimensions, 0)
        for start in range(0, len(rows), _COPIED):
            some = np.flatnonzero(keep[start : start + _COPIED]) + start
            kept, sizes = rows.tokens.of(some.tolist())
            words = np.split(kept, np.cumsum(sizes)[:-1]) if len(some) else []
            packed = _packed(rows.slot[some], rows.wording[some], rows.scale[some], words)
            signs = np.ascontiguousarray(rows.planes[:, some].T)
            copy._write(packed, signs, rows.whole[some], words)
        copy.sync()
        return copy

    def sync(self) -> None:
        """Flush what was added to disk."""
        flush_files((*self._files, self._tokens.file))

    def _write(
        self,
        packed: npt.NDArray[np.void],
        signs: Signs,
        whole: npt.ArrayLike,
        tokens: Sequence[Tokens],
    ) -> None:
        if not len(packed):
            return
        for file, block in zip(self._files, (packed, signs, np.asarray(whole)), strict=True):
            with file.open("ab") as opened:
                opened.write(block.tobytes())
            self.sums[file.name] = grown(self.sums[file.name], block)
        self._tokens.append(tokens)
        self.sums[self._tokens.file.name] = self._tokens.sum
        self._planes.append(signs.T)
        self.rows = self._show(packed)

    def _cut(self, count: int) -> None:
        for file, width in zip(self._files, self._widths, strict=True):
            file.touch()
            wanted = count * width
            size = file.stat().st_size
            if size < wanted:
                raise Damaged(f"{file.parent.name}/{file.name}")
            if size > wanted:
                os.truncate(file, wanted)

    def _show(self, new: npt.NDArray[np.void]) -> Rows:
        """Take in rows that are on disk by now; snapshots keep what they had."""
        known = len(self._slot)
        slot = new["slot"].astype(np.int32)
        self._slot.append(slot)
        self._wording.append(new["wording"].astype(np.int32))
        self._scale.append(new["scale"].astype(np.float32))
        if len(slot):
            size = max(len(self._start), int(slot.max()) + 1)
            begins = np.flatnonzero(np.r_[True, slot[1:] != slot[:-1]])
            for grown, places in (
                (self._start, begins),
                (self._end, np.r_[begins[1:], len(slot)]),
            ):
                grown.append(np.zeros(size - len(grown), dtype=np.int32))
                grown.values[slot[begins]] = places + known
        return Rows(
            self._slot.values,
            self._wording.values,
            self._scale.values,
            self._start.values,
            self._end.values,
            self._planes.values,
            self._mapped(len(self._slot)),
            self._tokens.rows,
        )

    def _mapped(self, count: int) -> npt.NDArray[np.int8]:
        shape = (count, self._dimensions)
        if not count:
            return np.zeros(shape, dtype=np.int8)
        return np.asarray(np.memmap(self._files[2], dtype=np.int8, mode="r", shape=shape))


def _packed(
    slots: npt.ArrayLike, wordings: npt.ArrayLike, scale: npt.ArrayLike, tokens: Sequence[Tokens]
) -> npt.NDArray[np.void]:
    rows = np.zeros(len(np.asarray(slots)), dtype=_ROW)
    rows["slot"], rows["wording"], rows["scale"] = slots, wordings, scale
    rows["tokens"] = [len(words) for words in tokens]
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


def _least(apart: npt.NDArray[np.uint16], size: int, high: int) -> Ints:
    """The places of at least ``size`` smallest distances, of which none is over ``high``.

    All within the same reach are given. Halving the range of reaches counts the distances nine
    times, which is faster than a histogram.
    """
    low = 0
    while low < high:
        reach = (low + high) // 2
        if np.count_nonzero(apart <= reach) >= size:
            high = reach
        else:
            low = reach + 1
    return np.flatnonzero(apart <= low)
