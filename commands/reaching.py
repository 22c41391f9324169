"""`/claim reach`: where a claim was answered in public, and which answers are current."""

from __future__ import annotations

from collections.abc import Mapping

from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block, Span, TextLine
from claims.corrections import Reached
from claims.reach import Places
from commands.acting import acting
from commands.choosing import near_numbers
from commands.editing import Number, numbered
from commands.replying import Press, put, wait
from commands.ui.base import CardView, Interaction
from commands.ui.bench import button, page, plain, row
from commands.ui.wishes import Wish, wish

_PAGE = 10
_NOWHERE = "It was not answered in public here, or not lately enough to be corrected."


def reach_view(found: Places, community: str) -> CardView:
    """Where a claim stands, each with a link to the message, newest first."""
    view = found.view
    lines = tuple(_line(answer, community, current=is_now) for answer, is_now in found.answers)
    blocks = [Block(lines, listed=True)] if lines else [Block(plain(_NOWHERE))]
    if found.total:
        count = "1 public answer" if found.total == 1 else f"{found.total} public answers"
        blocks.insert(
            0, Block(plain(f"{count}, newest first. Corrections reach them by themselves."))
        )
    buttons = [button("Back", wish("open", view.claim_id))]
    if found.first:
        buttons.append(button("Newer", wish("reach", view.claim_id, max(0, found.first - _PAGE))))
    if found.first + _PAGE < found.total:
        buttons.append(button("Older", wish("reach", view.claim_id, found.first + _PAGE)))
    return page(f"Where #{view.number} was answered", blocks, [row(*buttons)])


def _line(answer: Reached, community: str, *, current: bool) -> TextLine:
    place = f"https://discord.com/channels/{community}/{answer.channel}/{answer.message}"
    corrected = answer.corrected_at
    said = f", corrected {corrected.day} {corrected:%b %Y}" if corrected else ""
    if not current:
        state = f"shows revision {answer.shown.revision}, to be corrected"
    elif answer.shown.gone:
        state = "says that it is no longer shown"
    else:
        state = "current"
    return (Span(f"{answer.at.day} {answer.at:%b %Y}", url=place), Span(f" · {state}{said}"))


async def _reach(interaction: Interaction, claim_id: int, first: int) -> None:
    desk, member = await acting(interaction)
    found = await desk.curators.reach.of_claim(member, claim_id, first=first, count=_PAGE)
    await put(interaction, reach_view(found, member.community))


async def _press_reach(interaction: Interaction, asked: Wish) -> None:
    await wait(interaction)
    await _reach(interaction, asked.number(0), asked.number(1))


PRESSES: Mapping[str, Press] = {"reach": _press_reach}


class Reaching(Cog):
    """The part of `/claim` that says how far a claim has gone."""

    @app_commands.command(name="reach")
    @app_commands.describe(number="The claim's number, or words to find it by")
    async def reach(self, interaction: Interaction, number: Number) -> None:
        """Where a claim was answered in public, and which answers are current."""
        await wait(interaction)
        await _reach(interaction, (await numbered(interaction, number)).claim_id, 0)

    @reach.autocomplete("number")
    async def _for_reach(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        return await near_numbers(interaction, current)
