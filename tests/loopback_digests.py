"""Channels of the loopback Discord for digests: posts, nonces, history, threads, and faults."""

import asyncio
import json
import time
from collections import defaultdict
from typing import Any

from aiohttp import web

from tests.loopback import APPLICATION, BOT, LoopbackDiscord, user

LAUNCH = """
import datetime, os, signal, sys, yarl, discord.http, discord.gateway, discord.state
base, die_at = sys.argv.pop(1), sys.argv.pop(1)
discord.http.Route.BASE = f"http://{base}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{base}/gateway")
import bot.digesting, storage.digests
storage.digests.LEASE = datetime.timedelta(seconds=1)
bot.digesting._until_the_minute = lambda now: 0.4
begin = discord.state.ConnectionState.__init__
discord.state.ConnectionState.__init__ = lambda self, **given: begin(
    self, **{"guild_ready_timeout": 0.2, **given}
)
if die_at:
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "before_cursor_execute")
    def strike(connection, cursor, statement, parameters, *_):
        if statement.startswith(die_at.split("|")[0]) and die_at.split("|")[1] in str(parameters):
            os.kill(os.getpid(), signal.SIGKILL)
from bot.cli import main
main()
"""
"""Starts ``caveat run`` with other addresses and shorter waits; it dies at a statement if told."""
EPOCH_MS = 1_420_070_400_000


