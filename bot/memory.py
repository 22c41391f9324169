"""Keeps the C library from holding on to memory that nobody uses any more."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import cast

_M_ARENA_MAX = -8
"""From glibc's malloc.h; mallopt(3)."""
_ARENAS = 2


def few_arenas() -> bool:
    """Share two heaps among all threads; False where the C library has no such setting.

    glibc gives threads heaps of their own, up to eight for each processor, and work that wanders
    among thirty threads leaves each of them in holes: at 50 interactions a second the process grew
    by 15 % in two minutes, and by 1 % with two heaps (``benchmarks/soak.py``). To be called before
    threads begin.
    """
    set_option = _of_glibc("mallopt")
    return set_option is not None and bool(set_option(_M_ARENA_MAX, _ARENAS))


def give_back() -> bool:
    """Return whole free pages to the system; False where there are none, or it cannot be done.

    By itself glibc returns only what is free at the end of a heap, so that one long-lived thing
    above a merge of the index, an article or a backup keeps all of that in the process.
    Takes some milliseconds, in which other threads may wait for memory; see malloc_trim(3).
    """
    trim = _of_glibc("malloc_trim")
    return trim is not None and bool(trim(0))


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of glibc; None where the C library is another one, as musl."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return cast("Callable[..., int]", getattr(ctypes.CDLL(None), name))
    except (OSError, AttributeError):
        return None
