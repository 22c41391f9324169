"""A Discord without a network, with Caveat in it: the real tree, cards and payloads.

Every request that the bot makes is held against Discord's rules when a world ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.builders import ChannelHandle

from bot.client import CaveatBot
from bot.curator_desk import curators_at
from bot.curators import CuratorServices, KeyedNames, curator_services
from bot.desk import Shares
from bot.memos import Memos
from claims.answers import Answers
from claims.check import Checker, Reading
from claims.errors import CaveatError
from claims.following import Following
from claims.leaving import Leaving
from claims.limits import Limits
from claims.models import Claim, Document, Owner, Source
from claims.observing import Observer, Unobserved
from claims.own_data import OwnData
from claims.pages import FetchPolicy, Page
from claims.ports import FeedbackBox, PageReader
from claims.reading_errors import FetchingOff
from claims.report import ClaimView, Tier
from claims.retention import Days
from claims.watching import Watching
from claims.workbench import utc_now
from commands.desk import About, Desk
from intake.addresses import canonical_address
from intake.files import HandedFiles
from intake.pasted import PastedText
from intake.worker import ReadingWorker
from matching.likeness import TextLikeness
from storage.answers import AnswerDrawer
from storage.store import Store
from tests.fakes import FakeMatcher
from tests.openapi import request_problems, walk

Json = Mapping[str, Any]
GUILD, USER = "0", "1"


class Remarks(FeedbackBox):
    """Keeps remarks in the store, and shows the test what was kept."""

    def __init__(self, drawer: AnswerDrawer) -> None:
        self._drawer = drawer
        self.kept: list[dict[str, Any]] = []

    async def put_feedback(
        self, community: str, claim_id: int, *, kind: str, wording: str, remark: str, user: str
    ) -> bool:
        said = {"kind": kind, "wording": wording, "remark": remark, "user": user}
        fresh = await self._drawer.put_feedback(community, claim_id, **said)
        if fresh:
            self.kept.append({"community": community, "claim_id": claim_id, **said})
        return fresh


class NoPages(PageReader):
    """A web that nobody lets us read."""

    async def read(self, address: str, community: str, policy: FetchPolicy) -> Page:
        raise FetchingOff


async def reading_nothing(community: str) -> FetchPolicy:
    return FetchPolicy(enabled=False)


_made: list[bytes] = []
"""A store as it is when it has just been made: others begin as its copy."""


@asynccontextmanager
async def opened_store(folder: Path) -> AsyncIterator[Store]:
    """The store of a folder, or a new one."""
    file = folder / "caveat.db"
    fresh = not file.exists()
    if fresh and _made:
        file.write_bytes(_made[0])
    async with Store.open(file, address_forms=lambda link: (canonical_address(link),)) as store:
        if fresh and not _made:
            with closing(sqlite3.connect(file)) as connection:
                _made.append(connection.serialize())
        yield store


class World:
    """One store, one Discord, and the bot between them, which may be restarted.

    Only the matcher is made up: what it finds is what a story needs.
    """

    env: simcord.Env
    bot: CaveatBot
    store: Store
    remarks: Remarks
    services: CuratorServices

    def __init__(self, folder: Path, *, listens: bool = False) -> None:
        self.listens = listens
        self.limits = Limits()
        self.observer: Observer = Unobserved()
        self.matcher = FakeMatcher()
        self.later = timedelta()
        self.installed_by = GUILD
        self.welcomed: list[str] = []
        self._folder = folder
        self._opened = AsyncExitStack()

    async def open(self) -> CaveatBot:
        """A bot over the store of the folder, as after a start of the program."""
        self.store = store = await self._opened.enter_async_context(opened_store(self._folder))
        self.remarks = Remarks(store.answers)
        worker = ReadingWorker()
        self._opened.push_async_callback(worker.close)
        reading = Reading(NoPages(), HandedFiles(worker), reading_nothing)
        self.services = curator_services(store, self.matcher, TextLikeness(None), b"k" * 32)
        limits, observer = self.limits, self.observer
        checker = Checker(store.reader, self.matcher, PastedText(), reading)
        names = KeyedNames(b"k" * 32)
        desk = Desk(
            curators=curators_at(self.services, store),
            checker=checker,
            answers=Answers(store.reader, store.answers),
            reader=store.reader,
            feedback=self.remarks,
            shares=Shares(store.answers),
            following=Following(store.follows, store.reader, self.clock),
            watching=Watching(
                *(checker, store.curating, store.opt_outs, names, self.clock),
                limits=limits,
                observer=observer,
            ),
            own_data=OwnData(store.persons, store.curating, names, Days()),
            leaving=Leaving(
                store.erasing, self.services.communities.rights, self._erase, self.clock
            ),
            limits=limits,
            observer=observer,
            listens=self.listens,
            welcome=self._welcome,
            about=About("1.2.3", "https://example.org/caveat"),
        )
        self.bot = CaveatBot(desk, Memos(self._folder / "memos.json"), shard_count=1)
        return self.bot

    async def close(self) -> None:
        await self._opened.aclose()

    async def restart(self) -> None:
        """End the program, close the store, and start again on the same folder."""
        await self.close()
        await self.env.restart_bot(await self.open())

    def clock(self) -> datetime:
        """The time in watched channels: now, or as much later as a story says."""
        return utc_now() + self.later

    def server(self, name: str = "Server") -> Server:
        return Server(self, name)

    def person(self, name: str = "ann") -> Any:
        return self.env.create_user(name)

    async def knows(
        self,
        claim: Claim,
        words: str,
        place: Server | None = None,
        *,
        tier: Tier = Tier.MATCH,
        sources: Sequence[Source] = (),
        documents: Sequence[Document] = (),
    ) -> ClaimView:
        """Keep a claim, and find it wherever these words stand."""
        owner = Owner.community(place.guild.id if place else "direct")
        await self.store.writer.put_sources(owner, sources)
        await self.store.writer.put_documents(owner, documents)
        claim_id = await self.store.writer.add(owner, claim, actor="test", reason="story")
        view = (await self.store.reader.views(owner.key, [claim_id]))[claim_id]
        self.matcher.finds(words, view, tier)
        return view

    async def posted(self, place: Server | None, claim: ClaimView) -> list[tuple[str, str, int]]:
        """Where a claim was shown in public: channel, message and revision."""
        community = str(place.guild.id) if place else "direct"
        kept = await self.store.answers.shared_with(community, claim.claim_id)
        return [(shown.channel, shown.message, shown.revision) for shown in kept]

    async def _erase(self, community: str) -> None:
        """Erase a community from the store; no story here has a search index."""
        while not (await self.store.erasing.hide(community, self.clock()))[1]:
            pass
        await self.store.erasing.remove(community)
        assert await self.store.erasing.finish(community)
        self.bot.desk.welcomed.discard(community)

    async def _welcome(self, community: str) -> None:
        self.welcomed.append(community)
        await self.store.ensure_community(community, ())


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
async def a_world(
    folder: Path,
    *,
    listens: bool = False,
    limits: Limits | None = None,
    observer: Observer | None = None,
) -> AsyncIterator[World]:
    """A world that is held against Discord's rules, and for errors, when it ends."""
    world = World(folder, listens=listens)
    world.limits = limits or world.limits
    world.observer = observer or world.observer
    env = world.env = simcord.Env(await world.open(), settle_timeout=10)
    await env.start()
    try:
        _name_installers(world)
        yield world
    finally:
        await env.shutdown()
        await world.close()
    found = problems(env)
    assert found == []
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
