"""Who acts in an interaction, as they are at this moment, and what names their deed."""

from __future__ import annotations

from typing import Any

import discord

from claims.people import Member
from commands.community import DIRECT, community_id, community_of
from commands.desk import Desk, desk_of


def member_of(interaction: discord.Interaction[Any]) -> Member:
    """The member with the roles that came with this interaction.

    The permissions are those in the whole server: what one channel allows besides makes nobody a
    curator.
    """
    user, community = interaction.user, community_id(interaction)
    if community == DIRECT or not isinstance(user, discord.Member):
        return Member(user.id, community, present=False)
    allowed = user.guild_permissions
    return Member(
        user=user.id,
        community=community,
        role_ids=frozenset(role.id for role in user.roles),
        can_manage_messages=allowed.manage_messages,
        can_manage_server=allowed.manage_guild,
    )


async def acting(interaction: discord.Interaction[Any]) -> tuple[Desk, Member]:
    """The desk and the member of an interaction, whose community exists from then on."""
    desk = desk_of(interaction)
    await community_of(interaction, desk)
    return desk, member_of(interaction)


def deed_of(interaction: discord.Interaction[Any]) -> str:
    """What the services know this interaction's deed by, however often it is delivered."""
    return str(interaction.id)
