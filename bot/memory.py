"""Keeps the C library from holding on to memory for every thread that ever took some."""

from __future__ import annotations

import ctypes
import sys

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
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # musl, for instance
        return False
    return bool(set_option(_M_ARENA_MAX, _ARENAS))
