"""Messages to followers that meet with something: closed doors, people who left, crashes."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from claims.follows import Sending
from tests.curator_world import shown
from tests.discord_world import USER, World, a_world, said
from tests.following_world import MORE, bulletins, courier, edited, letters, mosul, tomorrow


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def test_closed_messages_are_noticed_and_nothing_is_sent_until_they_are_open(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    await edited(world, view, evidence=MORE)
    takes_messages(world, server.ann, yes=False)
    assert await tomorrow(world) == 0
    asked = len(world.env.http_requests)
    assert await tomorrow(world) == 0
    assert len(world.env.http_requests) == asked, "nobody is written to who takes no messages"
    listed = shown(await server.ann.slash(server.channel, "following"))
    assert "Caveat could not write to you" in said(listed)
    takes_messages(world, server.ann, yes=True)
    listed = shown(await server.ann.click(listed, label="Try again"))
    assert "could not write" not in said(listed)
    assert await tomorrow(world) == 1
    assert "The Hill again" in letters(server.ann)[0]


async def test_who_left_the_server_is_told_nothing_more_of_it(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    server.guild.remove_member(server.ann.user)
    await edited(world, view, evidence=MORE)
    assert await tomorrow(world) == 0
    assert await world.store.follows.of(server.ann.id) == []


async def test_whoever_installed_the_app_follows_in_a_server_that_did_not(world: World):
    view = await mosul(world, None)
    server = world.server("Foreign")
    world.installed_by = USER
    card = shown(await server.ann.slash(server.channel, "claim view", number=1))
    await server.ann.click(card, label="Follow")
    await edited(world, view, evidence=MORE)
    assert await tomorrow(world) == 1
    (letter,) = letters(server.ann)
    assert "Foreign" not in letter
    assert "Outside your servers" in letter


async def test_where_the_bot_is_no_longer_nobody_is_told_until_it_is_back(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    view = await edited(world, view, evidence=MORE)
    known = world.bot._connection._guilds
    away = known.pop(server.guild.id)
    assert await tomorrow(world) == 0
    assert await bulletins(world).due() == []
    known[away.id] = away
    await edited(world, view, text="It stands otherwise now.")
    assert await tomorrow(world) == 1
    (letter,) = letters(server.ann)
    assert "The Hill again" in letter
    assert "otherwise now" in letter


async def test_a_message_that_was_sent_before_a_crash_is_not_sent_again(world: World):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    await edited(world, view, evidence=MORE)
    world.later += timedelta(days=1, minutes=5)
    dying = courier(world)
    dying._bulletins = Unconfirmed(world)  # type: ignore[assignment]
    with contextlib.suppress(KeyboardInterrupt):
        await dying.send_all()
    assert len(letters(server.ann)) == 1
    await world.restart()
    assert await courier(world).send_all() == 0
    world.later += timedelta(minutes=5)
    assert await courier(world).send_all() == 0
    assert len(letters(server.ann)) == 1
    assert await world.store.bulletins.left(world.clock()) == []


async def test_a_message_that_was_claimed_but_never_sent_goes_out_as_things_stand_then(
    world: World,
):
    server = world.server()
    view = await mosul(world, server)
    await server.ann.slash(server.channel, "follow claim", number=1)
    view = await edited(world, view, text="As it was for an hour.")
    world.later += timedelta(days=1, minutes=5)
    outbox = bulletins(world)
    [due] = await outbox.due()
    composed = await outbox.compose(due, due.communities)
    assert composed is not None
    assert await outbox.claim(composed) is not None
    assert await outbox.claim(composed) is None, "another process has it"
    await edited(world, view, text="As it stands.")
    world.later += timedelta(minutes=5)
    assert await courier(world).send_all() == 1
    (letter,) = letters(server.ann)
    assert "As it stands." in letter
    assert "for an hour" not in letter


def takes_messages(world: World, who: Any, *, yes: bool) -> None:
    """Have Discord refuse direct messages to somebody, with code 50007, or take them again."""
    world.env.backend.users[who.id].bot = not yes  # it refuses those to bots


class Unconfirmed:
    """An outbox whose reader dies after sending, before it can say so."""

    def __init__(self, world: World) -> None:
        self._real = bulletins(world)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def confirm(self, sending: Sending) -> None:
        raise KeyboardInterrupt
