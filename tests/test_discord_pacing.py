"""Who asks for too much in a minute is told when there is room again; nobody else is held up."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from discord import utils

from bot.desk import desk_over
from bot.services import open_services
from bot.settings import Settings
from claims.limits import Limits, Pace
from commands.check import MENU
from commands.watch import MARK
from tests.curator_world import crew_of
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import Server, World, a_world, said
from tests.watch_world import SAID, marks, watch

TELLING = "They say US strikes killed 11,000 civilians"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest_asyncio.fixture
async def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def world(tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    limits = Limits(Pace(3, clock), Pace(4, clock), Pace(5, clock, seconds=1.0))
    async with a_world(tmp_path, listens=True, limits=limits) as world:
        yield world


async def check(server: Server, who: Any) -> Any:
    return (await who.slash(server.channel, "check", text=TELLING)).response


async def knowing(world: World, name: str = "Server") -> Server:
    server = world.server(name)
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    return server


async def test_a_member_is_told_privately_when_to_try_again_and_then_may(
    world: World, clock: Clock
):
    server = await knowing(world)
    for _ in range(3):
        assert "### The claim" in said(await check(server, server.ann))
    asked = world.matcher.asked
    told = await check(server, server.ann)
    assert told.ephemeral
    assert "a member may ask for 3 checks a minute, so that there is time" in said(told)
    moment = re.search(r"Please try again <t:(\d+):R>\.", said(told))
    assert moment, said(told)
    assert 15 <= int(moment[1]) - utils.snowflake_time(told.id).timestamp() <= 21
    assert world.matcher.asked == asked
    assert "### The claim" in said(await check(server, server.bob)), "others are not held up"
    clock.now += 20
    assert "### The claim" in said(await check(server, server.ann))


async def test_a_community_has_its_limit_too_and_its_neighbour_does_not_feel_it(world: World):
    server, neighbour = await knowing(world), await knowing(world, "Other")
    for who in (server.ann, server.ann, server.bob, server.bob):
        await check(server, who)
    told = said(await check(server, server.bob))
    assert "this community may ask for 4 checks a minute" in told
    assert "### The claim" in said(await check(neighbour, neighbour.ann))


async def test_the_menu_the_search_and_files_count_too(world: World):
    server = await knowing(world)
    message = await server.bob.send(server.channel, TELLING)
    answer = await server.ann.context_menu(server.channel, MENU, message)
    assert "### The claim" in said(answer.response)
    await server.ann.slash(server.channel, "check", file=("told.txt", TELLING.encode()))
    found = await server.ann.slash(server.channel, "claim search", words="civilians")
    assert "3 checks a minute" in said(found.response)
    again = await server.ann.context_menu(server.channel, MENU, message)
    assert "3 checks a minute" in said(again.response)


async def test_a_form_that_was_opened_is_answered_and_none_is_opened_beyond_the_limit(
    world: World,
):
    server = await knowing(world)
    form = await server.ann.slash(server.channel, "check")
    for _ in range(3):
        await check(server, server.ann)
    answer = await server.ann.submit_modal(form, {"text": TELLING})
    assert "### The claim" in said(answer.response), "what was typed is not lost"
    refused = await server.ann.slash(server.channel, "check")
    assert "3 checks a minute" in said(refused.response)


async def test_a_remark_that_cannot_be_kept_now_is_refused_before_its_form_opens(world: World):
    server = await knowing(world)
    card = await check(server, server.ann)
    for _ in range(2):
        await check(server, server.ann)
    refused = await server.ann.click(card, label="Not this claim")
    assert "3 checks a minute" in said(refused.response)
    assert world.remarks.kept == []


async def test_in_direct_messages_everyone_has_a_limit_and_nobody_that_of_strangers(world: World):
    await world.knows(MOSUL, "11,000 civilians", None, sources=[AP, HILL])
    people = [world.person(name) for name in ("cat", "dan", "eve")]
    for who in people * 2:
        assert "### The claim" in said((await who.slash("check", text=TELLING)).response)
    cat = people[0]
    await cat.slash("check", text=TELLING)
    told = (await cat.slash("check", text=TELLING)).response
    assert "a member may ask for 3 checks a minute" in said(told)


async def test_posts_in_watched_channels_leave_room_for_members_and_nobody_is_told(
    world: World, clock: Clock
):
    crew = crew_of(world)
    await world.knows(MOSUL, "11,000 civilians", crew.server, sources=[AP, HILL])
    await watch(crew)
    await crew.server.bob.send(crew.server.channel, "It did rain a lot today, they say")
    signed = await crew.server.ann.send(crew.server.channel, SAID)
    assert await marks(crew, signed) == [MARK]
    for n in range(4):
        clock.now += 1
        world.later += timedelta(hours=2)
        post = await crew.server.bob.send(crew.server.channel, f"{SAID}, on day {n}")
        assert await marks(crew, post) == [], "half of four is left for members"
    assert world.matcher.asked == 2
    assert "### The claim" in said(await check(crew.server, crew.server.ann))
    assert "### The claim" in said(await check(crew.server, crew.server.bob))


async def test_in_a_flood_some_are_told_and_the_others_cost_nobody_time(world: World, clock: Clock):
    server = await knowing(world)
    for _ in range(3):
        await check(server, server.ann)
    answers = [await server.ann.slash(server.channel, "check", text=TELLING) for _ in range(12)]
    told = [answer for answer in answers if answer.response is not None]
    assert len(told) == 5
    clock.now += 1
    assert "3 checks a minute" in said(await check(server, server.ann))


async def test_an_operator_sets_the_limits(tmp_path: Path):
    settings = Settings(
        data=tmp_path, model="off", default_packs=(), member_rate=7, community_rate=0
    )
    async with open_services(settings) as services:
        desk = await desk_over(services)
        assert (desk.limits.member.most, desk.limits.community.most) == (7, 0)
