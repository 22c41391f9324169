"""Which posts in watched channels deserve a sign: only certain ones, seldom, and never unasked."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.curators import KeyedNames
from claims.check import Checker, Reading
from claims.community import KeptSettings, Manner
from claims.errors import InputProblem, NotAllowed
from claims.models import Appearance, Claim, Document, Owner
from claims.pages import FetchPolicy, Page
from claims.people import Member
from claims.report import Found, KnownDocument, Tier
from claims.watching import QUEUE, Post, Sighting, Watching
from intake.files import HandedFiles
from intake.pasted import PastedText
from intake.worker import ReadingWorker
from tests import curating_world
from tests.curating_world import ADA, CHIEF, HERE, MO, NIA, THERE, ZOE, deed
from tests.fakes import FakeMatcher

TALK, NEWS = 71, 72
ADDRESS = "https://paper.example/article"
ARTICLE = Document(key="art", title="The article", publisher="The Paper", urls=(ADDRESS,))
SAID = "they say the bridge fell in May"


class Web:
    """Pages that nobody may open; remembers who tried."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    async def read(self, address: str, community: str, policy: FetchPolicy) -> Page:
        self.opened.append(address)
        raise InputProblem("This page is not read in this story.")


class CountedSettings:
    """The settings as the store has them, and how often they were asked for."""

    def __init__(self, shelf: Any) -> None:
        self._shelf = shelf
        self.asked = 0

    async def settings(self, community: str) -> KeptSettings:
        self.asked += 1
        return await self._shelf.settings(community)  # type: ignore[no-any-return]


@dataclass
class Square:
    """Two communities, and the one who looks at what is posted there."""

    world: curating_world.World
    matcher: FakeMatcher
    web: Web
    settings: CountedSettings
    watching: Watching

    async def watches(self, channel: int = TALK, manner: Manner = "reaction") -> None:
        await self.world.desk.communities.watch(CHIEF, deed(), channel, manner)
        self.watching.chosen_anew(HERE)

    async def sees(self, text: str = SAID, who: Member = MO, channel: int = TALK) -> Any:
        return await self.watching.look(Post(who.community, channel, who.user, text))


@asynccontextmanager
async def a_square(folder: Path) -> AsyncIterator[Square]:
    async with curating_world.a_world(folder) as world:
        matcher, web, store = FakeMatcher(), Web(), world.store
        worker = ReadingWorker()

        async def policy(community: str) -> FetchPolicy:
            return FetchPolicy()

        reading = Reading(web, HandedFiles(worker), policy)
        settings = CountedSettings(store.curating)
        checker = Checker(store.reader, matcher, PastedText(), reading)
        names = KeyedNames(b"secret")
        watching = Watching(checker, settings, store.opt_outs, names, world.clock)
        yield Square(world, matcher, web, settings, watching)
        await worker.close()


@pytest_asyncio.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with a_square(tmp_path) as square:
        await knows_the_bridge(square)
        yield square


async def knows_the_bridge(square: Square, **more: Any) -> None:
    """Keep the claim that the bridge fell, and find it where those words stand."""
    owner, store = Owner.community(HERE), square.world.store
    claim = Claim(
        ref="B1", text="The bridge fell in May.", appearances=(Appearance(document="art"),)
    )
    await store.writer.put_documents(owner, [ARTICLE])
    claim_id = await store.writer.add(owner, claim, actor="test", reason="story")
    view = (await store.reader.views(HERE, [claim_id]))[claim_id]
    square.matcher.finds("the bridge fell", view)
    square.matcher.finds("a bridge may fall", view, score=0.89)
    square.matcher.finds("two bridges fell", view, Tier.DIFFERS, score=0.99)
    square.matcher.finds("bridges are old", view, Tier.RELATED, score=0.99)


async def test_nothing_is_looked_at_until_a_channel_is_watched(square: Square):
    assert await square.sees() is None
    assert square.matcher.asked == 0
    await square.watches()
    assert await square.sees(channel=NEWS) is None
    assert square.matcher.asked == 0
    assert isinstance(await square.sees(), Sighting)


