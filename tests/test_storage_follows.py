"""Follows and messages to followers on a real file: told once, forgotten with the last follow."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from claims.errors import NotFound
from claims.following import Following
from claims.follows import WHOLE, Follow, NewFollow, Pace, Sending, Step, Waiting
from claims.models import Addition, OpenQuestion
from claims.people import Member
from storage.store import Store
from tests.storage_worlds import (
    HERE,
    THERE,
    a_claim,
    finished,
    in_another_process,
    opened,
    with_pack,
)

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
USER = 77

DIE_WHILE_CONFIRMING = """
import asyncio, shutil, sys
from pathlib import Path
from tests.storage_worlds import killed_at, opened
from tests.test_storage_follows import NOW, USER, confirm_it, prepare, told_and_left

folder = Path(sys.argv[1])
asyncio.run(prepare(folder))
asyncio.run(told_and_left(folder))  # so that nothing is loaded in the child alone
kept = (folder / "caveat.db").read_bytes()
seen = set()
for step in (1, 4, 6, 8, 9, 10, 11, 99):
    died = killed_at(step, lambda: confirm_it(folder))
    seen.add(asyncio.run(told_and_left(folder)))
    if not died:
        break
    for file in folder.glob("caveat.db*"):
        file.unlink()
    (folder / "caveat.db").write_bytes(kept)
