"""Fetching over real sockets: what is asked, and what each broken answer is called."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from claims.pages import FetchPolicy
from claims.reading_errors import (
    BadRedirect,
    BrokenAnswer,
    FetchProblem,
    LoginPage,
    NotFetched,
    NotReadable,
    PageNotFound,
    PageTooLarge,
    SiteRefused,
    SiteUnknown,
    SiteUnreachable,
    TooManyRedirects,
)
from intake.fetching import Fetched, Fetcher, Limits, user_agent
from tests.hostile_web import HOME, HostileWeb, OnlyThisServer, answer, article, passed_on

AGENT = user_agent("1.2", "mail@caveat.test")
ANY = FetchPolicy()


@pytest.fixture
async def web() -> AsyncIterator[HostileWeb]:
    async with HostileWeb().listening() as web:
        yield web


@pytest.fixture
async def fetcher(web: HostileWeb) -> AsyncIterator[Fetcher]:
    limits = Limits(seconds=2, wire=200_000, unpacked=400_000)
    guard = OnlyThisServer(web)
    async with Fetcher(agent=AGENT, limits=limits, guard=guard, look_up=web.look_up) as fetcher:
        yield fetcher


async def problem_of(fetcher: Fetcher, address: str, policy: FetchPolicy = ANY) -> FetchProblem:
    with pytest.raises(FetchProblem) as problem:
        await fetcher.fetch(address, policy)
    assert "\n" not in problem.value.sentence
    assert "127.0.0.1" not in problem.value.sentence
    return problem.value


async def test_a_page_arrives_with_its_type_charset_and_final_address(web, fetcher):
    web.pages["/old"] = passed_on("/new?a=1")
    web.pages["/new?a=1"] = answer(article(), "text/html; charset=ISO-8859-1")
    assert await fetcher.fetch(web.at("/old"), ANY) == Fetched(
        final_address=web.at("/new?a=1"),
        content_type="text/html",
        charset="ISO-8859-1",
        body=article().encode(),
    )


async def test_we_say_who_we_are_and_carry_nothing_from_one_request_to_the_next(web, fetcher):
    web.pages["/a"] = passed_on("/b").replace(b"Location", b"Set-Cookie: id=7\r\nLocation")
    web.pages["/b"] = answer(article(), Set_Cookie="id=8")
    for _ in range(2):
        await fetcher.fetch(web.at("/a"), ANY)
    heads = [request.lower() for request in web.requests]
    assert len(heads) == 4
    assert all(f"user-agent: {AGENT.lower()}" in head for head in heads)
    assert "+mail@caveat.test" in AGENT
    for name in ("cookie", "referer", "authorization", "origin"):
        assert not any(f"\r\n{name}:" in head for head in heads)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("br", brotli.compress),
        ("identity", bytes),
    ],
)
async def test_a_packed_page_is_unpacked(web, fetcher, coding, pack):
    body = (article() * 40).encode()
    web.pages["/"] = answer(pack(body), Content_Encoding=coding)
    assert (await fetcher.fetch(web.at("/"), ANY)).body == body


@pytest.mark.parametrize(
    ("told", "problem", "words"),
    [
        (answer(status="404 Not Found"), PageNotFound, "no such page (status 404)"),
        (answer(status="410 Gone"), PageNotFound, "410"),
        (answer(status="401 Unauthorized"), LoginPage, "login page"),
        (answer(status="403 Forbidden"), SiteRefused, "does not give this page to programs"),
        (answer(status="503 Busy"), SiteRefused, "having trouble (status 503)"),
        (answer(status="204 No Content"), SiteRefused, "204"),
        (answer(b"\x89PNG", "image/png"), NotReadable, "a picture"),
        (answer(b"{}", "application/json"), NotReadable, "data for programs"),
        (answer(b"x" * 300_000), PageTooLarge, "larger than 0.19"),
        (answer(gzip.compress(b"a" * 500_000), Content_Encoding="gzip"), PageTooLarge, "unpacked"),
        (answer(brotli.compress(b"a" * 500_000), Content_Encoding="br"), PageTooLarge, "unpacked"),
        (answer(b"not packed", Content_Encoding="gzip"), BrokenAnswer, "cannot be unpacked"),
        (answer(b"not packed", Content_Encoding="br"), BrokenAnswer, "cannot be unpacked"),
        (answer(gzip.compress(b"a" * 900)[:-9], Content_Encoding="gzip"), BrokenAnswer, "unpacked"),
        (answer(b"", Content_Encoding="gzip, gzip"), BrokenAnswer, "nobody asked for"),
        (answer(b"", Content_Encoding="zstd"), BrokenAnswer, "nobody asked for"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", BrokenAnswer, "breaks"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort", BrokenAnswer, "breaks"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 9000 + b"\r\n\r\n", BrokenAnswer, "breaks"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", BrokenAnswer, "breaks"),
        (b"", BrokenAnswer, "breaks"),
    ],
)
async def test_every_bad_answer_ends_in_its_own_sentence(web, fetcher, told, problem, words):
    web.pages["/"] = told
    found = await problem_of(fetcher, web.at("/"))
    assert type(found) is problem
    assert words in found.sentence


@pytest.mark.parametrize(
    ("location", "problem", "words"),
    [
        ("http://10.0.0.1/", NotFetched, "port|private"),
        ("http://169.254.169.254/latest/meta-data", NotFetched, "cloud's inner service"),
        ("http://[fd00:ec2::254]/", NotFetched, "cloud's inner service"),
        ("http://localhost/", NotFetched, "Caveat runs on"),
        ("http://127.0.0.1/", NotFetched, "Caveat runs on"),
        ("http://[::1]/", NotFetched, "Caveat runs on"),
        ("http://[::ffff:10.0.0.1]/", NotFetched, "in disguise"),
        ("http://[::ffff:127.0.0.1]/", NotFetched, "in disguise"),
        ("http://[fe80::1%25eth0]/", NotFetched, "network card"),
        ("http://2130706433/", NotFetched, "unusual spelling"),
        ("http://0177.0.0.1/", NotFetched, "unusual spelling"),
        ("http://0x7f.0.0.1/", NotFetched, "unusual spelling"),
        ("http://127.1/", NotFetched, "unusual spelling"),
        ("http://１２７.0.0.1/", NotFetched, "Caveat runs on"),
        ("//10.0.0.1/", NotFetched, "private network"),
        ("http://inner.test/", NotFetched, "private network"),
        ("http://both.test/", NotFetched, "private network"),
        ("http://me:secret@news.test/", NotFetched, "user name or a password"),
        ("http://news.test@10.0.0.1/", NotFetched, "user name or a password"),
        ("http://news.test:22/", NotFetched, "port 22"),
        ("https://news.test:8443/", NotFetched, "port 8443"),
        ("ftp://news.test/", NotFetched, "only http and https"),
        ("file:///etc/passwd", NotFetched, "only http and https"),
        ("gopher://news.test/", NotFetched, "only http and https"),
        ("data:text/html,hello", NotFetched, "only http and https"),
        ("javascript:alert(1)", NotFetched, "only http and https"),
        ("http://nowhere.invalid/", SiteUnknown, "no site by that name"),
        ("http://a b/", NotFetched, "no proper host name"),
        ("http://[::1", BadRedirect, "not a web address"),
        ("http://news.test:99999/", BadRedirect, "not a web address"),
        ("http://news.test\\@10.0.0.1/", BadRedirect, "not a web address"),
        ("/a%0d%0aSet-Cookie:x=1", BadRedirect, "not a web address"),
        ("http://news.test/%0D%0A%0D%0AGET / HTTP/1.1", BadRedirect, "not a web address"),
        ("/" + "a" * 3000, BadRedirect, "not a web address"),
        ("", BadRedirect, "not a web address"),
    ],
)
async def test_a_redirect_is_judged_like_a_link(web, fetcher, location, problem, words):
    web.names["inner.test"] = [("192.168.0.9",)]
    web.names["both.test"] = [("93.184.216.34", "10.9.8.7")]
    web.names["localhost"] = [("127.0.0.1",)]
    web.pages["/"] = passed_on(location)
    found = await problem_of(fetcher, web.at("/"))
    assert type(found) is problem
    assert any(word in found.sentence for word in words.split("|"))
    assert web.paths() == ["/"]


@pytest.mark.parametrize("line", [b"Location: /a\rX: 1", b"Location: /a\x00b", b"Location: /\x01"])
async def test_control_characters_in_a_redirect_break_the_answer(web, fetcher, line):
    web.pages["/"] = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + line + b"\r\n\r\n"
    found = await problem_of(fetcher, web.at("/"))
    assert isinstance(found, BrokenAnswer | BadRedirect)
    assert web.paths() == ["/"]


async def test_a_header_smuggled_after_a_redirect_is_not_sent_on(web, fetcher):
    web.pages["/"] = passed_on("/b\r\nX-Evil: 1")
    web.pages["/b"] = answer(article())
    await fetcher.fetch(web.at("/"), ANY)
    assert "evil" not in web.requests[1].lower()


async def test_redirects_in_a_circle_or_without_end_are_given_up(web, fetcher):
    web.pages["/a"] = passed_on("/b")
    web.pages["/b"] = passed_on("/a#again")
    for n in range(9):
        web.pages[f"/{n}"] = passed_on(f"/{n + 1}")
    assert isinstance(await problem_of(fetcher, web.at("/a")), TooManyRedirects)
    assert web.paths() == ["/a", "/b"]
    assert isinstance(await problem_of(fetcher, web.at("/0")), TooManyRedirects)
    assert web.paths()[2:] == ["/0", "/1", "/2", "/3", "/4", "/5"]


async def test_five_redirects_are_followed(web, fetcher):
    for n in range(5):
        web.pages[f"/{n}"] = passed_on(f"/{n + 1}")
    web.pages["/5"] = answer(article())
    assert (await fetcher.fetch(web.at("/0"), ANY)).final_address == web.at("/5")


async def test_a_name_that_answers_otherwise_the_second_time_is_asked_once_for_a_connection(
    web, fetcher
):
    web.names["turning.test"] = [("127.0.0.1",), ("127.0.0.2",)]
    web.pages["/"] = answer(article())
    await fetcher.fetch(web.at("/", "turning.test"), ANY)
    assert web.looked_up == ["turning.test"]
    found = await problem_of(fetcher, web.at("/", "turning.test"))
    assert isinstance(found, NotFetched)
    assert web.looked_up == ["turning.test"] * 2
    assert web.paths() == ["/"]


async def test_a_name_that_turns_inward_between_two_hops_is_refused(web, fetcher):
    web.names["turning.test"] = [("127.0.0.1",), ("10.0.0.1",)]
    web.pages["/"] = passed_on("/again")
    found = await problem_of(fetcher, web.at("/", "turning.test"))
    assert "private network" in found.sentence
    assert web.paths() == ["/"]


async def test_without_a_door_in_the_guard_the_server_hears_nothing(web):
    async with Fetcher(agent=AGENT, look_up=web.look_up) as fetcher:
        for address in (web.at("/"), f"http://127.0.0.1:{web.port}/", "http://news.test/"):
            assert isinstance(await problem_of(fetcher, address), NotFetched)
    async with Fetcher(agent=AGENT) as fetcher:
        assert "Caveat runs on" in (await problem_of(fetcher, "http://localhost/")).sentence
    assert web.requests == []


async def test_a_community_reads_the_sites_that_it_chose(web, fetcher):
    web.pages["/"] = answer(article())
    web.pages["/on"] = passed_on(web.at("/", "other.test"))
    only = FetchPolicy(allowed_domains=frozenset(("news.test",)))
    assert (await fetcher.fetch(web.at("/", "www.news.test"), only)).body
    assert "other sites only" in (await problem_of(fetcher, web.at("/on"), only)).sentence
    without = FetchPolicy(blocked_domains=frozenset(("other.test",)))
    assert "blocked" in (await problem_of(fetcher, web.at("/on"), without)).sentence


async def test_a_site_that_takes_no_connection_is_told(web):
    other = HostileWeb()
    async with other.listening():
        pass
    async with Fetcher(agent=AGENT, guard=OnlyThisServer(other), look_up=web.look_up) as fetcher:
        found = await problem_of(fetcher, other.at("/"))
    assert isinstance(found, SiteUnreachable)


async def test_a_server_that_speaks_no_tls_is_no_trustworthy_one(web, fetcher):
    web.pages["/"] = answer(article())
    found = await problem_of(fetcher, web.at("/").replace("http:", "https:"))
    assert isinstance(found, SiteUnreachable | BrokenAnswer)


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(web, fetcher, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(a_certificate(tmp_path / "own.pem", "news.test"))
    server = await asyncio.start_server(lambda _, writer: writer.close(), HOME, 0, ssl=context)
    web.port = server.sockets[0].getsockname()[1]
    found = await problem_of(fetcher, f"https://news.test:{web.port}/")
    server.close()
    await server.wait_closed()
    assert isinstance(found, SiteUnreachable)
    assert "certificate cannot be trusted" in found.sentence


def a_certificate(file: Path, host: str) -> Path:
    """A key and the certificate that it signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain, pem = serialization.NoEncryption(), serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + signed.public_bytes(pem))
    return file
