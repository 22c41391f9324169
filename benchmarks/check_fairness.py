"""What a flood from one community costs its neighbour: the neighbour's latency alone and beside it.

A loopback Discord drives the real ``caveat run``. A member of one community asks about once a
second; in every other stretch of the same run, members of another community ask a hundred times a
second. Stretches alternate, so that what else the machine does falls on both alike.

    .venv/bin/python benchmarks/check_fairness.py                # as it ships
    .venv/bin/python benchmarks/check_fairness.py --no-limits    # turns alone, nobody refused early
    .venv/bin/python benchmarks/check_fairness.py --services     # checks alone, without Discord

Ends with status 1 where the neighbour's median is beyond 1.2 of what it is alone.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from synthetic_claims import tellings  # noqa: E402

from bot.pauses import short_pauses  # noqa: E402 - the program lies beside this folder
from bot.services import open_services  # noqa: E402
from bot.settings import Settings  # noqa: E402
from claims.errors import CaveatError  # noqa: E402
from claims.models import Claim, Owner  # noqa: E402
from tests.loopback import LAUNCH, TOKEN, texts_of  # noqa: E402
from tests.loopback_load import Asked, LoadedDiscord, Person  # noqa: E402

BAR = 1.2
_CLAIMS = 200
_MEMBERS = 500
_SETTLE = 2.0
_REFUSED = ("Please try again", "a minute")
_UNLIMITED = {"CAVEAT_MEMBER_RATE": "0", "CAVEAT_COMMUNITY_RATE": "0"}
_DICE = random.Random(11)  # noqa: S311 - nothing secret is drawn
_QUIET = {"CAVEAT_METRICS_PORT": "0"}

Check = Callable[[str, int, str], Awaitable[bool]]
"""Asks in a community as a member; True where that was answered, False where it was refused.

Of a flood that is refused, only some are told; the others wait until the end of a stretch.
"""


@dataclass(slots=True)
class Took:
    """The neighbour's seconds, alone and beside the flood, and what became of the flood."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    flood: Counter[str] = field(default_factory=Counter)
    lag: list[float] = field(default_factory=list)


async def main(chosen: argparse.Namespace) -> int:
    """Alternate stretches alone and beside the flood, and print the ratios."""
    guilds = ("200", "201")
    texts = [one.retold for one in tellings(_CLAIMS)]
    with tempfile.TemporaryDirectory(prefix="caveat-fair-") as folder:
        data = Path(folder) / "data"
        await _furnish(data, guilds)
        opened = _services(data) if chosen.services else _bot(data, limits=not chosen.no_limits)
        async with opened as check:
            took = await _alternate(chosen, check, guilds, texts)
    return _told(took, chosen)


async def _furnish(data: Path, guilds: tuple[str, ...]) -> None:
    async with open_services(Settings(data=data)) as services:
        for guild in guilds:
            await services.welcome(guild)
            for one in tellings(_CLAIMS):
                claim, owner = Claim(ref=one.ref, text=one.text), Owner.community(guild)
                await services.store.writer.add(owner, claim, actor="1", reason="Added")
        await services.index.catch_up()
        await services.index.fill_vectors()


@contextlib.asynccontextmanager
async def _services(data: Path) -> AsyncIterator[Check]:
    """Checks by the services alone, in this process."""
    async with open_services(Settings(data=data)) as services:

        async def check(guild: str, member: int, text: str) -> bool:
            try:
                await services.checker.check_text(text, guild)
            except CaveatError:
                return False
            return True

        with short_pauses():
            yield check


def _hear(told: asyncio.Future[dict[str, Any]], _: Asked, body: dict[str, Any]) -> None:
    if not told.done():
        told.set_result(body)


