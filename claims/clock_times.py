"""Times of day and days as people type them: 9:00, 9 am, 21h30, noon; 1 Dec, 2026-12-01, 3 days."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from claims.errors import InputProblem

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})?|(?P<joined>\d{2}))?\s*"
    r"(?:uhr|h|hrs|o'clock)?\s*(?P<half>[ap])?\.?(?:m\.?)?"
)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPAN = re.compile(r"(?:for )?(?P<many>\d{1,3}) ?(?P<unit>day|week)s?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.? (?P<month>[a-z]{3,9})\.?,?(?: (?P<year>\d{4}))?")
_MONTH_FIRST = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2}),?(?: (?P<year>\d{4}))?")
_FARTHEST = timedelta(days=366)


def time_of_day(typed: str) -> time:
    """Read a time of day, to the minute; raises ``InputProblem`` for anything else."""
    words = " ".join(typed.strip().casefold().split())
    if words in _NAMED:
        return _NAMED[words]
    found = _TIME.fullmatch(words)
    if found is None:
        raise _unread(typed)
    hour, minute = int(found["hour"]), int(found["minute"] or found["joined"] or 0)
    half = found["half"]
    if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:
        raise _unread(typed)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def day_ahead(typed: str, today: date) -> date:
    """Read a day after today, at most a year ahead; raises ``InputProblem`` for anything else."""
    words = " ".join(typed.strip().casefold().split())
    found = _day(words, today)
    if found is None:
        raise InputProblem(
            "Write the day like 2026-12-01, 1 Dec or 3 days; leave it out to pause until you "
            "resume."
        )
    if found <= today:
        raise InputProblem("That day is not ahead; choose one from tomorrow on.")
    if found - today > _FARTHEST:
        raise InputProblem(
            "That is more than a year ahead; leave it out to pause until you resume."
        )
    return found


def _day(words: str, today: date) -> date | None:
    if words == "tomorrow":
        return today + timedelta(days=1)
    span = _SPAN.fullmatch(words)
    if span:
        return today + timedelta(days=int(span["many"]) * (7 if span["unit"] == "week" else 1))
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    named = _DAY_FIRST.fullmatch(words) or _MONTH_FIRST.fullmatch(words)
    if named is None or named["month"][:3] not in _MONTHS:
        return None
    month = _MONTHS.index(named["month"][:3]) + 1
    try:
        there = date(int(named["year"] or today.year), month, int(named["day"]))
        past = named["year"] is None and there <= today
        return there.replace(year=there.year + 1) if past else there
    except ValueError:
        return None


def _unread(typed: str) -> InputProblem:
    shown = " ".join(typed.split())[:20]
    return InputProblem(f"“{shown}” is not a time of day; write it like 09:00, 18:30 or 9 pm.")
