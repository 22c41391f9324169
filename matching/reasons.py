"""Why a claim was found, in short phrases for people."""

from __future__ import annotations

from matching.features import FEATURES, Measured
from matching.names import terms_of
from matching.query import Query

_COLUMN = {name: at for at, name in enumerate(FEATURES)}
_MOST = 3


def reasons(query: Query, measured: Measured, at: int) -> tuple[str, ...]:
    """At most three phrases, the most telling first."""
    record, row = measured.records[at], measured.table[at]
    said = record.said[measured.met[at].wording]
    shared = query.words.content & said.content
    found = []
    if row[_COLUMN["exact"]]:
        return ("the same words",)
    if row[_COLUMN["set_ratio"]] > 0.9 and row[_COLUMN["sort_ratio"]] > 0.75:
        found.append("nearly the same words")
    if any(term[0].isdigit() for term in shared):
        found.append("same figure")
    if _named(shared, record.places):
        found.append("same place")
    if _named(shared, (*record.names, record.speaker)):
        found.append("same name")
    if row[_COLUMN["cosine"]] > 0.6 and row[_COLUMN["set_ratio"]] < 0.85:
        found.append("same meaning in other words")
    if not found and shared:
        found.append("shared words")
    return tuple(found[:_MOST])


def _named(shared: frozenset[str], names: tuple[str, ...]) -> bool:
    return any(shared & terms_of(name) for name in names if name)