@pytest.mark.parametrize("manner", ["reaction", "reply"])
async def test_a_certain_match_is_a_sighting_in_the_manner_that_was_chosen(
    square: Square, manner: Manner
):
    await square.watches(manner=manner)
    sighting = await square.sees()
    assert sighting.manner == manner
    assert isinstance(sighting.report, Found)
    assert [match.view.claim.ref for match in sighting.report.matches] == ["B1"]


@pytest.mark.parametrize("text", ["a bridge may fall", "two bridges fell", "bridges are old"])
async def test_what_is_not_certain_gets_no_sign_and_starts_no_pause(square: Square, text: str):
    await square.watches()
    assert await square.sees(f"{text} in spring") is None
    assert square.matcher.asked == 1
    assert await square.sees() is not None


async def test_a_document_is_known_by_its_address_and_no_page_is_opened(square: Square):
    await square.watches()
    assert await square.sees("https://paper.example/another-article-of-theirs", NIA) is None
    assert await square.sees("look at https://other.example/x today please", NIA) is None
    sighting = await square.sees(ADDRESS)
    assert isinstance(sighting.report, KnownDocument)
    assert square.web.opened == []


@pytest.mark.parametrize("text", ["", "  ", "🙂 🙂 🙂 🙂", "so true", "1 2 3 4", "<@12> <#13> !!"])
async def test_few_words_are_not_even_matched(square: Square, text: str):
    await square.watches()
    assert await square.sees(text) is None
    assert square.matcher.asked == 0


@pytest.mark.parametrize("text", ["这座桥在五月倒塌了", "สะพานพังในเดือนพฤษภาคม", "पुल मई में गिर गया"])
async def test_scripts_without_blanks_are_matched(square: Square, text: str):
    await square.watches()
    assert await square.sees(text) is None
    assert square.matcher.asked == 1


async def test_an_author_gets_one_sign_an_hour_in_all_channels(square: Square):
    await square.watches()
    await square.watches(NEWS)
    assert await square.sees() is not None
    square.world.clock.forward(minutes=59)
    assert await square.sees() is None
    assert await square.sees(channel=NEWS) is None
    square.world.clock.forward(minutes=1)
    assert await square.sees(channel=NEWS) is not None


async def test_a_channel_gets_one_sign_in_five_minutes(square: Square):
    await square.watches()
    await square.watches(NEWS)
    assert await square.sees() is not None
    assert await square.sees(who=NIA) is None
    assert await square.sees(who=NIA, channel=NEWS) is not None
    square.world.clock.forward(minutes=5)
    assert await square.sees(who=ADA) is not None


async def test_posts_at_once_of_one_author_or_in_one_channel_get_one_sign(square: Square):
    await square.watches()
    await square.watches(NEWS)
    posts = (square.sees(), square.sees(channel=NEWS), square.sees())
    assert len([found for found in await asyncio.gather(*posts) if found]) == 1
    square.world.clock.forward(hours=1)
    posts = (square.sees(who=ADA), square.sees(who=NIA), square.sees(who=CHIEF))
    assert len([found for found in await asyncio.gather(*posts) if found]) == 1


async def test_who_opted_out_is_left_alone_also_after_a_restart(tmp_path: Path):
    async with a_square(tmp_path) as square:
        await knows_the_bridge(square)
        await square.watches()
        for _ in range(2):
            await square.watching.leave_alone(MO)
        assert await square.watching.leaves_alone(MO)
        assert await square.sees() is None
        assert square.matcher.asked == 0
        told = square.matcher.told
    async with a_square(tmp_path) as square:
        square.matcher.told = told
        assert await square.sees() is None
        assert square.matcher.asked == 0
        await square.watching.include_again(MO)
        assert await square.sees() is not None


async def test_an_opt_out_holds_in_one_community_and_names_nobody(square: Square, tmp_path: Path):
    someone = replace(MO, user=987_654_321)
    await square.watching.leave_alone(someone)
    assert not await square.watching.leaves_alone(replace(someone, community=THERE))
    with closing(sqlite3.connect(tmp_path / "caveat.db")) as connection:
        [row] = connection.execute("SELECT * FROM watch_opt_outs").fetchall()
    assert row[0] == HERE
    assert "987654321" not in str(row)
    with pytest.raises(NotAllowed):
        await square.watching.leave_alone(replace(MO, present=False))


