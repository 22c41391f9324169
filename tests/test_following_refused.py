"""Messages to followers that Discord refuses: let go where for ever, kept where it may pass."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.discord_world import World, a_world
from tests.following_world import MORE, courier, edited, letters, mosul

POST = ("POST", "/channels/*/messages")


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def followed(world: World) -> tuple[Any, Any]:
    """A member of a server and a claim that they follow, which has changed since."""
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    view = await edited(world, view, evidence=MORE)
    world.later += timedelta(days=1, minutes=5)
    return server.ann, view


async def test_a_message_that_discord_will_never_take_is_let_go_and_the_next_change_is_told(
    world: World, caplog: pytest.LogCaptureFixture
):
    ann, view = await followed(world)
    world.env.inject_error(*POST, status=400, code=50035, message="Invalid Form Body")
    with caplog.at_level(logging.ERROR, logger="bot.bulletins"):
        assert await courier(world).send_all() == 0
    assert "was refused" in caplog.text
    assert "The Hill" not in caplog.text, "the log says nothing of what it was"
    assert await world.store.bulletins.left(world.clock() + timedelta(hours=1)) == []
    world.later += timedelta(days=1)
    assert await courier(world).send_all() == 0, "it is not tried for ever"
    await edited(world, view, text="It stands otherwise now.")
    world.later += timedelta(days=1, minutes=5)
    assert await courier(world).send_all() == 1
    (letter,) = letters(ann)
    assert "otherwise now" in letter


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_a_discord_that_fails_is_waited_for_and_the_message_stands_there_once(
    world: World, status: int
):
    ann, _ = await followed(world)
    world.env.inject_error(*POST, status=status)
    one = courier(world)
    assert await one.send_all() == 0
    assert await one.send_all() == 0, "nobody knows yet whether it was sent"
    world.later += timedelta(minutes=5)
    assert await one.send_all() == 1
    (letter,) = letters(ann)
    assert "The Hill again" in letter
    world.later += timedelta(days=1)
    assert await one.send_all() == 0


async def test_a_refusal_for_one_follower_holds_up_no_other(world: World):
    ann, _ = await followed(world)
    server = world.server("Elsewhere")
    view = await mosul(world, server)
    await server.bob.slash(server.channel, "follow claim", number=1)
    await edited(world, view, evidence=MORE)
    world.later += timedelta(days=1, minutes=5)
    world.env.inject_error(*POST, status=403, code=50001, message="Missing Access")
    one = courier(world)
    assert await one.send_all() == 1
    assert sorted(map(len, (letters(ann), letters(server.bob)))) == [0, 1]
    world.later += timedelta(minutes=10)
    assert await courier(world).send_all() == 1
    assert [*map(len, (letters(ann), letters(server.bob)))] == [1, 1]
