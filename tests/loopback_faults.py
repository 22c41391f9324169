"""The loopback Discord as strict as the real one, and with each fault of its REST interface.

It takes one first answer to an interaction and tells a second one so (40060), knows no answer
before the first (10015), and takes none three seconds after the interaction where a fault or a
resumed connection made it late (10062).
"""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import BOT, user
from tests.loopback_digests import EPOCH_MS, channel_of
from tests.loopback_gateway import LoopbackGateway, reset
from tests.loopback_messages import MESSAGE

CURATOR = "401"
"""The owner of every server here, who may do everything in it."""
MODAL, MESSAGE_TYPES, UPDATE = 9, (4, 7), 6
FIRST_ANSWER = 3.0
API = "/api/v10"
_REFUSED: dict[str, tuple[int, int, str]] = {
    "500": (500, 0, "Internal Server Error"),
    "502": (502, 0, "Bad Gateway"),
    "503": (503, 0, "Service Unavailable"),
    "unknown interaction": (404, 10062, "Unknown interaction"),
    "expired": (404, 10015, "Unknown Webhook"),
    "invalid token": (401, 50027, "Invalid Webhook Token"),
    "no permission": (403, 50013, "Missing Permissions"),
    "no access": (403, 50001, "Missing Access"),
    "no channel": (404, 10003, "Unknown Channel"),
    "no guild": (404, 10004, "Unknown Guild"),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Trouble:
    """What befalls the requests about a server.

    Args:
        kind: ``limited``, ``limited everywhere``, ``slow``, ``lost`` (carried out, no answer),
            ``cut`` (neither), ``500, but done``, or one of the refusals above.
        times: How often it befalls the same request; the next try is taken.
        of: ``first`` answers to interactions, ``later`` ones, ``posts`` in channels, or all of
            these; ``login``.
        seconds: How long a limit lasts, or an answer takes.
    """

    kind: str
    times: int = 1
    of: tuple[str, ...] = ("first", "later", "posts")
    seconds: float = 0.7
    met: Counter[str] = field(default_factory=Counter)

    def befalls(self, request: web.Request) -> bool:
        """Count this request; True where it is to fail."""
        if _kind_of(request) not in self.of:
            return False
        key = f"{request.method} {request.path}"
        self.met[key] += 1
        return self.met[key] <= self.times


@dataclass
class Asked:
    """An interaction and what the bot answered."""

    guild: str
    begun: float
    is_answered: bool = False
    is_late: bool = False
    befallen: int = 0
    """How many of its answers a fault kept away."""
    seen: list[dict[str, Any]] = field(default_factory=list)
    """What its member sees or saw: forms, messages, edits; an edit has the id ``@original``."""
    refusals: list[int] = field(default_factory=list)

    @property
    def forms(self) -> list[dict[str, Any]]:
        return [body["data"] for body in self.seen if body["type"] == MODAL]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The states of the answer, the last one last."""
        return [body for body in self.seen if body["type"] in (*MESSAGE_TYPES, "edit")]

    @property
    def more(self) -> list[dict[str, Any]]:
        """The messages beside the answer."""
        return [body for body in self.seen if body["type"] == "followup"]


class LoopbackFaults(LoopbackGateway):
    """Many servers, each with its trouble; ``troubles`` under ``*`` befalls them all."""

    def __init__(self, guilds: int = 1) -> None:
        super().__init__(guilds)
        self._ids = itertools.count((int(time.time() * 1000) - EPOCH_MS) << 22)
        self.troubles: dict[str, Trouble] = {}
        self.asked: dict[str, Asked] = {}
        self.twice: set[str] = set()
        """The servers whose interactions are delivered twice."""
        self.files: dict[str, bytes] = {}
        self.edited: Counter[str] = Counter()

    def add_routes(self, app: web.Application) -> None:
        """Single messages, members, files; and the faults around everything."""
        super().add_routes(app)
        app.router.add_get(MESSAGE, self._one)
        app.router.add_patch(MESSAGE, self._change)
        app.router.add_get(API + "/guilds/{guild}/members/{user}", self._a_member)
        app.router.add_get("/files/{name}", self._file)
        app.middlewares.append(self._with_faults)

    async def ask(self, part: dict[str, Any], guild: str, *, who: str = CURATOR) -> str:
        """Somebody asks something of the bot; the interaction's token comes back."""
        token = await self._interact(part, guild=guild, channel=channel_of(guild), who=who)
        if guild in self.twice:
            _, frame = self._frames[-1]
            again = json.loads(frame)
            await self._dispatch("INTERACTION_CREATE", again["d"])
        return token

    async def until(self, token: str, holds: Callable[[Asked], bool], seconds: float) -> bool:
        """Wait until something holds of an interaction; False where it never does."""
        one = self.asked[token]
        try:
            async with self._changed:
                await asyncio.wait_for(self._changed.wait_for(lambda: holds(one)), seconds)
        except TimeoutError:
            return False
        return True

    async def tell(self, event: str, data: dict[str, Any]) -> None:
        """Tell the bot of something that happened."""
        await self._dispatch(event, data)

    def expect(self, token: str, guild: str) -> None:
        """Begin to keep what the bot answers."""
        self.asked[token] = Asked(guild, time.monotonic())

    def guild_of(self, guild: str) -> dict[str, Any]:
        """A server in which the bot itself is a member."""
        me = {"user": user(BOT, "Caveat", bot=True), "roles": [], "joined_at": None, "flags": 0}
        return {**super().guild_of(guild), "members": [{**me, "deaf": False, "mute": False}]}

    async def _resume(self, connection: web.WebSocketResponse, asked: dict[str, Any]) -> None:
        missed = "".join(frame for number, frame in self._frames if number > (asked["seq"] or 0))
        for token, one in self.asked.items():
            one.is_late |= f'"{token}"' in missed
        await super()._resume(connection, asked)

    @web.middleware
    async def _with_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        one = self.asked.get(request.match_info.get("token", ""))
        trouble = self.troubles.get(self._server_of(request, one)) or self.troubles.get("*")
        if trouble is None or not trouble.befalls(request):
            return await handler(request)
        if one is not None:
            one.befallen += 1
            one.is_late |= _kind_of(request) == "first"
        return await self._befall(trouble, request, handler)

    async def _befall(
        self, trouble: Trouble, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        match trouble.kind:
            case "slow":
                response = await handler(request)
                await asyncio.sleep(trouble.seconds)
                return response
            case "lost":
                await handler(request)
                reset(request.transport)
                return web.Response()
            case "500, but done":
                await handler(request)
                return refused(*_REFUSED["500"])
            case "cut":
                reset(request.transport)
                return web.Response()
            case "limited" | "limited everywhere" as kind:
                return limited(trouble.seconds, everywhere=kind == "limited everywhere")
            case kind:
                return refused(*_REFUSED[kind])

    def _server_of(self, request: web.Request, one: Asked | None) -> str:
        if one is not None:
            return one.guild
        channel = request.match_info.get("channel", "")
        return request.match_info.get("guild", channel.removeprefix("3"))

    async def _callback(self, request: web.Request) -> web.Response:
        one = self._known(request)
        if one.is_answered:
            return self._refuse(one, 400, 40060, "Interaction has already been acknowledged.")
        if one.is_late and time.monotonic() - one.begun > FIRST_ANSWER:
            return self._refuse(one, 404, 10062, "Unknown interaction")
        one.is_answered = True
        return await super()._callback(request)

    async def _edit(self, request: web.Request) -> web.Response:
        one = self._known(request)
        if not one.is_answered:
            return self._refuse(one, 404, 10015, "Unknown Webhook")
        return await super()._edit(request)

    async def _followup(self, request: web.Request) -> web.Response:
        one = self._known(request)
        if not one.is_answered:
            return self._refuse(one, 404, 10015, "Unknown Webhook")
        return await super()._followup(request)

    def _known(self, request: web.Request) -> Asked:
        return self.asked[request.match_info["token"]]

    def _refuse(self, one: Asked, status: int, code: int, words: str) -> web.Response:
        one.refusals.append(code)
        return refused(status, code, words)

    async def _hear(self, token: str, body: dict[str, Any]) -> None:
        self.asked[token].seen.append(body)
        await super()._hear(token, body)

    async def _one(self, request: web.Request) -> web.Response:
        found = self._post_of(request)
        return refused(404, 10008, "Unknown Message") if found is None else json_of(found)

    async def _change(self, request: web.Request) -> web.Response:
        found = self._post_of(request)
        if found is None:
            return refused(404, 10008, "Unknown Message")
        found["components"] = (await request.json())["components"]
        self.edited[found["id"]] += 1
        return json_of(found)

    def _post_of(self, request: web.Request) -> dict[str, Any] | None:
        posts = self.posts[request.match_info["channel"]]
        return next((one for one in posts if one["id"] == request.match_info["message"]), None)

    async def _a_member(self, request: web.Request) -> web.Response:
        who = user(request.match_info["user"], "member")
        return json_of({"user": who, "roles": [], "joined_at": None, "flags": 0})

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])


def _kind_of(request: web.Request) -> str:
    """Which part of the interface a request belongs to; empty: one that has no faults here."""
    path = request.path.removeprefix(API)
    if path.startswith("/interactions/"):
        return "first"
    if path.startswith("/webhooks/"):
        return "later"
    return {"channels": "posts", "users": "login"}.get(path.split("/")[1], "")


def limited(seconds: float, *, everywhere: bool) -> web.Response:
    """429 as Discord says it."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    told = {"Retry-After": str(max(1, round(seconds))), "Via": "1.1 loopback"}
    if everywhere:
        told["X-RateLimit-Global"] = "true"
    return json_of(body, 429, told | {"X-RateLimit-Scope": "global" if everywhere else "user"})


def refused(status: int, code: int, words: str) -> web.Response:
    """A refusal as Discord says it."""
    return json_of({"code": code, "message": words}, status, {"Via": "1.1 loopback"})


def json_of(data: Any, status: int = 200, told: dict[str, str] | None = None) -> web.Response:
    """JSON under the one header by which the client knows it."""
    headers = {"Content-Type": "application/json", **(told or {})}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=headers)
