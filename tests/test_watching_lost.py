"""A sign in a watched channel over sockets, where the connection breaks before Discord answers."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.curators import curator_services
from claims.community import Manner
from claims.people import Member
from matching.likeness import TextLikeness
from storage.store import Store
from tests.curating_world import WordMatcher, deed
from tests.discord_claims import MOSUL
from tests.loopback import user
from tests.loopback_digests import LoopbackDigests, channel_of
from tests.test_correcting import a_claim
from tests.test_digest_crash import QUIET, running

SERVER = "200"
REACTION = "/api/v10/channels/{channel}/messages/{message}/reactions/{mark}/@me"


class WatchedDiscord(LoopbackDigests):
    """Takes reactions, too; ``breaks`` of them break the connection before they are answered."""

    def __init__(self) -> None:
        super().__init__()
        self.reactions: dict[str, set[str]] = {}
        self.breaks = 0

    def add_routes(self, app: web.Application) -> None:
        super().add_routes(app)
        app.router.add_put(REACTION, self._react)

    async def say(self, text: str) -> str:
        """A member posts something; returns the message's number."""
        number = str(next(self._ids))
        channel = channel_of(SERVER)
        told = self._kept(channel, {"nonce": number})
        self.posts[channel].clear()
        about: dict[str, Any] = {"guild_id": SERVER, "content": text, "author": user("42", "Ann")}
        member = {"roles": [], "joined_at": told["timestamp"], "deaf": False, "mute": False}
        await self._dispatch("MESSAGE_CREATE", {**told, **about, "id": number, "member": member})
        return number

    async def _react(self, request: web.Request) -> web.Response:
        place = request.match_info
        self.reactions.setdefault(place["message"], set()).add(place["mark"])
        await self.reached.put("reaction")
        if self.breaks and request.transport is not None:
            self.breaks -= 1
            request.transport.abort()
        return web.Response(status=204, headers={"Via": "1.1 loopback"})


async def a_watched_server(folder: Path, manner: Manner) -> None:
    folder.mkdir()
    async with Store.open(folder / "caveat.db") as store:
        await a_claim(store, SERVER)
        services = curator_services(store, WordMatcher(store), TextLikeness(None), b"k" * 32)
        chief = Member(1, SERVER, can_manage_server=True)
        await services.communities.watch(chief, deed(), int(channel_of(SERVER)), manner)


def shared(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "caveat.db")) as connection:
        return connection.execute("SELECT channel, message FROM shared_answers").fetchall()


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUIET, "CAVEAT_WATCHING", "true")


@pytest.mark.usefixtures("watching")
async def test_a_reply_whose_answer_is_lost_stands_once_and_corrections_will_reach_it(
    tmp_path: Path,
):
    data = tmp_path / "data"
    await a_watched_server(data, "reply")
    async with WatchedDiscord().listening() as discord:
        assert isinstance(discord, WatchedDiscord)
        channel = channel_of(SERVER)
        discord.faults[channel] = ["lost", "lost"]
        async with running(discord, data):
            await asyncio.wait_for(discord.ready.wait(), 60)
            await discord.say(MOSUL.text)
            end = time.monotonic() + 30
            while not shared(data):
                assert time.monotonic() < end, (data / "log").read_text(encoding="utf-8")
                await asyncio.sleep(0.05)
        [post] = discord.posts[channel]
        assert shared(data) == [(channel, post["id"])]


@pytest.mark.usefixtures("watching")
async def test_a_reaction_whose_answer_is_lost_is_set_again(tmp_path: Path):
    data = tmp_path / "data"
    await a_watched_server(data, "reaction")
    async with WatchedDiscord().listening() as discord:
        assert isinstance(discord, WatchedDiscord)
        discord.breaks = 2  # the HTTP client tries once more by itself
        async with running(discord, data):
            await asyncio.wait_for(discord.ready.wait(), 60)
            number = await discord.say(MOSUL.text)
            for _ in range(3):
                assert await asyncio.wait_for(discord.reached.get(), 30) == "reaction"
        assert len(discord.reactions[number]) == 1
