"""One digest a day, whatever the clock and the machine do: time under control, a real store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import discord
import pytest
import pytest_asyncio
from sqlalchemy import delete, update

from bot.curators import curator_services
from bot.digest_trouble import AdminTeller
from bot.digesting import Digester
from claims.digest import RunState
from claims.schedule import latest
from matching.likeness import TextLikeness
from storage.digest_schema import digest_runs
from storage.digests import LEASE
from tests.digest_world import Daily, a_daily, no_wait
from tests.discord_world import World, a_world, opened_store

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MONDAY = datetime(2027, 2, 1, 8, tzinfo=UTC)
"""09:00 in Berlin."""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def daily(world: World) -> Daily:
    """A server with a digest since the day before, and something to tell."""
    daily = await a_daily(world, begun=MONDAY - DAY)
    await daily.crew.published("The bridge was closed in May.")
    return daily


async def news(daily: Daily, at: datetime, text: str = "") -> None:
    """Something more to tell, from some moment on."""
    daily.now = at
    await daily.crew.published(text or f"Something happened at {at:%d %B %H.%M}.")


async def test_minute_after_minute_of_a_day_there_is_one(daily: Daily):
    for minutes in range(-2, 12 * 60, 7):
        await daily.at(MONDAY + minutes * MINUTE)
    assert len(daily.texts()) == 1


async def test_a_process_that_starts_again_and_again_posts_one(daily: Daily):
    for hours in range(6):
        daily.starts()
        await daily.at(MONDAY + hours * HOUR)
    assert len(daily.texts()) == 1


async def test_a_store_put_back_to_the_night_before_posts_none_that_stands_there(world: World):
    monday = datetime(2026, 2, 2, 8, tzinfo=UTC)  # messages are of January by this Discord's clock
    daily = await a_daily(world, begun=monday - DAY)
    await daily.crew.published("The bridge was closed in May.")
    await daily.at(monday)
    for restored in (monday + HOUR, None):
        async with world.store._database.write() as connection:
            await connection.execute(delete(digest_runs))  # as a backup of that night has it
        daily.starts(restored)
        await daily.at(monday + HOUR)
        assert len(daily.texts()) == (1 if restored else 2)


async def test_two_processes_by_mistake_post_one(daily: Daily, tmp_path: Path):
    world, daily.now = daily.crew.world, MONDAY
    async with opened_store(tmp_path) as other:
        services = curator_services(
            other, world.matcher, TextLikeness(None), b"k" * 32, clock=daily.clock
        )
        book = services.digests.book
        teller = AdminTeller(world.bot, book, other.curating)
        second = Digester(world.bot, services.digests, teller, no_wait)
        for minutes in range(4):
            daily.now = MONDAY + minutes * MINUTE
            posted = await asyncio.gather(daily.digester.tick(), second.tick())
            assert sum(posted) == (minutes == 0)
    await world.env.settle()
    assert len(daily.texts()) == 1


async def test_a_second_process_takes_over_only_once_the_first_has_been_silent(daily: Daily):
    daily.now = MONDAY
    plan = (await daily.digests.book.plans())[daily.crew.community]
    due = latest(plan, daily.crew.community, MONDAY)
    assert due is not None
    run = await daily.digests.take(plan, due)
    assert run is not None, "and then this process dies"
    daily.starts()
    assert await daily.at(MONDAY + MINUTE) == 0
    assert await daily.at(MONDAY + LEASE) == 1
    assert await daily.at(MONDAY + 2 * LEASE) == 0
    assert len(daily.texts()) == 1


@pytest.mark.parametrize("back", [MINUTE, HOUR, DAY, 40 * DAY], ids=str)
async def test_a_clock_that_is_set_back_makes_no_second_one(daily: Daily, back: timedelta):
    await daily.at(MONDAY)
    for minutes in range(0, 26 * 60, 30):
        await daily.at(MONDAY - back + minutes * MINUTE)
    assert len(daily.texts()) == 1
    daily.starts()
    await daily.at(MONDAY - back + HOUR)
    assert len(daily.texts()) == 1


@pytest.mark.parametrize("ahead", [HOUR, DAY, 400 * DAY], ids=str)
async def test_a_clock_that_ran_ahead_and_came_back_loses_no_day(daily: Daily, ahead: timedelta):
    await daily.at(MONDAY)
    await daily.at(MONDAY + ahead)
    await daily.at(MONDAY + MINUTE)
    await news(daily, MONDAY + 2 * HOUR)
    before = len(daily.texts())
    for days in range(1, 4):
        await daily.at(MONDAY + days * DAY)
    assert len(daily.texts()) == before + 1
    told = [text for text in daily.texts() if "Something happened" in text]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("zone", "time", "day", "due"),
    [
        ("Europe/Berlin", "02:30", "2027-03-28", "2027-03-28T01:00"),
        ("Europe/Berlin", "02:30", "2027-10-31", "2027-10-31T00:30"),
        ("America/New_York", "2:30 am", "2027-03-14", "2027-03-14T07:00"),
        ("America/New_York", "1:30 am", "2027-11-07", "2027-11-07T05:30"),
        ("Australia/Lord_Howe", "02:15", "2027-10-03", "2027-10-02T15:30"),
        ("Australia/Lord_Howe", "01:45", "2027-04-04", "2027-04-03T14:45"),
        ("Asia/Kathmandu", "09:00", "2027-05-01", "2027-05-01T03:15"),
        ("Pacific/Chatham", "12:00", "2027-05-01", "2027-04-30T23:15"),
        ("Pacific/Kiritimati", "00:00", "2027-05-01", "2027-04-30T10:00"),
    ],
)
async def test_each_local_day_has_one_at_its_time(
    world: World, zone: str, time: str, day: str, due: str
):
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    daily = await a_daily(world, begun=at - 20 * HOUR, time=time, timezone=zone)
    await daily.crew.published("The bridge was closed in May.")
    assert await daily.at(at - MINUTE) == 0
    assert await daily.at(at) == 1
    local = datetime.fromisoformat(day)
    assert f"{local:%A} {local.day} {local:%B}" in daily.texts()[0]
    await news(daily, at + MINUTE)
    for minutes in (30, 60, 90, 180):
        assert await daily.at(at + minutes * MINUTE) == 0
        daily.starts()


async def test_a_zone_that_is_changed_at_noon_makes_no_second_one_that_day(daily: Daily):
    await daily.at(MONDAY)
    noon = MONDAY + 3 * HOUR
    await news(daily, noon)
    for hours, zone in ((0, "America/Los_Angeles"), (1, "Pacific/Honolulu")):
        daily.now = noon + hours * HOUR
        await daily.set(timezone=zone)
    posted = [await daily.at(noon + hours * HOUR) for hours in range(2, 33)]
    assert sum(posted) == 1
    texts = daily.texts()
    assert "Claims, Monday 1 February" in texts[0]
    assert "Claims, Tuesday 2 February" in texts[1]
    assert daily.now.astimezone(ZoneInfo("Pacific/Honolulu")).hour == 9


async def test_a_zone_to_the_east_makes_no_second_one_that_day_either(daily: Daily):
    await daily.at(MONDAY)
    daily.now = MONDAY + 3 * HOUR
    await news(daily, daily.now)
    await daily.set(timezone="Pacific/Auckland")
    posted = [await daily.at(MONDAY + hours * HOUR) for hours in range(4, 28)]
    assert sum(posted) == 1
    assert "Claims, Tuesday 2 February" in daily.texts()[1]


async def test_half_a_day_that_was_missed_is_caught_up(daily: Daily):
    assert await daily.at(MONDAY + 12 * HOUR) == 1
    assert "Claims, Monday 1 February" in daily.texts()[0]


async def test_more_than_half_a_day_is_left_out_and_the_next_one_says_so(daily: Daily):
    await daily.at(MONDAY)
    await news(daily, MONDAY + 2 * HOUR, "The mill burnt down.")
    assert await daily.at(MONDAY + DAY + 12 * HOUR + MINUTE) == 0
    assert await daily.at(MONDAY + 2 * DAY) == 1
    text = daily.texts()[1]
    assert "The mill burnt down." in text
    assert "No digest was posted for 2 Feb; what happened then is in this one." in text


async def test_a_week_that_was_missed_makes_one_that_says_so(daily: Daily):
    await daily.at(MONDAY)
    for days in range(1, 7):
        await news(daily, MONDAY + days * DAY + HOUR, f"Mill {days} burnt down.")
    daily.starts()
    assert await daily.at(MONDAY + 7 * DAY) == 1
    text = daily.texts()[1]
    assert "No digest was posted for 2 Feb to 7 Feb; what happened then is in this one." in text
    assert all(f"Mill {days} burnt down." in text for days in range(1, 7))


async def test_what_a_digest_says_is_fixed_when_it_is_taken(daily: Daily):
    daily.now = MONDAY
    [plan] = (await daily.digests.book.plans()).values()
    due = latest(plan, daily.crew.community, MONDAY)
    assert due is not None
    assert await daily.digests.take(plan, due) is not None
    await news(daily, MONDAY + MINUTE, "The mill burnt down.")
    curation, who = daily.crew.world.services.curation, daily.crew.member(daily.crew.curator)
    first = await curation.by_number(who, 1)
    await curation.retire(who, "r", first.claim_id)
    daily.starts()
    await daily.at(MONDAY + LEASE)
    assert "The bridge was closed in May." in daily.texts()[0]
    assert "The mill burnt down." not in daily.texts()[0]
    run = await daily.digests.book.run(daily.crew.community, due.day)
    assert run is not None
    assert run.state is RunState.POSTED


async def test_a_weekly_one_comes_once_a_week_and_tells_of_all_of_it(world: World):
    daily = await a_daily(world, begun=MONDAY - DAY, every="0")
    await daily.crew.published("The bridge was closed in May.")
    for days in range(14):
        daily.starts()
        await daily.at(MONDAY + days * DAY)
        await news(daily, MONDAY + days * DAY + HOUR, f"Mill {days} burnt down.")
    first, second = daily.texts()
    assert "### Claims, the week to Monday 1 February" in first
    assert "The bridge was closed in May." in first
    assert "### Claims, the week to Monday 8 February" in second
    assert "- and 1 more" in second
    assert "No digest was posted" not in second


async def test_what_was_refused_is_posted_that_day_once_somebody_has_mended_it(daily: Daily):
    crew = daily.crew
    me = crew.world.bot.get_guild(int(crew.community)).me
    backend = crew.world.env.backend
    mute = discord.PermissionOverwrite(send_messages=False)
    shut = crew.server.guild.create_text_channel("shut", overwrites={me: mute})
    plan = (await crew.world.store.curating.settings(crew.community)).settings.digest
    assert plan is not None
    moved = plan.model_copy(update={"channel": shut.id})
    who = crew.member(crew.admin)
    await crew.world.services.communities.change(who, "moved", {"digest": moved})
    assert await daily.at(MONDAY) == 0
    assert "may not send messages" in await crew.read(crew.admin, "digest resume")
    backend.delete_overwrite(shut.id, me.id)
    await crew.world.env.settle()
    assert "### Resumed" in await crew.read(crew.admin, "digest resume")
    assert await daily.at(MONDAY + HOUR) == 1
    assert "Claims, Monday 1 February" in daily.texts(shut)[0]
    assert await daily.at(MONDAY + 2 * HOUR) == 0


async def test_another_channel_chosen_meanwhile_is_not_stopped_for_the_first_ones_sake(
    daily: Daily,
):
    daily.now = MONDAY
    [plan] = (await daily.digests.book.plans()).values()
    due = latest(plan, daily.crew.community, MONDAY)
    assert due is not None
    assert await daily.digests.take(plan, due) is not None
    gone = daily.crew.server.channel
    daily.crew.server.channel = daily.crew.server.guild.create_text_channel("other")
    await daily.set()
    daily.crew.world.env.backend.delete_channel(gone.id)
    await daily.crew.world.env.settle()
    assert await daily.at(MONDAY + LEASE) == 0
    assert await daily.digests.book.trouble(daily.crew.community) is None
    assert await daily.at(MONDAY + DAY) == 1
    assert "The bridge was closed in May." in daily.texts()[0]


async def test_what_was_sent_before_the_right_was_lost_is_not_sent_again_once_it_is_back(
    world: World,
):
    monday = MONDAY - 52 * 7 * DAY  # near to when this Discord dates its messages
    daily = await a_daily(world, begun=monday - DAY)
    await daily.crew.published("The bridge was closed in May.")
    crew, backend = daily.crew, daily.crew.world.env.backend
    assert await daily.at(monday) == 1
    [message] = daily.messages()
    await unconfirmed(daily)
    me = crew.world.bot.get_guild(int(crew.community)).me
    quiet = discord.PermissionOverwrite(send_messages=False)
    await crew.world.bot.get_channel(crew.server.channel.id).set_permissions(me, overwrite=quiet)
    await crew.world.env.settle()
    assert await daily.at(monday + HOUR) == 0
    assert await daily.digests.book.trouble(crew.community) is not None
    backend.delete_overwrite(crew.server.channel.id, me.id)
    await crew.world.env.settle()
    assert "### Resumed" in await crew.read(crew.admin, "digest resume")
    await daily.at(monday + 2 * HOUR)
    assert [each.id for each in daily.messages()] == [message.id]
    run = await daily.digests.book.run(crew.community, monday.date())
    assert run is not None
    assert (run.state, run.message) == (RunState.POSTED, message.id)


async def unconfirmed(daily: Daily) -> None:
    """Forget that the digest stands in its channel, as a process does that dies after sending."""
    database = daily.crew.world.store.digests._database
    async with database.write() as connection:
        await connection.execute(update(digest_runs).values(state="claimed", message=None))
