"""An index of very many claims is built beside the bot's work; answers say how far it is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from bot.current import CurrentMatcher
from bot.following import silently
from claims.ports import Change, Readership
from claims.report import Tier
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from tests.matching_world import HERE, HandFeed, claim, refs

STORKS = "White storks nest on the chimneys of the old brewery"


class SlowFeed(HandFeed):
    """Gives its changes five at a time, each five only when it is allowed to."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = asyncio.Event()
        self._allowed = asyncio.Semaphore(0)

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        self._asked.set()
        await self._allowed.acquire()
        return await super().changes(after, 5)

    async def give(self) -> None:
        """Allow five, and wait until the index has them and asks for more."""
        await self._asked.wait()
        self._asked.clear()
        self._allowed.release()
        await asyncio.wait_for(self._asked.wait(), 10)

    def give_all(self) -> None:
        """Allow whatever there is."""
        for _ in range(10):
            self._allowed.release()


@pytest.fixture
def feed() -> SlowFeed:
    feed = SlowFeed()
    feed.put(HERE, 1, claim("storks", STORKS))
    for number in range(2, 21):
        feed.put(HERE, number, claim(f"c{number}", f"Ship {number} left harbour town at noon"))
    return feed


@pytest_asyncio.fixture
async def current(
    feed: SlowFeed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[CurrentMatcher]:
    monkeypatch.setattr("bot.current._MANY", 10)
    monkeypatch.setattr("matching.index._FEW", 1)
    monkeypatch.setattr("matching.index._SHOWN_EVERY", 0.0)
    async with SearchIndex(tmp_path, feed) as index:
        matcher = CurrentMatcher(ClaimMatcher(index), index, feed)
        yield matcher
        await matcher.close()


async def answer(current: CurrentMatcher) -> tuple[list[str], str]:
    """The claims matched, and the note beside them."""
    readers = Readership((HERE,), newest=await current._feed.newest())
    found = await current.match(STORKS, readers)
    return refs(found.candidates, Tier.MATCH), " ".join(found.notes)


async def built(current: CurrentMatcher) -> None:
    assert current._building is not None
    await asyncio.wait_for(current._building, 10)


async def test_checks_are_answered_while_the_index_is_built(
    feed: SlowFeed, current: CurrentMatcher
):
    await current.begin(silently, patient=False)
    matched, note = await answer(current)
    assert (matched, "0 claims can be found so far" in note) == ([], True)
    await feed.give()
    matched, note = await answer(current)
    assert (matched, "5 claims can be found so far" in note) == (["storks"], True)
    feed.give_all()
    await built(current)
    matched, note = await answer(current)
    assert (matched, "being built" in note) == (["storks"], False)


async def test_a_bot_that_ends_meanwhile_goes_on_where_it_was(
    feed: SlowFeed, current: CurrentMatcher
):
    await current.begin(silently, patient=False)
    await feed.give()
    await current.close()
    assert current._index.position == 5
    feed.give_all()
    again = CurrentMatcher(ClaimMatcher(current._index), current._index, feed)
    assert (await answer(again))[0] == ["storks"]
    await built(again)
    assert again._index.claims == 20
