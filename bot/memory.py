"""Keeps the C library from holding on to memory that nobody uses any more."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import cast

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
"""From glibc's malloc.h; mallopt(3)."""
_ARENAS = 2
_LARGE = 128 * 1024
"""Bytes from which on something gets pages of its own, which go back as soon as it is freed."""


def compact_heaps() -> bool:
    """Share two heaps among all threads, and keep what is large out of them.

    Returns False where the C library has no such settings.

    glibc gives threads heaps of their own, up to eight for each processor, and work that wanders
    among thirty threads leaves each of them in holes: at 50 interactions a second the process grew
    by 15 % in two minutes, and by 1 % with two heaps. What is large lies outside of the heaps at
    first, but up to 32 MB within them once something as large was freed: then 80 MB of holes stay
    open, and grow, where 3 MB do with a fixed bound (``benchmarks/soak.py``). To be called before
    threads begin.
    """
    set_option = _of_glibc("mallopt")
    if set_option is None:
        return False
    done = [set_option(_M_ARENA_MAX, _ARENAS), set_option(_M_MMAP_THRESHOLD, _LARGE)]
    return all(done)


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
