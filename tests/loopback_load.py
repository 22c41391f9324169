"""A loopback Discord under load: many members in several servers, nothing kept of what is over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import APPLICATION, COMMAND, COMPONENT, MODAL_SUBMIT, user
from tests.loopback_digests import EPOCH_MS, LoopbackDigests, channel_of

AUTOCOMPLETE = 4
MODAL, CHOICES = 9, 8
_LAST_WORDS = frozenset((4, 7, CHOICES, MODAL, "edit", "followup"))
_DEFERRED = 5
_EPHEMERAL = 1 << 6
_MAY_WRITE, _MAY_MANAGE = 1 << 11, (1 << 11) | (1 << 13) | (1 << 5)
_MOST_POSTS = 3000
_TEXT_FILE = {"id": "900", "filename": "told.txt", "content_type": "text/plain"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a server; curators manage messages there."""

    guild: str
    number: int
    curates: bool = False


@dataclass(slots=True)
class Asked:
    """An interaction that waits for its last word.

    ``due`` is when it was to be sent and ``sent`` when it was, by ``time.perf_counter``.
    """

    what: str
    who: Person
    due: float
    answered: Callable[[Asked, dict[str, Any]], None]
    sent: float = 0.0
    private: bool = False
    message: dict[str, Any] = field(default_factory=dict)