assert step == 99
print(sorted(seen))
"""


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(tmp_path) as store:
        for community in (HERE, THERE):
            await store.ensure_community(community.key, ())
        yield store


async def a_follow(
    store: Store, claim_id: int, user: int = USER, community: str = HERE.key, **more: object
) -> Follow:
    new = NewFollow(community, user, claim_id, WHOLE, Pace.DAILY, NOW, None, 1)
    return await store.follows.add(replace(new, **more))  # type: ignore[arg-type]


async def added(store: Store, ref: str = "X1", **more: object) -> int:
    return await store.writer.add(HERE, a_claim(ref, **more), actor="a", reason="r")


async def reworded(store: Store, claim_id: int, text: str, base: int = 1) -> None:
    claim = a_claim("X1", text)
    await store.writer.save(HERE, claim_id, claim, base=base, actor="a", reason="r")


async def claimed(store: Store, waiting: Waiting) -> Sending | None:
    [stirred] = waiting.stirred
    step = Step(stirred.follow.follow_id, stirred.follow.told, stirred.revision, stirred.revision)
    return await store.bulletins.claim(waiting.follower, [step], NOW, daily=True)


async def test_who_follows_nothing_any_more_is_not_known(store: Store):
    first, second = await added(store), await added(store, "X2")
    one, two = await a_follow(store, first), await a_follow(store, second)
    follower = await store.follows.follower(USER)
    assert follower is not None
    assert follower.minute == 8 * 60 + 30
    await store.follows.end(USER, [one.follow_id])
    assert await store.follows.follower(USER) == follower
    await store.follows.end(USER + 1, [two.follow_id])
    assert len(await store.follows.of(USER)) == 1
    assert await store.follows.leave(USER, HERE.key) == 1
    assert await store.follows.follower(USER) is None


async def test_a_claim_that_a_community_does_not_see_cannot_be_followed(store: Store):
    claim_id = await added(store)
    with pytest.raises(NotFound):
        await a_follow(store, claim_id, community=THERE.key)
    assert await store.follows.follower(USER) is None
    await a_follow(store, claim_id)
    assert await store.follows.of(USER, THERE.key) == []


async def test_a_follow_with_an_end_ends_by_itself_and_is_made_longer_by_another(store: Store):
    claim_id = await added(store)
    view = (await store.reader.views(HERE.key, [claim_id]))[claim_id]
    clock = [NOW]
    following = Following(store.follows, store.reader, lambda: clock[0])
    member = Member(USER, HERE.key)
    month = NOW + timedelta(days=30)
    first = await following.follow(member, view, pace=Pace.AT_ONCE, days=30)
    assert first.fresh
    assert first.follow.until == month
    longer = await following.follow(member, view, days=31)
    assert (longer.fresh, longer.follow.pace) == (False, Pace.AT_ONCE)
    assert longer.follow.until == month + timedelta(days=1)
    await reworded(store, claim_id, "The bridge was closed in June.")
    assert len(await store.bulletins.waiting(NOW)) == 1
    assert await store.bulletins.waiting(month + timedelta(days=2)) == []
    clock[0] = month
    for_ever = await following.follow(member, view)
    assert for_ever.follow.until is None
    assert await store.follows.forget_old(NOW + timedelta(days=999), NOW) == 0
    other = await following.follow(Member(USER + 1, HERE.key), view, days=1)
    assert other.fresh
    assert await store.follows.forget_old(month + timedelta(days=1), NOW) == 1
    assert await store.follows.follower(USER + 1) is None


async def test_what_two_send_at_the_same_time_is_sent_by_one(store: Store, tmp_path: Path):
    claim_id = await added(store)
    await a_follow(store, claim_id)
    await reworded(store, claim_id, "The bridge was closed in June.")
    async with opened(tmp_path) as other:
        mine, theirs = await store.bulletins.waiting(NOW), await other.bulletins.waiting(NOW)
        got = await asyncio.gather(claimed(store, mine[0]), claimed(other, theirs[0]))
        [sending] = [each for each in got if each is not None]
        await store.bulletins.confirm(sending, NOW)
        assert await claimed(other, theirs[0]) is None, "it was told meanwhile"
        await other.bulletins.confirm(sending, NOW)
    assert await store.bulletins.waiting(NOW) == []
    assert await store.bulletins.left(NOW) == []


async def test_a_message_that_was_let_go_is_put_together_anew_under_another_number(store: Store):
    claim_id = await added(store)
    await a_follow(store, claim_id)
    await reworded(store, claim_id, "The bridge was closed in June.")
    [waiting] = await store.bulletins.waiting(NOW)
    first = await claimed(store, waiting)
    assert first is not None
    assert await store.bulletins.left(NOW) == [first]
    assert await store.bulletins.left(NOW - timedelta(minutes=1)) == []
    await store.bulletins.release(first)
    second = await claimed(store, waiting)
    assert second is not None
    assert second.bulletin_id > first.bulletin_id


async def test_what_a_community_adds_to_a_packs_claim_stirs_only_its_own_followers(store: Store):
    await with_pack(store, HERE.key, THERE.key)
    view = await store.reader.by_ref(HERE.key, "C01")
    await a_follow(store, view.claim_id, USER, HERE.key)
    await a_follow(store, view.claim_id, USER + 1, THERE.key)
    addition = Addition(questions=(OpenQuestion(text="Why?"),))
    await store.writer.save_addition(HERE.key, view.claim_id, addition, base=1, actor="a")
    [waiting] = await store.bulletins.waiting(NOW)
    assert waiting.follower.user == USER
    [stirred] = waiting.stirred
    assert (stirred.follow.told, stirred.revision) == (1, 2)


async def test_nobody_is_sought_out_who_cannot_be_written_to(store: Store):
    claim_id = await added(store)
    await a_follow(store, claim_id)
    await reworded(store, claim_id, "The bridge was closed in June.")
    await store.follows.block(USER, NOW)
    assert await store.bulletins.waiting(NOW) == []
    assert await store.follows.forget_old(NOW, NOW) == 0
    await store.follows.unblock(USER)
    assert len(await store.bulletins.waiting(NOW)) == 1
    await store.follows.block(USER, NOW)
    assert await store.follows.forget_old(NOW, NOW + timedelta(days=1)) == 1
    assert await store.follows.follower(USER) is None


def test_a_confirmation_that_dies_is_whole_or_never_was(tmp_path: Path):
    states = finished(in_another_process(DIE_WHILE_CONFIRMING, tmp_path))
    assert states == "[(1, 1, False), (2, 0, True)]"


async def prepare(folder: Path) -> None:
    """A store in which one message to a follower was claimed."""
    async with opened(folder) as store:
        await store.ensure_community(HERE.key, ())
        claim_id = await added(store)
        await a_follow(store, claim_id)
        await reworded(store, claim_id, "The bridge was closed in June.")
        [waiting] = await store.bulletins.waiting(NOW)
        assert await claimed(store, waiting)


async def confirm_it(folder: Path) -> None:
    async with opened(folder) as store:
        [sending] = await store.bulletins.left(NOW)
        await store.bulletins.confirm(sending, NOW)


async def told_and_left(folder: Path) -> tuple[int, int, bool]:
    """Which revision was told, how many messages are under way, and whether one was sent."""
    async with opened(folder) as store:
        [follow] = await store.follows.of(USER)
        follower = await store.follows.follower(USER)
        left: Sequence[Sending] = await store.bulletins.left(NOW)
        return follow.told, len(left), bool(follower and follower.daily_at)
