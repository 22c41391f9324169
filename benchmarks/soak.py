"""An hour of members and curators, over real sockets: does memory stay flat, and the answer quick?

A loopback Discord, in this process, drives the real ``caveat run`` in its own: checks of texts and
files, buttons, typing ahead, searches, claims that are opened, and edits by curators, in several
servers, each at its time whether earlier ones are answered or not; what takes long is counted from
when it was due. Digests are posted and public answers corrected beside that.

    .venv/bin/python benchmarks/soak.py --minutes 60 --figures soak.json
    .venv/bin/python benchmarks/soak.py --minutes 2 --rate 25

Ends with status 1 where a bar is missed, which it names.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from processes import Taken, taken_by  # noqa: E402
from soak_load import Mix  # noqa: E402
from synthetic_claims import tellings  # noqa: E402

from bot.services import open_services  # noqa: E402 - the program lies beside this folder
from bot.settings import Settings  # noqa: E402
from claims.digesting import Choice  # noqa: E402
from claims.models import Claim, Owner  # noqa: E402
from claims.people import Member  # noqa: E402
from tests.loopback import TOKEN  # noqa: E402
from tests.loopback_digests import channel_of  # noqa: E402
from tests.loopback_load import LoadedDiscord, until_all_answered  # noqa: E402

GROWTH, SLOWEST = 5.0, 1.0
"""The bars: percent that memory may grow after the warm-up, seconds for 99 of 100 answers."""
_CLAIMS = 60
_LAST_ANSWERS = 30.0
_WINDOW = 0.2
"""The part of the samples, at either end, whose means are compared."""
_COMPLAINT = re.compile(
    r"WARNING(?! discord\.client: .* is not installed| discord\.gateway: Can't keep up)"
    r"|ERROR|Traceback"
)
"""The library says that it lags where a heartbeat is answered sooner than it has noted the time."""
_LEGAL = {"CAVEAT_MEMBER_RATE": "120", "CAVEAT_COMMUNITY_RATE": "3000", "CAVEAT_METRICS_PORT": "0"}
_FILE = b"They say about 4,000 fighters left Raqqa with their families. It rained all day.\n"
_LAUNCH = """
import sys, threading, time, yarl, discord.http, discord.gateway
base, told = sys.argv.pop(1), sys.argv.pop(1)
discord.http.Route.BASE = f"http://{base}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{base}/gateway")

def count():
    from asyncio import tasks
    kept = tasks._all_tasks if hasattr(tasks, "_all_tasks") else tasks._scheduled_tasks
    while True:
        time.sleep(2)
        with open(told, "w") as file:
            file.write(str(len(kept)))

threading.Thread(target=count, daemon=True).start()
from bot.cli import main
main()
"""
"""Starts ``caveat run`` with other addresses, and has it say how many tasks it has."""


@dataclass(slots=True)
class Sampled:
    """What the bot took, every few seconds since the warm-up."""

    taken: list[Taken] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    log_size: list[int] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0


async def main(chosen: argparse.Namespace) -> int:
    """Run the load, print the figures, and return the exit status."""
    with tempfile.TemporaryDirectory(prefix="caveat-soak-") as folder:
        data = Path(folder) / "data"
        discord = LoadedDiscord(chosen.servers, _FILE)
        print(f"making {chosen.servers} servers with {_CLAIMS} claims each", flush=True)
        first = await _furnish(data, discord.guild_ids)
        async with discord.listening():
            figures = await _run(chosen, discord, data, first)
    missed = _missed(figures)
    figures["missed"] = missed
    print(json.dumps(figures, indent=2))
    if chosen.figures:
        chosen.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for sentence in missed:
        print(f"missed: {sentence}")
    return 1 if missed else 0


async def _furnish(data: Path, guilds: Sequence[str]) -> int:
    """Servers with claims of their own, and digests due from now on; the first claim's number."""
    settings, numbers = Settings(data=data), set()
    async with open_services(settings) as services:
        now = datetime.now(UTC)
        for place, guild in enumerate(guilds):
            await services.welcome(guild)
            for one in tellings(_CLAIMS):
                claim = Claim(ref=one.ref, text=one.text)
                owner, reason = Owner.community(guild), "Added"
                added = await services.store.writer.add(owner, claim, actor="1", reason=reason)
                view = (await services.store.reader.views(guild, [added]))[added]
                numbers.add(view.number)
            due = now + timedelta(minutes=2 + 8 * place)
            choice = Choice(int(channel_of(guild)), due.time().replace(second=0), "UTC")
            chief = Member(1, guild, can_manage_server=True)
            await services.curators.digests.set(chief, f"soak {guild}", choice)
        await services.index.catch_up()
        await services.index.fill_vectors()
    if len(numbers) != _CLAIMS:
        raise SystemExit("the claims are numbered otherwise than this script thinks")
    return min(numbers)


