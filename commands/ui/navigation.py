"""Moving about in an answer: each press opens it again, with its claims as they are now."""

from __future__ import annotations

import discord

from claims.report import Report
from commands.community import community_of
from commands.desk import desk_of
from commands.ui.answers import entry_view, list_view
from commands.ui.base import NO_PINGS, CardView, Interaction
from commands.ui.cards import claim_view, detail_view
from commands.ui.entries import Entry, entries, entry_at
from commands.ui.places import NO_ANSWER, Action, Place


async def open_report(interaction: Interaction, place: Place) -> Report:
    """The answer that a button stands under; raises ``NotFound`` once it is forgotten."""
    desk = desk_of(interaction)
    return await desk.answers.open(await community_of(interaction, desk), place.ticket)


async def open_entry(interaction: Interaction, place: Place) -> Entry:
    """The claim that a button stands under; raises ``NotFound`` once it was withdrawn."""
    if place.ticket == NO_ANSWER:
        desk = desk_of(interaction)
        return await desk.reader.by_number(await community_of(interaction, desk), place.number)
    found = entries(await open_report(interaction, place))
    return found[entry_at(found, place.number)]


async def show(interaction: Interaction, place: Place) -> None:
    """One claim of an answer."""
    await _wait(interaction)
    if place.ticket == NO_ANSWER:
        view = claim_view(await open_entry(interaction, place), place)
    else:
        view = entry_view(await open_report(interaction, place), place)
    await _put(interaction, view)


async def show_list(interaction: Interaction, place: Place) -> None:
    """The answer as a whole."""
    await _wait(interaction)
    await _put(interaction, list_view(await open_report(interaction, place), place))


async def pick(interaction: Interaction, place: Place, number: int) -> None:
    """The claim that was chosen in a menu."""
    await show(interaction, place.at(number))


async def show_sources(interaction: Interaction, place: Place) -> None:
    """All sources of a claim."""
    await _details(interaction, place, Action.SOURCES)


async def show_chain(interaction: Interaction, place: Place) -> None:
    """The whole chain of a claim."""
    await _details(interaction, place, Action.CHAIN)


async def show_questions(interaction: Interaction, place: Place) -> None:
    """All questions of a claim."""
    await _details(interaction, place, Action.QUESTIONS)


async def _details(interaction: Interaction, place: Place, action: Action) -> None:
    await _wait(interaction)
    entry = await open_entry(interaction, place)
    await _put(interaction, detail_view(entry, place, action))


async def _wait(interaction: Interaction) -> None:
    """Say at once that an answer is coming: in place for one's own card, else privately."""
    if is_private(interaction.message):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _put(interaction: Interaction, view: CardView) -> None:
    await interaction.edit_original_response(view=view, allowed_mentions=NO_PINGS)


def is_private(message: discord.Message | None) -> bool:
    """True where only one person sees a message, so that it may change under their hand."""
    return message is not None and message.flags.ephemeral
