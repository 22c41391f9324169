"""Each part of the bot's health, well and not, over real services; and a port that is taken."""

import asyncio
import resource
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.client import CaveatBot
from bot.desk import desk_over
from bot.gateway import Gateway
from bot.health import Health, as_json
from bot.heartbeats import LONGEST, Heartbeats, Loop
from bot.services import Services, open_services
from bot.settings import Settings
from bot.status import metrics_for, status_served
from bot.tending import tending
from claims.models import Owner
from tests.storage_worlds import a_claim


class Now:
    """The time in seconds, which passes when a story says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest_asyncio.fixture
async def services(installed: Path, now: Now) -> AsyncIterator[Services]:
    async with open_services(Settings(data=installed, model="off")) as opened:
        yield replace(opened, heartbeats=Heartbeats(now))


async def a_bot(services: Services) -> CaveatBot:
    return CaveatBot(await desk_over(services), services.memos, shard_count=1)


async def told_of(health: Health) -> dict[str, tuple[bool, str]]:
    """Whether each part is well, and its sentence."""
    return {part.name: (part.well, part.said) for part in await health.look()}


async def test_an_index_that_does_not_follow_is_not_well_until_it_does(
    services: Services, now: Now
) -> None:
    health = Health(services, Gateway(await a_bot(services)))
    services.heartbeats.begin()
    assert await told_of(health) == {
        "gateway": (False, "Discord's gateway is not connected."),
        "store": (True, "The store answers."),
        "index": (True, "The index follows the store."),
        "loops": (True, "All that goes on beside answering goes on."),
    }
    await services.store.ensure_community("7", ())
    await services.store.writer.add(Owner.community("7"), a_claim(), actor="me", reason="story")
    behind = "The index is 1 changes behind the store and follows it."
    assert (await told_of(health))["index"] == (True, behind)

    now.seconds += LONGEST[Loop.INDEX] + 1
    parts = await told_of(health)
    assert parts["index"] == (False, "The index is 1 changes behind the store and does not move.")
    assert not parts["loops"][0]
    assert "index" in parts["loops"][1]
    assert "tending" not in parts["loops"][1], "which may take hours"
    assert not as_json(await health.look())["well"]

    async with tending(services), asyncio.timeout(20):
        while not (await told_of(health))["index"][0]:  # noqa: ASYNC110 - a loop of the bot
            await asyncio.sleep(0.02)
    assert (await told_of(health))["index"] == (True, "The index follows the store.")
    found = await services.matcher.rank("The bridge was closed", (Owner.community("7"),), 1)
    assert len(found) == 1, "though nobody checked anything"


async def test_an_index_that_cannot_be_written_is_not_well_until_it_can(services: Services) -> None:
    health = Health(services, Gateway(await a_bot(services)))
    await services.store.ensure_community("7", ())
    await services.store.writer.add(Owner.community("7"), a_claim(), actor="me", reason="story")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        await services.current.keep_up()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    well, said = (await told_of(health))["index"]
    assert not well
    assert said.startswith("The search index cannot be brought up to date")
    await services.current.keep_up()
    assert (await told_of(health))["index"][0]


async def test_a_store_that_hangs_is_told_and_health_does_not_hang_with_it(
    services: Services,
) -> None:
    health = Health(services, Gateway(await a_bot(services)), patience=0.2)
    go_on = threading.Event()
    database = services.store.answers._database
    held = [asyncio.ensure_future(database.look(lambda _: go_on.wait(30))) for _ in range(8)]
    await asyncio.sleep(0)
    parts = await told_of(health)
    go_on.set()
    await asyncio.gather(*held)
    assert parts["store"] == (False, "The store did not answer within 0.2 seconds.")
    assert not parts["index"][0]
    assert (await told_of(health))["store"][0]


def test_a_loop_of_which_nothing_is_heard_for_too_long_is_stuck(now: Now) -> None:
    beats = Heartbeats(now)
    assert beats.stuck() == ()
    beats.begin()
    now.seconds = LONGEST[Loop.DIGESTS]
    assert beats.stuck() == ()
    now.seconds += 1
    for loop in {*Loop} - {Loop.DIGESTS}:
        beats.beat(loop)
    assert beats.stuck() == (Loop.DIGESTS,)
    beats.beat(Loop.DIGESTS)
    assert beats.stuck() == ()
    now.seconds += 2
    assert set(beats.ages().values()) == {2.0}


def test_backups_are_missed_only_where_they_were_ever_made(now: Now) -> None:
    beats = Heartbeats(now)
    beats.begin()
    now.seconds += LONGEST[Loop.BACKUPS] + 1
    assert Loop.BACKUPS not in beats.stuck()
    beats.beat(Loop.BACKUPS)
    now.seconds += LONGEST[Loop.BACKUPS] + 1
    assert Loop.BACKUPS in beats.stuck()


async def test_a_port_that_is_taken_keeps_nobody_from_starting(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings(data=services.settings.data, metrics_port=port)
        here = replace(services, settings=settings)
        async with status_served(await a_bot(here), here, metrics_for(settings)):
            (told,) = [each for each in caplog.records if each.name == "bot.status"]
    assert told.levelname == "WARNING"
    assert f"127.0.0.1 port {port} cannot be had" in told.getMessage()
    assert "set CAVEAT_METRICS_PORT to a free one" in told.getMessage()
