"""All commands asked at once of one bot process while a fault strikes, and what came of each."""

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import fault_background
from tests.fault_stories import PASTE, command, is_answered, said
from tests.fault_table import Fault
from tests.fault_world import SPARE, Cell, counted, guilds_of
from tests.loopback import TOKEN
from tests.loopback_faults import Asked, LoopbackFaults

ROOT = Path(__file__).parent.parent
LEAN = {
    "CAVEAT_MODEL": "off",
    "CAVEAT_DEFAULT_PACKS": "none",
    "CAVEAT_FETCHING": "false",
    "CAVEAT_WATCHING": "true",
    "CAVEAT_MEMBER_RATE": "0",
    "CAVEAT_COMMUNITY_RATE": "0",
    "CAVEAT_METRICS_PORT": "0",
    "CAVEAT_BACKUP_DAYS": "0",
}
LAUNCH = """
import datetime, sys, yarl, discord.http, discord.gateway, discord.state
base, silence = sys.argv.pop(1), float(sys.argv.pop(1))
discord.http.Route.BASE = f"http://{base}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{base}/gateway")
begin = discord.state.ConnectionState.__init__
discord.state.ConnectionState.__init__ = lambda self, **given: begin(
    self, **{"guild_ready_timeout": 0.2, "heartbeat_timeout": silence, **given}
)
WAITS
from bot.cli import main
main()
""".replace("WAITS", fault_background.LAUNCH)
"""Starts ``caveat run`` with other addresses and shorter waits; its patience with a silent gateway
is given, too."""
SILENCE = 60.0
"""Seconds for which discord.py bears a silent gateway, as it is delivered."""
WELL_WITHIN = 30.0
MAY_BE_DONE = re.compile("may be done|is on its way")
LOG_FAULTS = re.compile(r"^Traceback|^\S+ \S+ (ERROR|CRITICAL) +(?! |discord.shard)", re.MULTILINE)


@dataclass
class Result:
    """What a fault did to one command."""

    cell: Cell
    outcome: str
    done: int
    text: str
    wrong: list[str]


@dataclass
class Outcome:
    """What a fault did to all of them, and how soon all was well again."""

    results: list[Result]
    seconds: float
    wrong: list[str]

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.results)

    def row(self, fault: str) -> list[str]:
        """The fault's row of the table."""
        counts = [str(self.count(outcome)) for outcome in ("answered", "told", "silent")]
        done = sum(one.done for one in self.results)
        return [fault, *counts, str(done), f"{self.seconds:.1f} s", str(len(self.wrong))]


@contextlib.asynccontextmanager
async def started(
    discord: LoopbackFaults, data: Path, silence: float = SILENCE
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real program on a data folder, with its log in ``log`` there."""
    with (data / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH, discord.address, str(silence), "run"),
            cwd=ROOT,
            env={**os.environ, **LEAN, "CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": str(data)},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def running(
    discord: LoopbackFaults, data: Path, silence: float = SILENCE
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program once it is there; it has to end well when it is told to end."""
    discord.back.clear()
    async with started(discord, data, silence) as process:
        await asyncio.wait_for(discord.back.wait(), 60)
        yield process
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)
        assert process.returncode == 0, (data / "log").read_text()


async def ask(discord: LoopbackFaults, cell: Cell, step: int, before: Asked | None) -> str:
    """Take a step of a command's story."""
    return await discord.ask(cell.story.steps[step](discord, cell.guild, before), cell.guild)


async def lead_up(discord: LoopbackFaults, cell: Cell) -> Asked | None:
    """Take the steps before the one that the fault strikes."""
    before: Asked | None = None
    for step in range(cell.step):
        token = await ask(discord, cell, step, before)
        assert await discord.until(token, lambda a, s=step: is_answered(a, cell.story, s), 20), (
            cell.where,
            discord.asked[token].seen,
        )
        before = discord.asked[token]
    return before


async def seconds_until_well(discord: LoopbackFaults, patience: float = 40.0) -> float:
    """Ask a plain check again and again, and return the seconds until one is answered."""
    begun = time.monotonic()
    while time.monotonic() - begun < patience:
        token = await discord.ask(command("check", text=PASTE)(discord, SPARE, None), SPARE)
        if await discord.until(token, lambda one: "closed in May" in said(one), 1.0):
            return time.monotonic() - begun
    return patience


