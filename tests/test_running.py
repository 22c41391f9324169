"""The bot as a process: started, asked over real sockets, stopped by a signal, started again."""

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.loopback import LAUNCH, TOKEN, LoopbackDiscord, texts_of

GUILDS, GUILD_MESSAGES = 1 << 0, 1 << 9
ROOT = Path(__file__).parent.parent
PASTE = "AP: US air strikes killed 110,000 civilians in Mosul, says my uncle Ferdinand"


@contextlib.asynccontextmanager
async def running(
    discord: LoopbackDiscord, data: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``caveat run`` on a data folder, once it is ready."""
    discord.ready.clear()
    async with started(discord, data) as process:
        await asyncio.wait_for(discord.ready.wait(), 60)
        yield process


@contextlib.asynccontextmanager
async def started(
    discord: LoopbackDiscord, data: Path, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``caveat run`` on a data folder, with its log in ``log`` there."""
    data.mkdir(exist_ok=True)
    settings = {"CAVEAT_TOKEN": TOKEN, "CAVEAT_DATA": str(data), **more}
    with (data / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH, discord.address, "run"),
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stop(process: asyncio.subprocess.Process, by: signal.Signals) -> float:
    """Send a signal and return the seconds until the process has gone."""
    started = time.monotonic()
    process.send_signal(by)
    await asyncio.wait_for(process.wait(), 20)
    return time.monotonic() - started


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_a_bot_answers_stops_when_told_and_its_buttons_work_afterwards(
    installed: Path, by: signal.Signals
):
    async with LoopbackDiscord().listening() as discord:
        async with running(discord, installed) as process:
            asked = await discord.command("check", text=PASTE)
            answer = texts_of(await discord.answer_to(asked))
            assert "110,000" in answer
            assert "Mosul" in answer
            assert await stop(process, by) < 2
            assert process.returncode == 0
        async with running(discord, installed) as process:
            pressed = await discord.press(asked, "Sources")
            assert "Associated Press" in texts_of(await discord.answer_to(pressed))
            await stop(process, by)
        assert discord.synced == 1, "commands that did not change are not announced again"
    log = (installed / "log").read_text(encoding="utf-8")
    assert "Ferdinand" not in log
    assert not re.search(r"Traceback|ERROR|Unclosed", log), log


async def test_a_bot_that_is_told_to_end_first_answers_what_it_was_asked(installed: Path):
    article = " ".join(
        [PASTE, *(f"On day {day} the mill turned {day * 7} times." for day in range(20))]
    )
    discord = LoopbackDiscord()
    async with discord.listening():
        async with started(discord, installed, CAVEAT_MEMBER_RATE="0") as process:
            await asyncio.wait_for(discord.ready.wait(), 60)
            asked = [await discord.command("check", text=article) for _ in range(4)]
            for token in asked:
                await discord.heard_of(token)
            await stop(process, signal.SIGTERM)
            assert process.returncode == 0
        for token in asked:
            assert "110,000" in texts_of(await discord.answer_to(token, seconds=1))
    log = (installed / "log").read_text(encoding="utf-8")
    assert re.search(r"ends once \d interactions are answered", log)
    assert "Traceback" not in log
    assert "ERROR" not in log


async def test_nothing_that_was_pasted_lies_readable_in_the_data_folder(installed: Path):
    async with (
        LoopbackDiscord().listening() as discord,
        running(discord, installed) as process,
    ):
        await discord.answer_to(await discord.command("check", text=PASTE))
        await stop(process, signal.SIGTERM)
    kept = b"".join(p.read_bytes() for p in installed.rglob("*") if p.is_file())
    assert len(kept) > 100_000
    assert b"Ferdinand" not in kept


async def test_watching_without_its_intent_ends_with_a_sentence_that_says_what_to_do(
    tmp_path: Path,
):
    data = tmp_path / "data"
    more = {"CAVEAT_WATCHING": "true", "CAVEAT_DEFAULT_PACKS": "none", "CAVEAT_MODEL": "off"}
    async with LoopbackDiscord().listening() as discord:
        discord.allowed_intents = GUILDS | GUILD_MESSAGES
        async with started(discord, data, **more) as process:
            assert await asyncio.wait_for(process.wait(), 60) == 2
    log = (data / "log").read_text(encoding="utf-8")
    assert "CAVEAT_WATCHING needs the message content intent" in " ".join(log.split())
    assert "Traceback" not in log
