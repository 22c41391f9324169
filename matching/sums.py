"""Checksums of the index's files: a byte that changed on the disk is noticed when it is opened.

Our own files only grow, so that their CRC-32 grows with them; those of tantivy never change and end
with their own (a line of JSON, its length and a magic number, all little-endian).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_TAIL = 8
_MAGIC = 1337
_LONGEST_FOOTER = 4096
_BLOCK = 1 << 20
_ABREAST = 2


Sum = tuple[int, int]
"""How many bytes of a file count, and their CRC-32."""
NOTHING: Sum = (0, 0)


class Damaged(ValueError):
    """A file of the index is other than it was written; names it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is damaged")
        self.name = name


def grown(before: Sum, added: npt.NDArray[Any]) -> Sum:
    """The checksum of a file after some rows were added to it."""
    return before[0] + added.nbytes, zlib.crc32(np.ascontiguousarray(added).data, before[1])


def placed(folder: str, sums: Mapping[str, Sum]) -> dict[str, Sum]:
    """The checksums of files by their names in the folder above theirs."""
    return {f"{folder}/{name}": found for name, found in sums.items()}


def compare(folder: str, found: Mapping[str, Sum], recorded: Mapping[str, Sum]) -> None:
    """Raise ``Damaged`` for the first file whose checksum is not the one recorded, if one is."""
    for name, now in placed(folder, found).items():
        if recorded.get(name, now) != now:
            raise Damaged(name)


def check_files(folder: Path, recorded: Mapping[str, Sum]) -> None:
    """Raise ``Damaged`` for a file of an index that is not as it was recorded; changes nothing."""
    for name, (size, crc) in recorded.items():
        file = folder / name
        if not file.exists() or file.stat().st_size < size or crc_of(file, size) != crc:
            raise Damaged(name)
    check_words(folder / "words")


def check_words(folder: Path) -> None:
    """Raise ``Damaged`` for a file of the word search that is not as it was written.

    A crash may leave files of segments that no commit speaks of; those do not count. Raises
    ``ValueError`` or ``OSError`` where it cannot even be told which files count.
    """
    meta = folder / "meta.json"
    if not meta.exists():
        return
    segments = json.loads(meta.read_text(encoding="utf-8"))["segments"]
    files = [folder / name for segment in segments for name in _names(segment)]
    with ThreadPoolExecutor(_ABREAST) as threads:
        for file, whole in zip(files, threads.map(_is_whole, files), strict=True):
            if not whole:
                raise Damaged(f"words/{file.name}")


def _names(segment: Mapping[str, Any]) -> Iterator[str]:
    """The files of a segment, as the list of segments tells of it."""
    stem = str(segment["segment_id"]).replace("-", "")
    yield from (f"{stem}.{part}" for part in _PARTS)
    if segment["deletes"] is not None:
        yield f"{stem}.{segment['deletes']['opstamp']}.del"


def _is_whole(file: Path) -> bool:
    if not file.exists():
        return False
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - _LONGEST_FOOTER))
        end = opened.read()
        length = int.from_bytes(end[-_TAIL:-4], "little")
        if int.from_bytes(end[-4:], "little") != _MAGIC or length + _TAIL > len(end):
            return False
        try:
            expected = json.loads(end[-_TAIL - length : -_TAIL])["crc"]
        except (ValueError, KeyError, TypeError):
            return False
    return bool(crc_of(file, size - _TAIL - length) == expected)


def crc_of(file: Path, size: int) -> int:
    """The CRC-32 of the first bytes of a file."""
    crc = 0
    with file.open("rb") as opened:
        while size > 0 and (block := opened.read(min(_BLOCK, size))):
            crc, size = zlib.crc32(block, crc), size - len(block)
    return crc
