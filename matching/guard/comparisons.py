"""One text and the claims near it: each comparison once, whoever asks first."""

from __future__ import annotations

from dataclasses import dataclass

from claims.report import Difference
from matching.features import Met
from matching.guard.comparing import compare
from matching.names import Lexicon
from matching.query import Query
from matching.record import Record


@dataclass(frozen=True, slots=True)
class _Compared:
    record: Record
    met: Met
    known: Lexicon
    differs: tuple[Difference, ...]


class Comparisons:
    """Compares a query with claims, with the same one again only where that could change a thing.

    A claim may be compared before all claims near the query are known, whose names tell names from
    words. What was found then holds if the names that came to be known stand in none of its texts.
    """

    def __init__(self, query: Query) -> None:
        self._query = query
        self._kept: dict[int, _Compared] = {}

    def differences(self, record: Record, met: Met, known: Lexicon) -> tuple[Difference, ...]:
        """As ``compare`` has them."""
        kept = self._kept.get(record.claim_id)
        if kept is None or not _holds(kept, record, met, known):
            differs = compare(self._query.words, record, met, known, self._query.sentences)
            kept = self._kept[record.claim_id] = _Compared(record, met, known, differs)
        return kept.differs


def _holds(kept: _Compared, record: Record, met: Met, known: Lexicon) -> bool:
    return kept.record is record and kept.met == met and kept.known.agrees(known)
