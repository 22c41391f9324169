"""A rule of the store, as the query for the rows that break it, and what was found of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Rule:
    """``what`` says in the plural what ``broken`` selects; its columns name a row to a person."""

    what: str
    broken: Select[Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold: for how many rows, and the names of the first few."""

    what: str
    count: int
    examples: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """For whoever looks after the installation; it holds ids and no words of anybody's."""
        named = f" ({'; '.join(self.examples)}{' …' if self.count > len(self.examples) else ''})"
        return f"{self.count:,} × {self.what}{named if self.examples else ''}."
