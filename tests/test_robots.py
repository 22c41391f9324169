"""What sites ask of programs in robots.txt, and that we do as they ask."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from claims.reading_errors import (
    FetchTimedOut,
    NotFetched,
    RobotsForbid,
    RobotsUnknown,
)
from intake.web_pages import WebPages
from intake.worker import ReadingWorker
from tests.hostile_web import (
    HostileWeb,
    answer,
    article,
    passed_on,
    silent,
    watching_the_loop,
)
from tests.reading_world import Clock, opened, problem_of, read

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[ReadingWorker]:
    worker = ReadingWorker(seconds=3)
    await worker.do("page", {"address": "", "charset": None}, article().encode())
    yield worker
    await worker.close()


@pytest_asyncio.fixture(loop_scope="module")
async def web() -> AsyncIterator[HostileWeb]:
    async with HostileWeb().listening() as web:
        yield web


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture(loop_scope="module")
async def pages(web, worker, clock) -> AsyncIterator[WebPages]:
    async with opened(web, worker, clock, seconds=10) as pages:
        yield pages


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (answer("User-agent: *\nDisallow: /", "text/plain"), RobotsForbid),
        (answer("User-agent: caveat\nDisallow: /page", "text/plain"), RobotsForbid),
        (answer(status="503 Busy"), RobotsUnknown),
        (answer(status="429 Slow down"), RobotsUnknown),
        (silent(), RobotsUnknown),
        (answer(b"#" * 600_000, "text/plain"), RobotsUnknown),
        (answer(b"x", Content_Encoding="gzip"), RobotsUnknown),
        (passed_on("http://10.0.0.1/robots.txt"), NotFetched),
    ],
)
async def test_a_site_that_keeps_programs_out_or_cannot_tell_is_left_alone(
    web, pages, told, problem
):
    web.pages["/page"] = answer(article())
    web.pages["/robots.txt"] = told
    assert type(await problem_of(pages, web.at("/page"))) is problem
    assert "/page" not in web.paths()


@pytest.mark.parametrize(
    "told",
    [
        answer(status="404 Not Found"),
        answer(status="403 Forbidden"),
        answer(status="401 Unauthorized"),
        answer("User-agent: other\nDisallow: /", "text/plain"),
        answer("User-agent: *\nDisallow: /page$\nAllow: /page", "text/plain"),
        answer("<html><p>No such thing", "text/html"),
        answer(b"\x89PNG", "image/png"),
        passed_on("/robots.txt"),
    ],
)
async def test_a_site_that_asks_nothing_of_us_is_read(web, pages, told):
    web.pages["/page?a"] = answer(article())
    web.pages["/robots.txt"] = told
    assert (await read(pages, web.at("/page?a"))).text


async def test_a_robots_txt_made_to_be_slow_to_read_cannot_stop_the_bot(web, pages):
    rule = "Disallow: /" + "*a" * 40 + "b$"
    web.pages["/robots.txt"] = answer(f"User-agent: *\n{rule}\n", "text/plain")
    web.pages["/" + "a" * 300] = answer(article())
    async with watching_the_loop() as held:
        try:
            await read(pages, web.at("/" + "a" * 300))
        except (RobotsUnknown, FetchTimedOut) as problem:
            assert "Paste its text" in problem.sentence
    assert held.busy < 0.05


async def test_every_site_on_the_way_is_asked_for_its_robots_txt(web, pages):
    web.names["other.test"] = [("127.0.0.1",)]
    web.pages["/"] = passed_on(web.at("/there", "other.test"))
    web.pages["/there"] = answer(article())
    await read(pages, web.at("/"))
    assert web.paths() == ["/robots.txt", "/", "/robots.txt", "/there"]