class LoadedDiscord(LoopbackDigests):
    """Hands the bot interactions of many members and says when each has its last word.

    ``file`` is what a member hands in where a command takes a file.
    """

    def __init__(self, guilds: int, file: bytes = b"") -> None:
        super().__init__(guilds)
        self.waiting: dict[str, Asked] = {}
        self.idle = asyncio.Event()
        self.edited = 0
        self._file = file
        self._public: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def add_routes(self, app: web.Application) -> None:
        """What else is asked for: public answers that are read and corrected, and the file."""
        super().add_routes(app)
        message = "/api/v10/channels/{channel}/messages/{message}"
        app.router.add_get(message, self._read_post)
        app.router.add_patch(message, self._edit_post)
        app.router.add_get("/files/told.txt", self._told)

    async def use(self, asked: Asked, name: str, **options: str | int | None) -> None:
        """A member uses a slash command; of a group, its name has two words."""
        await self._send(asked, {"type": COMMAND, "data": self._command(name, options)})

    async def type_ahead(self, asked: Asked, name: str, option: str, typed: str) -> None:
        """A member types into an option, and is offered choices."""
        data = self._command(name, {option: typed})
        last = data
        while last["options"][0].get("options"):
            last = last["options"][0]
        last["options"][0] |= {"focused": True, "type": 4}
        await self._send(asked, {"type": AUTOCOMPLETE, "data": data})

    async def press_on(self, asked: Asked, message: dict[str, Any], custom_id: str) -> None:
        """A member presses a button under a message."""
        data = {"component_type": 2, "custom_id": custom_id, "id": 1}
        await self._send(asked, {"type": COMPONENT, "data": data, "message": message})

    async def fill_in(self, asked: Asked, form: dict[str, Any], **typed: str) -> None:
        """A member sends a form as it came but for what they typed."""
        fields = [_filled(part, typed) for part in form["components"]]
        data = {"custom_id": form["custom_id"], "components": fields}
        await self._send(asked, {"type": MODAL_SUBMIT, "data": data})

    def _command(self, name: str, options: dict[str, str | int | None]) -> dict[str, Any]:
        first, *words = name.split()
        given: list[dict[str, Any]] = [
            {"name": key, "type": 4 if isinstance(value, int) else 3, "value": value}
            for key, value in options.items()
            if value is not None
        ]
        data: dict[str, Any] = {"id": "500", "name": first, "type": 1}
        if "file" in options:
            address = f"http://{self.address}/files/told.txt"
            about = {**_TEXT_FILE, "size": len(self._file), "url": address, "proxy_url": address}
            given = [{"name": "file", "type": 11, "value": "900"}]
            data["resolved"] = {"attachments": {"900": about}}
        for word in words:
            given = [{"name": word, "type": 1, "options": given}]
        return {**data, "options": given}

    async def _send(self, asked: Asked, part: dict[str, Any]) -> None:
        # As Discord numbers them, or the bot takes them for old ones that are over.
        number = ((int(time.time() * 1000) - EPOCH_MS) << 22) + next(self._ids) % (1 << 22)
        token = f"token-{number}"
        self.waiting[token] = asked
        self.idle.clear()
        asked.sent = time.perf_counter()
        await self._dispatch("INTERACTION_CREATE", _interaction(number, token, asked.who, part))

    async def _hear(self, token: str, body: dict[str, Any]) -> None:
        asked = self.waiting.get(token)
        if asked is None:
            return
        if body["type"] == _DEFERRED:
            asked.private = bool((body.get("data") or {}).get("flags", 0) & _EPHEMERAL)
        elif body["type"] in _LAST_WORDS:
            del self.waiting[token]
            asked.answered(asked, body)
            if not self.waiting:
                self.idle.set()

    def _keep(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        asked = self.waiting.get(token)
        message = super()._keep(token, body)
        self.messages.pop(token, None)  # an answer stands with whoever waits for it
        if asked is not None:
            place = {"channel_id": channel_of(asked.who.guild), "guild_id": asked.who.guild}
            message |= place
            if asked.private:
                message["flags"] |= _EPHEMERAL
            asked.message = message
        if not message["flags"] & _EPHEMERAL:
            self._public[message["id"]] = message
            while len(self._public) > _MOST_POSTS:
                self._public.popitem(last=False)
        return message

    async def _callback(self, request: web.Request) -> web.Response:
        # Kept before it is heard of, so that whoever waits finds the message.
        token, body = request.match_info["token"], await request.json()
        told = {"id": request.match_info["id"], "type": 2, "response_message_ephemeral": True}
        whole: dict[str, Any] = {"interaction": told, "resource": {"type": body["type"]}}
        if body["type"] in (4, 7):
            whole["resource"]["message"] = self._keep(token, body["data"])
        await self._hear(token, body)
        return _json(whole)

    async def _read_post(self, request: web.Request) -> web.Response:
        found = self._public.get(request.match_info["message"])
        return _json(found) if found else _json({"code": 10008, "message": "Unknown Message"}, 404)

    async def _edit_post(self, request: web.Request) -> web.Response:
        found = self._public.get(request.match_info["message"])
        if found is None:
            return _json({"code": 10008, "message": "Unknown Message"}, 404)
        found["components"] = (await request.json())["components"]
        self.edited += 1
        return _json(found)

    async def _told(self, request: web.Request) -> web.Response:
        return web.Response(body=self._file, content_type="text/plain")


def buttons_of(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The labels and custom ids of the buttons under a message."""
    for part in components:
        if part.get("type") == 2 and part.get("custom_id"):
            yield part.get("label") or "", part["custom_id"]
        yield from buttons_of(part.get("components", []))
        if part.get("accessory"):
            yield from buttons_of([part["accessory"]])


def _filled(part: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """A part of a form with what stands in it, or what was typed."""
    if "component" in part:
        return {"type": 18, "id": 1, "component": _filled(part["component"], typed)}
    if part["type"] == 10:
        return {"type": 10, "id": 1}
    name = part["custom_id"]
    about = {"type": part["type"], "custom_id": name, "id": 1}
    if part["type"] == 4:
        return {**about, "value": typed.get(name, part.get("value") or "")}
    chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
    if part["type"] == 21:
        return {**about, "value": next(iter(chosen), None)}
    return {**about, "values": chosen}


def _interaction(number: int, token: str, who: Person, part: dict[str, Any]) -> dict[str, Any]:
    channel, may = channel_of(who.guild), _MAY_MANAGE if who.curates else _MAY_WRITE
    member = {
        "user": user(str(who.number), f"member {who.number}"),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(may),
    }
    return {
        "id": str(number),
        "application_id": APPLICATION,
        "token": token,
        "version": 1,
        "guild_id": who.guild,
        "guild": {"id": who.guild, "features": [], "locale": "en-US"},
        "channel_id": channel,
        "channel": {"id": channel, "type": 0, "permissions": str(may), "name": "digest"},
        "member": member,
        "app_permissions": str(_MAY_WRITE),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": who.guild},
        "context": 0,
        "attachment_size_limit": 10_000_000,
        **part,
    }


def _json(data: Any, status: int = 200) -> web.Response:
    # The client reads a body as JSON only where this header is exactly so.
    headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=headers)


async def until_all_answered(discord: LoadedDiscord, seconds: float) -> int:
    """Wait until nobody waits for an answer any more; returns how many still do."""
    if discord.waiting:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(discord.idle.wait(), seconds)
    return len(discord.waiting)