async def suffer(
    fault: Fault, discord: LoopbackFaults, data: Path, cells: Sequence[Cell]
) -> Outcome:
    """Ask all commands of a running bot while a fault strikes; then again what was not done."""
    befores = await asyncio.gather(*(lead_up(discord, cell) for cell in cells))
    counts = [counted(data, cell) for cell in cells]
    guilds = guilds_of(cells)
    await fault.begin(discord, guilds)
    tokens = [await ask(discord, c, c.step, b) for c, b in zip(cells, befores, strict=True)]
    await fault.strike(discord, guilds)
    well = asyncio.create_task(seconds_until_well(discord)) if fault.is_of_a_moment else None
    pairs = zip(cells, tokens, strict=True) if not fault.is_silent else ()
    await asyncio.gather(fault.last(), *(_met(discord, fault, *pair) for pair in pairs))
    await fault.end(discord, guilds)
    seconds = await (well or seconds_until_well(discord))
    await asyncio.sleep(fault.after)
    found = [
        judged(cell, discord.asked[token], abs(counted(data, cell) - count))
        for cell, token, count in zip(cells, tokens, counts, strict=True)
    ]
    wrong = [f"{one.cell.where}: {', '.join(one.wrong)}: {one.text}" for one in found if one.wrong]
    wrong += [f"{r.cell.where}: {r.outcome}" for r in found if r.outcome not in fault.outcomes]
    wrong += await again(discord, data, [r for r in found if r.outcome != "answered"])
    if seconds > WELL_WITHIN:
        wrong.append(f"well again after {seconds:.0f} s only")
    return Outcome(found, seconds, wrong)


async def again(discord: LoopbackFaults, data: Path, left: Sequence[Result]) -> list[str]:
    """Ask once more for what was not answered, and done where it was not; says what fails then."""

    async def one(result: Result) -> str:
        cell = result.cell
        if result.done or cell.name == "digest now":  # which an administrator resumes first
            return ""
        before = await lead_up(discord, cell)
        count = counted(data, cell)
        token = await ask(discord, cell, cell.step, before)
        await _answer(discord, cell, token)
        later = judged(cell, discord.asked[token], abs(counted(data, cell) - count))
        if later.outcome == "answered" and not later.wrong:
            return ""
        return f"{cell.where}, asked again: {later.outcome}, {later.wrong}, {later.text}"

    return [said for said in await asyncio.gather(*map(one, left)) if said]


async def _met(discord: LoopbackFaults, fault: Fault, cell: Cell, token: str) -> None:
    """Wait until a command is answered; or kept from that, where the fault does so."""
    if fault.is_mended:
        await _answer(discord, cell, token)
        return
    one = discord.asked[token]
    for _ in range(int(WELL_WITHIN / 0.2)):
        if one.befallen or is_answered(one, cell.story, cell.step):
            break
        await asyncio.sleep(0.2)


async def _answer(discord: LoopbackFaults, cell: Cell, token: str) -> None:
    await discord.until(token, lambda one: is_answered(one, cell.story, cell.step), WELL_WITHIN)


def judged(cell: Cell, one: Asked, done: int) -> Result:
    """What came of a command: answered, told in a sentence, or silent; and what is wrong."""
    text = said(one)
    answered = is_answered(one, cell.story, cell.step)
    outcome = "answered" if answered else "told" if text else "silent"
    last = cell.step + 1 == len(cell.story.steps)
    changes = bool(cell.story.counts) and last
    checks = {
        "done twice": done > 1,
        "answered and not done": answered and changes and done != 1,
        "told that it failed, and done": outcome == "told"
        and done > 0
        and not MAY_BE_DONE.search(text),
        "more than one answer": bool(one.messages) + len(one.more) > 1,
        "several sentences": outcome == "told" and len(text) > 240,
        "our own words": bool(re.search(r"Traceback|Error\b|Exception|reference", text)),
    }
    return Result(cell, outcome, done, text, [name for name, holds in checks.items() if holds])
