"""What sites ask of programs in their robots.txt (RFC 9309), and doing as they ask."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from yarl import URL

from claims.errors import InputProblem
from claims.pages import FetchPolicy
from claims.reading_errors import (
    FetchProblem,
    LoginPage,
    NotFetched,
    NothingReadable,
    NotReadable,
    PageNotFound,
    RobotsForbid,
    RobotsUnknown,
    SiteRefused,
    SiteUnknown,
    SiteUnreachable,
    TooManyRedirects,
)
from intake.fetching import AGENT_NAME, Fetcher
from intake.worker import ReadingWorker

_SIZE = 512 * 1024
_KEPT_SECONDS = 3600.0
_KEPT_SECONDS_AFTER_FAILURE = 60.0
_MOST_SITES = 64
_EVERY_SITE = FetchPolicy()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a site said: its rules (None: it has none), or that it could not say."""

    rules: bytes | None
    known: bool
    until: float


class Robots:
    """Asks a site for its robots.txt once an hour, and reads it in the reading process.

    No robots.txt means that pages may be read. One that is there but does not come, because of
    an error of the server or of time, means that they may not.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        worker: ReadingWorker,
        *,
        seconds: float = 4.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._worker = worker
        self._seconds = seconds
        self._clock = clock
        self._answers: OrderedDict[str, _Answer] = OrderedDict()

    async def permit(self, url: URL) -> None:
        """Return where a page may be read.

        Raises ``RobotsForbid``, ``RobotsUnknown``, and what keeps us from the site altogether.
        """
        answer = await self._answer(str(url.origin()))
        if not answer.known:
            raise RobotsUnknown
        if answer.rules is None:
            return
        details = {"address": str(url), "agent": AGENT_NAME}
        try:
            judged = await self._worker.do("robots", details, answer.rules)
        except InputProblem as problem:
            raise RobotsUnknown from problem
        if not judged["allowed"]:
            raise RobotsForbid

    async def _answer(self, origin: str) -> _Answer:
        kept = self._answers.get(origin)
        if kept is None or kept.until <= self._clock():
            kept = await self._ask(origin)
            self._answers[origin] = kept
        self._answers.move_to_end(origin)
        while len(self._answers) > _MOST_SITES:
            self._answers.popitem(last=False)
        return kept

    async def _ask(self, origin: str) -> _Answer:
        limits = replace(self._fetcher.limits, wire=_SIZE, unpacked=_SIZE)
        try:
            async with asyncio.timeout(self._seconds):
                fetched = await self._fetcher.fetch(
                    f"{origin}/robots.txt", _EVERY_SITE, limits=limits
                )
        except TimeoutError:
            return self._unknown()
        except (NotFetched, SiteUnknown, SiteUnreachable):
            raise  # the page itself is as far away, and this says why
        except FetchProblem as problem:
            return self._none() if _means_none(problem) else self._unknown()
        return _Answer(fetched.body, known=True, until=self._clock() + _KEPT_SECONDS)

    def _none(self) -> _Answer:
        return _Answer(None, known=True, until=self._clock() + _KEPT_SECONDS)

    def _unknown(self) -> _Answer:
        return _Answer(None, known=False, until=self._clock() + _KEPT_SECONDS_AFTER_FAILURE)


def _means_none(problem: FetchProblem) -> bool:
    """True for the answers that RFC 9309 calls "unavailable": reading is then allowed."""
    if isinstance(problem, SiteRefused):
        return problem.status < 500 and problem.status != 429
    absent = (PageNotFound, LoginPage, TooManyRedirects, NotReadable, NothingReadable)
    return isinstance(problem, absent)
