"""Watched channels where a sign cannot be given: a line in the log, nothing for anybody else."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from tests.curator_world import Crew, crew_of, words_of
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import World, a_world
from tests.watch_world import SAID, marks, replies, watch


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, listens=True) as world:
        yield world


@pytest_asyncio.fixture
async def crew(world: World) -> Crew:
    crew = crew_of(world)
    await world.knows(MOSUL, "11,000 civilians", crew.server, sources=[AP, HILL])
    return crew


@pytest.mark.parametrize("answer", ["reaction", "reply"])
@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10008), (400, 50035)])
async def test_a_sign_that_discord_refuses_is_one_line_in_the_log(
    crew: Crew, caplog: pytest.LogCaptureFixture, answer: str, status: int, code: int
):
    await watch(crew, answer)
    crew.world.env.inject_error("*", "/channels/*/messages*", status=status, code=code)
    with caplog.at_level(logging.INFO, logger="commands.watch"):
        post = await crew.server.ann.send(crew.server.channel, SAID)
        assert (await marks(crew, post), await replies(crew)) == ([], [])
    [line] = [record for record in caplog.records if record.name == "commands.watch"]
    assert str(post.id) in line.getMessage()
    assert f"code {code}" in line.getMessage()
    assert "civilians" not in caplog.text


async def test_a_message_that_is_deleted_meanwhile_gets_no_sign(
    crew: Crew, caplog: pytest.LogCaptureFixture
):
    await watch(crew)
    backend, channel = crew.world.env.backend, crew.server.channel
    match = crew.world.matcher.match

    async def too_late(*given: Any, **options: Any) -> Any:
        [post] = [each for each in channel.history() if each.author.id == crew.server.ann.id]
        backend.delete_message(channel.id, post.id)
        return await match(*given, **options)

    crew.world.matcher.match = too_late  # type: ignore[method-assign]
    backend.create_message(channel.id, crew.server.ann.id, SAID)
    with caplog.at_level(logging.INFO, logger="commands.watch"):
        assert await replies(crew) == []
    [line] = [record for record in caplog.records if record.name == "commands.watch"]
    assert "got no sign" in line.getMessage()


async def test_a_failure_is_logged_without_the_posted_words(
    crew: Crew, caplog: pytest.LogCaptureFixture
):
    await watch(crew)

    async def broken(text: str, *_: object, **__: object) -> None:
        raise ValueError(f"cannot read {text}")

    crew.world.matcher.match = broken  # type: ignore[method-assign,assignment]
    with caplog.at_level(logging.DEBUG):
        post = await crew.server.ann.send(crew.server.channel, SAID)
        assert await marks(crew, post) == []
    [line] = [record.getMessage() for record in caplog.records if record.name == "commands.watch"]
    assert "builtins.ValueError" in line
    assert str(post.id) in line
    assert "civilians" not in line


async def test_an_administrator_is_told_which_permissions_are_missing(crew: Crew):
    mute = discord.PermissionOverwrite(add_reactions=False)
    channel = crew.server.guild.create_text_channel("mute", overwrites={crew.world.bot.user: mute})
    told = words_of(await watch(crew, channel=channel))
    assert "still needs these permissions there: Add Reactions." in told
    assert "still needs" not in words_of(await watch(crew, "reply", channel))