@contextlib.asynccontextmanager
async def _bot(data: Path, *, limits: bool) -> AsyncIterator[Check]:
    """Checks by the real bot, over real sockets."""
    discord = LoadedDiscord(2)
    async with discord.listening():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH, discord.address, "run"),
            cwd=ROOT,
            env={
                **os.environ,
                **_QUIET,
                **({} if limits else _UNLIMITED),
                "CAVEAT_TOKEN": TOKEN,
                "CAVEAT_DATA": str(data),
            },
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

        async def check(guild: str, member: int, text: str) -> bool:
            told: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            who = Person(guild, member)
            asked = Asked("check", who, time.perf_counter(), partial(_hear, told))
            await discord.use(asked, "check", text=text)
            said = texts_of(await told)
            return not all(words in said for words in _REFUSED)

        try:
            await asyncio.wait_for(discord.ready.wait(), 60)
            yield check
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 60)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _alternate(
    chosen: argparse.Namespace, check: Check, guilds: tuple[str, str], texts: list[str]
) -> Took:
    flooding, neighbour = guilds
    took = Took()

    def draw() -> str:
        return _DICE.choice(texts)

    for _ in range(10):
        await check(neighbour, 1, draw())
    for _ in range(chosen.stretches):
        await _ask(check, neighbour, draw, chosen.seconds, took.alone)
        flood = asyncio.create_task(_flood(check, flooding, texts, chosen.flood, took))
        await asyncio.sleep(_SETTLE)
        await _ask(check, neighbour, draw, chosen.seconds, took.beside)
        flood.cancel()
        await asyncio.wait([flood])
        await asyncio.sleep(chosen.rest)
    return took


async def _ask(
    check: Check,
    guild: str,
    draw: Callable[[], str],
    seconds: float,
    into: list[float],
) -> None:
    """Ask about once a second, not in step with anything; two members, so that no limit is met."""
    until, member = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        began, member = time.perf_counter(), member + 1
        if not await check(guild, 10 + member % 40, draw()):
            raise SystemExit("the neighbour was refused")
        into.append(time.perf_counter() - began)
        await asyncio.sleep(_DICE.uniform(0.6, 1.4))


async def _flood(check: Check, guild: str, texts: list[str], rate: float, took: Took) -> None:
    """Ask so often a second, whether earlier questions are answered or not."""
    asking: set[asyncio.Task[None]] = set()
    begin, count = time.perf_counter(), 0

    async def ask(number: int) -> None:
        answered = await check(guild, 1000 + number % _MEMBERS, texts[number % len(texts)])
        took.flood["answered" if answered else "refused"] += 1

    try:
        while True:
            due = begin + count / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            took.lag.append(time.perf_counter() - due)
            took.flood["asked"] += 1
            task = asyncio.create_task(ask(count))
            asking.add(task)
            task.add_done_callback(asking.discard)
            count += 1
    finally:
        took.flood["not told"] += len(asking)
        for task in asking:
            task.cancel()


def _told(took: Took, chosen: argparse.Namespace) -> int:
    print("neighbour ms | alone | beside the flood | ratio")
    ratios = []
    for name, of in (("p50", 49), ("p95", 94), ("mean", None)):
        alone, beside = (_figure(some, of) for some in (took.alone, took.beside))
        ratios.append(beside / alone)
        print(f"{name} | {1000 * alone:.1f} | {1000 * beside:.1f} | {ratios[-1]:.2f}")
    lag = 1000 * statistics.quantiles(took.lag, n=100)[94] if took.lag else 0.0
    print(f"asked: {len(took.alone)} alone, {len(took.beside)} beside the flood")
    print(f"the flood, {chosen.flood:g} a second: {dict(took.flood)}; own lag p95 {lag:.1f} ms")
    return int(ratios[0] > BAR)


def _figure(some: list[float], percent: int | None) -> float:
    if percent is None:
        return statistics.fmean(some)
    return statistics.quantiles(some, n=100, method="inclusive")[percent]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what a flood costs its neighbour.")
    parser.add_argument("--no-limits", action="store_true", help="refuse nobody for asking often")
    parser.add_argument("--services", action="store_true", help="checks alone, without Discord")
    parser.add_argument("--flood", type=float, default=100, help="questions a second")
    parser.add_argument("--stretches", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20, help="of each stretch")
    parser.add_argument("--rest", type=float, default=3, help="seconds after each flood")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments())))