async def _run(
    chosen: argparse.Namespace, discord: LoadedDiscord, data: Path, first: int
) -> dict[str, Any]:
    tasks, log = data.parent / "tasks", data.parent / "log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _LAUNCH, discord.address, str(tasks), "run"),
            cwd=ROOT,
            env={**os.environ, **_LEGAL, "CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": str(data)},
            stdout=written,
            stderr=written,
        )
    try:
        await asyncio.wait_for(discord.ready.wait(), 60)
        mix = Mix(discord, discord.guild_ids, _CLAIMS, first, chosen.seed)
        warm_up = chosen.warm_up * 60
        print(f"warming up for {warm_up:.0f} s at {chosen.rate:g} a second", flush=True)
        await mix.go(chosen.rate, warm_up)
        mix.heard.clear()
        print("the warm-up is over", flush=True)
        sampled = Sampled(began=time.perf_counter())
        sampling = asyncio.create_task(_sample(process.pid, data, tasks, sampled))
        await mix.go(chosen.rate, chosen.minutes * 60)
        sampled.ended = time.perf_counter()
        sampling.cancel()
        unanswered = await until_all_answered(discord, _LAST_ANSWERS)
        process.send_signal(signal.SIGTERM)
        stopping = time.perf_counter()
        await asyncio.wait_for(process.wait(), 60)
        stopped = time.perf_counter() - stopping
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    complaints = [line for line in log.read_text().splitlines() if _COMPLAINT.search(line)]
    return {
        "minutes": chosen.minutes,
        "rate": chosen.rate,
        "servers": chosen.servers,
        **_times(mix, sampled),
        **_growth(sampled),
        "unanswered": unanswered,
        "troubles": dict(+mix.heard.troubles),
        "complaints in the log": complaints[:20],
        "digests posted": sum(map(len, discord.posts.values())),
        "public answers corrected": discord.edited,
        "exit status": process.returncode,
        "seconds to stop": round(stopped, 2),
    }


async def _sample(pid: int, data: Path, tasks: Path, into: Sampled) -> None:
    def look() -> None:
        wal = data / "caveat.db-wal"
        into.taken.append(taken_by(pid))
        into.tasks.append(int(tasks.read_text() or 0) if tasks.exists() else 0)
        into.log_size.append(wal.stat().st_size if wal.exists() else 0)

    while True:
        await asyncio.to_thread(look)
        await asyncio.sleep(3)


def _times(mix: Mix, sampled: Sampled) -> dict[str, Any]:
    """Milliseconds from when something was due to its last word, and how late this process was."""
    took = mix.heard.took
    everything = [one for some in took.values() for one in some]
    seconds = sampled.ended - sampled.began
    return {
        "answers": len(everything),
        "answers a second": round(len(everything) / seconds, 1),
        "answer ms": _spread(everything),
        "by kind ms": {what: {"n": len(some), **_spread(some)} for what, some in took.items()},
        "own lag ms": _spread(mix.heard.lag),
    }


def _spread(some: Sequence[float]) -> dict[str, float]:
    if len(some) < 2:
        return {}
    cuts = statistics.quantiles(some, n=100, method="inclusive")
    figures = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(some)}
    return {name: round(1000 * seconds, 1) for name, seconds in figures.items()}


def _growth(sampled: Sampled) -> dict[str, Any]:
    taken = sampled.taken
    some = max(int(len(taken) * _WINDOW), 1)
    before = statistics.fmean(one.memory for one in taken[:some])
    after = statistics.fmean(one.memory for one in taken[-some:])
    cpu = (taken[-1].cpu - taken[0].cpu) / (sampled.ended - sampled.began)
    return {
        "memory MB": {
            "after warm-up": round(before / 1e6, 1),
            "at the end": round(after / 1e6, 1),
            "most": round(max(one.memory for one in taken) / 1e6, 1),
        },
        "memory growth %": round(100 * (after / before - 1), 2),
        "share of one processor": round(cpu, 2),
        "open files": _range([one.files for one in taken]),
        "threads": _range([one.threads for one in taken]),
        "tasks": _range(sampled.tasks),
        "most MB in the write-ahead log": round(max(sampled.log_size) / 1e6, 1),
        "memory MB in time": [round(one.memory / 1e6) for one in taken[:: len(taken) // 30 + 1]],
    }


def _range(some: Sequence[int]) -> dict[str, float]:
    part = max(int(len(some) * _WINDOW), 1)
    first, last = statistics.fmean(some[:part]), statistics.fmean(some[-part:])
    return {"at first": round(first, 1), "at last": round(last, 1), "most": max(some)}


def _missed(figures: dict[str, Any]) -> list[str]:
    """The bars that were missed, a sentence each."""
    missed = []
    if figures["memory growth %"] >= GROWTH:
        missed.append(f"memory grew by {figures['memory growth %']} %, {GROWTH:g} % are allowed")
    p99 = figures["answer ms"]["p99"]
    if p99 >= 1000 * SLOWEST:
        missed.append(f"99 of 100 answers took up to {p99:g} ms, {1000 * SLOWEST:g} are allowed")
    if figures["unanswered"]:
        missed.append(f"{figures['unanswered']} interactions had no answer")
    if figures["troubles"]:
        missed.append(f"members were told of trouble: {figures['troubles']}")
    if figures["complaints in the log"]:
        missed.append(f"the log complains: {figures['complaints in the log'][0]}")
    if figures["exit status"]:
        missed.append(f"the bot ended with status {figures['exit status']}")
    return missed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Load the bot for long and look at what it takes.")
    parser.add_argument("--minutes", type=float, default=60, help="after the warm-up")
    parser.add_argument("--warm-up", type=float, default=5, help="minutes before it")
    parser.add_argument("--rate", type=float, default=50, help="interactions a second")
    parser.add_argument("--servers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--figures", type=Path, help="a JSON file to write them to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments())))
