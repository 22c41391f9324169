"""`/claim`: opening claims by number and finding them by words."""

from __future__ import annotations

import re

from discord import app_commands
from discord.ext.commands import GroupCog

from claims.limits import Cost
from claims.models import Status
from commands.acting import acting
from commands.adding import Adding
from commands.choosing import near_numbers, shown_claims
from commands.community import community_of
from commands.desk import Desk
from commands.details import Details
from commands.editing import Editing
from commands.everywhere import everywhere
from commands.marking import Marking
from commands.pacing import paced
from commands.reaching import Reaching
from commands.revising import History
from commands.ui.answers import search_view
from commands.ui.base import NO_PINGS, CardView, Interaction
from commands.ui.bench import bench_view, button, row
from commands.ui.cards import claim_view
from commands.ui.places import Place
from commands.ui.wishes import wish

_NEAREST = 10
_NUMBER = re.compile(r"#\d{1,9}")
_LARGEST = 2**31 - 1


@everywhere
class ClaimCommands(
    Adding,
    Details,
    Editing,
    History,
    Marking,
    Reaching,
    GroupCog,
    group_name="claim",
    group_description="The claims kept here",
):
    """Reading the claims of a community, and for curators all that makes one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command(name="view")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def view(
        self, interaction: Interaction, number: app_commands.Range[int, 1, _LARGEST]
    ) -> None:
        """Open a claim: who says so, what changed on the way, and what is open."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        card = await self._card(interaction, number)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_PINGS)

    @app_commands.command(name="search")
    @app_commands.describe(words="Words, a name, a figure, or a sentence like the claim")
    async def search(
        self, interaction: Interaction, words: app_commands.Range[str, 1, 500]
    ) -> None:
        """Find the claims that are nearest to some words."""
        paced(interaction, Cost.SEARCH)
        await interaction.response.defer(ephemeral=True, thinking=True)
        community = await community_of(interaction, self._desk)
        if _NUMBER.fullmatch(words.strip()):
            card = await self._card(interaction, int(words.strip().removeprefix("#")))
        else:
            near = await self._desk.checker.nearest(words, community, _NEAREST)
            card = search_view(near, words)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_PINGS)

    @view.autocomplete("number")
    async def _numbers(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current) or [
            app_commands.Choice(name=name, value=n)
            for name, n in await shown_claims(interaction, current)
        ]

    @search.autocomplete("words")
    async def _words(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        found = await shown_claims(interaction, current)
        return [app_commands.Choice(name=name, value=f"#{n}") for name, n in found]

    async def _card(self, interaction: Interaction, number: int) -> CardView:
        """A claim as members see it; curators see drafts too, and the way to their work."""
        desk, member = await acting(interaction)
        if not (await desk.curators.communities.rights(member)).curator:
            view = await desk.reader.by_number(member.community, number)
            return claim_view(view, Place(number=number))
        view = await desk.curators.curation.by_number(member, number)
        if view.claim.status is not Status.PUBLISHED:
            return bench_view(view)
        card = claim_view(view, Place(number=number))
        return card.add_item(row(button("Work on it", wish("open", view.claim_id))))
