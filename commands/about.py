"""`/about`: what Caveat is and is not, what it keeps, and where it comes from."""

from __future__ import annotations

from discord import app_commands
from discord.ext.commands import Cog

from claims.card import Block, Card, Span
from commands.desk import About, Desk
from commands.everywhere import everywhere
from commands.ui.base import NO_PINGS, CardView, Interaction
from commands.ui.cards import framed

_WHAT = (
    "Paste a text, and Caveat shows which claims in it are known here: who said them first, "
    "through whom they came, which sources differ, and what is still open."
)
_NOT = "It gives no verdict and scores nobody. That it knows nothing about a text says nothing."
_HOW = (
    "Type /check, or open a message's menu and choose Apps, Check claims. Answers are for you "
    "alone, unless a community chose otherwise."
)
_KEPT = (
    "What you paste is not kept in readable form: an answer is sealed, and only the buttons under "
    "it can open it. What you send with Not this claim is kept for curators, at most 90 days. "
    "If you follow something, your id is kept until you end it. /privacy show says it all, "
    "/privacy export gives you what is kept about you, /privacy delete deletes it."
)


def about_view(about: About) -> CardView:
    """The card of this installation."""
    version: tuple[Span, ...] = (Span(f"Caveat {about.version}"),)
    if about.source:
        version = (*version, Span(" · "), Span("source code", url=about.source))
    blocks = [
        Block(((Span(_WHAT),), (Span(_NOT, strong=True),))),
        Block(((Span(_HOW),),), heading="How to ask"),
        Block(((Span(_KEPT),),), heading="What is stored"),
        *([Block(((Span(about.text),),), heading="This community")] if about.text else []),
        Block((version,), small=True),
    ]
    return framed(Card("About Caveat", tuple(blocks)), ())


class AboutCommand(Cog):
    """Says what Caveat is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @everywhere
    @app_commands.command(name="about")
    async def about(self, interaction: Interaction) -> None:
        """What Caveat is, what it is not, and what it keeps."""
        await interaction.response.send_message(
            view=about_view(self._desk.about), ephemeral=True, allowed_mentions=NO_PINGS
        )
