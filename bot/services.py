"""The one place where the parts are put together: store, index, matcher, checker, answers."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import seeds
from bot.current import CurrentMatcher
from bot.following import Show, silently
from bot.heartbeats import Heartbeats
from bot.memos import Memos
from bot.reading import open_reading
from bot.settings import Settings
from bot.tallies import Counting
from claims.check import Checker, Reading
from claims.errors import ModelProblem, NotFound, PackProblem, StoreBusy, StoreProblem
from claims.limits import Limits, Pace
from claims.observing import Observer, Unobserved
from intake.addresses import ADDRESS_RULES, canonical_address
from intake.pasted import PastedText
from matching.embedder import Embedder
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from matching.models import load_model
from storage.backup import schema_in
from storage.lock import data_folder_lock
from storage.schema import NEWEST
from storage.store import Store
from storage.switching import is_under_way

if TYPE_CHECKING:
    from bot.curators import CuratorServices
    from bot.erasing import Eraser
    from claims.watching import Watching

LOCAL = "local"
"""The community of whoever asks in the terminal without naming one: it has the default packs."""
DATABASE = "caveat.db"
INDEX = "index"
MEMOS = "memos.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """All parts, open. ``embedder`` is None where there is no vector model to be had.

    What no check needs is made when it is first asked for: a start waits for all the others.
    """

    settings: Settings
    store: Store
    index: SearchIndex
    embedder: Embedder | None
    matcher: ClaimMatcher
    current: CurrentMatcher
    checker: Checker
    intake: PastedText
    reading: Reading
    memos: Memos
    counting: Counting
    limits: Limits
    observer: Observer
    welcomed: set[str]
    made_curators: Callable[[], CuratorServices]
    made_watching: Callable[[], Watching]
    made_eraser: Callable[[], Eraser]
    heartbeats: Heartbeats = field(default_factory=Heartbeats)

    @property
    def curators(self) -> CuratorServices:
        """What curators do; one and the same every time."""
        return self.made_curators()

    @property
    def watching(self) -> Watching:
        """The watch over chosen channels; one and the same every time."""
        return self.made_watching()

    @property
    def eraser(self) -> Eraser:
        """What erases communities; one and the same every time, as it takes turns."""
        return self.made_eraser()

    async def welcome(self, community: str) -> None:
        """Make a community known, with the default packs the first time."""
        await self.store.ensure_community(community, default_packs(self.settings))

    async def known_community(self, community: str | None) -> str:
        """The community to ask as: the local one, or a named one, which must see some claim.

        Raises ``NotFound`` where a named one has neither claims nor packs, ``InputProblem`` where
        its name can be none.
        """
        if community is None or community == LOCAL:
            await self.welcome(LOCAL)
            return LOCAL
        counts = await self.store.reader.counts(community)
        if counts.published + counts.from_packs == 0:
            raise NotFound(
                f"The community {community} has no claims and no packs in {self.settings.data}; "
                "`caveat claims import` and `caveat packs enable` give it some."
            )
        return community


def shipped_packs() -> dict[str, Path]:
    """The pack files that ship with Caveat, by the id of the pack, which is the file's name."""
    folder = Path(seeds.__file__).parent
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def default_packs(settings: Settings) -> tuple[str, ...]:
    """The packs that a new community starts with."""
    chosen = settings.default_packs
    return tuple(shipped_packs()) if chosen is None else chosen


