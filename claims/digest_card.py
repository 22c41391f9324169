"""The words of a digest: its title, its parts with their lines, and what stands under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from claims.card import Block, Card, Span, TextLine, shortened
from claims.digest import Asked, Digest, Item, Waiting, spoken_day

Line = Item | Asked | Waiting
HEADLINE, WHAT = 120, 200
"""The longest that a claim's name and what happened to it are."""
_MISSED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a digest; its lines are only set when they are shown.

    ``strong`` sets what happened in bold, where it is what people look for.
    """

    heading: str
    lines: Sequence[Line]
    strong: bool = False

    def block(self, most: int, headline: int = HEADLINE, what: int = WHAT) -> Block:
        """The part with at most so many lines, each of at most so many characters."""
        lines = [self._line(line, headline, what) for line in self.lines[:most]]
        more = len(self.lines) - most
        if more > 0:
            lines.append((Span(f"and {more} more"),))
        return Block(tuple(lines), heading=self.heading, listed=True)

    def _line(self, line: Line, headline: int, what: int) -> TextLine:
        if isinstance(line, Waiting):
            return (Span(_spoken(line)),)
        if isinstance(line, Asked):
            return (*self._line(line.item, headline, 0), Span(f" ({line.people} people)"))
        name = f"#{line.number} {shortened(line.headline, headline)}"
        if not line.what or not what:
            return (Span(name),)
        said = Span(shortened(line.what, what), strong=self.strong)
        return (Span(f"{name.rstrip('.')}: "), said)


def digest_title(digest: Digest) -> str:
    """The first line of a digest: no two of a community have the same within a year."""
    over = "the week to " if digest.weekly else ""
    return f"Claims, {over}{spoken_day(digest.day)}"


def parts_of(digest: Digest) -> list[Part]:
    """The parts that have something to say, in their order."""
    parts = [
        Part("New", digest.new),
        Part("Corrected", digest.corrected, strong=True),
        Part("Questions answered", digest.answered),
        Part("New open questions", digest.opened),
        Part("Asked most", digest.asked),
        Part("Waiting for curators", (digest.waiting,) if digest.waiting else ()),
        Part("Needs another look", digest.stale),
    ]
    return [part for part in parts if part.lines]


def digest_card(digest: Digest) -> Card:
    """All that a digest says."""
    blocks = tuple(part.block(len(part.lines)) for part in parts_of(digest))
    return Card(digest_title(digest), blocks)


def page_of(digest: Digest, at: int, on_page: int) -> tuple[Card, list[Item], int, int]:
    """One page of all that it says, the claims on it, which page it is, and how many there are."""
    lines = [(part, line) for part in parts_of(digest) for line in part.lines]
    count = max(-(-len(lines) // on_page), 1)
    at = min(max(at, 0), count - 1)
    here = lines[at * on_page : (at + 1) * on_page]
    blocks = tuple(
        replace(part, lines=[line for _, line in those]).block(on_page)
        for part, those in groupby(here, key=itemgetter(0))
    )
    return Card(digest_title(digest), blocks), list(claims_in(line for _, line in here)), at, count


def _spoken(waiting: Waiting) -> str:
    """How many requests wait, and for how long: ``3 requests, the oldest 2 days``."""
    days = waiting.oldest_days
    age = f", the oldest {days} day{'s' * (days != 1)}" if days else ""
    return f"{waiting.requests} request{'s' * (waiting.requests != 1)}{age}"


def digest_notes(digest: Digest) -> tuple[str, ...]:
    """What is said under a digest: that some were missed, how far it looks back, when it comes."""
    lines = []
    if digest.missed:
        days = [f"{day.day} {day:%b}" for day in digest.missed]
        which = ", ".join(days) if len(days) <= _MISSED else f"{days[0]} to {days[-1]}"
        held = "is in this one" if not digest.cut else "is in this one, for the last 14 days"
        lines.append(f"No digest was posted for {which}; what happened then {held}.")
    elif digest.cut:
        lines.append("This one looks back 14 days, which is as far as a digest does.")
    return (*lines, f"{digest.when} · /digest status")


def claims_in(lines: Iterable[Line]) -> Iterator[Item]:
    """The claims that some lines are about, in their order."""
    for line in lines:
        if isinstance(line, Asked):
            yield line.item
        elif isinstance(line, Item):
            yield line
