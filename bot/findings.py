"""What `caveat doctor` can say of one thing that it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """How a finding is meant, in a word at the start of its line."""

    WELL = "well"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in whole sentences."""

    mark: Mark
    what: str
    sentence: str
    mend: str = ""