def load_embedder(settings: Settings) -> Embedder | None:
    """The vector model; None where it is switched off, or missing, which is logged."""
    if settings.model == "off":
        return None
    try:
        return load_model(settings.model, threads=settings.threads)
    except ModelProblem as problem:
        _log.warning("%s Matching works by words alone until then.", problem.sentence)
        return None


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store of the data folder, migrated to the newest schema, a backup made before that.

    Raises ``StoreProblem``, also where a restore was cut off and nobody has taken the folder since.
    """
    if is_under_way(settings.data):
        raise StoreProblem("A restore was cut off in its last step; `caveat migrate` finishes it.")
    database = settings.data / DATABASE
    found = await asyncio.to_thread(schema_in, database)
    if found not in {None, NEWEST}:
        from bot.upgrading import back_up_first  # noqa: PLC0415 - few starts upgrade anything

        await back_up_first(settings)
    async with Store.open(
        database,
        address_forms=lambda address: (canonical_address(address),),
        address_rules=ADDRESS_RULES,
    ) as store:
        yield store


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    exclusive: bool = True,
    show: Show = silently,
    observer: Observer | None = None,
) -> AsyncIterator[Services]:
    """Open everything that a data folder needs, shipped packs loaded and index current.

    Closed in reverse order, also where opening fails midway. Raises ``StoreProblem``.

    Args:
        settings: Names the folder, and the rest.
        exclusive: Raise ``StoreBusy`` where another Caveat has the folder; otherwise a throw-away
            copy of its index is used beside it.
        show: Hears how far the index has come, where that takes long.
        observer: Hears how checks, fetches and digests went.
    """
    observer = observer or Unobserved()
    async with AsyncExitStack() as stack:
        folder = _hold(stack, settings, exclusive=exclusive)
        loading = asyncio.create_task(asyncio.to_thread(load_embedder, settings))
        stack.push_async_callback(_settled, loading)
        store = await stack.enter_async_context(open_store(settings))
        memos = Memos(settings.data / MEMOS)
        await _load_shipped(store, memos)
        embedder = await loading
        index = await stack.enter_async_context(SearchIndex(folder, store.feed, embedder))
        matcher = ClaimMatcher(index, embedder)
        current = CurrentMatcher(matcher, index, store.feed)
        stack.push_async_callback(current.close)
        await current.begin(show, patient=not exclusive)
        intake = PastedText()
        reading = await stack.enter_async_context(open_reading(settings, store.curating, observer))
        key = await memos.key()
        if not await store.secret_sign.is_of(key):
            _log.warning("%s is not the one of this store; put back that of a backup", MEMOS)
        counting = Counting(lambda: store.tallies)
        stack.push_async_callback(counting.close)
        checker = Checker(store.reader, current, intake, reading, tally=counting)

        welcomed: set[str] = set()
        limits = Limits(Pace(settings.member_rate), Pace(settings.community_rate))

        @cache
        def curators() -> CuratorServices:
            from bot.curators import curator_services  # noqa: PLC0415 - see Services
            from matching.likeness import TextLikeness  # noqa: PLC0415

            days = settings.correction_days
            likeness = TextLikeness(embedder)
            return curator_services(store, current, likeness, key, correction_days=days)

        @cache
        def watching() -> Watching:
            from bot.curators import watching_over  # noqa: PLC0415 - see Services

            return watching_over(store, checker, key, limits, observer)

        @cache
        def eraser() -> Eraser:
            from bot.erasing import Eraser  # noqa: PLC0415 - see Services

            return Eraser(store, index, memos, counting, welcomed)

        yield Services(
            settings=settings,
            store=store,
            index=index,
            embedder=embedder,
            matcher=matcher,
            current=current,
            checker=checker,
            intake=intake,
            reading=reading,
            memos=memos,
            counting=counting,
            limits=limits,
            observer=observer,
            welcomed=welcomed,
            made_curators=curators,
            made_watching=watching,
            made_eraser=eraser,
        )


def _hold(stack: AsyncExitStack, settings: Settings, *, exclusive: bool) -> Path:
    """Take the data folder and return the folder of the index to work on."""
    try:
        stack.enter_context(data_folder_lock(settings.data))
    except StoreBusy:
        if exclusive or is_under_way(settings.data):
            raise
        spare = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="caveat-index-")))
        return copied_index(settings.data / INDEX, spare / INDEX)
    return settings.data / INDEX


def copied_index(index: Path, spare: Path) -> Path:
    """Copy an index that its owner may be changing: what does not fit together is made anew."""
    try:
        shutil.copytree(index, spare)
    except (OSError, shutil.Error):
        shutil.rmtree(spare, ignore_errors=True)
    return spare


async def _settled(loading: asyncio.Task[Embedder | None]) -> None:
    """Wait for the model where opening failed before it was there."""
    await asyncio.wait([loading])


async def _load_shipped(store: Store, memos: Memos) -> None:
    """Load shipped packs that are new or newer; a file that was tried before is not read again."""
    feed = await store.feed.feed_id()
    for pack_id, file in shipped_packs().items():
        content = await asyncio.to_thread(file.read_bytes)
        tried = f"{feed} {hashlib.sha256(content).hexdigest()}"
        if await memos.get(f"shipped.{pack_id}") == tried:
            continue
        from storage.pack_files import read_pack  # noqa: PLC0415 - most starts read none

        pack, digest = await asyncio.to_thread(read_pack, file)
        try:
            await store.packs.load(pack, digest=digest)
        except PackProblem as problem:
            _log.warning("a shipped pack stays as it is installed: %s", problem.sentence)
        await memos.put(f"shipped.{pack_id}", tried)
