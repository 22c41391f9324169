"""The index's record of what is durable, in one small file that is replaced whole."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 3
_FILE = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """How far the feed was followed and how much of each file counts.

    ``words`` and ``grams`` count the terms of the last ``counted`` documents, by field.
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
    owners: dict[str, int] = field(default_factory=dict)


def has_state(folder: Path) -> bool:
    """Whether there is an index in a folder, of whatever sort."""
    return (folder / _FILE).exists()


def read_state(folder: Path, feed: str, aliases: str | None = None) -> State:
    """The state of an index of this feed; raises ``ValueError`` or ``OSError`` where unusable.

    ``aliases`` is the fingerprint of those that the index is to be made with, if that matters.
    """
    kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    state = State(**kept)
    if state.format != FORMAT or state.feed != feed:
        raise ValueError("the index is of another feed or format")
    if aliases is not None and state.aliases != aliases:
        raise ValueError("the index was made with other aliases")
    return state


def write_state(folder: Path, state: State) -> None:
    """Replace the state file; it is on disk when this returns."""
    fresh = folder / (_FILE + ".new")
    with fresh.open("w", encoding="utf-8") as opened:
        json.dump(asdict(state), opened)
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