@pytest.mark.parametrize("who", [MO, ADA, replace(ZOE, community=HERE, can_manage_server=False)])
async def test_only_administrators_choose_what_is_watched(square: Square, who: Member):
    communities = square.world.desk.communities
    with pytest.raises(NotAllowed, match="Only administrators"):
        await communities.watch(who, deed(), TALK, "reaction")
    await square.watches()
    with pytest.raises(NotAllowed, match="Only administrators"):
        await communities.unwatch(who, deed(), TALK, {TALK})
    assert await square.sees() is not None


async def test_a_change_of_what_is_watched_stands_in_the_audit_log(square: Square):
    await square.watches()
    log = await square.world.store.ledger.audit(HERE, 1)
    assert (log[0].action, log[0].reason) == ("settings changed", "watched")


async def test_a_channel_is_watched_for_its_own_community_alone(square: Square):
    await square.watches()
    assert await square.sees(who=ZOE) is None
    await square.world.desk.communities.watch(ZOE, deed(), TALK, "reply")
    square.watching.chosen_anew(THERE)
    assert await square.sees(who=ZOE) is None  # the claim is not theirs
    assert (await square.sees()).manner == "reaction"


async def test_a_channel_is_watched_in_one_manner_and_gone_ones_are_forgotten(square: Square):
    await square.watches()
    await square.watches(NEWS)
    await square.watches(TALK, "reply")
    kept = await square.world.store.curating.settings(HERE)
    assert [(each.channel, each.manner) for each in kept.settings.watched] == [
        (NEWS, "reaction"),
        (TALK, "reply"),
    ]
    kept = await square.world.desk.communities.unwatch(CHIEF, deed(), 99, {TALK, 99})
    assert [each.channel for each in kept.settings.watched] == [TALK]


async def test_at_most_fifty_channels_are_watched(square: Square):
    for channel in range(1, 51):
        await square.watches(channel)
    with pytest.raises(InputProblem, match="50 channels are watched already"):
        await square.watches(51)
    await square.watches(50, "reply")


async def test_a_busy_channel_costs_no_query_a_post(square: Square):
    for _ in range(100):
        assert await square.sees() is None
    assert square.settings.asked == 1
    await asyncio.gather(*(square.sees(who=ZOE) for _ in range(20)))
    assert square.settings.asked == 2
    await square.world.desk.communities.watch(CHIEF, deed(), TALK, "reply")
    assert await square.sees() is None
    square.world.clock.forward(seconds=10)
    assert await square.sees() is not None


async def test_a_flood_is_looked_at_two_by_two_and_the_rest_is_dropped(
    square: Square, caplog: pytest.LogCaptureFixture
):
    await square.watches()
    goes_on, begun, busy, most = asyncio.Event(), asyncio.Semaphore(0), 0, 0
    match = square.matcher.match

    async def slow(*given: Any, **options: Any) -> Any:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        begun.release()
        await goes_on.wait()
        busy -= 1
        return await match(*given, **options)

    square.matcher.match = slow  # type: ignore[method-assign]
    posts = [
        asyncio.create_task(square.sees("zebra umbrella weather today", replace(MO, user=number)))
        for number in range(100, 100 + QUEUE + 12)
    ]
    finishing = asyncio.as_completed(posts)
    for _ in range(10):
        assert await next(finishing) is None
    for _ in range(2):
        await begun.acquire()
    goes_on.set()
    assert await asyncio.gather(*posts) == [None] * len(posts)
    assert most == 2
    assert square.matcher.asked == QUEUE + 2
    [line] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.startswith("too many posts at once")
    assert "zebra" not in caplog.text


async def test_a_failure_frees_its_turn(square: Square):
    await square.watches()
    match = square.matcher.match

    async def broken(*given: Any, **options: Any) -> Any:
        raise RuntimeError

    square.matcher.match = broken  # type: ignore[method-assign]
    for _ in range(3):
        with pytest.raises(RuntimeError):
            await square.sees()
    square.matcher.match = match  # type: ignore[method-assign]
    assert await square.sees() is not None
