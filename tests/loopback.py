"""A small Discord on loopback sockets: enough REST and gateway for the real bot process.

``LAUNCH`` starts ``caveat run`` with nothing changed in it but the two addresses it talks to.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import WSMsgType, web

LAUNCH = """
import sys, yarl, discord.http, discord.gateway
base = sys.argv.pop(1)
discord.http.Route.BASE = f"http://{base}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{base}/gateway")
from bot.cli import main
main()
"""
APPLICATION, BOT, GUILD, CHANNEL, MEMBER = "100", "100", "200", "300", "400"
TOKEN = "MTAw.loopback.token"
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, HELLO, ACK = 0, 1, 2, 6, 10, 11
DISALLOWED_INTENTS = 4014
MODAL_SUBMIT, COMPONENT, COMMAND = 5, 3, 2


def user(user_id: str, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": bot,
    }


class LoopbackDiscord:
    """Takes what the bot sends, and hands it interactions as members would cause them."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []
        self.synced = 0
        self.allowed_intents = -1
        """The intents that are switched on in the portal, as bits; all at first."""
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.ready = asyncio.Event()
        self.address = ""
        self.session_id = "s"
        self._changed = asyncio.Condition()
        self._socket: web.WebSocketResponse | None = None
        self._sequence = itertools.count(1)
        self._ids = itertools.count(1_000_000)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator["LoopbackDiscord"]:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/api/v10/users/@me", self._me)
        app.router.add_get("/api/v10/oauth2/applications/@me", self._application)
        app.router.add_get("/api/v10/gateway/bot", self._gateway_bot)
        app.router.add_put("/api/v10/applications/{app}/commands", self._sync)
        app.router.add_post("/api/v10/interactions/{id}/{token}/callback", self._callback)
        webhook = "/api/v10/webhooks/{app}/{token}"
        app.router.add_patch(webhook + "/messages/@original", self._edit)
        app.router.add_get(webhook + "/messages/@original", self._original)
        app.router.add_post(webhook, self._followup)
        self.add_routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.address = f"127.0.0.1:{port}"
        try:
            yield self
        finally:
            await runner.cleanup()

    def add_routes(self, app: web.Application) -> None:
        """Where a story needs more of Discord than this."""

    async def command(self, name: str, **options: str | int) -> str:
        """A member in the server uses a slash command; the interaction's token comes back."""
        data = {
            "id": "500",
            "name": name,
            "type": 1,
            "options": [
                {"name": key, "type": 4 if isinstance(value, int) else 3, "value": value}
                for key, value in options.items()
            ],
        }
        return await self._interact({"type": COMMAND, "data": data})

    async def press(self, token: str, label: str) -> str:
        """A member presses a button under the answer to an earlier interaction."""
        message = self.messages[token]
        button = next(
            part for part in walk(message["components"]) if part.get("label", "").startswith(label)
        )
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 1)}
        return await self._interact({"type": COMPONENT, "data": data, "message": message})

    async def heard_of(self, token: str) -> None:
        """Wait for the first sign that an interaction was received."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: self.answers.get(token)), 20)

    async def answer_to(self, token: str, *, seconds: float = 20) -> dict[str, Any]:
        """Wait for the last word on an interaction: a message, not the mere deferral of one."""

        def told() -> bool:
            return any(_is_message(body) for body in self.answers.get(token, ()))

        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(told), seconds)
        return [body for body in self.answers[token] if _is_message(body)][-1]

    def expect(self, token: str, guild: str) -> None:
        """Where a story keeps account of what was asked in which server."""

    async def _interact(
        self, part: dict[str, Any], *, guild: str = GUILD, channel: str = CHANNEL, who: str = MEMBER
    ) -> str:
        number = next(self._ids)
        token = f"token-{number}"
        self.expect(token, guild)
        await self._dispatch(
            "INTERACTION_CREATE",
            interaction(str(number), token, guild=guild, channel=channel, who=who) | part,
        )
        return token

    async def _dispatch(self, name: str, data: dict[str, Any]) -> None:
        assert self._socket is not None
        frame = {"op": DISPATCH, "t": name, "s": next(self._sequence), "d": data}
        await self._socket.send_str(json.dumps(frame))

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": 41_250}}))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            frame = json.loads(message.data)
            if frame["op"] == HEARTBEAT:
                await socket.send_str(json.dumps({"op": ACK}))
            if frame["op"] == IDENTIFY and frame["d"]["intents"] & ~self.allowed_intents:
                await socket.close(code=DISALLOWED_INTENTS)
                break
            if frame["op"] in (IDENTIFY, RESUME):
                await self._greet()
        return socket

    async def _greet(self) -> None:
        await self._dispatch(
            "READY",
            {
                "v": 10,
                "user": user(BOT, "Caveat", bot=True),
                "session_id": self.session_id,
                "resume_gateway_url": f"ws://{self.address}/gateway",
                "guilds": [{"id": GUILD, "unavailable": True}],
                "application": {"id": APPLICATION, "flags": 0},
                "shard": [0, 1],
            },
        )
        channel = {
            "id": CHANNEL,
            "type": 0,
            "name": "general",
            "position": 0,
            "permission_overwrites": [],
        }
        await self._dispatch(
            "GUILD_CREATE",
            {
                "id": GUILD,
                "name": "Server",
                "owner_id": "401",
                "roles": [{"id": GUILD, "name": "@everyone", "permissions": "2048", "position": 0}],
                "channels": [channel],
                "threads": [],
                "members": [],
                "member_count": 2,
                "emojis": [],
                "stickers": [],
                "features": [],
            },
        )
        self.ready.set()

    async def _me(self, request: web.Request) -> web.Response:
        return _json(user(BOT, "Caveat", bot=True))

    async def _application(self, request: web.Request) -> web.Response:
        about = {"id": APPLICATION, "name": "Caveat", "description": "", "icon": None, "flags": 0}
        rest = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0"}
        return _json({**about, **rest, "summary": "", "owner": user("402", "owner"), "team": None})

    async def _gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        url = f"ws://{self.address}/gateway"
        return _json({"url": url, "shards": 1, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.Response:
        self.commands = await request.json()
        self.synced += 1
        given = {"application_id": APPLICATION, "version": "1", "default_member_permissions": None}
        return _json(
            [{"description": "", **c, **given, "id": str(n)} for n, c in enumerate(self.commands)]
        )

    async def _callback(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        body = await request.json()
        await self._hear(token, body)
        told = {"id": request.match_info["id"], "type": 2, "response_message_ephemeral": True}
        whole: dict[str, Any] = {"interaction": told, "resource": {"type": body["type"]}}
        if body["type"] in (4, 7):
            whole["resource"]["message"] = self._keep(token, body["data"])
        return _json(whole)

    async def _edit(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        body = await _body(request)
        message = self._keep(token, body)
        await self._hear(token, {"type": "edit", "data": body})
        return _json(message)

    async def _original(self, request: web.Request) -> web.Response:
        return _json(self.messages[request.match_info["token"]])

    async def _followup(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        body = await _body(request)
        await self._hear(token, {"type": "followup", "data": body})
        return _json(self._keep(f"{token}+{next(self._ids)}", body))

    async def _hear(self, token: str, body: dict[str, Any]) -> None:
        async with self._changed:
            self.answers.setdefault(token, []).append(body)
            self._changed.notify_all()

    def _keep(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        number = self.messages.get(token, {}).get("id") or str(next(self._ids))
        self.messages[token] = answer_message(number, body)
        return self.messages[token]


def answer_message(number: str, body: dict[str, Any]) -> dict[str, Any]:
    """A message with which the bot answered, as Discord tells of it."""
    return {
        "id": number,
        "type": 20,
        "channel_id": CHANNEL,
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
        "components": body.get("components", []),
        "flags": body.get("flags", 1 << 15),
        "application_id": APPLICATION,
        "webhook_id": APPLICATION,
    }


def interaction(number: str, token: str, *, guild: str, channel: str, who: str) -> dict[str, Any]:
    """What every interaction in a server has, whatever it asks."""
    member = {
        "user": user(who, "member"),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": "2048",
    }
    return {
        "id": number,
        "application_id": APPLICATION,
        "token": token,
        "version": 1,
        "guild_id": guild,
        "guild": {"id": guild, "features": [], "locale": "en-US"},
        "channel_id": channel,
        "channel": {
            "id": channel,
            "type": 0,
            "permissions": "2048",
            "name": "general",
            "position": 0,
        },
        "member": member,
        "app_permissions": "2048",
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": guild},
        "context": 0,
        "attachment_size_limit": 10_000_000,
    }


def texts_of(body: dict[str, Any]) -> str:
    """All that a message shows as text."""
    parts = walk(body["data"].get("components", []))
    return "\n".join([body["data"].get("content") or "", *(p.get("content", "") for p in parts)])


def _is_message(body: dict[str, Any]) -> bool:
    return body["type"] in (4, 7, "edit", "followup")


def walk(components: list[dict[str, Any]]) -> Any:
    for part in components:
        yield part
        yield from walk(part.get("components", []))


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    form = await request.post()
    parsed: dict[str, Any] = json.loads(str(form["payload_json"]))
    return parsed


def _json(data: Any) -> web.Response:
    # The client reads a body as JSON only where this header is exactly so.
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), headers=headers)
