"""Followers and a process that is killed at the worst moments, over real sockets."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.services import DATABASE
from claims.follows import WHOLE, NewFollow, Pace
from claims.models import Owner
from storage.store import Store
from tests.loopback import GUILD, LAUNCH, MEMBER, TOKEN, LoopbackDiscord, texts_of, user
from tests.storage_worlds import ROOT, a_claim

ROOM = "900"
"""The channel of direct messages between the bot and the member."""
EARLIER = datetime.now(UTC) - timedelta(hours=1)


class Letters(LoopbackDiscord):
    """A Discord with direct messages; it can keep back its word that it has one."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[dict[str, Any]] = []
        self.arrived = asyncio.Event()
        self.looked = asyncio.Event()
        self.takes_letters = True
        self.says_so = True

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/api/v10/users/{id}", self._user)
        app.router.add_post("/api/v10/users/@me/channels", self._room)
        app.router.add_get("/api/v10/guilds/{guild}/members/{id}", self._member)
        app.router.add_get("/api/v10/channels/{channel}/messages", self._history)
        app.router.add_post("/api/v10/channels/{channel}/messages", self._send)

    async def _user(self, request: web.Request) -> web.Response:
        return json_of(user(MEMBER, "member"))

    async def _member(self, request: web.Request) -> web.Response:
        return json_of({"user": user(MEMBER, "member"), "roles": [], "joined_at": None, "flags": 0})

    async def _room(self, request: web.Request) -> web.Response:
        return json_of({"id": ROOM, "type": 1, "recipients": [user(MEMBER, "member")]})

    async def _history(self, request: web.Request) -> web.Response:
        self.looked.set()
        return json_of(self.letters[::-1])

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert body["enforce_nonce"], "one that the client sends again is taken once"
        number = str(next(self._ids))
        made = {**self._keep(f"letter{number}", body), "id": number, "channel_id": ROOM, "type": 0}
        if self.takes_letters:
            self.letters.append(made)
        self.arrived.set()
        if not self.says_so:
            await asyncio.sleep(60)  # and the bot is killed meanwhile
        return json_of({**made, "nonce": body["nonce"]})


def json_of(data: Any) -> web.Response:
    """JSON under the one header by which the client knows it."""
    return web.Response(body=json.dumps(data), headers={"Content-Type": "application/json"})


@pytest.mark.long
async def test_killed_after_sending_or_before_the_follower_is_told_once(tmp_path: Path):
    data = tmp_path / "data"
    await followed_and_changed(data)
    async with Letters().listening() as discord:
        assert isinstance(discord, Letters)
        discord.says_so, discord.takes_letters = False, False
        await killed_while_sending(discord, data)
        assert discord.letters == [], "it was killed before Discord had it"
        discord.takes_letters = True
        an_hour_later(data)
        await killed_while_sending(discord, data)
        assert len(discord.letters) == 1, "Discord has it, and the bot died before it knew"
        discord.says_so = True
        an_hour_later(data)
        async with bot(discord, data) as process:
            await asyncio.wait_for(discord.looked.wait(), 30)
            await until(lambda: told(data) == (2, 0))
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)
    [letter] = discord.letters
    assert "“June” replaces “May”" in texts_of({"data": letter})
    log = (data / "log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert MEMBER not in log


async def followed_and_changed(data: Path) -> None:
    """A store in which a member follows, at once, a claim that was corrected an hour ago."""
    async with Store.open(data / DATABASE) as store:
        await store.ensure_community(GUILD, ())
        here = Owner.community(GUILD)
        claim_id = await store.writer.add(here, a_claim(), actor="a", reason="r")
        new = NewFollow(GUILD, int(MEMBER), claim_id, WHOLE, Pace.AT_ONCE, EARLIER, None, 1)
        await store.follows.add(new)
        june = a_claim(text="The bridge was closed in June.")
        await store.writer.save(here, claim_id, june, base=1, actor="a", reason="r")
    an_hour_later(data)


def an_hour_later(data: Path) -> None:
    """What was done just now was done an hour ago."""
    with contextlib.closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        then = f"{EARLIER:%Y-%m-%d %H:%M:%S.%f}"
        connection.execute("UPDATE claims SET updated_at = ?", (then,))
        connection.execute("UPDATE bulletins SET claimed_at = ?", (then,))


def told(data: Path) -> tuple[int, int]:
    """Which revision the follower knows, and how many messages are under way."""
    with contextlib.closing(sqlite3.connect(data / DATABASE)) as connection:
        [(known,)] = connection.execute("SELECT told FROM follows").fetchall()
        [(under_way,)] = connection.execute("SELECT count(*) FROM bulletins").fetchall()
    return known, under_way


async def killed_while_sending(discord: Letters, data: Path) -> None:
    discord.arrived.clear()
    async with bot(discord, data) as process:
        await asyncio.wait_for(discord.arrived.wait(), 60)
        process.kill()
        await process.wait()
    assert told(data) == (1, 1)


async def until(holds: Any) -> None:
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came about")


@contextlib.asynccontextmanager
async def bot(discord: Letters, data: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real program, with nothing but the two addresses changed."""
    lean = {"CAVEAT_DEFAULT_PACKS": "none", "CAVEAT_MODEL": "off"}
    settings = {"CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": str(data), **lean}
    with (data / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH, discord.address, "run"),
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
