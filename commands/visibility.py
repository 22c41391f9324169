"""Whether an answer is posted for everyone, as its community chose, and remembering that it was."""

from __future__ import annotations

import discord

from claims.report import Report
from commands.acting import acting
from commands.ui.base import Interaction
from commands.ui.entries import answered


async def posts_publicly(interaction: Interaction) -> bool:
    """True where the community wants public answers and the asker may write in this channel."""
    desk, member = await acting(interaction)
    if not member.present:
        return False
    settings = (await desk.curators.communities.settings(member)).settings
    allowed = interaction.permissions
    thread = isinstance(interaction.channel, discord.Thread)
    may_write = allowed.send_messages_in_threads if thread else allowed.send_messages
    return settings.replies_public and may_write


async def remember_public(interaction: Interaction, message: int, report: Report) -> None:
    """Remember which claims a public answer shows, so that a correction can reach it."""
    desk, member = await acting(interaction)
    shown = [(view.claim_id, view.revision) for view in answered(report)]
    if interaction.channel_id is not None and shown:
        await desk.shares.shared(member.community, interaction.channel_id, message, shown)
