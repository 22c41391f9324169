"""Servers of the loopback Discord as REST tells of them: roles, channels, permissions, the time."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.loopback import BOT, GUILD, LoopbackDiscord, user

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.loopbk.a-token-of-the-usual-look-0123456789"
VIEW, SEND, HISTORY, REACT = 1 << 10, 1 << 11, 1 << 16, 1 << 6
ALL_NEEDED = VIEW | SEND | HISTORY | REACT
ROLE = "501"
VOICE = 2


class LoopbackGuilds(LoopbackDiscord):
    """One server with the bot in it, which has a role; each channel may deny it something."""

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self.flags = 0
        self.starts_left = 999
        self.off = timedelta()
        """By how much Discord's clock is ahead of this machine's."""
        self.server = "Server"
        self.is_member = True
        self.quick = asyncio.Event()
        self.quick.set()
        """While it is not set, nothing is told of the server."""
        self.role_may = ALL_NEEDED
        self.channels: dict[int, dict[str, Any]] = {}
        self.faults: list[int] = []
        """Statuses with which the next requests are answered instead; 0 for none."""

    def has_channel(self, channel: int, *, denies: int = 0, kind: int = 0) -> None:
        """A channel that denies the bot's role some permissions."""
        overwrite = {"id": ROLE, "type": 0, "allow": "0", "deny": str(denies)}
        self.channels[channel] = {
            "id": str(channel),
            "type": kind,
            "name": f"talk-{channel}",
            "position": 0,
            "permission_overwrites": [overwrite],
            **({"bitrate": 64_000, "user_limit": 0} if kind == VOICE else {}),
        }

    def add_routes(self, app: web.Application) -> None:
        """What REST tells of a server; who has no right to ask is refused."""
        super().add_routes(app)
        app.router.add_get("/api/v10/guilds/{guild}", self._guild)
        app.router.add_get("/api/v10/guilds/{guild}/channels", self._channels)
        app.router.add_get("/api/v10/guilds/{guild}/members/{member}", self._member)
        app.middlewares.append(self._guarded)
        app.on_response_prepare.append(self._dated)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        fault = self.faults.pop(0) if self.faults else 0
        if fault:
            return _json({"code": 0, "message": "out of order"}, fault)
        response: web.StreamResponse = await handler(request)
        return response

    async def _dated(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(datetime.now(UTC) + self.off, usegmt=True)

    async def _application(self, request: web.Request) -> web.Response:
        about = json.loads(str((await super()._application(request)).text))
        return _json({**about, "flags": self.flags})

    async def _gateway_bot(self, request: web.Request) -> web.Response:
        told = json.loads(str((await super()._gateway_bot(request)).text))
        limit = {**told["session_start_limit"], "remaining": self.starts_left}
        return _json({**told, "session_start_limit": limit})

    async def _guild(self, request: web.Request) -> web.Response:
        await self.quick.wait()
        if not self.is_member or request.match_info["guild"] != GUILD:
            return _json({"code": 10004, "message": "Unknown Guild"}, 404)
        everyone = {"id": GUILD, "name": "@everyone", "permissions": "0", "position": 0}
        role = {"id": ROLE, "name": "Caveat", "permissions": str(self.role_may), "position": 1}
        whole = {"emojis": [], "stickers": [], "features": [], "owner_id": "401"}
        return _json({"id": GUILD, "name": self.server, "roles": [everyone, role], **whole})

    async def _channels(self, request: web.Request) -> web.Response:
        return _json([*self.channels.values()])

    async def _member(self, request: web.Request) -> web.Response:
        state = {"joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False}
        return _json({"user": user(BOT, "Caveat", bot=True), "roles": [ROLE], "flags": 0, **state})


def _json(data: Any, status: int = 200) -> web.Response:
    headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=headers)
