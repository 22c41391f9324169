"""Having files on disk before others speak of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def flush_files(files: Iterable[Path]) -> None:
    """Flush what was written to some files, by whatever handle, to disk."""
    for file in files:
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
