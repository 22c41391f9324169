"""Arrays that grow at their end, while those who read them keep what they saw."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

_Kind = TypeVar("_Kind", bound=np.generic)


class Growing(Generic[_Kind]):
    """An array whose last axis grows, with room for as much again, so that growing costs little.

    ``values`` is a view of what is there now. Earlier views stay as long as they were; what they
    share with later ones is the same memory.
    """

    def __init__(self, start: npt.NDArray[_Kind]) -> None:
        self._length: int = start.shape[-1]
        self._room = start
        self._widen(self._length)

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> npt.NDArray[_Kind]:
        """What is there now, shape (..., length)."""
        return self._room[..., : self._length]

    def append(self, more: npt.NDArray[Any]) -> None:
        """Add values along the last axis; the other axes must agree."""
        length = self._length + int(more.shape[-1])
        if length > self._room.shape[-1]:
            self._widen(length)
        self._room[..., self._length : length] = more
        self._length = length

    def _widen(self, length: int) -> None:
        """Make room for twice as much; memory that nothing was written to is not taken yet."""
        wider = np.zeros((*self._room.shape[:-1], 2 * length), dtype=self._room.dtype)
        wider[..., : self._length] = self.values
        self._room = wider
