"""Whoever has just set a bot up finds the link that invites it in its log."""

import logging
import re
from pathlib import Path

import discord
import pytest
from yarl import URL

from tests.discord_world import a_world


@pytest.mark.parametrize("watching", [False, True])
async def test_a_bot_in_no_server_logs_the_link_that_invites_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, watching: bool
):
    async with a_world(tmp_path, listens=watching) as world:
        for guild in world.bot.guilds:
            await guild.leave()
        await world.env.settle()
        caplog.clear()  # whatever a start logged, where the level was low already
        with caplog.at_level(logging.INFO, "bot.client"):
            await world.bot.on_ready()
    [line] = [record.getMessage() for record in caplog.records if record.name == "bot.client"]
    link = URL(re.search(r"https://\S+", line)[0])
    assert (link.host, link.path) == ("discord.com", "/oauth2/authorize")
    assert link.query["client_id"].isdecimal()
    assert link.query["scope"] == "bot applications.commands"
    asked = discord.Permissions(int(link.query["permissions"]))
    needed = {"read_messages", "send_messages", "send_messages_in_threads", "read_message_history"}
    marks = {"add_reactions"} if watching else set()
    assert {name for name, given in asked if given} == needed | marks


async def test_a_bot_in_a_server_says_only_in_how_many(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    async with a_world(tmp_path) as world:
        world.server()
        await world.env.settle()
        caplog.clear()  # whatever a start logged, where the level was low already
        with caplog.at_level(logging.INFO, "bot.client"):
            await world.bot.on_ready()
    assert f"in {1} servers" in caplog.text
    assert "https://" not in caplog.text
