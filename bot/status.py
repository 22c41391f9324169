"""Serves ``/healthz`` and ``/metrics`` beside the bot, on loopback unless it is told otherwise."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from discord.ext.commands import AutoShardedBot

from bot.gateway import Gateway
from bot.health import Health, as_json
from bot.services import Services
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.metrics import Metrics

_FELT_EVERY = 0.5
_log = logging.getLogger(__name__)


def metrics_for(settings: Settings) -> Metrics | None:
    """Metrics, where the settings name a port for them."""
    if settings.metrics_port == 0:
        return None
    from prometheus_client import disable_created_metrics  # noqa: PLC0415 - see below

    from bot.metrics import Metrics  # noqa: PLC0415 - no start waits for what it does not use

    # When each series began is of no use to anybody. The function has no types.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    return Metrics()


@asynccontextmanager
async def status_served(
    bot: AutoShardedBot, services: Services, metrics: Metrics | None
) -> AsyncIterator[None]:
    """Serve health and metrics until the end of the block; a port that is taken is only logged."""
    if metrics is None:
        yield
        return
    gateway = Gateway(bot)
    services.heartbeats.begin()
    async with AsyncExitStack() as stack:
        stack.enter_context(_counted(metrics.log_counter))
        await stack.enter_async_context(_feeling(metrics.lagged))
        runner = web.AppRunner(
            _app(Health(services, gateway), gateway, services, metrics),
            access_log=None,
            shutdown_timeout=1.0,
        )
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        await _listen(runner, services.settings)
        yield


def _app(health: Health, gateway: Gateway, services: Services, metrics: Metrics) -> web.Application:
    async def healthz(request: web.Request) -> web.Response:
        told = as_json(await health.look())
        return web.json_response(told, status=200 if told["well"] else 503)

    async def exposition(request: web.Request) -> web.Response:
        body = await metrics.exposition(services, gateway)
        return web.Response(body=body, headers={"Content-Type": metrics.content_type})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", exposition)
    return app


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.metrics_host, settings.metrics_port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as problem:
        _log.warning(
            "health and metrics are not served: %s port %d cannot be had (%s); set "
            "CAVEAT_METRICS_PORT to a free one, or to 0 to do without",
            host,
            port,
            problem.strerror,
        )
        return
    _log.info("health and metrics are served at %s port %d", host, port)


@contextmanager
def _counted(counter: logging.Handler) -> Iterator[None]:
    root = logging.getLogger()
    root.addHandler(counter)
    try:
        yield
    finally:
        root.removeHandler(counter)


@asynccontextmanager
async def _feeling(lagged: Callable[[float], None]) -> AsyncIterator[None]:
    """Feel how late the event loop comes back."""

    async def feel() -> None:
        now = asyncio.get_running_loop().time
        while True:
            begun = now()
            await asyncio.sleep(_FELT_EVERY)
            lagged(max(0.0, now() - begun - _FELT_EVERY))

    task = asyncio.create_task(feel(), name="feeling the loop's lag")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
