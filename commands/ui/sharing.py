"""Showing a card to everyone in the channel: no names, no pings, and of the paste only a quote."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from claims.errors import CaveatError
from claims.report import ClaimView, Found, Match
from commands.community import community_of
from commands.desk import desk_of
from commands.ui.answers import shared_list
from commands.ui.base import NO_PINGS, CardView, Interaction, notice
from commands.ui.cards import shared_view
from commands.ui.entries import view_of
from commands.ui.navigation import open_entry, open_report
from commands.ui.places import Place

_ANSWERED_ALREADY = 40060
_STAYED_PRIVATE = "Discord lets only you see that here: apps may not post publicly in this channel."


class MayNotShare(CaveatError):
    """A card cannot be shown to everyone here."""


async def share(interaction: Interaction, place: Place) -> None:
    """Post a card where its reader is.

    The post is the one answer that Discord takes for a press, so that a press delivered twice, or
    an answer sent twice, still posts once.
    """
    _check_permissions(interaction)
    view, shown = await _public(interaction, place)
    posted = await _post(interaction, view)
    if posted.flags.ephemeral:
        await interaction.followup.send(
            view=notice(_STAYED_PRIVATE), ephemeral=True, allowed_mentions=NO_PINGS
        )
        return
    await _record(interaction, posted.id, shown)


async def _post(interaction: Interaction, view: CardView) -> discord.InteractionMessage:
    """Answer in public, and find the answer where Discord's word that it has it was lost."""
    try:
        response = await interaction.response.send_message(view=view, allowed_mentions=NO_PINGS)
    except discord.HTTPException as problem:
        if problem.code != _ANSWERED_ALREADY:
            raise
    else:
        if isinstance(response.resource, discord.InteractionMessage):
            return response.resource
    return await interaction.original_response()


async def _public(interaction: Interaction, place: Place) -> tuple[CardView, Sequence[ClaimView]]:
    if place.number == 0:
        report = await open_report(interaction, place)
        if isinstance(report, Found):
            kept = await _kept(interaction, report.matches)
            return shared_list(report, kept), [match.view for match in report.matches]
        raise MayNotShare("Open one claim and share that.")
    entry = await open_entry(interaction, place)
    kept = await _kept(interaction, [entry]) if isinstance(entry, Match) else ""
    return shared_view(entry, kept), [view_of(entry)]


async def _kept(interaction: Interaction, shown: Sequence[Match]) -> str:
    """Seal what a card for everyone shows, so that it can be corrected; returns its ticket."""
    desk = desk_of(interaction)
    community = await community_of(interaction, desk)
    return await desk.answers.keep(community, Found(tuple(shown), (), 0))


async def _record(interaction: Interaction, message: int, shown: Sequence[ClaimView]) -> None:
    if interaction.channel_id is None:
        return
    desk = desk_of(interaction)
    community = await community_of(interaction, desk)
    claims = [(view.claim_id, view.revision) for view in shown]
    await desk.shares.shared(community, interaction.channel_id, message, claims)


def _check_permissions(interaction: Interaction) -> None:
    """Both the app and the member must be allowed to write where the card would stand."""
    if interaction.guild_id is None:
        return
    thread = isinstance(interaction.channel, discord.Thread)
    if not _may_write(interaction.permissions, thread=thread):
        raise MayNotShare("You may not write in this channel, so Caveat does not post here.")
    if interaction.is_guild_integration() and not _may_write(
        interaction.app_permissions, thread=thread
    ):
        raise MayNotShare(
            "Caveat may not write in this channel; ask a moderator to let it send messages here."
        )


def _may_write(permissions: discord.Permissions, *, thread: bool) -> bool:
    return permissions.send_messages_in_threads if thread else permissions.send_messages
