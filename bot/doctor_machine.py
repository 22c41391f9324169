"""What the doctor finds about the machine: whether its disk can be written, and its memory."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from bot.findings import Finding, Mark

_LEAST_ROOM = 200_000_000
_LEAST_MEMORY = 400_000_000
"""Bytes; the bot takes 370 MB with the vector model and a small store, 170 MB without the model."""
_TRIED = b"x" * 4096
_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")


def why_unwritable(folder: Path) -> str:
    """Why nothing can be written in a folder, in the system's words; empty where it can."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(_TRIED)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        return problem.strerror or "for an unknown reason"
    return ""


def disk_finding(free: int) -> Finding:
    """Whether the disk of the data folder has room, given its free bytes."""
    said = f"{free / 1e6:,.0f} MB are free where the data lies."
    if free < _LEAST_ROOM:
        mend = "make room there, or move the data folder to a larger disk."
        return Finding(Mark.BROKEN, "Disk", said, mend)
    return Finding(Mark.WELL, "Disk", said)


def memory_finding(free: int) -> Finding:
    """Whether there is memory enough to start the bot, given the free bytes."""
    said = f"{free / 1e6:,.0f} MB are free."
    if free >= _LEAST_MEMORY:
        return Finding(Mark.WELL, "Memory", said)
    mend = "end what else runs there, or set CAVEAT_MODEL=off, which takes 200 MB less."
    return Finding(Mark.NOTE, "Memory", said, mend)


def free_memory(meminfo: Path = _MEMINFO, group: Path = _GROUP) -> int | None:
    """Bytes that a program may still take, of the machine and of its container, on Linux."""
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
        told = next(line for line in lines if line.startswith("MemAvailable:"))
        free = int(told.split()[1]) * 1024
    except (OSError, ValueError, StopIteration, IndexError):
        return None
    try:
        limit = int((group / "memory.max").read_text(encoding="ascii"))
        used = int((group / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return free
    return max(min(free, limit - used), 0)
