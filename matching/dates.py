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
_SEASONS = {
    "early": (1, 2, 3, 4), "mid": (4, 5, 6, 7, 8, 9), "late": (9, 10, 11, 12),
    "spring": (2, 3, 4, 5, 6), "summer": (6, 7, 8, 9), "autumn": (9, 10, 11, 12),
    "fall": (9, 10, 11, 12), "winter": (11, 12, 1, 2, 3),
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
        rf"\b(?P<m>{_MONTH})\b\.? ?'(?P<s>\d\d)(?!\d)",
        rf"(?<!\d)(?P<n>\d\d?)[/.](?P<d>\d\d?)[/.](?P<y>{_YEAR})(?!\d)",
        rf"(?<![\d/.])(?P<n>0?[1-9]|1[0-2])/(?P<y>{_YEAR})(?!\d)",
        r"\b(?P<season>early|mid|late|spring|summer|autumn|fall|winter)(?: of|[ -]in)?[ -]"
        rf"(?P<y>{_YEAR})\b",
        r"(?:\b(?:in|since|by|until|early|late|mid|last|this|during|from|of)[ -])"
        rf"(?P<m>{_MONTH})\b(?! \d)",
        rf"(?<![\w.,/-])(?P<y>{_YEAR})(?:s\b)?(?![\w%/]|[.,]\d|-\d| (?:people|civilians|troops"
        r"|men|fighters|dead|soldiers|killed|died|militants|women|children|dollars|euros|votes"
        r"|cases|deaths))",
    )
)  # fmt: skip


_BY_MONTH = tuple(pattern for pattern in _PATTERNS if "(?P<m>" in pattern.pattern)
_BY_YEAR = tuple(pattern for pattern in _PATTERNS if pattern not in _BY_MONTH)
_ANY_MONTH = re.compile(rf"\b(?:{_MONTH})\b", re.IGNORECASE)
_ANY_YEAR = re.compile(_YEAR)


@dataclass(frozen=True, slots=True)
class Date:
    """A date with what is known of it; unknown parts are None."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: tuple[int, ...] = ()

    @property
    def months(self) -> frozenset[int]:
        """The months that it can be in, as far as it says."""
        return frozenset(self.season if self.month is None else (self.month,))


def dates(text: str) -> tuple[Date, ...]:
    """The dates of a folded text in its order; "last Wednesday" and the like are none.

    With figures only, a date is read as year-month-day or month/day/year, and as day/month/year
    where the first number is no month.
    """
    found: list[Date] = []
    for pattern in _patterns(text):
        for match in pattern.finditer(text):
            if not any(d.start < match.end() and match.start() < d.end for d in found):
                date = _date(match)
                if date is not None:
                    found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def _patterns(text: str) -> Sequence[re.Pattern[str]]:
    """Those that a text can have: each names a month or gives the four digits of a year."""
    month, year = _ANY_MONTH.search(text), _ANY_YEAR.search(text)
    if month and year:
        return _PATTERNS
    return _BY_MONTH if month else _BY_YEAR if year else ()


def same_date(pasted: Date, said: Date) -> bool:
    """Whether all that both dates give is equal; they must have a part in common."""
    return shared_parts(pasted, said) > 0 and not _apart(pasted, said)


def shared_parts(one: Date, other: Date) -> int:
    """How many of year, month and day both dates give, be they equal or not."""
    both = (
        one.year is not None and other.year is not None,
        bool(one.months) and bool(other.months),
        one.day is not None and other.day is not None,
    )
    return sum(both)


def _apart(one: Date, other: Date) -> bool:
    pairs = (one.year, other.year), (one.day, other.day)
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return True
    return bool(one.months) and bool(other.months) and not one.months & other.months


def rivals(pasted: Date, said: Sequence[Date]) -> list[Date]:
    """Those of the claim's dates that a pasted one contradicts and could stand in for.

    They have a year or month in common with it and contradict it; that another date agrees with
    less of it ("2017" with "March 2017") saves it not.
    """
    agreeing = [shared_parts(pasted, date) for date in said if same_date(pasted, date)]
    known = max(agreeing, default=0)
    return [
        date
        for date in said
        if _apart(pasted, date)
        and shared_parts(pasted, date) > known
        and (
            (pasted.year is not None and date.year is not None)
            or (bool(pasted.months) and bool(date.months))
        )
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
    if parts.get("s"):
        year = 2000 + int(parts["s"])
    season = _SEASONS[parts["season"].lower()] if parts.get("season") else ()
    start = match.start("m") if parts.get("m") and not (day or year) else match.start()
    return Date(match.string[start : match.end()], start, match.end(), year, month, day, season)
