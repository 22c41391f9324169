"""Which community an interaction belongs to."""

from __future__ import annotations

from typing import Any

import discord

from commands.desk import Desk

DIRECT = "direct"
"""The community of everyone who asks outside a server that installed Caveat: default packs only."""


def community_id(interaction: discord.Interaction[Any]) -> str:
    """The server where it installed Caveat; else, and in direct messages, the shared one."""
    if interaction.guild_id is not None and interaction.is_guild_integration():
        return str(interaction.guild_id)
    return DIRECT


async def community_of(interaction: discord.Interaction[Any], desk: Desk) -> str:
    """The community of an interaction, which exists from then on."""
    community = community_id(interaction)
    if community not in desk.welcomed:
        await desk.welcome(community)
        desk.welcomed.add(community)
    return community
