"""A Discord without a network, with Caveat in it: the real tree, cards and payloads.

Every request that the bot makes is held against Discord's rules when a world ends.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
import simcord
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.builders import ChannelHandle

from bot.client import CaveatBot
from claims.answers import Answers
from claims.check import Checker
from claims.errors import CaveatError
from claims.models import Claim
from claims.report import ClaimView, Tier
from commands.desk import About, Desk
from intake.pasted import PastedText
from tests.fakes import FakeMatcher, FakeStore
from tests.openapi import request_problems, walk

Json = Mapping[str, Any]
GUILD, USER = "0", "1"


class Notebook:
    """Keeps what the bot is to remember beside claims: remarks, shared cards, a memo."""

    def __init__(self) -> None:
        self.remarks: list[dict[str, Any]] = []
        self.shares: list[tuple[str, int, int, tuple[tuple[int, int], ...]]] = []
        self.welcomed: list[str] = []
        self.kept: dict[str, str] = {}

    async def put_feedback(self, community: str, claim_id: int, **said: str) -> bool:
        remark = {"community": community, "claim_id": claim_id, **said}
        if remark in self.remarks:
            return False
        self.remarks.append(remark)
        return True

    async def shared(
        self, community: str, channel: int, message: int, claims: Sequence[tuple[int, int]]
    ) -> None:
        self.shares.append((community, channel, message, tuple(claims)))

    async def welcome(self, community: str) -> None:
        self.welcomed.append(community)

    async def get(self, name: str) -> str | None:
        return self.kept.get(name)

    async def put(self, name: str, value: str) -> None:
        self.kept[name] = value


class World:
    """One store, one Discord, and the bot between them, which may be restarted."""

    env: simcord.Env

    def __init__(self) -> None:
        self.store = FakeStore()
        self.matcher = FakeMatcher()
        self.notes = Notebook()
        self.installed_by = GUILD

    def new_bot(self) -> CaveatBot:
        store, notes = self.store, self.notes
        desk = Desk(
            checker=Checker(store, self.matcher, PastedText()),
            answers=Answers(store, store),
            reader=store,
            feedback=notes,
            shares=notes,
            welcome=notes.welcome,
            about=About("1.2.3", "https://example.org/caveat"),
        )
        return CaveatBot(desk, notes, shard_count=1)

    async def restart(self) -> None:
        await self.env.restart_bot(self.new_bot())

    def server(self, name: str = "Server") -> Server:
        return Server(self, name)

    def person(self, name: str = "ann") -> Any:
        return self.env.create_user(name)

    def knows(
        self, claim: Claim, words: str, place: Server | None = None, **more: Any
    ) -> ClaimView:
        """Keep a claim and find it wherever these words stand."""
        tier = more.pop("tier", Tier.MATCH)
        community = str(place.guild.id) if place else "direct"
        view = self.store.put(claim, community=community, **more)
        self.matcher.finds(words, view, tier)
        return view


class Server:
    """A server that installed Caveat, with a channel and a member."""

    def __init__(self, world: World, name: str) -> None:
        self.guild = world.env.create_guild(name)
        self.channel = self.guild.create_text_channel("talk")
        self.ann = self.guild.add_member(world.env.create_user(f"ann-{name}".lower()))
        self.bob = self.guild.add_member(world.env.create_user(f"bob-{name}".lower()))

    def only_readable_for(self, who: Any) -> None:
        """Move to a channel in which somebody, a member or the bot, may not write."""
        mute = discord.PermissionOverwrite(send_messages=False)
        self.channel = self.guild.create_text_channel("quiet", overwrites={who: mute})

    async def thread(self, name: str) -> ChannelHandle:
        """A thread under the channel, which the bot has heard of."""
        env = self.guild._env
        made = env.backend.create_thread(self.channel.id, name, self.ann.id)
        await env.settle()
        return ChannelHandle(env, self.guild, made)


@asynccontextmanager
async def a_world() -> AsyncIterator[World]:
    """A world that is held against Discord's rules, and for errors, when it ends."""
    world = World()
    env = world.env = simcord.Env(world.new_bot(), settle_timeout=10)
    await env.start()
    try:
        _name_installers(world)
        yield world
    finally:
        await env.shutdown()
    assert problems(env) == []
    assert unforeseen(env) == []


def unforeseen(env: simcord.Env) -> list[BaseException]:
    """What went wrong in the bot without being told to somebody in a sentence of its own."""
    fresh = env.errors_since(env._errors_acknowledged)
    causes = [getattr(error, "original", error) for error in fresh]
    return [cause for cause in causes if not isinstance(cause, CaveatError)]


def problems(env: simcord.Env) -> list[str]:
    """All that Discord would refuse among the requests that were made."""
    return [
        problem
        for entry in env.http_requests
        for problem in request_problems(entry.method, entry.path, entry.json)
    ]


def _name_installers(world: World) -> None:
    """Say in every interaction who installed the app, as Discord does and simcord does not."""
    emit = world.env.backend.emit

    def naming(event: str, payload: Json) -> None:
        if event == "INTERACTION_CREATE":
            user = (payload.get("member") or payload)["user"]["id"]
            owners = {GUILD: payload.get("guild_id", "0"), USER: user}
            who = {world.installed_by: owners[world.installed_by]}
            payload = {**payload, "authorizing_integration_owners": who}
        emit(event, payload)

    world.env.backend.emit = naming  # type: ignore[method-assign]


def deliver_again(world: World) -> None:
    """Deliver the last interaction a second time, as Discord sometimes does."""
    payload = next(
        p for _, event, p in reversed(world.env.backend.transcript) if event == "INTERACTION_CREATE"
    )
    world.env.backend.emit("INTERACTION_CREATE", payload)


async def menu_in_dm(world: World, user: Any, name: str, message: Any) -> Any:
    """Use a message menu in a direct message, for which simcord has no verb."""
    backend = world.env.backend
    stored = backend.get_message(user.dm_channel.id, message.id)
    root = backend.find_command(name, None, type=3)
    data = {
        "id": root["id"],
        "name": name,
        "type": 3,
        "target_id": str(message.id),
        "resolved": {
            "messages": {str(message.id): dict(serializers.message_payload(backend, stored))}
        },
    }
    return await _dispatch_actor_interaction(user, 2, user.dm_channel, data)


def said(message: Any) -> str:
    """What a card says, as its reader's eye runs over it."""
    return "\n".join(part["content"] for part in walk(message.components) if part["type"] == 10)


def offered(message: Any) -> list[str]:
    """The labels of the buttons under a card."""
    return [part["label"] for part in walk(message.components) if part["type"] == 2]


def choices(message: Any) -> list[Json]:
    """The options of the menu under a card."""
    return [o for part in walk(message.components) for o in part.get("options", ())]
