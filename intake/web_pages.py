"""A link becomes a page: fetched under guard, read in the reading process, kept for ten minutes."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from claims.dates import PartialDate
from claims.pages import FetchPolicy, Page, PublishedRating
from claims.reading_errors import (
    AttachmentProblem,
    BrokenAnswer,
    FetchingOff,
    FetchProblem,
    FetchTimedOut,
    FileEmpty,
    LanguageNotSupported,
    NothingReadable,
    ReadingBusy,
    ReadingProblem,
)
from intake.addresses import canonical_address
from intake.fetching import Fetched, Fetcher, web_address
from intake.page_kinds import page_kind
from intake.robots import Robots
from intake.worker import ReadingWorker

AT_ONCE = 2
"""Pages that are read at the same time for one community."""
_AT_ONCE_IN_ALL = 12

_Asked = tuple[str, str, FetchPolicy]
_Outcome = Page | FetchProblem | ReadingProblem


class KeptOutcomes:
    """The newest outcomes for a short while: pages, and of failed fetches the failure alone."""

    def __init__(
        self,
        *,
        seconds: float = 600.0,
        seconds_after_failure: float = 60.0,
        most: int = 256,
        most_characters: int = 8_000_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._seconds_after_failure = seconds_after_failure
        self._most = most
        self._most_characters = most_characters
        self._clock = clock
        self._kept: OrderedDict[_Asked, tuple[float, _Outcome]] = OrderedDict()
        self._characters = 0

    def get(self, asked: _Asked) -> _Outcome | None:
        """The outcome of the same question, if it is not too old."""
        kept = self._kept.get(asked)
        if kept is None:
            return None
        if kept[0] <= self._clock():
            self._drop(asked)
            return None
        self._kept.move_to_end(asked)
        return kept[1]

    def put(self, asked: _Asked, outcome: _Outcome) -> None:
        """Keep an outcome; the oldest make room."""
        self._drop(asked)
        seconds = self._seconds if isinstance(outcome, Page) else self._seconds_after_failure
        self._kept[asked] = (self._clock() + seconds, outcome)
        self._characters += _weight(outcome)
        while len(self._kept) > self._most or self._characters > self._most_characters:
            self._drop(next(iter(self._kept)))

    def _drop(self, asked: _Asked) -> None:
        _, outcome = self._kept.pop(asked, (0.0, None))
        if outcome is not None:
            self._characters -= _weight(outcome)


class WebPages:
    """Reads linked pages: two at once for a community, one fetch for the same question.

    Nothing is shared between communities, not even what is kept. ``async with`` it, or ``close()``.
    The fetcher and the worker are closed by whoever made them.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        worker: ReadingWorker,
        *,
        robots: Robots | None = None,
        kept: KeptOutcomes | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._worker = worker
        self._robots = robots or Robots(fetcher, worker)
        self._kept = kept or KeptOutcomes()
        self._flights: dict[_Asked, asyncio.Task[_Outcome]] = {}
        self._slots: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._places = asyncio.Semaphore(_AT_ONCE_IN_ALL)

    async def __aenter__(self) -> WebPages:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up what is being fetched."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    async def read(self, address: str, community: str, policy: FetchPolicy) -> Page:
        """Fetch and read a page; raises ``FetchProblem`` or ``ReadingProblem``, which say why."""
        if not policy.enabled:
            raise FetchingOff
        asked = (community, str(web_address(address)), policy)
        outcome = self._kept.get(asked)
        if outcome is None:
            outcome = await asyncio.shield(self._flight(asked))
        if isinstance(outcome, Page):
            return outcome
        raise outcome.with_traceback(None)

    def _flight(self, asked: _Asked) -> asyncio.Task[_Outcome]:
        flight = self._flights.get(asked)
        if flight is None:
            flight = asyncio.create_task(self._outcome(asked))
            self._flights[asked] = flight
            flight.add_done_callback(lambda _: self._flights.pop(asked, None))
        return flight

    async def _outcome(self, asked: _Asked) -> _Outcome:
        """Read a page; waiting for a turn and fetching share one deadline."""
        community, address, policy = asked
        seconds = self._fetcher.limits.seconds
        now = asyncio.get_running_loop().time
        until = now() + seconds
        outcome: _Outcome
        try:
            async with self._turn(community, until):
                had = until - now()
                try:
                    async with asyncio.timeout_at(until):
                        fetched = await self._fetcher.fetch(address, policy, self._robots.permit)
                    outcome = await self._page(asked, fetched)
                except TimeoutError:
                    outcome = FetchTimedOut(seconds)
                except (FetchProblem, ReadingProblem) as problem:
                    outcome = problem
        except TimeoutError:
            return ReadingBusy()
        # What failed for want of a turn says nothing of the page.
        in_vain = isinstance(outcome, FetchTimedOut) and had < 0.9 * seconds
        if not in_vain and not isinstance(outcome, ReadingBusy):
            self._kept.put(asked, outcome)
        return outcome

    @asynccontextmanager
    async def _turn(self, community: str, until: float) -> AsyncIterator[None]:
        """Hold one of the community's two places and one of all; ``TimeoutError`` if none came."""
        slots = self._slots.setdefault(community, asyncio.Semaphore(AT_ONCE))
        async with asyncio.timeout_at(until):
            await slots.acquire()
        try:
            async with asyncio.timeout_at(until):
                await self._places.acquire()
            try:
                yield
            finally:
                self._places.release()
        finally:
            slots.release()

    async def _page(self, asked: _Asked, fetched: Fetched) -> Page:
        community, address, policy = asked
        kind = page_kind(fetched.content_type, fetched.body)
        if kind == "html":
            details = {"address": fetched.final_address, "charset": fetched.charset}
            read = await self._worker.do("page", details, fetched.body, community=community)
            page = _page_from(read, address, fetched.final_address)
        else:
            page = await self._document(kind, asked, fetched)
        if not policy.speaks(page.language):
            raise LanguageNotSupported(page.language or "unknown")
        return page

    async def _document(self, kind: str, asked: _Asked, fetched: Fetched) -> Page:
        community, address, _ = asked
        details = {"name": "", "kind": kind, "charset": fetched.charset}
        try:
            read = await self._worker.do("file", details, fetched.body, community=community)
        except FileEmpty as problem:
            raise NothingReadable from problem
        except AttachmentProblem as problem:
            raise BrokenAnswer("the document is damaged or locked") from problem
        return Page(
            address=address,
            final_address=fetched.final_address,
            canonical=canonical_address(fetched.final_address),
            text=read["text"],
            title=read["title"],
            author=read["author"],
            published=_date(read["date"]),
            notes=tuple(read["notes"]),
        )


def _page_from(read: dict[str, Any], address: str, final_address: str) -> Page:
    ratings = (PublishedRating(**(r | {"date": _date(r["date"])})) for r in read["ratings"])
    return Page(
        address=address,
        final_address=final_address,
        canonical=read["canonical"],
        text=read["text"],
        title=read["title"],
        author=read["author"],
        published=_date(read["published"]),
        publisher=read["publisher"],
        language=read["language"],
        republished_from=tuple(read["republished_from"]),
        ratings=tuple(ratings),
        notes=tuple(read["notes"]),
    )


def _date(written: str | None) -> PartialDate | None:
    return PartialDate(written) if written else None


def _weight(outcome: _Outcome) -> int:
    return len(outcome.text) + 1000 if isinstance(outcome, Page) else 500
