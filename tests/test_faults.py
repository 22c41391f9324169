"""Every fault of Discord once, while something is read and something changed; all in one process.

``tests/test_faults_long.py`` has each fault for every command.
"""

import asyncio
from pathlib import Path

import pytest

from bot.reconnecting import LONGEST, ShortBackoff
from tests.fault_run import LOG_FAULTS, Outcome, running, started, suffer
from tests.fault_stories import STORIES, names_of
from tests.fault_table import FAULTS
from tests.fault_world import SPARE, Cell, make_small
from tests.loopback_faults import LoopbackFaults, Trouble

READ, CHANGE = "claim view", "claim publish"
SHORT = [name for name, fault in FAULTS.items() if not fault.is_long]
SILENCE = 8.0
"""Seconds for which a silent gateway is borne here; more than the 5 before a new session."""


def cells_of(fault: str) -> list[Cell]:
    """The two commands that a fault strikes, in a server of their own."""
    guild = str(2000 + SHORT.index(fault))
    return [Cell(READ, 0, guild), Cell(CHANGE, 0, guild)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a server for each fault."""
    make_small(tmp_path / "data", [*(cells_of(name)[0].guild for name in SHORT), SPARE])
    return tmp_path / "data"


async def test_each_fault_loses_and_doubles_nothing_and_passes(data: Path):
    discord = LoopbackFaults()
    discord.guild_ids = [*(cells_of(name)[0].guild for name in SHORT), SPARE]
    discord.heartbeat_ms = 1_000
    outcomes: dict[str, Outcome] = {}

    async def one(name: str) -> None:
        outcomes[name] = await suffer(FAULTS[name], discord, data, cells_of(name))

    async with discord.listening(), running(discord, data, SILENCE):
        assert names_of(discord.commands) == set(STORIES), "each command needs a story of faults"
        gateway = [name for name in SHORT if FAULTS[name].is_of_the_gateway]
        await asyncio.gather(*(one(name) for name in SHORT if name not in gateway))
        for name in gateway:
            await one(name)
    assert {name: found.wrong for name, found in outcomes.items() if found.wrong} == {}
    log = (data / "log").read_text(encoding="utf-8")
    assert not LOG_FAULTS.search(log), log


async def test_a_start_while_discord_fails_ends_with_a_sentence(tmp_path: Path):
    discord = LoopbackFaults()
    discord.troubles["*"] = Trouble("503", of=("login",))
    async with discord.listening(), started(discord, tmp_path) as process:
        assert await asyncio.wait_for(process.wait(), 60) == 1
    log = " ".join((tmp_path / "log").read_text(encoding="utf-8").split())
    assert "Discord fails at the moment (status 503); start again in some minutes." in log
    assert "Traceback" not in log


def test_the_pauses_before_a_gateway_is_tried_again_grow_and_stay_short():
    growing = ShortBackoff()
    pauses = [growing.delay() for _ in range(60)]
    assert max(pauses[:1]) <= 2
    assert 6 < max(pauses) <= LONGEST < 30
    assert len(set(pauses)) > 10, "many bots do not come back in the same moment"
