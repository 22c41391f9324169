"""A web server on a loopback socket that answers exactly what a story tells it to, byte by byte.

It speaks no HTTP of its own, so it can break every rule; ``names`` is the DNS of its stories.
"""

import asyncio
import contextlib
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from intake.guard_addresses import PublicWebOnly

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
HOME = "127.0.0.1"


def answer(
    body: bytes | str = b"", kind: str | None = "text/html", status: str = "200 OK", **headers: str
) -> bytes:
    """A well-formed answer; a header's underscores stand for dashes."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}"]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "Connection: close", "", "")).encode() + content


def passed_on(location: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=location)


def article(words: str = "", head: str = "", title: str = "The dyke") -> str:
    """A small news page; ``words`` come first."""
    body = " ".join(
        f"Sentence {n} tells in plain words what the council of the river town decided."
        for n in range(8)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<article><h1>{title}</h1><p>{words}</p><p>{body}</p></article></body></html>"
    )


class HostileWeb:
    """Answers by path; ``requests`` holds the head of everything it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.names: dict[str, list[Sequence[str]]] = {}
        self.requests: list[str] = []
        self.looked_up: list[str] = []
        self.at_once = self.most_at_once = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator["HostileWeb"]:
        server = await asyncio.start_server(self._serve, HOME, 0, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self._hang_up()
            await server.wait_closed()

    def clear(self) -> None:
        self.pages.clear()
        self.names.clear()
        self.requests.clear()
        self.looked_up.clear()
        self.most_at_once = 0

    def at(self, path: str, host: str = "news.test") -> str:
        """The address of a path; every host ends up here unless ``names`` says otherwise."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    async def look_up(self, host: str, port: int) -> Sequence[str]:
        """The next of the addresses told for a name; the last one stays."""
        self.looked_up.append(host)
        told = self.names.get(host)
        if told is None:
            if host.endswith(".test"):
                return (HOME,)
            raise OSError("no such name")
        return told.pop(0) if len(told) > 1 else told[0]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                first = await reader.readexactly(1)
                if first == b"\x16":  # somebody speaks TLS
                    writer.write(answer(status="400 Bad Request"))
                    return
                head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.requests.append(head)
                await self._answer(head.split(" ")[1], writer)
        finally:
            self.at_once -= 1
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        told = self.pages.get(path, answer("not here", status="404 Not Found"))
        if isinstance(told, bytes):
            writer.write(told)
            await writer.drain()
        else:
            await told(writer)

    def _hang_up(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()


class OnlyThisServer(PublicWebOnly):
    """The safe guard, with one door in it: the story's own server."""

    def __init__(self, web: HostileWeb) -> None:
        self._web = web

    def port_refusal(self, port: int) -> str | None:
        return None if port == self._web.port else super().port_refusal(port)

    def address_refusal(self, address: str, port: int) -> str | None:
        if (address, port) == (HOME, self._web.port):
            return None
        return super().address_refusal(address, port)


def dripping(start: bytes, drop: bytes, seconds: float = 0.02) -> Answer:
    """Send a start, then a drop at a time, for as long as anybody listens."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(seconds)

    return drip


def silent() -> Answer:
    async def wait(writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(30)

    return wait


def after(seconds: float, told: bytes) -> Answer:
    async def wait(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(told)
        await writer.drain()

    return wait


def zeros_in_gzip(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1024 * 1024), 1)


class Held:
    """How long the event loop was kept busy in one go: processor time of its own thread.

    Other processes on the machine do not count, so the house's 50 ms can be asserted; ``waited``
    is the longest time by the clock, which also sees calls that block.
    """

    def __init__(self) -> None:
        self.busy = 0.0
        self.waited = 0.0

    async def watch(self) -> None:
        while True:
            busy, clock = time.thread_time(), time.monotonic()
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            self.busy = max(self.busy, time.thread_time() - busy)
            self.waited = max(self.waited, time.monotonic() - clock)


@contextlib.asynccontextmanager
async def watching_the_loop() -> AsyncIterator[Held]:
    held = Held()
    watch = asyncio.create_task(held.watch())
    try:
        yield held
    finally:
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch
