"""A public answer put together anew after a correction, with a line that says what changed.

What the answer was is read from the message itself: its buttons hold the ticket of its sealed
answer. Once that is forgotten, the claims stand by themselves, with buttons that need no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import discord

from claims import words
from claims.card import Block, Card, Span, headline
from claims.corrections import Update
from claims.report import ClaimView, Found, Report, Tier
from commands.ui.answers import answer_view, shared_list, standing_list
from commands.ui.base import CardView
from commands.ui.cards import SHARED, claim_view, framed, shared_view
from commands.ui.markup import escape
from commands.ui.places import NO_ANSWER, Action, Place, kept_in, read_custom_id
from commands.ui.sightings import sighting_view

_NOT_THE_SAME = frozenset((words.TITLES[Tier.DIFFERS], words.TITLES[Tier.RELATED]))
_NONE_LEFT = "What stood here is no longer shown"


class Manner(Enum):
    """How an answer came to stand in public."""

    REPLY = "reply"
    SIGN = "sign"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class PublicCard:
    """What a public message of ours is, as its parts tell.

    ``ticket`` opens its sealed answer; empty where it has none. ``listed`` where it leads to
    several claims.
    """

    manner: Manner
    ticket: str
    listed: bool
    title: str


def card_in(message: discord.Message) -> PublicCard:
    """Read what a public message of ours is."""
    custom_ids = list(_custom_ids(message.components))
    title = next(_texts(message.components), "").partition("\n")[0].removeprefix("### ")
    places = [found for found in map(read_custom_id, custom_ids) if found is not None]
    listed = any(action in (Action.PICK, Action.LIST) for action, _ in places)
    kept = next(filter(None, map(kept_in, custom_ids)), "")
    ticket = next((at.ticket for _, at in places if at.ticket != NO_ANSWER), "")
    if not ticket:
        return PublicCard(Manner.SHARED, kept, listed, title)
    alone = len(custom_ids) == 1 and places[0][0] in (Action.SHOW, Action.LIST)
    return PublicCard(Manner.SIGN if alone else Manner.REPLY, ticket, listed, title)


def note_line(update: Update) -> str:
    """The line under a corrected answer; as it names the revisions, it tells one update."""
    return f"-# **Updated {update.day}:** {escape(update.told)}"


def corrected_view(card: PublicCard, update: Update, report: Report | None) -> CardView:
    """A public answer as it is to stand from now on.

    ``report`` is its sealed answer with the claims as they are now; None once it is forgotten, or
    where members see none of its claims any more.
    """
    note = (note_line(update),)
    match card.manner, report:
        case Manner.SIGN, report if report is not None:
            return sighting_view(report, card.ticket, small=note)
        case Manner.REPLY, report if report is not None:
            return answer_view(report, card.ticket, small=note)
        case Manner.SHARED, Found() as found if card.listed:
            return shared_list(found, card.ticket, small=note)
        case Manner.SHARED, Found(matches):
            return shared_view(matches[0], card.ticket, small=(SHARED, *note))
        case _:
            return _standing(card, update, note)


def _standing(card: PublicCard, update: Update, note: tuple[str, ...]) -> CardView:
    """The claims by themselves, without what was pasted."""
    instead = [one.instead for one in update.changed if one.instead is not None]
    views = list({view.claim_id: view for view in (*update.views, *instead)}.values())
    if not views:
        return _gone(update, note)
    if len(views) > 1:
        return standing_list(views, small=note)
    if card.manner is Manner.REPLY and not instead:
        return _reply(card, views[0], note)
    title = card.title if card.title in _NOT_THE_SAME and not instead else ""
    small = (SHARED, *note) if card.manner is Manner.SHARED else note
    return shared_view(views[0], title=title, small=small)


def _reply(card: PublicCard, view: ClaimView, note: tuple[str, ...]) -> CardView:
    if card.title in _NOT_THE_SAME:
        return shared_view(view, title=card.title, small=note)
    return claim_view(view, Place(number=view.number), small=note)


def _gone(update: Update, note: tuple[str, ...]) -> CardView:
    """What is left to say where members see none of the claims any more."""
    named = [headline(one.retired) for one in update.changed if one.retired is not None]
    lines = tuple((Span(name),) for name in named)
    blocks = (Block(lines, listed=len(lines) > 1),) if lines else ()
    return framed(Card(_NONE_LEFT, blocks), (), small=note)


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield str(custom_id)
        yield from _custom_ids(getattr(component, "children", ()))


def _texts(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))
