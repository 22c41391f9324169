"""Dates in a text, as far as they are given, and whether two of them can be the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>{_YEAR})-(?P<n>\d\d?)-(?P<d>\d\d?)(?!\d)",
        rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})\b\.?(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH})\b\.? (?P<d>\d\d?)(?:st|nd|rd|th)?\b(?!\d|,\d{{3}})"
        rf"(?:,? (?P<y>{_YEAR})\b)?",
        rf"\b(?P<m>{_MONTH})\b\.?(?: of)?,? (?P<y>{_YEAR})\b",
        rf"(?<!\d)(?P<n>\d\d?)[/.](?P<d>\d\d?)[/.](?P<y>{_YEAR})(?!\d)",
        r"(?:\b(?:in|since|by|until|early|late|mid|last|this|during|from|of)[ -])"
        rf"(?P<m>{_MONTH})\b(?! \d)",
        rf"(?<![\w.,/-])(?P<y>{_YEAR})(?:s\b)?(?![\w%/]|[.,]\d|-\d| (?:people|civilians|troops"
        r"|men|fighters|dead|soldiers|killed|died|militants|women|children|dollars|euros|votes"
        r"|cases|deaths))",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Date:
    """A date with what is known of it; unknown parts are None."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None


def dates(text: str) -> tuple[Date, ...]:
    """The dates of a folded text in its order; "last Wednesday" and the like are none.

    With figures only, a date is read as year-month-day or month/day/year, and as day/month/year
    where the first number is no month.
    """
    found: list[Date] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(d.start < match.end() and match.start() < d.end for d in found):
                date = _date(match)
                if date is not None:
                    found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def same_date(pasted: Date, said: Date) -> bool:
    """Whether all that both dates give is equal; they must have a part in common."""
    pairs = [
        (pasted.year, said.year),
        (pasted.month, said.month),
        (pasted.day, said.day),
    ]
    shared = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(shared) and all(a == b for a, b in shared)


def rivals(pasted: Date, said: Sequence[Date]) -> list[Date]:
    """Those of the claim's dates that a pasted one could stand in for: with a part in common."""
    return [
        date
        for date in said
        if (pasted.year is not None and date.year is not None)
        or (pasted.month is not None and date.month is not None)
    ]


def _date(match: re.Match[str]) -> Date | None:
    parts = match.groupdict()
    month = _MONTHS[parts["m"].lower()] if parts.get("m") else None
    day = int(parts["d"]) if parts.get("d") else None
    if parts.get("n"):
        month = int(parts["n"])
        if month > 12 and day is not None:
            month, day = day, month
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    year = int(parts["y"]) if parts.get("y") else None
    start = match.start("m") if parts.get("m") and not (day or year) else match.start()
    return Date(match.string[start : match.end()], start, match.end(), year, month, day)
