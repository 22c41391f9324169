"""What the doctor finds about the machine: whether its disk can be written, and its memory."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from bot.findings import Finding, Mark

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


def memory_findings() -> list[Finding]:
    """How much memory is free; nothing where the system does not say."""
    free = free_memory(_MEMINFO, _GROUP)
    if free is None:
        return []
    said = f"{free / 1e6:,.0f} MB are free."
    if free >= _LEAST_MEMORY:
        return [Finding(Mark.WELL, "Memory", said)]
    mend = "end what else runs there, or set CAVEAT_MODEL=off, which takes 200 MB less."
    return [Finding(Mark.NOTE, "Memory", said, mend)]


def free_memory(meminfo: Path, group: Path) -> int | None:
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
