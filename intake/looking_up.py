"""Names become addresses here, once for each connection, and only judged ones are connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from claims.reading_errors import NotFetched, SiteUnknown
from intake.guard_addresses import ConnectionGuard

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the numeric addresses of a host name; raises ``OSError`` where there are none."""

_THREADS = 32


class SystemLookUp:
    """Asks the system, in threads of its own: a name server that hangs holds up nobody else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a name, in the system's order of preference."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _ask, host, port)
        return tuple(dict.fromkeys(str(place[0]) for *_, place in found))

    def close(self) -> None:
        """Wait for nobody: a question that hangs ends with its thread."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class JudgedNames(AbstractResolver):
    """Gives a connector the addresses of a name, all judged; one bad one refuses them all."""

    def __init__(self, look_up: LookUp, guard: ConnectionGuard) -> None:
        self._look_up = look_up
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The judged addresses; raises ``SiteUnknown`` and ``NotFetched``."""
        try:
            addresses = await self._look_up(host, port)
        except (OSError, UnicodeError) as problem:
            raise SiteUnknown from problem
        if not addresses:
            raise SiteUnknown
        for address in addresses:
            refusal = self._guard.address_refusal(address, port)
            if refusal:
                raise NotFetched(refusal)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held open."""


def judging_connector(
    look_up: LookUp, guard: ConnectionGuard, *, at_once: int, at_once_per_host: int
) -> aiohttp.TCPConnector:
    """A connector whose every socket is judged by the very address that it is about to meet.

    No name is remembered and no connection used again, so a check never speaks for another one.
    """

    def judged_socket(place: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = place
        refusal = guard.address_refusal(str(address[0]), int(address[1]))
        if refusal:
            raise PermissionError(refusal)
        return socket.socket(family=family, type=kind, proto=protocol)

    return aiohttp.TCPConnector(
        resolver=JudgedNames(look_up, guard),
        use_dns_cache=False,
        force_close=True,
        limit=at_once,
        limit_per_host=at_once_per_host,
        socket_factory=judged_socket,
    )


def _ask(host: str, port: int) -> list[tuple[object, object, object, object, tuple[object, ...]]]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def _result(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if ":" in address else socket.AF_INET,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
