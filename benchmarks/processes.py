"""What a process and its children take, read from Linux's /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Taken:
    """What processes hold at one moment: bytes resident, seconds of CPU so far, counts."""

    memory: int
    cpu: float
    files: int
    threads: int
    processes: int


def taken_by(pid: int, *, family: bool = True) -> Taken:
    """What a process holds, with all that it started unless only it is asked for."""
    pids = [pid, *(_offspring(pid) if family else ())]
    memory, cpu, files, threads, alive = 0, 0.0, 0, 0, 0
    for one in pids:
        try:
            fields = (_PROC / str(one) / "stat").read_text().rpartition(")")[2].split()
            files += len(list((_PROC / str(one) / "fd").iterdir()))
        except OSError:
            continue  # it ended meanwhile
        memory += int(fields[21]) * _PAGE
        cpu += (int(fields[11]) + int(fields[12])) / _TICKS
        threads += int(fields[17])
        alive += 1
    return Taken(memory, cpu, files, threads, alive)


def _offspring(pid: int) -> list[int]:
    """All that a process started, and what those started."""
    parents: dict[int, list[int]] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [*parents.get(pid, ())]
    for child in found:
        found += parents.get(child, ())
    return found
