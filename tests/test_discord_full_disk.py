"""A member checks a text while the disk takes nothing more, and afterwards."""

import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest_asyncio

from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import World, a_world, said

NOT_KEPT = "This answer could not be kept"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """As with a disk quota that is used up: whatever is written is refused."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_member_is_answered_although_the_answer_cannot_be_kept(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    first = await server.ann.slash(server.channel, "check", text="11,000 civilians")
    assert NOT_KEPT not in said(first.response)
    with no_file_may_grow():
        card = (await server.ann.slash(server.channel, "check", text="11,000 civilians")).response
        assert "### The claim" in said(card)
        assert NOT_KEPT in said(card)
    shown = await server.ann.click(card, label="Sources (2)")
    assert "Associated Press" in said(shown.followups[-1] if shown.followups else shown.response)
    again = await server.ann.slash(server.channel, "check", text="11,000 civilians")
    assert NOT_KEPT not in said(again.response)
