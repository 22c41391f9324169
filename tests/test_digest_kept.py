"""What digests keep and for how long, whom they count, and how very many keep to a pace."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.digesting import A_SECOND, AT_ONCE, paced
from claims.digest import LEAST_ASKERS, Digest, Item, Run, RunState
from claims.errors import NotFound
from claims.report import Candidate, Found, Match, Segment, Tier
from claims.retention import ASK_DAYS
from claims.schedule import FARTHEST_BACK
from tests.curating_world import ADA, HERE, THERE, ZOE, World, a_world

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


async def test_the_longest_minute_of_the_year_is_over_within_ten():
    waited, at_work, most = [0.0], 0, 0

    async def sleep(seconds: float) -> None:
        waited[0] += seconds
        await asyncio.sleep(0)

    async def post() -> bool:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        at_work -= 1
        return True

    assert await paced([post] * 10_000, sleep) == 10_000
    assert waited[0] < 600
    assert 10_000 / waited[0] < 1.1 * A_SECOND
    assert most <= AT_ONCE


async def test_one_that_fails_does_not_keep_the_others_from_being_posted():
    async def fails() -> bool:
        raise RuntimeError("no")

    async def posts() -> bool:
        return True

    assert await paced([fails, posts, posts], asyncio.sleep) == 2


async def asked_by(world: World, claim: int, members: int, at: datetime) -> None:
    for member in range(members):
        await world.store.asks.asked(HERE, {claim: f"{member:064}"}, at)


async def test_a_claim_is_counted_from_three_members_on_and_each_of_them_once(tmp_path: Path):
    async with a_world(tmp_path) as world:
        few, many = await world.published(), await world.published(text="The mill burnt down.")
        for hours in range(1, 4):
            await asked_by(world, few, LEAST_ASKERS - 1, NOW - timedelta(hours=hours))
            await asked_by(world, many, LEAST_ASKERS, NOW - timedelta(hours=hours))
        day = NOW - timedelta(days=1), NOW, LEAST_ASKERS, 10
        assert await world.store.asks.most_asked(HERE, *day) == [(many, LEAST_ASKERS)]
        assert await world.store.asks.most_asked(THERE, *day) == []
        assert await world.store.asks.forget_asks(NOW) == 3 * (2 * LEAST_ASKERS - 1)
        assert await world.store.asks.most_asked(HERE, *day) == []


async def test_what_a_digest_said_is_forgotten_but_not_that_there_was_one(tmp_path: Path):
    async with a_world(tmp_path) as world:
        digests, book = world.desk.digests, world.store.digests
        said = Digest(HERE, NOW.date(), NOW, NOW, "", new=(Item(1, "The mill burnt."),))
        run = Run(HERE, NOW.date(), RunState.CLAIMED, NOW, NOW, NOW, 1, 71, digest=said)
        assert await book.claim(run, NOW)
        assert not await book.claim(run, NOW)
        await book.settle(run, RunState.POSTED, 5)
        assert await digests.posted(ADA, NOW.date()) == said
        with pytest.raises(NotFound):
            await digests.posted(ZOE, NOW.date())
        assert await book.forget_bodies(NOW + timedelta(days=90)) == 1
        with pytest.raises(NotFound, match="no longer kept"):
            await digests.posted(ADA, NOW.date())
        assert not await book.claim(run, NOW + timedelta(days=90))


async def test_nothing_is_counted_where_no_digest_tells_of_it(tmp_path: Path):
    async with a_world(tmp_path) as world:
        claim = await world.published()
        view = await world.view(claim)
        segment = Segment("The bridge closed.", 0, 18)
        candidate = Candidate(claim, view.claim.ref, Tier.MATCH, 0.99, segment, view.claim.text)
        report = Found((Match(view, candidate),), (), 0)
        for user in range(5):
            await world.desk.asks.note(HERE, user, report)
        day = world.clock.now - timedelta(days=1), world.clock.now, 1, 10
        assert await world.store.asks.most_asked(HERE, *day) == []
        await world.settings(digest=plan(world, sections=["new"]))
        await world.desk.asks.note(HERE, 1, report)
        assert await world.store.asks.most_asked(HERE, *day) == []
        await world.settings(digest=plan(world))
        for user in (1, 2, 2):
            await world.desk.asks.note(HERE, user, report)
        assert await world.store.asks.most_asked(HERE, *day) == [(claim, 2)]


def plan(world: World, **more: object) -> dict[str, object]:
    given = {"channel": 71, "time": "09:00", "zone": "UTC", "since": world.clock.now}
    return {**given, **more}


def test_who_asked_is_kept_for_longer_than_a_digest_looks_back():
    assert timedelta(days=ASK_DAYS) > FARTHEST_BACK
