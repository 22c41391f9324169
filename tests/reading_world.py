"""A reader of pages over a story's own web server, with a clock that the story moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from claims.errors import InputProblem
from claims.pages import FetchPolicy, Page
from intake.fetching import Fetcher, Limits
from intake.robots import Robots
from intake.web_pages import KeptOutcomes, WebPages
from intake.worker import ReadingWorker
from tests.hostile_web import HostileWeb, OnlyThisServer

ANY = FetchPolicy()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def opened(
    web: HostileWeb, worker: ReadingWorker, clock: Clock, seconds: float
) -> AsyncIterator[WebPages]:
    async with Fetcher(
        agent="t", limits=Limits(seconds=seconds), guard=OnlyThisServer(web), look_up=web.look_up
    ) as fetcher:
        robots = Robots(fetcher, worker, seconds=0.7, clock=clock)
        kept = KeptOutcomes(clock=clock)
        async with WebPages(fetcher, worker, robots=robots, kept=kept) as pages:
            yield pages


async def read(pages: WebPages, address: str, community: str = "1") -> Page:
    return await pages.read(address, community, ANY)


async def problem_of(pages: WebPages, address: str, policy: FetchPolicy = ANY) -> InputProblem:
    with pytest.raises(InputProblem) as problem:
        await pages.read(address, "1", policy)
    assert "\n" not in problem.value.sentence
    return problem.value
