"""Every fault of Discord for every command at once, the digest too: the table of docs/faults.md."""

import shutil
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fault_background import HOME, said_of, settled, stands
from tests.fault_run import LOG_FAULTS, running, suffer
from tests.fault_stories import STORIES, names_of
from tests.fault_table import FAULTS
from tests.fault_world import CARD, CELLS, guilds_of, make
from tests.loopback_faults import LoopbackFaults
from tests.shipped import made_once

pytestmark = pytest.mark.long


@pytest.fixture(scope="session")
def furnished(for_all: Path) -> Path:
    """A data folder with a server for each command; work on a copy."""
    return made_once(for_all / "faults", make)


@pytest.mark.parametrize("name", FAULTS)
async def test_nothing_is_lost_or_doubled_and_all_is_well_again_within_30_seconds(
    furnished: Path, tmp_path: Path, name: str, record_property: Callable[[str, object], None]
):
    data = Path(shutil.copytree(furnished, tmp_path / "data"))
    fault, discord = FAULTS[name], LoopbackFaults()
    discord.guild_ids = [*guilds_of(CELLS), HOME]
    discord.heartbeat_ms = 5_000
    stands(discord, literal_eval((data / CARD).read_text(encoding="utf-8")))
    fault.begin_early(discord)
    async with discord.listening(), running(discord, data):
        assert names_of(discord.commands) == set(STORIES), "each command needs a story"
        outcome = await suffer(fault, discord, data, CELLS)
        unasked = await settled(discord, fault.unasked)
    record_property("fault", [*outcome.row(name), said_of(unasked)])
    assert outcome.wrong == []
    assert unasked == fault.unasked
    log = (data / "log").read_text(encoding="utf-8")
    assert not LOG_FAULTS.search(log), log
