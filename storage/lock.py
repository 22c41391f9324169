"""One Caveat at a time on a data folder: the lock that the bot and the commands that write hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from claims.errors import StoreBusy, StoreProblem
from storage.switching import finish_switch

_NAME = "caveat.lock"


@contextmanager
def data_folder_lock(folder: Path) -> Iterator[None]:
    """Hold the data folder; raises ``StoreBusy`` with the process that has it, at once.

    The lock goes with its process, also where that is killed. The folder is made if need be. Where
    a restore was interrupted in its last step, that is finished first.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=0)
        lock.acquire()
    except Timeout as taken:
        raise StoreBusy(_holder(path)) from taken
    except OSError as problem:
        raise StoreProblem(f"The data folder cannot be used: {problem.strerror}.") from problem
    try:
        with suppress(OSError):  # on a full disk nobody learns the number, but answers go on
            path.write_text(f"{os.getpid()}\n", encoding="ascii")
        finish_switch(folder)
        yield
    finally:
        lock.release()


def holder_of(folder: Path) -> str | None:
    """The number of the process that holds a data folder, or held it last; None before that."""
    held = _holder(folder / _NAME)
    return held if held.isdecimal() else None


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip() or "unknown"
    except (OSError, UnicodeDecodeError):
        return "unknown"
