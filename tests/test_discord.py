"""What members see and press, on the real command tree, held against Discord's own rules."""

from collections.abc import AsyncIterator

import pytest_asyncio

from claims.models import (
    Act,
    Claim,
    Departure,
    DepartureLevel,
    Evidence,
    Hop,
    OpenQuestion,
    Source,
    Stance,
)
from tests.discord_world import World, a_world, offered, said

AP = Source(
    key="AP",
    publisher="Associated Press",
    title="More than 9,000 died",
    date="2017-12-20",
    url="https://apnews.com/mosul",
)
MOSUL = Claim(
    ref="C37",
    text="The article puts the known civilian dead of Mosul at about 11,000, citing AP.",
    title="11,000 civilian dead in Mosul",
    chain=(
        Hop(who="Mosul morgue", act=Act.ESTIMATED, earliest=True),
        Hop(who="Associated Press", act=Act.REPORTED, date="2017-12-20", source="AP"),
    ),
    departure=Departure(level=DepartureLevel.MAJOR, note="AP gives a range; this takes its top."),
    evidence=(Evidence(source="AP", stance=Stance.SUPPORTS, note="Gives 9,000 to 11,000."),),
    questions=(OpenQuestion(text="Who is responsible for the rest?", settled_by="An inquiry."),),
)
RAQQA = Claim(ref="C12", text="About 4,000 fighters left Raqqa under a deal.", title="4,000 left")


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    async with a_world() as world:
        yield world


async def test_a_paste_is_answered_privately_with_its_claim(world: World):
    server = world.server()
    world.knows(MOSUL, "11,000 civilians", server, sources=[AP])
    answer = await server.ann.slash(server.channel, "check", text="US killed 11,000 civilians")
    assert answer.response.ephemeral
    text = said(answer.response)
    assert "### The claim" in text
    assert "[Associated Press, 20 Dec 2017](https://apnews.com/mosul)" in text
    assert offered(answer.response) == [
        "Sources (1)",
        "The chain",
        "Open questions (1)",
        "Share here",
        "Not this claim",
    ]
