"""The data folder on which faults are tried: a server for every command and step, each its own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.curators import CuratorServices, curator_services
from claims.annotating import HopForm
from claims.digesting import Choice
from claims.editing import ClaimEdit
from claims.models import Stance
from claims.people import Member
from claims.sourcing import SourceForm
from matching.likeness import TextLikeness
from storage.store import Store
from tests import fault_background
from tests.curating_world import Clock, WordMatcher, deed
from tests.fault_stories import STORIES, Story
from tests.loopback_digests import channel_of
from tests.loopback_faults import CURATOR
from tests.storage_worlds import a_pack

DATABASE = "caveat.db"
CARD = "card"
"""The file with the public answer that is to be corrected."""
SHARED = "998"
"""The server of all that changes nothing: reading, and opening a form or a question."""
SPARE = "999"
"""A server that no fault befalls on purpose; there the bot is asked whether it is well."""


@dataclass(frozen=True)
class Cell:
    """One command, the step that a fault strikes, and the server where that happens."""

    name: str
    step: int
    guild: str

    @property
    def story(self) -> Story:
        return STORIES[self.name]

    @property
    def where(self) -> str:
        """How the table calls it."""
        return self.name if len(self.story.steps) == 1 else f"{self.name}, step {self.step + 1}"


def _cells() -> Iterator[Cell]:
    for number, (name, story) in enumerate(STORIES.items()):
        for step in range(len(story.steps)):
            changes = story.counts and step + 1 == len(story.steps)
            yield Cell(name, step, str(1000 + number) if changes else SHARED)


CELLS: Sequence[Cell] = list(_cells())


def guilds_of(cells: Sequence[Cell]) -> list[str]:
    """The servers that some cells need, and the spare one."""
    return sorted({SPARE, *(cell.guild for cell in cells)})


def make(folder: Path, cells: Sequence[Cell] = CELLS) -> None:
    """A data folder with every server's claims, request and digest."""
    asyncio.run(_make(folder, cells))


def make_small(folder: Path, guilds: Sequence[str]) -> None:
    """A data folder whose servers have two claims each."""
    asyncio.run(_make_small(folder, guilds))


async def _make(folder: Path, cells: Sequence[Cell]) -> None:
    names = {cell.guild: cell.name for cell in cells if cell.guild != SHARED}
    async with _opened(folder, guilds_of(cells)) as (store, services):
        await fault_background.furnish(store, services, folder / CARD)
        for guild in guilds_of(cells):
            chief = Member(int(CURATOR), guild, can_manage_server=True)
            await _furnish_well(services, chief)
            await _prepare(services, chief, names.get(guild, "digest of all"))


async def _make_small(folder: Path, guilds: Sequence[str]) -> None:
    async with _opened(folder, guilds) as (_, services):
        for guild in guilds:
            await _furnish(services, Member(int(CURATOR), guild, can_manage_server=True))


@asynccontextmanager
async def _opened(
    folder: Path, guilds: Sequence[str]
) -> AsyncIterator[tuple[Store, CuratorServices]]:
    """A new store and the services of curators over it, an hour ago."""
    folder.mkdir(parents=True)
    async with Store.open(folder / DATABASE) as store:
        await store.packs.load(a_pack(), digest="d")
        for guild in guilds:
            await store.ensure_community(guild, ())
        clock = Clock(datetime.now(UTC) - timedelta(hours=1))
        matcher = WordMatcher(store)
        likeness = TextLikeness(None)
        yield store, curator_services(store, matcher, likeness, b"k" * 32, clock=clock)


async def _furnish(services: CuratorServices, chief: Member) -> int:
    """Two claims, the first published and the second a draft; returns the first's id."""
    first = await _claim(services, chief, "The bridge was closed in May.")
    await services.curation.publish(chief, deed(), first)
    await _claim(services, chief, "A flood took the road in June.")
    return first


async def _furnish_well(services: CuratorServices, chief: Member) -> None:
    """These with a question, two revisions, a retired claim, and what two members asked."""
    first = await _furnish(services, chief)
    await services.annotation.add_question(chief, deed(), first, "Who closed it?")
    mended = ClaimEdit(text="The bridge was closed in May.", title="The bridge")
    await services.curation.edit(chief, deed(), first, mended)
    old = (await services.curation.add(chief, deed(), ClaimEdit(text="Hail fell."))).claim_id
    await services.curation.retire(chief, deed(), old)
    for asker in (501, 502):
        await services.requests.ask(
            Member(asker, chief.community), deed(), "Is the dam safe?", consent=True
        )


async def _claim(services: CuratorServices, chief: Member, text: str) -> int:
    claim = (await services.curation.add(chief, deed(), ClaimEdit(text=text))).claim_id
    await services.annotation.add_hop(chief, deed(), claim, HopForm(who="The mayor"))
    link = SourceForm(url=f"https://gazette.example/{chief.community}/{claim}")
    await services.annotation.add_source(chief, deed(), claim, link, Stance.SUPPORTS)
    return claim


async def _prepare(services: CuratorServices, chief: Member, name: str) -> None:
    """What a command needs beside that."""
    at = int(channel_of(chief.community))
    if name.startswith("digest "):
        time = (datetime.now(UTC) + timedelta(hours=6)).replace(second=0, microsecond=0).time()
        await services.digests.set(chief, deed(), Choice(at, time, "UTC"))
    if name == "digest resume":
        await services.digests.pause(chief, deed(), "")
    if name == "watch remove":
        await services.communities.watch(chief, deed(), at, "reply")
    if name == "pack disable":
        await services.communities.switch(chief, deed(), "bridges", on=True)


def counted(folder: Path, cell: Cell) -> int:
    """How often a cell's change is in the store; 0 for those that change nothing."""
    if not cell.story.counts:
        return 0
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        [(number,)] = connection.execute(cell.story.counts, (cell.guild,)).fetchall()
        return int(number)
