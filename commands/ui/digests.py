"""The digest as a message: the day at a glance, fitted, and behind a button all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from claims.card import Block, Card
from claims.digest import Digest, Item
from claims.digest_card import claims_in, digest_notes, digest_title, page_of, parts_of
from commands.ui.base import NO_PINGS, CardView
from commands.ui.bench import button, row
from commands.ui.cards import Row, framed, row_of
from commands.ui.limits import OPTION_LABEL, OPTIONS, TEXT, label, set_block, size
from commands.ui.markup import escape
from commands.ui.places import Action, Place
from commands.ui.wishes import Wish, wish

ON_PAGE = 12
"""Lines of the whole digest on one page."""
_SHORTER = ((6, 120, 200), (5, 100, 160), (4, 80, 120), (3, 80, 100), (2, 60, 80), (1, 40, 60))
"""How many lines a part may have, and how long headlines and changes: the first that fits."""
_ROOM = TEXT - 500


def digest_view(digest: Digest, role: int | None = None, *, draft: bool = False) -> CardView:
    """A digest as it is posted. ``draft`` leads its buttons to what it would say by now."""
    parts = parts_of(digest)
    most, blocks, named = 0, list[Block](), list[Item]()
    for most, headline, what in _SHORTER:
        blocks = [part.block(most, headline, what) for part in parts]
        named = [item for part in parts for item in claims_in(part.lines[:most])]
        fits = sum(size(set_block(block)) for block in blocks) <= _ROOM
        if fits and len({item.number for item in named}) <= OPTIONS:
            break
    left = sum(max(len(part.lines) - most, 0) for part in parts)
    rows = _menu(named)
    if left:
        more = wish("digest-draft", 0) if draft else wish("digest", digest.day, 0)
        rows.append(row(button(f"See all of it ({left} more)", more)))
    small = [f"-# {escape(note)}" for note in digest_notes(digest)]
    view = framed(Card(digest_title(digest), tuple(blocks)), rows, small=small)
    return _calling(view, role) if role is not None else view


def whole_view(digest: Digest, at: int, again: Wish) -> CardView:
    """One page of all that a digest says; ``again`` asks for another page, its last argument."""
    card, claims, at, count = page_of(digest, at, ON_PAGE)
    steps = [("‹ page", at - 1), ("page ›", at + 1)]
    buttons = [
        button(words, Wish(again.verb, (*again.args, str(to))))
        for words, to in steps
        if 0 <= to < count
    ]
    small = (f"-# Page {at + 1} of {count}",) if count > 1 else ()
    return framed(card, [*_menu(claims), *row_of(buttons)], small=small)


def pings_of(role: int | None) -> discord.AllowedMentions:
    """Whom a digest may notify: the role that an administrator chose, or nobody."""
    if role is None:
        return NO_PINGS
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role)], replied_user=False
    )


def _calling(view: CardView, role: int) -> CardView:
    """The same with a line above it that names a role."""
    called = CardView()
    called.add_item(ui.TextDisplay(f"<@&{role}>"))
    for item in list(view.children):
        view.remove_item(item)
        called.add_item(item)
    return called


def _menu(items: Iterable[Item]) -> list[Row]:
    """The way to each claim that is named, where members can open it."""
    named = {item.number: item.headline for item in items if item.shown}
    if not named:
        return []
    options = [
        discord.SelectOption(label=label(f"#{number} {words}", OPTION_LABEL), value=str(number))
        for number, words in list(named.items())[:OPTIONS]
    ]
    chosen: ui.Select[Any] = ui.Select(
        custom_id=Place().custom_id(Action.PICK), placeholder="Open a claim", options=options
    )
    return [ui.ActionRow(chosen)]
