"""Tells a claim from one that only resembles it: other numbers, dates, names, places, negation."""

from __future__ import annotations

from claims.report import Difference
from matching.analysis import Words
from matching.query import Query
from matching.record import Record


def blocked(asked: Words, record: Record) -> bool:
    """Whether a curator ruled that this wording is not this claim."""
    return any(asked.plain == words.plain for words in record.blocked_words)


def compare(query: Query, record: Record, met: int) -> tuple[Difference, ...]:
    """What differs between a text and the claim whose ``met``-th wording it came nearest to."""
    return ()