class LoopbackDigests(LoopbackDiscord):
    """Has several servers, each with a channel for its digest, and remembers what was posted.

    ``faults`` gives by channel what happens to posts, one after the other: ``lost`` keeps the
    message and drops the connection, ``mute`` keeps it and never answers, ``deaf`` neither keeps
    nor answers, ``busy`` is a 503, ``limited`` a 429, ``gone`` a 404, ``shut`` a 403.
    """

    def __init__(self, guilds: int = 1) -> None:
        super().__init__()
        self.guild_ids = [str(200 + n) for n in range(guilds)]
        self.posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.threads: dict[str, list[str]] = defaultdict(list)
        self.letters: list[str] = []
        self.faults: dict[str, list[str]] = {}
        self.thread_faults: list[str] = []
        self.reached: asyncio.Queue[str] = asyncio.Queue()
        """What befell posts and threads, as it does."""
        self.remembers_nonces = True
        self._numbers = 0

    def add_routes(self, app: web.Application) -> None:
        """What is posted and read in channels."""
        super().add_routes(app)
        channel = "/api/v10/channels/{channel}/messages"
        app.router.add_post(channel, self._post)
        app.router.add_get(channel, self._history)
        app.router.add_post(channel + "/{message}/threads", self._thread)
        app.router.add_get("/api/v10/users/{user}", self._user)
        app.router.add_post("/api/v10/users/@me/channels", self._letter_box)

    async def drop(self) -> None:
        """Close the gateway; the bot connects again."""
        assert self._socket is not None
        await self._socket.close(code=4000)

    async def _greet(self) -> None:
        about = {"id": APPLICATION, "flags": 0}
        await self._dispatch(
            "READY",
            {
                "v": 10,
                "user": user(BOT, "Caveat", bot=True),
                "session_id": self.session_id,
                "resume_gateway_url": f"ws://{self.address}/gateway",
                "guilds": [{"id": guild, "unavailable": True} for guild in self.guild_ids],
                "application": about,
                "shard": [0, 1],
            },
        )
        for guild in self.guild_ids:
            await self._dispatch("GUILD_CREATE", self.guild_of(guild))
        self.ready.set()

    def guild_of(self, guild: str) -> dict[str, Any]:
        """What Discord tells of a server."""
        return _guild(guild)

    async def _post(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        waiting = self.faults.get(place)
        fault = waiting.pop(0) if waiting else ""
        if fault in _REFUSALS:
            await self.reached.put(fault)
            return _refused(*_REFUSALS[fault])
        if fault == "deaf":
            await self.reached.put(fault)
            await asyncio.sleep(60)
        message = self._kept(place, await request.json())
        await self.reached.put(fault or "posted")
        if fault == "mute":
            await asyncio.sleep(60)
        if fault == "lost" and request.transport is not None:
            request.transport.abort()
        return _json(message)

    def _kept(self, place: str, body: dict[str, Any]) -> dict[str, Any]:
        posts = self.posts[place]
        if body.get("enforce_nonce") and self.remembers_nonces:
            for known in posts:
                if known["nonce"] == body["nonce"]:
                    return known
        self._numbers += 1
        now = int(time.time() * 1000)
        message = {
            "id": str(((now - EPOCH_MS) << 22) + self._numbers),
            "type": 0,
            "channel_id": place,
            "author": user(BOT, "Caveat", bot=True),
            "content": "",
            "timestamp": "2026-11-25T00:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "flags": body.get("flags", 0),
            "components": body.get("components", []),
            "nonce": body.get("nonce"),
            "allowed_mentions": body.get("allowed_mentions"),
        }
        posts.append(message)
        return message

    async def _history(self, request: web.Request) -> web.Response:
        before = int(request.query.get("before", 2**63))
        limit = int(request.query.get("limit", 50))
        posts = self.posts[request.match_info["channel"]]
        found = [one for one in reversed(posts) if int(one["id"]) < before][:limit]
        return _json([{**one, "nonce": None} for one in found])  # which Discord has forgotten

    async def _thread(self, request: web.Request) -> web.Response:
        message = request.match_info["message"]
        fault = self.thread_faults.pop(0) if self.thread_faults else ""
        if message in self.threads:
            return _refused(400, 160004, "A thread has already been created for this message")
        name = (await request.json())["name"]
        self.threads[message].append(name)
        await self.reached.put(fault or "thread")
        if fault == "mute":
            await asyncio.sleep(60)
        about = {"archived": False, "auto_archive_duration": 1440, "locked": False}
        made = {"id": message, "type": 11, "parent_id": request.match_info["channel"], "name": name}
        when = {"archive_timestamp": "2026-11-25T00:00:00+00:00", **about}
        counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0}
        return _json(
            {**made, "owner_id": BOT, **counts, "thread_metadata": when, "guild_id": "200"}
        )

    async def _user(self, request: web.Request) -> web.Response:
        return _json(user(request.match_info["user"], "owner"))

    async def _letter_box(self, request: web.Request) -> web.Response:
        who = (await request.json())["recipient_id"]
        self.letters.append(str(who))
        return _json({"id": f"9{who}", "type": 1, "recipients": [user(str(who), "owner")]})


def channel_of(guild: str) -> str:
    """The channel of a server's digest."""
    return f"3{guild}"


_REFUSALS: dict[str, tuple[int, int, str]] = {
    "busy": (503, 0, "Service Unavailable"),
    "limited": (429, 0, "You are being rate limited."),
    "gone": (404, 10003, "Unknown Channel"),
    "shut": (403, 50013, "Missing Permissions"),
}


def _guild(guild: str) -> dict[str, Any]:
    channel = {"id": channel_of(guild), "type": 0, "name": "digest", "position": 0}
    everyone = {"id": guild, "name": "@everyone", "permissions": "68608", "position": 0}
    return {
        "id": guild,
        "name": f"Server {guild}",
        "owner_id": "401",
        "roles": [everyone],
        "channels": [{**channel, "permission_overwrites": []}],
        "threads": [],
        "members": [],
        "member_count": 2,
        "emojis": [],
        "stickers": [],
        "features": [],
    }


def _refused(status: int, code: int, message: str) -> web.Response:
    body: dict[str, Any] = {"code": code, "message": message}
    if status == 429:
        body |= {"retry_after": 0.3, "global": False}
    return _json(body, status)


def _json(data: Any, status: int = 200) -> web.Response:
    # The client reads a body as JSON only where this header is exactly so.
    headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=headers)
