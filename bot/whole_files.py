"""Files that people name for a command's output: written whole, or left as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from claims.errors import FileProblem


@contextmanager
def written_whole(file: Path) -> Iterator[TextIO]:
    """A file to write to, in UTF-8, which takes the place of ``file`` at the end of the block.

    A device or a pipe, such as /dev/null, is written into instead: another file in its place would
    break it for everybody. Raises ``FileProblem`` where the system refuses.
    """
    is_special = file.exists() and not file.is_file()
    fresh = file if is_special else file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        if not is_special:
            fresh.replace(file)
    except OSError as problem:
        raise FileProblem(file, f"cannot be written ({problem.strerror}).") from problem
    finally:
        if not is_special:
            with suppress(OSError):
                fresh.unlink()
