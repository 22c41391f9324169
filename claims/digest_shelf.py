"""What digests ask of the store: the plans, the runs, what stopped them, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from claims.digest import Run, RunState, Trouble
from claims.schedule import Plan


class DigestFigures(Protocol):
    """What a digest counts, always as one community."""

    async def most_asked(
        self, community: str, after: datetime, until: datetime, least: int, limit: int
    ) -> Sequence[tuple[int, int]]:
        """Claim ids and how many different members asked about each, most asked first.

        Only those that at least ``least`` members asked about between two moments.
        """
        ...

    async def waiting(
        self, community: str, after: datetime, until: datetime
    ) -> tuple[int, datetime | None, int]:
        """Requests asked up to a moment that still wait: how many, the oldest, those since."""
        ...


class AskBook(Protocol):
    """Counts who asked about which claim, by names that nobody is known by."""

    async def asked(self, community: str, claims: Mapping[int, str], at: datetime) -> None:
        """Note that one member asked about claims: a name for them, by claim id."""
        ...


class DigestBook(Protocol):
    """Keeps which digests were posted. Each is claimed in the store before it is sent."""

    async def plans(self) -> Mapping[str, Plan]:
        """The plans of all communities that have a digest which nothing stopped."""
        ...

    async def run(self, community: str, day: date) -> Run | None:
        """What became of one day's digest."""
        ...

    async def last(self, community: str) -> Run | None:
        """The digest that was told, or had nothing to tell, and looked at the latest moment."""
        ...

    async def rewind(self, now: datetime) -> int:
        """Let no digest have looked beyond now, after a clock that had run ahead was set back."""
        ...

    async def first(self, community: str) -> Run | None:
        """The digest that looked at the earliest moment, whatever became of it."""
        ...

    async def last_posted(self, community: str) -> Run | None:
        """The newest digest that stands in a channel."""
        ...

    async def claim(self, run: Run, now: datetime) -> bool:
        """Take a day's digest; False where that day has one, or somebody else was faster."""
        ...

    async def pending(self, now: datetime) -> Sequence[Run]:
        """Digests that are to be sent and that nobody is sending, oldest first."""
        ...

    async def take(self, run: Run, now: datetime) -> bool:
        """Take over a pending one to send it; False where somebody else was faster."""
        ...

    async def settle(self, run: Run, state: RunState, message: int | None = None) -> None:
        """Note what became of a digest that was taken."""
        ...

    async def threadless(self, now: datetime) -> Sequence[Run]:
        """Digests of the last hour that are to have a thread and have none yet."""
        ...

    async def note_thread(self, run: Run) -> None:
        """Note that a digest has its thread, or can have none."""
        ...

    async def trouble(self, community: str) -> Trouble | None:
        """What stopped a community's digest, if anything did."""
        ...

    async def stop(self, trouble: Trouble) -> None:
        """Stop a community's digest; nothing changes where it is stopped already."""
        ...

    async def untold(self) -> Sequence[Trouble]:
        """What admins are still to be told."""
        ...

    async def note_told(self, community: str) -> None:
        """Note that a community's admins were told, or cannot be."""
        ...

    async def go_on(self, community: str) -> None:
        """Let a community's digest go on."""
        ...
