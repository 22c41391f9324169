"""The bot as a process, killed at each step of a digest, and hit by each fault of the network."""

import asyncio
import contextlib
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.curators import curator_services
from claims.annotating import HopForm
from claims.digesting import Choice
from claims.editing import ClaimEdit
from claims.models import Stance
from claims.people import Member
from claims.sourcing import SourceForm
from matching.likeness import TextLikeness
from storage.store import Store
from tests.curating_world import Clock, WordMatcher, deed
from tests.loopback import TOKEN
from tests.loopback_digests import LAUNCH, LoopbackDigests, channel_of

ROOT = Path(__file__).parent.parent
QUIET = {
    "CAVEAT_MODEL": "off",
    "CAVEAT_DEFAULT_PACKS": "none",
    "CAVEAT_FETCHING": "false",
    "CAVEAT_MEMBER_RATE": "0",
}
PATIENCE = 60.0


async def a_store(folder: Path, guilds: Sequence[str], *, thread: bool = False) -> None:
    """A data folder whose communities each have a claim to tell of and a digest that is due."""
    now = datetime.now(UTC)
    due = (now - timedelta(minutes=3)).replace(second=0, microsecond=0)
    clock = Clock(now - timedelta(hours=1))
    folder.mkdir(exist_ok=True)
    async with Store.open(folder / "caveat.db") as store:
        services = curator_services(
            store, WordMatcher(store), TextLikeness(None), b"k" * 32, clock=clock
        )
        for guild in guilds:
            chief = Member(1, guild, can_manage_server=True)
            view = await services.curation.add(chief, deed(), ClaimEdit(text="The mill burnt."))
            hop, link = HopForm(who="The mayor"), SourceForm(url="https://g.example/2026/1/1/x")
            await services.annotation.add_hop(chief, deed(), view.claim_id, hop)
            at = view.claim_id
            await services.annotation.add_source(chief, deed(), at, link, Stance.SUPPORTS)
            await services.curation.publish(chief, deed(), at)
            choice = Choice(int(channel_of(guild)), due.time(), "UTC", thread=thread)
            await services.digests.set(chief, deed(), choice)


@contextlib.asynccontextmanager
async def running(
    discord: LoopbackDigests, data: Path, die_at: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``caveat run`` on a data folder, which dies at a statement if it is told one."""
    with (data / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH, discord.address, die_at, "run"),
            cwd=ROOT,
            env={**os.environ, **QUIET, "CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": str(data)},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def states(data: Path, but: str = "") -> dict[str, tuple[str, bool]]:
    """By community, how far its digest has come, and whether its thread is made."""
    query = "SELECT community, state, thread_made FROM digest_runs WHERE community != ?"
    with closing(sqlite3.connect(data / "caveat.db")) as connection:
        rows = connection.execute(query, (but,))
        return {community: (state, bool(made)) for community, state, made in rows}


async def until(data: Path, wanted: dict[str, tuple[str, bool]], but: str = "") -> None:
    """Wait until the digests have come so far, whatever those of one community do."""
    end = time.monotonic() + PATIENCE
    while states(data, but) != wanted:
        assert time.monotonic() < end, (states(data, but), (data / "log").read_text())
        await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("step", "die_at", "fault"),
    [
        pytest.param("before claiming", "INSERT INTO digest_runs|", "", marks=pytest.mark.long),
        pytest.param("after claiming", "", "deaf", marks=pytest.mark.long),
        ("after sending", "", "mute"),
        ("before confirming", "UPDATE digest_runs|posted", ""),
    ],
    ids=("before claiming", "after claiming", "after sending", "before confirming"),
)
async def test_killed_at_a_step_and_started_again_it_has_posted_one(
    tmp_path: Path, step: str, die_at: str, fault: str
):
    data = tmp_path / "data"
    await a_store(data, ["200"])
    async with LoopbackDigests().listening() as discord:
        assert isinstance(discord, LoopbackDigests)
        discord.faults[channel_of("200")] = [fault] if fault else []
        async with running(discord, data, die_at) as process:
            if fault:
                assert await asyncio.wait_for(discord.reached.get(), PATIENCE) == fault
                process.kill()
            assert await asyncio.wait_for(process.wait(), PATIENCE) == -9
        left = "before claiming" not in step
        assert states(data) == ({"200": ("claimed", False)} if left else {})
        sent = len(discord.posts[channel_of("200")])
        assert sent == (step in {"after sending", "before confirming"})
        discord.remembers_nonces = False  # as Discord does after some minutes
        async with running(discord, data):
            await until(data, {"200": ("posted", False)})
            await asyncio.sleep(1)
        assert len(discord.posts[channel_of("200")]) == 1


async def test_killed_while_the_thread_is_opened_it_has_one_thread(tmp_path: Path):
    data = tmp_path / "data"
    await a_store(data, ["200"], thread=True)
    async with LoopbackDigests().listening() as discord:
        assert isinstance(discord, LoopbackDigests)
        discord.thread_faults = ["mute"]
        async with running(discord, data) as process:
            assert await asyncio.wait_for(discord.reached.get(), PATIENCE) == "posted"
            assert await asyncio.wait_for(discord.reached.get(), PATIENCE) == "mute"
            process.kill()
        async with running(discord, data):
            await until(data, {"200": ("posted", True)})
        assert len(discord.posts[channel_of("200")]) == 1
        assert [len(names) for names in discord.threads.values()] == [1]


FAULTS: dict[str, tuple[str, ...]] = {
    "none": (),
    "429": ("limited",),
    "5xx once": ("busy",),
    "5xx for long": ("busy",) * 6,
    "a lost reply": ("lost",),
    "a lost reply after 5xx": ("busy", "lost"),
    "a deleted channel": ("gone",),
    "a lost permission": ("shut",),
}
STOPPED = ("a deleted channel", "a lost permission")


async def test_whatever_befalls_a_message_it_stands_there_once_and_the_owner_hears_of_what_stopped(
    tmp_path: Path,
):
    """One process over many servers, each with its fault, and the gateway dropped meanwhile."""
    data = tmp_path / "data"
    discord = LoopbackDigests(len(FAULTS))
    discord.remembers_nonces = False
    await a_store(data, discord.guild_ids)
    guilds = dict(zip(FAULTS, discord.guild_ids, strict=True))
    for fault, guild in guilds.items():
        discord.faults[channel_of(guild)] = list(FAULTS[fault])
    ends = {fault: ("failed" if fault in STOPPED else "posted", False) for fault in FAULTS}
    async with discord.listening(), running(discord, data):
        await asyncio.wait_for(discord.reached.get(), PATIENCE)
        await discord.drop()
        await until(data, {guilds[fault]: end for fault, end in ends.items()})
        await asyncio.sleep(1.5)
        found = states(data)

    assert {fault: found[guild] for fault, guild in guilds.items()} == ends
    posts = {fault: discord.posts[channel_of(guild)] for fault, guild in guilds.items()}
    times = {fault: int(fault not in STOPPED) for fault in FAULTS}
    assert {fault: len(some) for fault, some in posts.items()} == times
    told = [post["allowed_mentions"] for some in posts.values() for post in some]
    assert told == [{"parse": []}] * sum(times.values())

    letters = [str(letter["components"]) for letter in discord.posts["9401"]]
    assert len(letters) == len(STOPPED)
    for fault in STOPPED:
        assert any(f"Server {guilds[fault]} was stopped" in text for text in letters), fault
