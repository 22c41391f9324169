"""A data folder as a first start leaves it, made once for all stories; each works on a copy."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from filelock import FileLock

from bot.services import open_services
from bot.settings import Settings
from matching.matcher import ClaimMatcher


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder that the first who asks makes, also among several processes; nobody writes to it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            fresh = folder.with_name(f"{folder.name}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            make(fresh)
            fresh.rename(folder)
    return folder


def first_start(folder: Path) -> None:
    """Start Caveat on a new data folder: the shipped pack is loaded, and its vectors are there."""

    async def start() -> None:
        async with open_services(Settings(data=folder)) as services:
            assert await services.index.fill_vectors() >= 0
            await services.index.fill_vectors()
            assert services.index.claims > 0
            assert services.index.vectors_behind == 0

    asyncio.run(start())


@contextmanager
def matcher_over(folder: Path) -> Iterator[ClaimMatcher]:
    """The matcher of a data folder, for stories without an event loop."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        services = runner.run(stack.enter_async_context(open_services(Settings(data=folder))))
        yield services.matcher
        runner.run(stack.aclose())
