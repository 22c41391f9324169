"""When a community's digest is due: local days and times, daylight saving, pauses, catching up.

Nothing here looks at a clock or a store: everything follows from a plan and the moment given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, Field, field_validator

from claims.models import Kept

CATCH_UP = dt.timedelta(hours=12)
"""How late a digest may still be posted; one that is later is skipped, and the next says so."""
FARTHEST_BACK = dt.timedelta(days=14)
"""How far back one digest looks at most, after a pause or a long absence."""
_DAY = dt.timedelta(days=1)
_MOST_SKIPPED = 60


class Section(StrEnum):
    """A part of a digest."""

    NEW = "new"
    CORRECTED = "corrected"
    QUESTIONS = "questions"
    ASKED = "asked"
    WAITING = "waiting"
    STALE = "stale"


class Plan(Kept):
    """When, where and what a community's digest is, as an administrator chose it.

    ``channel`` and ``role`` are Discord's numbers; ``weekday`` counts from Monday, 0 to 6, and is
    None for every day. Nothing is due before ``since``: when the plan was made, or a pause ends.
    """

    channel: int
    time: dt.time
    zone: str
    since: AwareDatetime
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    sections: frozenset[Section] = frozenset(Section)
    role: int | None = None
    thread: bool = False
    paused: bool = False

    @field_validator("zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            zone_named(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise ValueError(f"{name!r} is not a time zone; write it like Europe/Berlin") from (
                problem
            )
        return name

    @property
    def span(self) -> dt.timedelta:
        """The time from one digest to the next."""
        return 7 * _DAY if self.weekday is not None else _DAY

    def is_day(self, day: dt.date) -> bool:
        """True for a local day that has a digest."""
        return self.weekday is None or day.weekday() == self.weekday

    def local_day(self, now: dt.datetime) -> dt.date:
        """The day that it is where the community lives."""
        return now.astimezone(zone_named(self.zone)).date()

    def start_of(self, day: dt.date) -> dt.datetime:
        """The first moment of a local day, in UTC."""
        found = moment_of(day, dt.time(), self.zone)
        return found if found is not None else self.start_of(day + _DAY)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One digest: the moment it is due, in UTC, the community's, and the local day it is for."""

    at: dt.datetime
    community: str
    day: dt.date


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """A time zone of tzdata; raises ``ZoneInfoNotFoundError`` or ``ValueError`` for others."""
    return ZoneInfo(name)


def moment_of(day: dt.date, time: dt.time, zone: str) -> dt.datetime | None:
    """The moment, in UTC, at which clocks in a zone first show a time on a day, or pass it by.

    A time that occurs twice counts the first time. One that is left out when clocks go forward
    counts when they do. None for a day that is left out whole, as in Samoa in December 2011.
    """
    place = zone_named(zone)
    wall = dt.datetime.combine(day, time, place)
    moment = wall.astimezone(dt.UTC)
    if moment.astimezone(place).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    change = _end_of_gap(wall, place)
    return change if change.astimezone(place).date() == day else None


def _end_of_gap(wall: dt.datetime, place: ZoneInfo) -> dt.datetime:
    """The moment at which clocks jump over a wall time (PEP 495: fold tells both offsets)."""
    later, earlier = wall.astimezone(dt.UTC), wall.replace(fold=1).astimezone(dt.UTC)
    before = earlier.astimezone(place).utcoffset()
    while later - earlier > dt.timedelta(seconds=1):
        middle = earlier + (later - earlier) / 2
        if middle.astimezone(place).utcoffset() == before:
            earlier = middle
        else:
            later = middle
    return later.replace(microsecond=0)


def latest(plan: Plan, community: str, now: dt.datetime) -> Due | None:
    """The last digest that was due by now; None where the plan has none yet, or is paused."""
    if plan.paused or now < plan.since:
        return None
    day = plan.local_day(now)
    for back in range(9):
        found = _on(plan, community, day - back * _DAY)
        if found is not None and found.at <= now:
            return found if found.at >= plan.since else None
    return None


def following(plan: Plan, community: str, after: dt.date, now: dt.datetime) -> Due | None:
    """The first digest for a day after another, due at ``now`` or later; None while paused."""
    if plan.paused:
        return None
    start = max(now, plan.since)
    day = max(after + _DAY, plan.local_day(start) - _DAY)
    for ahead in range(16):
        found = _on(plan, community, day + ahead * _DAY)
        if found is not None and found.at >= start:
            return found
    return None


def next_due(plan: Plan, community: str, now: dt.datetime) -> Due | None:
    """The digest that is due next, or now if one can still be caught up; None while paused."""
    last = latest(plan, community, now)
    if last is None:
        return following(plan, community, dt.date.min, now)
    if now - last.at <= CATCH_UP:
        return last
    return following(plan, community, last.day, now)


def skipped(plan: Plan, after: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    """The days between two others whose digests were never made, although the plan had them."""
    found: list[dt.date] = []
    day = max(after, plan.local_day(plan.since) - _DAY, until - _MOST_SKIPPED * _DAY) + _DAY
    while day < until:
        due = _on(plan, "", day)
        if due is not None and due.at >= plan.since:
            found.append(day)
        day += _DAY
    return tuple(found)


def _on(plan: Plan, community: str, day: dt.date) -> Due | None:
    if not plan.is_day(day):
        return None
    moment = moment_of(day, plan.time, plan.zone)
    return Due(moment, community, day) if moment is not None else None


class Timetable:
    """Which digests of many communities are due, asked again and again as time goes on.

    It is a memory aid that can be thrown away: what was posted is for the store to say.
    """

    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._waiting: list[Due] = []
        self._given_back: list[Due] = []
        self._asked: dt.datetime | None = None

    def follow(self, plans: Mapping[str, Plan], now: dt.datetime) -> None:
        """Take in the plans of all communities as they are now."""
        gone = self._plans.keys() - plans.keys()
        changed = {key for key, plan in plans.items() if self._plans.get(key) != plan}
        if not gone and not changed:
            return
        self._plans = dict(plans)
        stale = changed | gone
        self._given_back = [due for due in self._given_back if due.community not in stale]
        left = (due for due in self._waiting if due.community not in stale)
        self._begin(left, changed, now)

    def due(self, now: dt.datetime) -> list[Due]:
        """Those due by now that can still be posted, oldest first; each is told once.

        Whoever cannot post one now gives it back with ``again``. After the clock was set back,
        everything is looked at anew.
        """
        if self._asked is not None and now < self._asked:
            self._given_back = []
            self._begin((), self._plans, now)
        self._asked = now
        told, self._given_back = self._given_back, []
        while self._waiting and self._waiting[0].at <= now:
            due = heappop(self._waiting)
            told.append(due)
            after = following(self._plans[due.community], due.community, due.day, now)
            if after is not None:
                heappush(self._waiting, after)
        return sorted(due for due in told if now - due.at <= CATCH_UP)

    def again(self, due: Due) -> None:
        """Tell of a digest once more the next time, while it can still be posted."""
        if due.community in self._plans:
            self._given_back.append(due)

    def forget(self, community: str) -> None:
        """Begin anew with a community the next time that its plan is followed."""
        if self._plans.pop(community, None) is not None:
            self._waiting = [due for due in self._waiting if due.community != community]
            heapify(self._waiting)

    def _begin(self, left: Iterable[Due], fresh: Iterable[str], now: dt.datetime) -> None:
        first = (next_due(self._plans[key], key, now) for key in fresh)
        self._waiting = [*left, *(due for due in first if due is not None)]
        heapify(self._waiting)
