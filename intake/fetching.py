"""Asks for a page, hop by hop until it is there: each hop judged, each byte counted."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from yarl import URL

from claims.pages import FetchPolicy
from claims.reading_errors import (
    BadRedirect,
    BrokenAnswer,
    FetchProblem,
    LoginPage,
    NotFetched,
    PageNotFound,
    PageTooLarge,
    SiteRefused,
    SiteUnknown,
    SiteUnreachable,
    TooManyRedirects,
)
from intake.guard_addresses import ConnectionGuard, PublicWebOnly, host_refusal, is_numeric
from intake.looking_up import LookUp, SystemLookUp, judging_connector
from intake.page_kinds import refuse_unreadable
from intake.unpacking import OFFERED, unpacker_for

AGENT_NAME = "Caveat"
"""The name to which a robots.txt may speak."""
MEGABYTE = 1024 * 1024

_LONGEST_ADDRESS = 2000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[\x00-\x1f\x7f]|%0[ad]", re.IGNORECASE)
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds in all, bytes on the wire and unpacked, redirects."""

    seconds: float = 10.0
    wire: int = 5 * MEGABYTE
    unpacked: int = 20 * MEGABYTE
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200 (or another success) and its unpacked body."""

    final_address: str
    content_type: str
    charset: str | None
    body: bytes


Permit = Callable[[URL], Awaitable[None]]
"""Raises ``FetchProblem`` where a hop must not be asked for (robots.txt)."""


class Fetcher:
    """Asks for pages: no cookies, no credentials, no proxy, no redirect that is not judged.

    ``async with`` it, or ``close()`` it. The guard and the look-up are given in tests alone.
    """

    def __init__(
        self,
        *,
        agent: str,
        limits: Limits | None = None,
        guard: ConnectionGuard | None = None,
        look_up: LookUp | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._agent = agent
        self._guard = guard or PublicWebOnly()
        self._system = SystemLookUp() if look_up is None else None
        self._look_up = look_up or self._system
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()
        if self._system is not None:
            self._system.close()

    async def fetch(
        self,
        address: str,
        policy: FetchPolicy,
        permit: Permit | None = None,
        limits: Limits | None = None,
    ) -> Fetched:
        """Follow an address to its page. The caller sets the deadline around this.

        Raises ``FetchProblem``: which of them says why.
        """
        limits = limits or self.limits
        url = web_address(address)
        seen: set[str] = set()
        while True:
            self._judge(url, policy)
            if str(url) in seen or len(seen) > limits.redirects:
                raise TooManyRedirects(limits.redirects)
            seen.add(str(url))
            if permit is not None:
                await permit(url)
            answer = await self._ask(url, limits)
            if isinstance(answer, Fetched):
                return answer
            url = answer

    def _judge(self, url: URL, policy: FetchPolicy) -> None:
        """Judge all that an address itself tells; names are judged when they are looked up."""
        refusal = _address_refusal(url, policy) or self._guard.port_refusal(url.port or 0)
        host = (url.raw_host or "").rstrip(".")
        if not refusal and is_numeric(host):
            refusal = self._guard.address_refusal(host, url.port or 0)
        if refusal:
            raise NotFetched(refusal)

    async def _ask(self, url: URL, limits: Limits) -> Fetched | URL:
        """The page at an address, or the address that it passes us on to."""
        try:
            async with self._open().get(url, allow_redirects=False) as answer:
                if answer.status in _REDIRECTS:
                    return _next_address(url, answer)
                _refuse_status(answer.status)
                declared = answer.content_type if "Content-Type" in answer.headers else ""
                refuse_unreadable(declared)
                return Fetched(
                    final_address=str(url),
                    content_type=declared,
                    charset=answer.charset,
                    body=await _body(answer, limits),
                )
        except aiohttp.ClientError as problem:
            raise _told(problem) from problem
        except (ValueError, LookupError) as problem:
            raise BrokenAnswer from problem

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            assert self._look_up is not None  # noqa: S101 - one is given  # nosec B101
            self._session = aiohttp.ClientSession(
                connector=judging_connector(
                    self._look_up, self._guard, at_once=16, at_once_per_host=4
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None, sock_read=None),
                headers={
                    "User-Agent": self._agent,
                    "Accept": _ACCEPT,
                    "Accept-Encoding": OFFERED,
                },
                auto_decompress=False,
                trust_env=False,
                max_line_size=8190,
                max_field_size=8190,
            )
        return self._session


def user_agent(version: str, contact: str | None) -> str:
    """Who we say we are: one name everywhere, and whom to write to where that is set."""
    whom = f"; +{contact}" if contact else ""
    return f"{AGENT_NAME}/{version} (fact-check assistant, one page per request{whom})"


def web_address(written: str) -> URL:
    """Read an address as people write it; raises ``NotFetched``. The fragment is dropped."""
    bare = written.strip()
    if len(bare) > _LONGEST_ADDRESS:
        raise NotFetched(f"it is longer than {_LONGEST_ADDRESS:,} characters")
    if _LINE_BREAK.search(bare.partition("?")[0]) or re.search(r"[\x00-\x1f\x7f]", bare):
        raise NotFetched("it holds characters that no address has")
    if "://" not in bare and not _SCHEME.match(bare):
        bare = f"https://{bare}"
    try:
        return URL(bare).with_fragment(None)
    except ValueError as problem:
        raise NotFetched("it is not a proper web address") from problem


def _address_refusal(url: URL, policy: FetchPolicy) -> str | None:
    host = (url.raw_host or "").rstrip(".")
    if url.scheme not in ("http", "https"):
        return "only http and https links are opened"
    if url.raw_user is not None or url.raw_password is not None:
        return "it carries a user name or a password"
    if not host:
        return "it has no proper host name"
    return host_refusal(host) or _policy_refusal(host, policy)


def _policy_refusal(host: str, policy: FetchPolicy) -> str | None:
    if policy.blocks(host):
        return "its site is blocked in this community"
    return None if policy.allows(host) else "this community allows other sites only"


def _next_address(url: URL, answer: aiohttp.ClientResponse) -> URL:
    location = answer.headers.get("Location", "")
    if not location or len(location) > _LONGEST_ADDRESS or _LINE_BREAK.search(location):
        raise BadRedirect
    try:
        # Bytes beyond ASCII arrive as surrogates; they are meant as UTF-8.
        readable = location.encode("utf-8", "surrogateescape").decode("utf-8")
        return url.join(URL(readable)).with_fragment(None)
    except ValueError as problem:
        raise BadRedirect from problem


def _refuse_status(status: int) -> None:
    if status in (200, 203):
        return
    if status in (404, 410):
        raise PageNotFound(status)
    if status == 401:
        raise LoginPage
    raise SiteRefused(status)


async def _body(answer: aiohttp.ClientResponse, limits: Limits) -> bytes:
    """The unpacked body; counts both what comes over the wire and what it becomes."""
    unpacker = unpacker_for(answer.headers.get("Content-Encoding", ""))
    if (answer.content_length or 0) > limits.wire:
        raise PageTooLarge(limits.wire / MEGABYTE, "as it is sent")
    body = bytearray()
    wire = 0
    async for packed in answer.content.iter_any():
        wire += len(packed)
        if wire > limits.wire:
            raise PageTooLarge(limits.wire / MEGABYTE, "as it is sent")
        for stretch in unpacker.unpack(packed):
            body += stretch
            if len(body) > limits.unpacked:
                raise PageTooLarge(limits.unpacked / MEGABYTE, "when it is unpacked")
            # One packed stretch can become a thousand: others get their turn in between.
            await asyncio.sleep(0)
    if wire:
        unpacker.finish()
    return bytes(body)


def _told(problem: aiohttp.ClientError) -> FetchProblem:
    match problem:
        case aiohttp.ClientSSLError():
            return SiteUnreachable("its certificate cannot be trusted")
        case aiohttp.ClientConnectorDNSError():
            return SiteUnknown()
        case aiohttp.ClientConnectorError(os_error=PermissionError() as refused):
            return NotFetched(str(refused))
        case aiohttp.ClientConnectorError():
            return SiteUnreachable()
        case aiohttp.InvalidURL():
            return NotFetched("it is not a proper web address")
    return BrokenAnswer()
