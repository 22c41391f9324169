"""When a post was written, and of which months a claim tells: no post tells of what came later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from matching.analysis import day_of_authorship
from matching.dates import dates

Months = tuple[int, int]
"""The first and the last month of a time, each counted from the year 0."""

_FAR_AFTER, _FAR_BEFORE = 24, 48
"""Months from which on it makes no difference how much later or earlier a claim's time is."""
_CLOSES = 200
"""Letters at the end of a text among which a post's closing stands."""
_CLOCK = re.compile(
    r"\b\d{1,2}:\d\d\s?[AP]M\s?·\s?(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
    r"(?:\s*·\s*[\d.,]+[KM]? Views)?\s*$"
)
"""How a post closes that was copied from its page: "1:23 PM · Oct 3, 2020 · 12.3K Views"."""


def written(text: str) -> int | None:
    """The month in which a quoted post says that it was written; None where it does not.

    Where the post itself tells of a later one, that one: what it looks forward to is not too late.
    """
    day = _closing(text[-_CLOSES:])
    if not any(first == last for first, last in told_of([day])):
        return None
    return max(first for first, _ in told_of([day, text]))


def _closing(text: str) -> str:
    clock = _CLOCK.search(text)
    return clock["date"] if clock else day_of_authorship(text)


def told_of(texts: Iterable[str]) -> tuple[Months, ...]:
    """The times of which some texts tell, without repetition; a year is all its months."""
    found: dict[Months, None] = {}
    for text in texts:
        for date in dates(text):
            if date.year is not None:
                first = date.year * 12 + (date.month or 1)
                found[first, first if date.month else first + 11] = None
    return tuple(found)


def times(posted: int, told: Sequence[Months]) -> tuple[float, float, float]:
    """How a claim's times lie to the month of a post.

    Returns:
        How much later the latest begins (1 from two years on), whether one is the month of the
        post or next to it, and how much earlier the last of them has ended (1 from four years on).
    """
    if not told:
        return 0.0, 0.0, 0.0
    after = max(first for first, _ in told) - posted
    before = posted - max(last for _, last in told)
    then = any(first == last and abs(first - posted) <= 1 for first, last in told)
    return (
        min(max(after, 0), _FAR_AFTER) / _FAR_AFTER,
        float(then),
        min(max(before, 0), _FAR_BEFORE) / _FAR_BEFORE,
    )
