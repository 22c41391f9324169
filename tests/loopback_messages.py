"""Messages in channels of the loopback Discord: read and edited, at its pace, with its faults."""

import asyncio
import json
import time
from collections import Counter
from typing import Any

from aiohttp import web

from tests.loopback import APPLICATION, BOT, LoopbackDiscord, user

MESSAGE = "/api/v10/channels/{channel}/messages/{message}"
_SHAPE: dict[str, Any] = {
    "type": 0,
    "author": user(BOT, "Caveat", bot=True),
    "content": "",
    "timestamp": "2026-11-23T00:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "flags": 1 << 15,
    "application_id": APPLICATION,
}


class LoopbackMessages(LoopbackDiscord):
    """Keeps public messages and counts how often each is edited.

    Every channel takes five edits in each ``window`` seconds and says so in its headers; ``strict``
    names how many edits in all are refused with 429 nevertheless, as Discord does when others of
    the program's requests count too.
    """

    def __init__(self, *, window: float = 0.02, strict: int = 0) -> None:
        super().__init__()
        self.posts: dict[tuple[str, str], dict[str, Any]] = {}
        self.edits: Counter[str] = Counter()
        self.refused = 0
        self.too_fast = 0
        self.faults: dict[str, list[str]] = {}
        """By message: ``lost`` edits and says nothing, ``busy`` is a 503, ``shut`` a 403."""
        self._window = window
        self._strict = strict
        self._used: dict[str, tuple[float, int]] = {}

    def add_routes(self, app: web.Application) -> None:
        """Reading and editing one message."""
        super().add_routes(app)
        app.router.add_get(MESSAGE, self._read_post)
        app.router.add_patch(MESSAGE, self._edit_post)

    def post(self, channel: str, message: str, components: list[dict[str, Any]]) -> None:
        """A message that the bot posted some time ago."""
        place = {"id": message, "channel_id": channel, "components": components}
        self.posts[channel, message] = {**_SHAPE, **place}

    async def until_edited(self, count: int, *, seconds: float = 60) -> None:
        """Wait until so many messages were edited."""
        async with self._changed:
            reached = self._changed.wait_for(lambda: len(self.edits) >= count)
            await asyncio.wait_for(reached, seconds)

    async def _read_post(self, request: web.Request) -> web.Response:
        return _json(self._found(request))

    async def _edit_post(self, request: web.Request) -> web.Response:
        message = self._found(request)
        fault = self._fault(message["id"])
        if fault == "busy":
            raise _refusal(503, 0, "Service Unavailable")
        if fault == "shut":
            raise _refusal(403, 50001, "Missing Access")
        headers = self._pace(message["channel_id"])
        body = await request.json()
        message["components"] = body["components"]
        message["edited_timestamp"] = "2026-11-25T00:00:00+00:00"
        async with self._changed:
            self.edits[message["id"]] += 1
            self._changed.notify_all()
        if fault == "lost" and request.transport is not None:
            request.transport.abort()
        return _json(message, headers)

    def _found(self, request: web.Request) -> dict[str, Any]:
        place = request.match_info["channel"], request.match_info["message"]
        if not any(channel == place[0] for channel, _ in self.posts):
            raise _refusal(404, 10003, "Unknown Channel")
        if place not in self.posts:
            raise _refusal(404, 10008, "Unknown Message")
        return self.posts[place]

    def _fault(self, message: str) -> str:
        waiting = self.faults.get(message)
        return waiting.pop(0) if waiting else ""

    def _pace(self, channel: str) -> dict[str, str]:
        """The headers that tell the pace; refuses an edit that does not keep to it."""
        now = time.monotonic()
        begun, used = self._used.get(channel, (now, 0))
        if now - begun >= self._window:
            begun, used = now, 0
        left = max(0.0, self._window - (now - begun))
        if used >= 5 or self._strict > 0:
            self.too_fast += used >= 5
            self._strict -= 1
            self.refused += 1
            limited = {"retry_after": left, "global": False}
            raise _refusal(429, 0, "You are being rate limited.", **limited)
        self._used[channel] = begun, used + 1
        return {
            "X-RateLimit-Bucket": "edits",
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": str(4 - used),
            "X-RateLimit-Reset": str(time.time() + left),
            "X-RateLimit-Reset-After": str(left),
        }


def _text(data: Any) -> str:
    return json.dumps(data)


def _json(data: Any, headers: dict[str, str] | None = None) -> web.Response:
    # The client reads a body as JSON only where this header is exactly so.
    kind = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=_text(data).encode(), headers=kind)


def _refusal(status: int, code: int, message: str, **more: Any) -> web.HTTPException:
    class Refused(web.HTTPException):
        status_code = status

    refused = Refused(headers={"Via": "1.1 loopback"})
    refused.body = _text({"code": code, "message": message, **more}).encode()
    refused.headers["Content-Type"] = "application/json"
    return refused
