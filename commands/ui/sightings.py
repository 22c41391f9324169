"""What is shown of watched channels: the list of them, and the short reply under a post.

A reply stands where everyone reads it, so it says which claims are known and nothing of the post.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from claims.card import Block, Card, TextLine
from claims.community import Manner
from claims.overview import short_line
from claims.report import Found, KnownDocument, Report
from claims.watching import certain_matches, knows_address
from commands.ui.base import CardView
from commands.ui.bench import page, plain
from commands.ui.cards import Row, framed
from commands.ui.places import Action, Place

_NAMED = 3
_MANNERS = {"reaction": "one quiet reaction", "reply": "one short reply without notification"}
_RULE = (
    "Only a certain match gets a sign: at most one an hour for each author, and one in five "
    "minutes in a channel. Posts are matched in memory and not kept; no link is opened."
)
_OFF = "Watching is switched off by whoever runs this bot, so nothing is matched."
_SMALL = "Caveat shows who says what; it gives no verdict."


def sighting_view(report: Report, ticket: str, *, small: Sequence[str] = ()) -> CardView:
    """The short reply: which claims are known here, and a button that opens the answer."""
    card = Card("", (Block((*_lines(report), *plain(_SMALL))),))
    return framed(card, [_answer_button(report, ticket)], small=small)


def watched_view(
    watched: Sequence[tuple[str, Manner]],
    *,
    hidden: int,
    listens: bool,
    left_alone: bool,
    lacking: Sequence[str] = (),
) -> CardView:
    """The watched channels, by name, as one member sees them.

    Args:
        watched: Names of the channels that this member sees, and how posts there are answered.
        hidden: How many more there are.
        listens: Whether the bot sees what is posted at all.
        left_alone: Whether this member's posts are left alone.
        lacking: Permissions that the bot still needs.
    """
    lines = [f"#{name}: {_MANNERS[manner]}" for name, manner in sorted(watched)]
    if hidden:
        what = "1 channel" if hidden == 1 else f"{hidden} channels"
        lines.append(f"{what} that you cannot see, or that no longer exist")
    said = [
        "" if listens else _OFF,
        _RULE if lines else "No channel is watched here.",
        "Your posts are left alone; /watch optin changes that."
        if left_alone
        else "/watch optout has your own posts left alone.",
    ]
    if lacking:
        said.insert(0, f"Caveat still needs these permissions there: {', '.join(lacking)}.")
    blocks = [Block(plain(*lines), listed=True)] if lines else []
    return page("Watched channels", [*blocks, Block(plain(*said))])


def _lines(report: Report) -> tuple[TextLine, ...]:
    if isinstance(report, KnownDocument) and knows_address(report):
        return plain(f"An article linked in this message is known here: {report.document.title}")
    found = certain_matches(report)
    named = [short_line(match.view) for match in found[:_NAMED]]
    if len(found) == 1:
        return plain(f"A claim in this message is known here: {named[0]}")
    more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return plain(f"{len(found)} claims in this message are known here:", *named, *more)


def _answer_button(report: Report, ticket: str) -> Row:
    """The way to the answer, private for whoever presses."""
    place, action = Place(ticket), Action.LIST
    if isinstance(report, Found) and len(report.matches) == 1:
        place, action = place.at(report.matches[0].view.number), Action.SHOW
    button = ui.Button[discord.ui.LayoutView](
        label="See the answer",
        custom_id=place.custom_id(action),
        style=discord.ButtonStyle.secondary,
    )
    return ui.ActionRow(button)
