"""The gateway of the loopback Discord with its faults: sessions that are resumed, or lost for good.

What is sent to a session is kept until a new one begins, so that resuming brings what was missed.
"""

import asyncio
import contextlib
import json
import socket
import struct
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback import ACK, DISPATCH, HEARTBEAT, HELLO, IDENTIFY, RESUME
from tests.loopback_digests import LoopbackDigests

RECONNECT, INVALID_SESSION = 7, 9
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER so that closing sends RST, and throws away what was not yet sent."""


class LoopbackGateway(LoopbackDigests):
    """One bot's gateway. Each fault is a method; ``resumes`` and ``sessions`` count what came."""

    def __init__(self, guilds: int = 1) -> None:
        super().__init__(guilds)
        self.heartbeat_ms = 41_250
        self.sessions = 0
        self.resumes = 0
        self.back = asyncio.Event()
        """Set whenever a session has begun or was resumed."""
        self.refuses = False
        """Connections get 503 instead of a gateway."""
        self._frames: list[tuple[int, str]] = []
        self._silent: set[web.WebSocketResponse] = set()
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._line = asyncio.Lock()

    async def drop(self) -> None:
        """Close the connection, as Discord does when it wants the client to resume."""
        await self._connection().close(code=4000)

    async def abort(self) -> None:
        """Reset the connection: no goodbye, and what was under way is lost."""
        reset(self._transports[self._connection()])

    async def ask_to_reconnect(self) -> None:
        """Send op 7."""
        await self._connection().send_str(json.dumps({"op": RECONNECT, "d": None}))

    async def invalidate(self, *, resumable: bool) -> None:
        """Send op 9; what a lost session was sent never comes again."""
        if not resumable:
            self.session_id = ""
        await self._connection().send_str(json.dumps({"op": INVALID_SESSION, "d": resumable}))

    def fall_silent(self) -> None:
        """Keep the connection, but acknowledge no heartbeat and send nothing any more."""
        self._silent.add(self._connection())

    def _connection(self) -> web.WebSocketResponse:
        assert self._socket is not None
        return self._socket

    async def _dispatch(self, name: str, data: dict[str, Any]) -> None:
        async with self._line:
            number = next(self._sequence)
            frame = json.dumps({"op": DISPATCH, "t": name, "s": number, "d": data})
            self._frames.append((number, frame))
            await self._pass_on(frame)

    async def _pass_on(self, frame: str) -> None:
        if self._socket is None or self._socket in self._silent:
            return
        with contextlib.suppress(ConnectionError, RuntimeError):  # it is on its way to resume
            await self._socket.send_str(frame)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        if self.refuses:
            raise web.HTTPServiceUnavailable
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        self._transports[connection] = request.transport
        hello = {"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}}
        await connection.send_str(json.dumps(hello))
        async for message in connection:
            if message.type is not WSMsgType.TEXT:
                break
            await self._hear_frame(connection, json.loads(message.data))
        self._transports.pop(connection, None)
        return connection

    async def _hear_frame(self, connection: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        match frame["op"]:
            case op if op == HEARTBEAT and connection not in self._silent:
                await connection.send_str(json.dumps({"op": ACK}))
            case op if op == IDENTIFY:
                await self._begin(connection)
            case op if op == RESUME:
                await self._resume(connection, frame["d"])

    async def _begin(self, connection: web.WebSocketResponse) -> None:
        self.sessions += 1
        self.session_id = f"s{self.sessions}"
        self._frames.clear()
        self._socket = connection
        await self._greet()
        self.back.set()

    async def _resume(self, connection: web.WebSocketResponse, asked: dict[str, Any]) -> None:
        if asked["session_id"] != self.session_id:
            await connection.send_str(json.dumps({"op": INVALID_SESSION, "d": False}))
            return
        async with self._line:
            self.resumes += 1
            self._socket = connection
            for number, frame in self._frames:
                if number > asked["seq"]:
                    await self._pass_on(frame)
        await self._dispatch("RESUMED", {})
        self.back.set()


def reset(transport: asyncio.BaseTransport | None) -> None:
    """Reset a TCP connection."""
    if transport is None:
        return
    end = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    assert isinstance(transport, asyncio.Transport)
    transport.abort()
