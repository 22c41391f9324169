"""What stands in a digest, as it was gathered once: from then on it says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import TypeAdapter

from claims.card import shortened
from claims.errors import InputProblem
from claims.schedule import Plan, Section

LEAST_ASKERS = 3
"""A claim is told as asked only where so many different members asked: nobody is singled out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line about a claim: its number and headline, and what there is to say of it.

    ``shown`` is False for a claim that members can no longer open.
    """

    number: int
    headline: str
    what: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that members checked a text for, and how many different ones did."""

    item: Item
    people: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Requests that curators have not answered: how many, days of the oldest, how many are new."""

    requests: int
    oldest_days: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest: the local day it is for, the time it looks at, and what happened in it.

    ``missed`` are the days before it whose digests were never made; ``cut`` is True where it looks
    back no further than one digest may. ``when`` says in words how often and when it comes.
    """

    community: str
    day: date
    after: datetime
    until: datetime
    when: str
    weekly: bool = False
    new: tuple[Item, ...] = ()
    corrected: tuple[Item, ...] = ()
    answered: tuple[Item, ...] = ()
    opened: tuple[Item, ...] = ()
    asked: tuple[Asked, ...] = ()
    waiting: Waiting | None = None
    stale: tuple[Item, ...] = ()
    missed: tuple[date, ...] = ()
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """True where nothing happened; requests that go on waiting are nothing new."""
        fresh = self.waiting is not None and self.waiting.fresh > 0
        return not (fresh or any(True for _ in self.items()))

    def items(self) -> Iterator[Item]:
        """Every line about a claim, in the order in which they stand."""
        for part in (self.new, self.corrected, self.answered, self.opened):
            yield from part
        yield from (asked.item for asked in self.asked)
        yield from self.stale


DIGEST: TypeAdapter[Digest] = TypeAdapter(Digest)
"""Reads and writes a digest as JSON."""


class RunState(StrEnum):
    """How far one day's digest has come."""

    READY = "ready"
    CLAIMED = "claimed"
    POSTED = "posted"
    EMPTY = "empty"
    FAILED = "failed"
    GIVEN_UP = "given up"

    @property
    def is_over(self) -> bool:
        """True where that day was told of, or held nothing to tell."""
        return self in (RunState.POSTED, RunState.EMPTY)


@dataclass(frozen=True, slots=True)
class Run:
    """One day's digest of a community: what it says and where it was posted.

    ``due`` is the moment it was due, ``begun`` the one when somebody first set about posting it.
    ``attempts`` counts who began to send it before. ``digest`` is None where there was nothing to
    tell, or it is no longer kept.
    """

    community: str
    day: date
    state: RunState
    due: datetime
    until: datetime
    begun: datetime
    attempts: int
    channel: int
    role: int | None = None
    thread: bool = False
    message: int | None = None
    thread_made: bool = False
    digest: Digest | None = None

    @property
    def nonce(self) -> str:
        """What Discord knows its message by for some minutes, at most 25 characters."""
        return f"dg{int(self.community) if self.community.isdecimal() else 0:x}-{self.day:%y%m%d}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a community's digest was stopped, since when, and whether its admins were told."""

    community: str
    problem: str
    at: datetime
    told: bool = False


SECTIONS = {
    Section.NEW: "new claims",
    Section.CORRECTED: "corrections",
    Section.QUESTIONS: "questions",
    Section.ASKED: "asked most",
    Section.WAITING: "waiting requests",
    Section.STALE: "another look",
}
"""The parts of a digest as people choose them."""


def sections_in(typed: str) -> frozenset[Section]:
    """The parts that somebody names with commas between them; all where that is nothing.

    Raises ``InputProblem`` for a name that is none.
    """
    names = [" ".join(part.casefold().split()) for part in typed.split(",")]
    found = set()
    for name in filter(None, names):
        like = [key for key, words in SECTIONS.items() if name in (key.value, words)]
        if name != "all" and not like:
            raise InputProblem(
                f"“{shortened(name, 40)}” is no part of a digest; choose among "
                f"{', '.join(SECTIONS.values())}, with commas between them."
            )
        found |= set(like) or set(Section)
    return frozenset(found or Section)


def spoken_plan(plan: Plan) -> str:
    """How often a digest comes, in words: ``Every day at 09:00 Europe/Berlin``."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    often = "Every day" if plan.weekday is None else f"Every {days[plan.weekday]}"
    return f"{often} at {plan.time:%H:%M} {plan.zone}"


def spoken_day(day: date) -> str:
    """A day as a digest's title has it: ``Tuesday 24 November``."""
    return f"{day:%A} {day.day} {day:%B}"
