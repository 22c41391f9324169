"""The running bot over real sockets: servers left behind its back or before its eyes."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claims.retention import LEFT_DAYS
from storage.store import Store
from tests.loopback import GUILD, LoopbackDiscord
from tests.test_running import started, stop

ELSEWHERE = "555"
"""A server that the bot was in, and is not any more."""
_SETTINGS = {
    "CAVEAT_DEFAULT_PACKS": "none",
    "CAVEAT_MODEL": "off",
    "CAVEAT_METRICS_PORT": "0",
    "CAVEAT_BACKUP_DAYS": "0",
}


def erasing(data: Path) -> Mapping[str, str | None]:
    with closing(sqlite3.connect(data / "caveat.db")) as connection:
        return dict(connection.execute("SELECT id, erase_at FROM communities").fetchall())


def logged(data: Path) -> str:
    return (data / "log").read_text(encoding="utf-8")


async def until(data: Path, holds: Callable[[Mapping[str, str | None]], bool]) -> None:
    end = time.monotonic() + 30
    while not holds(erasing(data)):
        assert time.monotonic() < end, erasing(data)
        await asyncio.sleep(0.05)


async def test_servers_that_were_left_are_marked_taken_back_and_erased(tmp_path: Path):
    async with Store.open(tmp_path / "caveat.db") as store:
        for community in (GUILD, ELSEWHERE):
            await store.ensure_community(community, ())
    async with LoopbackDiscord().listening() as discord:
        async with started(discord, tmp_path, **_SETTINGS) as process:
            await until(tmp_path, lambda found: found[ELSEWHERE] is not None)
            assert erasing(tmp_path)[GUILD] is None, "it is in this one"
            await discord._dispatch("GUILD_DELETE", {"id": GUILD})
            await until(tmp_path, lambda found: found[GUILD] is not None)
            await stop(process, signal.SIGTERM)
        at = datetime.fromisoformat(erasing(tmp_path)[GUILD] or "").replace(tzinfo=UTC)
        left = at - datetime.now(UTC)
        assert timedelta(days=LEFT_DAYS, minutes=-2) < left <= timedelta(days=LEFT_DAYS)
        with closing(sqlite3.connect(tmp_path / "caveat.db")) as connection, connection:
            past = "UPDATE communities SET erase_at = '2020-01-01 00:00:00.000000' WHERE id = ?"
            connection.execute(past, (ELSEWHERE,))
        async with started(discord, tmp_path, **_SETTINGS) as process:
            await until(tmp_path, lambda found: ELSEWHERE not in found)
            await until(tmp_path, lambda found: found[GUILD] is None)
            # What comes after the rows (copies, the index) is done and told, too.
            await until(tmp_path, lambda _: f"erased community {ELSEWHERE}" in logged(tmp_path))
            await stop(process, signal.SIGTERM)
    assert f"left server {GUILD}" in logged(tmp_path)
    assert "Traceback" not in logged(tmp_path)
