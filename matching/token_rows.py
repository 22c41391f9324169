"""The words of each row of the vector store, in an append-only file of their own.

They take more room than all else of an index and few are needed at a time: the file is read where
it is asked for, and never mapped into memory.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.growing import Growing
from matching.sums import Damaged, Sum, crc_of, grown
from matching.tokens import NO_TOKENS, WIDTH, Tokens, alike

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class _Opened:
    """A file to be read at any place by several threads; closed when nobody holds it any longer."""

    def __init__(self, file: Path) -> None:
        self._number = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._turn = threading.Lock()
        weakref.finalize(self, os.close, self._number)

    def read(self, start: int, size: int) -> bytes:
        """Some bytes of it."""
        if hasattr(os, "pread"):
            return os.pread(self._number, size, start)
        with self._turn:
            os.lseek(self._number, start, os.SEEK_SET)
            return os.read(self._number, size)


@dataclass(frozen=True, slots=True)
class TokenRows:
    """A snapshot: the words of row ``i`` are number ``end[i - 1]`` up to ``end[i]`` of the file."""

    end: Ints
    file: _Opened

    def of(self, rows: Sequence[int]) -> tuple[Tokens, Ints]:
        """The words of some rows, one row after the other, and how many each has."""
        if not len(rows):
            return NO_TOKENS, np.zeros(0, dtype=np.int64)
        chosen = np.asarray(rows, dtype=np.int64)
        starts = np.where(chosen > 0, self.end[chosen - 1], 0)
        ends = self.end[chosen]
        begun = np.flatnonzero(np.r_[True, starts[1:] != ends[:-1]])  # neighbours are read together
        parts = [
            self.file.read(WIDTH * start, WIDTH * (end - start))
            for start, end in zip(
                starts[begun].tolist(), ends[np.r_[begun[1:], len(ends)] - 1].tolist(), strict=True
            )
        ]
        kept = np.frombuffer(b"".join(parts), dtype=np.int8).reshape(-1, WIDTH)
        return kept, ends - starts

    def alike(self, asked: Tokens, rows: Sequence[int]) -> Floats:
        """As ``tokens.alike`` of a text with some rows, shape (2, rows)."""
        return alike(asked, *self.of(rows))


class TokenStore:
    """A file of words; those of so many rows are trusted, what follows is cut off.

    Raises ``Damaged`` where the file is shorter.

    Args:
        file: The file; made if missing.
        sizes: How many words each row has, shape (rows,).
    """

    def __init__(self, file: Path, sizes: npt.ArrayLike) -> None:
        self.file = file
        self._end: Growing[np.int64] = Growing(np.zeros(0, dtype=np.int64))
        self._grow(sizes)
        size = self._count * WIDTH
        self._cut(size)
        self._opened = _Opened(file)
        self.sum: Sum = (size, crc_of(file, size))
        """The checksum of the file."""

    @property
    def rows(self) -> TokenRows:
        """What there is now."""
        return TokenRows(self._end.values, self._opened)

    def append(self, tokens: Sequence[Tokens]) -> None:
        """Add the words of some rows."""
        block = np.concatenate([NO_TOKENS, *tokens])
        if len(block):
            with self.file.open("ab") as opened:
                opened.write(block.tobytes())
            self.sum = grown(self.sum, block)
        self._grow([len(some) for some in tokens])

    def _grow(self, sizes: npt.ArrayLike) -> None:
        counts = np.asarray(sizes, dtype=np.int64)
        self._end.append(np.cumsum(counts) + self._count)

    @property
    def _count(self) -> int:
        return int(self._end.values[-1]) if len(self._end) else 0

    def _cut(self, wanted: int) -> None:
        self.file.touch()
        size = self.file.stat().st_size
        if size < wanted:
            raise Damaged(f"{self.file.parent.name}/{self.file.name}")
        if size > wanted:
            os.truncate(self.file, wanted)
