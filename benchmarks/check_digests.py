"""How long it takes until all have their digest that are due in the same minute.

The real bot posts over loopback sockets for 1,000 servers that have something to tell. The baseline
is the pace that the program sets itself, so 1.0 means that nothing else holds it up; the longest
pause of the event loop stands beside that of an idle process in the same time.

    .venv/bin/python benchmarks/check_digests.py
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.digesting import A_SECOND  # noqa: E402 - the loopback Discord lies beside the tests
from claims.community import CommunitySettings  # noqa: E402
from claims.schedule import Plan  # noqa: E402
from storage.bodies import body_of  # noqa: E402
from storage.store import Store  # noqa: E402
from tests.loopback import TOKEN  # noqa: E402
from tests.loopback_digests import LAUNCH, LoopbackDigests, channel_of  # noqa: E402

_WATCHED = """
import contextlib, bot.serving
sys.path.insert(0, "benchmarks")
from pauses import Pauses
inner = bot.serving.digesting

@contextlib.asynccontextmanager
async def watched(*given):
    pauses = Pauses()
    try:
        async with pauses, inner(*given):
            yield
    finally:
        print(pauses.told("digests"), flush=True)

bot.serving.digesting = watched
from bot.cli import main
"""
_QUIET = {"CAVEAT_MODEL": "off", "CAVEAT_DEFAULT_PACKS": "none", "CAVEAT_FETCHING": "false"}
_ALLOWED = 600.0


async def main(servers: int) -> None:
    """Print how long it took, beside the pace, and the longest pause."""
    discord = LoopbackDigests(servers)
    with tempfile.TemporaryDirectory(prefix="caveat-digests-") as folder:
        data = Path(folder)
        await _furnish(data, discord.guild_ids)
        script = LAUNCH.replace("from bot.cli import main\n", _WATCHED)
        async with discord.listening():
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", script, discord.address, "", "run"),
                cwd=ROOT,
                env={**os.environ, **_QUIET, "CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": folder},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await discord.reached.get()
            began = time.perf_counter()
            for _ in range(servers - 1):
                await discord.reached.get()
            took = time.perf_counter() - began
            await asyncio.sleep(1)
            process.send_signal(signal.SIGTERM)
            told, _nothing = await process.communicate()
    posted = [len(discord.posts[channel_of(guild)]) for guild in discord.guild_ids]
    print(f"{servers} digests, {posted.count(1)} of them posted once, in {took:.1f} s")
    print(f"over the pace of {A_SECOND:.0f} a second: {took * A_SECOND / servers:.2f}")
    print(f"within {_ALLOWED / 60:.0f} minutes: {int(_ALLOWED * servers / took):,}")
    print(told.decode().strip())


async def _furnish(data: Path, servers: list[str]) -> None:
    """Servers whose digest is due, each with a request to tell of."""
    now = datetime.now(UTC)
    due = (now - timedelta(minutes=3)).time().replace(second=0, microsecond=0)
    asked = f"{now - timedelta(minutes=30):%Y-%m-%d %H:%M:%S.%f}"
    async with Store.open(data / "caveat.db"):
        pass
    with closing(sqlite3.connect(data / "caveat.db")) as connection, connection:
        for server in servers:
            since = now - timedelta(hours=1)
            plan = Plan(channel=int(channel_of(server)), time=due, zone="UTC", since=since)
            settings = body_of(CommunitySettings(digest=plan))
            connection.execute(
                "INSERT INTO communities (id, next_number, created_at, settings, settings_revision)"
                " VALUES (?, 1, ?, ?, 1)",
                (server, asked, settings),
            )
            connection.execute(
                "INSERT INTO requests (community, number, status, text, asked, first_asked,"
                " last_asked, sentence) VALUES (?, 1, 'open', 'x', 1, ?, ?, '')",
                (server, asked, asked),
            )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--servers", type=int, default=1000)
    asyncio.run(main(arguments.parse_args().servers))
