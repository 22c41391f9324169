"""The index's record of what is durable, in one small file that is replaced whole."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

FORMAT = 5
_FILE = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """How far the feed was followed and how much of each file counts.

    ``words`` and ``grams`` count the terms of the last ``counted`` documents, by field; ``sums``
    tell of each file how many bytes count, and their checksum.
    """

    feed: str = ""
    format: int = FORMAT
    sequence: int = 0
    slots: int = 0
    dead: int = 0
    rows: int = 0
    counted: int = 0
    words: int = 0
    grams: int = 0
    model: str = ""
    aliases: str = ""
    vectors: str = "vectors-0"
    shelved: dict[str, tuple[str, int]] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    sums: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def vector_folders(self) -> frozenset[str]:
        """The names of all folders that hold vectors of some model."""
        return frozenset((self.vectors, *(folder for folder, _ in self.shelved.values())))

    @property
    def next_vectors(self) -> str:
        """A name for a folder of vectors that no folder has yet."""
        return f"vectors-{max(int(name.rpartition('-')[2]) for name in self.vector_folders) + 1}"

    def with_model(self, model: str) -> State:
        """The state with another model in use.

        What the last one has computed is shelved, so that going back to it costs nothing; that of
        models before it is given up.
        """
        if model == self.model:
            return self
        if not self.model:
            return replace(self, model=model, rows=0)
        vectors, rows = self.shelved.get(model, (self.next_vectors, 0))
        shelved = {self.model: (self.vectors, self.rows)}
        return replace(self, model=model, vectors=vectors, rows=rows, shelved=shelved)


class Unusable(ValueError):
    """What is recorded cannot be followed on; says why in a few words."""


def has_state(folder: Path) -> bool:
    """Whether there is an index in a folder, of whatever sort."""
    return (folder / _FILE).exists()


def read_state(folder: Path, feed: str, aliases: str | None = None) -> State:
    """The state of an index of this feed; raises ``Unusable`` or ``OSError`` where there is none.

    ``aliases`` is the fingerprint of those that the index is to be made with, if that matters.
    """
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        crc = kept.pop("crc", None)
        shelved = kept.get("shelved", {}).items()
        kept["shelved"] = {model: tuple(place) for model, place in shelved}
        kept["sums"] = {name: tuple(found) for name, found in kept.get("sums", {}).items()}
        state = State(**kept)
    except (ValueError, TypeError, AttributeError) as problem:
        raise Unusable(f"{_FILE} is damaged") from problem
    if crc is not None and crc != _crc(state):
        raise Unusable(f"{_FILE} is damaged")
    if state.format != FORMAT or state.feed != feed:
        raise Unusable("it is of another store or format")
    if aliases is not None and state.aliases != aliases:
        raise Unusable("it was made with other names that mean the same")
    return state


def write_state(folder: Path, state: State) -> None:
    """Replace the state file; it is on disk when this returns."""
    fresh = folder / (_FILE + ".new")
    with fresh.open("w", encoding="utf-8") as opened:
        json.dump({**asdict(state), "crc": _crc(state)}, opened)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(folder / _FILE)
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows has no way to flush a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _crc(state: State) -> int:
    """A checksum of all that a state says."""
    return zlib.crc32(json.dumps(asdict(state), sort_keys=True).encode())
