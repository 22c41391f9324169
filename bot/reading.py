"""What reads pages and files, put together; what fetches is loaded with the first page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.settings import Settings
from claims.check import Reading
from claims.errors import InputProblem
from claims.observing import Observer, Unobserved
from claims.pages import FetchPolicy, Page
from claims.ports import PageReader
from claims.shelves import SettingsShelf
from intake.files import HandedFiles
from intake.worker import ReadingWorker

if TYPE_CHECKING:
    from intake.web_pages import WebPages


class PagesOnDemand(PageReader):
    """Reads pages; the HTTP client is loaded and opened with the first one, not with the program.

    Most texts come without a link, and a start waits for everything that is loaded before it.
    """

    def __init__(
        self, worker: ReadingWorker, contact: str | None, observer: Observer | None = None
    ) -> None:
        self._worker = worker
        self._observer = observer or Unobserved()
        self._contact = contact
        self._turn = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._pages: WebPages | None = None

    async def read(self, address: str, community: str, policy: FetchPolicy) -> Page:
        """Fetch and read a page; raises ``FetchProblem`` or ``ReadingProblem``, which say why."""
        pages = await self._opened()
        try:
            page = await pages.read(address, community, policy)
        except InputProblem as problem:
            self._observer.fetched(type(problem).__name__)
            raise
        self._observer.fetched("read")
        return page

    async def close(self) -> None:
        """Give up what is being fetched, and close every connection."""
        async with self._turn:
            await self._stack.aclose()

    async def _opened(self) -> WebPages:
        async with self._turn:
            if self._pages is None:
                await asyncio.to_thread(_load)
                from intake.fetching import Fetcher, user_agent  # noqa: PLC0415 - see the class
                from intake.web_pages import WebPages  # noqa: PLC0415

                agent = user_agent(version("caveat"), self._contact)
                fetcher = await self._stack.enter_async_context(Fetcher(agent=agent))
                web = WebPages(fetcher, self._worker)
                self._pages = await self._stack.enter_async_context(web)
            return self._pages


@asynccontextmanager
async def open_reading(
    settings: Settings, shelf: SettingsShelf, observer: Observer | None = None
) -> AsyncIterator[Reading]:
    """What reads pages and files; its process starts with the first of them."""
    worker = ReadingWorker()
    pages = PagesOnDemand(worker, settings.fetch_contact, observer)

    async def policy(community: str) -> FetchPolicy:
        chosen = (await shelf.settings(community)).settings
        return settings.fetch_policy.narrowed(
            enabled=chosen.fetching, only=chosen.fetch_only, never=chosen.fetch_never
        )

    async with AsyncExitStack() as stack:
        stack.push_async_callback(worker.close)
        stack.push_async_callback(pages.close)
        yield Reading(pages, HandedFiles(worker), policy)


def _load() -> None:
    """Load the HTTP client in a thread of its own, for it would hold the event loop."""
    import intake.web_pages  # noqa: F401, PLC0415
