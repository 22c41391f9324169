"""Files and messages as their readers see them: attachments, replies, forwards, threads."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from commands.check import MENU
from tests.discord_claims import AP, HILL, MOSUL
from tests.discord_world import World, a_world, said
from tests.made_files import pdf

TELLING = "They say US strikes killed 11,000 civilians"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as world:
        yield world


async def knowing(world: World):
    server = world.server()
    await world.knows(MOSUL, "11,000 civilians", server, sources=[AP, HILL])
    return server


async def test_a_file_is_checked_like_a_text(world: World):
    server = await knowing(world)
    file = ("report.pdf", pdf([[TELLING]], title="A report"))
    answer = await server.ann.slash(server.channel, "check", file=file)
    assert answer.response.ephemeral
    assert "### The claim" in said(answer.response)


async def test_a_file_that_cannot_be_read_is_answered_with_why(world: World):
    server = await knowing(world)
    answer = await server.ann.slash(
        server.channel, "check", file=("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    )
    assert "which is not read here" in said(answer.response)


async def test_what_is_no_link_is_answered_with_what_one_looks_like(world: World):
    server = await knowing(world)
    answer = await server.ann.slash(server.channel, "check", link="eleven thousand")
    assert "That is not one link" in said(answer.response)


async def test_the_files_of_a_message_are_checked_with_its_words(world: World):
    server = await knowing(world)
    message = await server.bob.send(
        server.channel,
        "read this, please",
        attachments=[("report.txt", TELLING.encode()), ("photo.png", b"\x89PNG")],
    )
    answer = await server.ann.context_menu(server.channel, MENU, message)
    text = said(answer.response)
    assert "### The claim" in text
    assert "1 attachment is no text (a picture, for instance) and was not read." in text


async def test_a_long_reply_speaks_for_itself(world: World):
    server = await knowing(world)
    told = await server.bob.send(server.channel, TELLING)
    words = "I went to the market and bought pears and plums"
    reply = await server.bob.send(server.channel, words, reply_to=told)
    answer = await server.ann.context_menu(server.channel, MENU, reply)
    assert "Nothing in this community's store matches" in said(answer.response)


async def test_a_forwarded_message_is_checked_as_its_reader_sees_it(world: World):
    server = await knowing(world)
    told = await server.bob.send(server.channel, TELLING)
    forwarded = await server.bob.forward(told, server.channel)
    answer = await server.ann.context_menu(server.channel, MENU, forwarded)
    assert "### The claim" in said(answer.response)


async def test_a_message_in_a_thread_is_checked_there(world: World):
    server = await knowing(world)
    thread = await server.thread("talk about it")
    message = await server.bob.send(thread, TELLING)
    answer = await server.ann.context_menu(thread, MENU, message)
    assert "### The claim" in said(answer.response)
