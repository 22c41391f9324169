"""From a link to a page: turns, deadlines, robots.txt, what is kept, and what hostile pages do."""

import asyncio
from collections.abc import AsyncIterator

import brotli
import pytest
import pytest_asyncio

from claims.pages import FetchPolicy, Page
from claims.reading_errors import (
    BrokenAnswer,
    FetchingOff,
    FetchTimedOut,
    LanguageNotSupported,
    LoginPage,
    Mislabelled,
    NotFetched,
    NothingReadable,
    NotReadable,
    PageNotFound,
    PageTooLarge,
    ReadingBusy,
    ReadingProblem,
    ReadingTooHeavy,
    ReadingTooSlow,
)
from intake.web_pages import KeptOutcomes, WebPages
from intake.worker import ReadingWorker
from tests.hostile_web import (
    HostileWeb,
    after,
    answer,
    article,
    dripping,
    passed_on,
    silent,
    watching_the_loop,
    zeros_in_gzip,
)
from tests.reading_world import ANY, Clock, opened, problem_of, read

pytestmark = pytest.mark.asyncio(loop_scope="module")
MEGABYTE = 1024 * 1024


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[ReadingWorker]:
    worker = ReadingWorker(seconds=2)
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


@pytest_asyncio.fixture(loop_scope="module")
async def hasty(web, worker, clock) -> AsyncIterator[WebPages]:
    """Reads pages, but does not wait long for them."""
    async with opened(web, worker, clock, seconds=1.5) as pages:
        yield pages


async def test_a_page_is_read_with_what_it_says_of_itself(web, pages):
    web.pages["/a"] = passed_on("/b")
    web.pages["/b"] = answer(article("The dyke holds."), "text/html; charset=utf-8")
    page = await read(pages, web.at("/a"))
    assert "The dyke holds." in page.text
    assert (page.title, page.language) == ("The dyke", "en")
    assert (page.address, page.final_address) == (web.at("/a"), web.at("/b"))
    assert page.canonical.endswith("/b")


async def test_plain_text_is_read_by_link_too(web, pages):
    web.pages["/t"] = answer("Die Brücke hält.".encode("cp1252"), "text/plain; charset=iso-8859-1")
    assert (await read(pages, web.at("/t"))).text == "Die Brücke hält."


async def test_where_fetching_is_off_nothing_is_asked(web, pages):
    assert isinstance(await problem_of(pages, web.at("/"), FetchPolicy(enabled=False)), FetchingOff)
    assert web.requests == []


@pytest.mark.parametrize(
    ("told", "problem", "words"),
    [
        (
            dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a" * MEGABYTE, 0),
            PageTooLarge,
            "larger than 5 MB as it is sent",
        ),
        (answer(zeros_in_gzip(25), Content_Encoding="gzip"), PageTooLarge, "20 MB when it is"),
        (
            answer(brotli.compress(bytes(25 * MEGABYTE), quality=1), Content_Encoding="br"),
            PageTooLarge,
            "20 MB when it is unpacked",
        ),
        (answer(zeros_in_gzip(10), Content_Encoding="gzip"), Mislabelled, "data that is no text"),
        (answer(b"\x89PNG\r\n\x1a\n" + bytes(99)), Mislabelled, "sends a picture"),
        (answer(b"PK\x03\x04" + bytes(99), "text/plain"), Mislabelled, "a zip archive"),
        (answer(article(), "application/pdf"), Mislabelled, "a PDF but sends a web page"),
        (answer(b"MZ\x90" + bytes(99), None), NotReadable, "a program"),
        (answer(b"%PDF-1.7 broken", "application/pdf"), BrokenAnswer, "damaged or locked"),
        (answer(b" \n "), NothingReadable, "no text that can be read"),
        (answer(article()[:60]), NothingReadable, "no text that can be read"),
        (answer("<div id=root></div>Please enable JavaScript"), NothingReadable, "no text"),
        (answer("<div>" * 300_000), ReadingTooHeavy, "nested too deeply"),
        (answer(b"<" * 4_900_000), ReadingProblem, "Paste the text"),
        (
            answer("<h1>Log in</h1><form><input name=u><input type='password'></form>"),
            LoginPage,
            "a login page",
        ),
        (answer(status="404 Not Found"), PageNotFound, "no such page"),
    ],
)
async def test_a_hostile_page_ends_in_its_own_sentence_and_never_holds_the_loop(
    web, pages, told, problem, words
):
    web.pages["/"] = told
    async with watching_the_loop() as held:
        found = await problem_of(pages, web.at("/"))
    assert isinstance(found, problem)
    assert words in found.sentence
    assert held.busy < 0.05


async def test_pages_that_only_drip_are_given_up_in_time(web, hasty):
    drips = (
        silent(),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", b"a"),
    )
    web.pages |= {f"/{place}": told for place, told in enumerate(drips)}
    asked = [read(hasty, web.at(f"/{place}"), community=f"{place}") for place in range(len(drips))]
    for found in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(found, FetchTimedOut), found
        assert "did not arrive within 1.5 seconds" in found.sentence
        assert "\n" not in found.sentence


