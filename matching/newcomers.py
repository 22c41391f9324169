"""Documents that are searched in memory until the folder has them, scored as tantivy scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

WORDS = "words"
GRAMS = "grams"

_K1 = 1.2
_B = 0.75


@dataclass(frozen=True)
class Entry:
    """One document to be added: analysed terms and the record that is kept with it."""

    slot: int
    owner: int
    words: Sequence[str]
    grams: Sequence[str]
    record: str

    @cached_property
    def counted(self) -> dict[str, Counter[str]]:
        """How often each term occurs, by field."""
        return {WORDS: Counter(self.words), GRAMS: Counter(self.grams)}


@dataclass(frozen=True)
class Newcomers:
    """Some documents, by slot; ``lengths`` are the mean numbers of terms, by field.

    ``replaced`` are the slots of those that stand for a document of the folder.
    """

    entries: Mapping[int, Entry] = field(default_factory=dict)
    lengths: Mapping[str, float] = field(default_factory=dict)
    replaced: frozenset[int] = frozenset()

    def search(
        self,
        name: str,
        terms: Sequence[str],
        owners: Sequence[int] | None,
        others: int,
        frequency: Callable[[str], int],
    ) -> list[tuple[float, int]]:
        """The BM25 score and the slot of each document that has one of some terms.

        Args:
            name: The field.
            terms: Distinct terms.
            owners: Whose documents; None for all.
            others: How many documents the folder holds.
            frequency: In how many of those a term occurs.
        """
        total = others + len(self.entries) - len(self.replaced)
        mean = max(self.lengths.get(name, 0.0), 1.0)
        rarity: dict[str, float] = {}
        found = []
        for entry in self.entries.values():
            if owners is not None and entry.owner not in owners:
                continue
            counts = entry.counted[name]
            shared = [term for term in terms if term in counts]
            if not shared:
                continue
            norm = _K1 * (1 - _B + _B * counts.total() / mean)
            score = 0.0
            for term in shared:
                if term not in rarity:
                    has = min(total, frequency(term) + self._having(name, term))
                    rarity[term] = math.log1p((total - has + 0.5) / (has + 0.5))
                times = counts[term]
                score += rarity[term] * (1 + _K1) * times / (times + norm)
            found.append((score, entry.slot))
        return found

    def _having(self, name: str, term: str) -> int:
        new = (entry for slot, entry in self.entries.items() if slot not in self.replaced)
        return sum(1 for entry in new if term in entry.counted[name])
