"""Health and metrics of the running bot: `/healthz`, `/metrics` and `caveat health`."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.heartbeats import Loop
from tests.cli import Said, caveat
from tests.loopback import LoopbackDiscord, texts_of
from tests.test_running import PASTE, started

KEEPS_IDS_OUT = ("200", "300", "400", "Ferdinand", "token")


class Reachable(LoopbackDiscord):
    """A Discord whose gateway can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.there = asyncio.Event()
        self.there.set()

    async def leave(self) -> None:
        """Close the connection and take none until ``there`` is set."""
        self.there.clear()
        assert self._socket is not None
        await self._socket.close(code=4000)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        await self.there.wait()
        return await super()._gateway(request)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def health(data: Path, port: int) -> Said:
    settings = {"CAVEAT_METRICS_PORT": str(port)}
    return await asyncio.to_thread(caveat, "health", "--data", data, **settings)


@dataclass(frozen=True)
class Answer:
    """What came back: an HTTP status and a body."""

    status: int
    words: str


async def fetched(port: int, path: str) -> Answer:
    url = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return Answer(answer.status, await answer.text())


async def until(port: int, path: str, is_so: Callable[[Answer], bool]) -> Answer:
    """Ask until the answer is so; fails after half a minute."""
    async with asyncio.timeout(30):
        while not is_so(answer := await fetched(port, path)):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
    return answer


async def test_a_bot_says_how_it_is_and_what_it_did_and_names_nobody(installed: Path) -> None:
    port = free_port()
    before = await health(installed, port)
    assert (before.status, before.out) == (1, "")
    assert "is `caveat run` running" in before.err

    more = {"CAVEAT_METRICS_PORT": str(port), "CAVEAT_LOG_FORMAT": "json"}
    async with (
        Reachable().listening() as discord,
        started(discord, installed, **more) as process,
    ):
        await asyncio.wait_for(discord.ready.wait(), 60)
        await until(port, "/healthz", lambda answer: answer.status == 200)
        assert "is well: gateway, store, index, loops." in (await health(installed, port)).out
        asked = await discord.command("check", text=PASTE)
        assert "110,000" in texts_of(await discord.answer_to(asked))
        await discord.command("check", text="!!!")
        refused = 'caveat_interactions_total{command="check",outcome="refused"} 1.0'
        await until(port, "/metrics", lambda answer: refused in answer.words)

        told = json.loads((await fetched(port, "/healthz")).words)
        assert (told["well"], told["process"]) == (True, process.pid)
        assert told["parts"]["index"]["behind"] == 0
        assert told["parts"]["index"]["claims"] == 41
        assert told["parts"]["loops"]["digests_seconds"] < 61
        assert {f"{loop}_seconds" for loop in Loop} <= set(told["parts"]["loops"])
        settings = {"CAVEAT_METRICS_PORT": str(port), "CAVEAT_MODEL": "off"}
        doctor = await asyncio.to_thread(caveat, "doctor", "--data", installed, **settings)
        assert "well    Running: Caveat 0.1.0 is well: gateway," in doctor.out
        figures = metrics_in((await fetched(port, "/metrics")).words)
        assert figures['caveat_interactions_total{command="check",outcome="done"}'] == 1
        assert figures['caveat_checks_total{asked="yes",outcome="found"}'] == 1
        assert figures['caveat_checks_total{asked="yes",outcome="refused"}'] == 1
        assert figures['caveat_check_claims_total{tier="differs"}'] >= 1
        for stage in ("intake", "store", "index", "matching", "rendering", "sending"):
            assert figures[f'caveat_check_stage_seconds_count{{stage="{stage}"}}'] >= 1
        assert 0 < figures["caveat_check_seconds_sum"] < 60
        assert figures["caveat_gateway_up"] == 1
        assert figures["caveat_newest_backup_timestamp_seconds"] == 0
        assert figures["caveat_index_claims"] == 41
        assert figures["caveat_store_bytes"] > 100_000
        assert figures["process_resident_memory_bytes"] > 10_000_000
        assert figures["caveat_event_loop_lag_seconds_count"] > 0
        assert figures['caveat_log_records_total{level="info"}'] > 2
        assert len(figures) < 400
        told_to_all = "\n".join(name for name in figures if name.startswith("caveat"))
        assert not any(word in told_to_all for word in KEEPS_IDS_OUT)

        await discord.leave()
        ill = await until(port, "/healthz", lambda answer: answer.status == 503)
        assert json.loads(ill.words)["parts"]["store"]["well"]
        said = await health(installed, port)
        assert said.err == "Caveat is not well: Discord's gateway is not connected.\n"
        discord.there.set()
        await until(port, "/healthz", lambda answer: answer.status == 200)
        again = metrics_in((await fetched(port, "/metrics")).words)
        assert again["caveat_gateway_reconnects"] == 1

        (installed / "caveat.lock").write_text("1\n", encoding="ascii")
        other = await health(installed, port)
        assert other.status == 1
        assert f"Another Caveat (process {process.pid}) answers" in other.err
    lines = [json.loads(line) for line in (installed / "log").read_text("utf-8").splitlines()]
    found, refused = [line for line in lines if line["logger"] == "claims.observing"]
    assert (found["outcome"], refused["outcome"]) == ("found", "refused")
    assert (found["letters"], refused["letters"]) == (len(PASTE), 3)
    assert found["reference"] != refused["reference"]
    assert "Ferdinand" not in json.dumps(lines)


def metrics_in(exposition: str) -> dict[str, float]:
    """The figures by name and labels."""
    lines = [line for line in exposition.splitlines() if not line.startswith("#")]
    return {name: float(figure) for name, _, figure in (line.rpartition(" ") for line in lines)}


@contextlib.asynccontextmanager
async def answering(words: str) -> AsyncIterator[int]:
    """Some other program that serves at a port."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=words)

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("words", ["[]", '{"well": true}', "", "<html>"])
async def test_a_program_that_is_not_caveat_is_not_taken_for_it(words: str, tmp_path: Path) -> None:
    async with answering(words) as port:
        told = await health(tmp_path, port)
    assert (told.status, "is not Caveat" in told.err) == (1, True)


def test_health_that_is_switched_off_is_said_to_be() -> None:
    told = caveat("health", CAVEAT_METRICS_PORT="0")
    assert told.status == 2
    assert "CAVEAT_METRICS_PORT is 0" in told.err


def test_an_address_that_is_none_is_refused_with_its_setting() -> None:
    told = caveat("health", CAVEAT_METRICS_HOST="everywhere")
    assert told.status == 2
    assert "CAVEAT_METRICS_HOST" in told.err
    assert "network address such as 127.0.0.1" in told.err