async def test_five_megabytes_in_one_line_are_read_in_part_or_given_up(web, pages):
    web.pages["/"] = answer("<p>" + "river " * 850_000)
    async with watching_the_loop() as held:
        try:
            page = await read(pages, web.at("/"))
            assert "Only the first 200,000 of" in page.notes[0]
        except (ReadingTooSlow, ReadingTooHeavy) as problem:
            assert "Paste the text" in problem.sentence
    assert held.busy < 0.05


async def test_a_page_in_another_language_than_a_community_reads_is_told(web, pages):
    web.pages["/"] = answer(article().replace("lang='en'", "lang='fi-FI'"))
    policy = FetchPolicy(languages=frozenset(("en", "de")))
    found = await problem_of(pages, web.at("/"), policy)
    assert isinstance(found, LanguageNotSupported)
    assert "(fi-fi)" in found.sentence
    assert (await read(pages, web.at("/"))).language == "fi-fi"


async def test_a_page_is_asked_for_once_in_ten_minutes(web, pages, clock):
    web.pages["/"] = answer(article())
    first = await read(pages, web.at("/"))
    clock.now = 599
    assert await read(pages, web.at("/#there")) == first
    assert web.paths() == ["/robots.txt", "/"]
    clock.now = 601
    await read(pages, web.at("/"))
    assert web.paths() == ["/robots.txt", "/", "/"]


async def test_of_a_failed_fetch_the_failure_is_kept_for_a_minute(web, pages, clock):
    assert isinstance(await problem_of(pages, web.at("/")), PageNotFound)
    web.pages["/"] = answer(article())
    clock.now = 59
    assert isinstance(await problem_of(pages, web.at("/")), PageNotFound)
    clock.now = 61
    assert (await read(pages, web.at("/"))).text
    assert web.paths() == ["/robots.txt", "/", "/"]


async def test_what_is_kept_for_one_community_is_unknown_to_another(web, pages):
    web.pages["/"] = answer(article())
    await read(pages, web.at("/"), "1")
    await read(pages, web.at("/"), "2")
    assert web.paths().count("/") == 2


async def test_a_stricter_policy_does_not_get_what_an_easier_one_kept(web, pages):
    web.pages["/"] = passed_on(web.at("/", "other.test"))
    web.names["other.test"] = [("127.0.0.1",)]
    web.pages["/x"] = answer(article())
    web.pages["/"] = passed_on(web.at("/x", "other.test"))
    await read(pages, web.at("/"))
    strict = FetchPolicy(blocked_domains=frozenset(("other.test",)))
    assert isinstance(await problem_of(pages, web.at("/"), strict), NotFetched)


async def test_those_who_ask_for_the_same_page_at_once_share_one_fetch(web, pages):
    web.pages["/"] = after(0.1, answer(article()))
    read_pages = await asyncio.gather(*(read(pages, web.at("/")) for _ in range(5)))
    assert len(set(read_pages)) == 1
    assert web.paths().count("/") == 1


async def test_one_who_leaves_does_not_take_the_page_from_the_others(web, pages):
    web.pages["/"] = after(0.1, answer(article()))
    leaving, staying = (asyncio.create_task(read(pages, web.at("/"))) for _ in range(2))
    await asyncio.sleep(0.05)
    leaving.cancel()
    assert (await staying).text


async def test_a_community_has_two_fetches_at_once_and_another_one_its_own(web, pages):
    web.pages["/robots.txt"] = answer("", "text/plain")
    web.pages["/"] = answer(article())
    await read(pages, web.at("/"))
    web.most_at_once = 0
    for n in range(4):
        web.pages[f"/{n}"] = after(0.1, answer(article()))
    await asyncio.gather(*(read(pages, web.at(f"/{n}")) for n in range(4)))
    assert web.most_at_once == 2
    await asyncio.gather(*(read(pages, web.at(f"/{n}"), f"c{n // 2}") for n in range(4)))
    assert web.most_at_once == 4


async def test_a_page_that_waited_in_vain_is_not_kept_as_failed(web, hasty):
    web.pages["/robots.txt"] = answer("", "text/plain")
    web.pages["/slow"], web.pages["/slower"] = silent(), silent()
    web.pages["/quick"] = answer(article())
    slow = [read(hasty, web.at(path)) for path in ("/slow", "/slower")]
    *late, waited = await asyncio.gather(
        *slow, read(hasty, web.at("/quick")), return_exceptions=True
    )
    assert [type(problem) for problem in late] == [FetchTimedOut] * 2
    assert isinstance(waited, ReadingBusy | FetchTimedOut | Page)
    assert (await read(hasty, web.at("/quick"))).text


async def test_the_newest_outcomes_are_kept_within_bounds():
    kept = KeptOutcomes(most=3, most_characters=10_000)
    page = Page("https://a.test/", "https://a.test/", "https://a.test/", text="a" * 3000)
    for n in range(5):
        kept.put(("1", str(n), ANY), PageNotFound(404))
    assert [kept.get(("1", str(n), ANY)) is not None for n in range(5)] == [False] * 2 + [True] * 3
    for n in range(3):
        kept.put(("2", str(n), ANY), page)
    assert [kept.get(("2", str(n), ANY)) is not None for n in range(3)] == [False, True, True]
