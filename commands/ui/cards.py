"""Claims as messages: pure functions from a claim or a match to a view."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from claims.card import (
    Block,
    Card,
    Span,
    chain_card,
    claim_card,
    match_card,
    questions_card,
    sources_card,
)
from claims.report import ClaimView, Match
from commands.ui.base import ACCENT, CardView
from commands.ui.entries import Entry, entry_line, entry_words, view_of
from commands.ui.limits import OPTION_LABEL, TEXT, TRIMMED, fit, label, pages, size
from commands.ui.markup import escape
from commands.ui.places import NO_ANSWER, Action, Place

Button = ui.Button[Any]
Row = ui.ActionRow[Any]

SHARED = "-# Shared from a check. Caveat shows who says what; it gives no verdict."
ON_PAGE = 10
"""Claims of an answer on one page: as many as a phone shows without scrolling far."""
_PASTE = "The text that was checked"
_LONG_CLAIM = 1000
_DETAILS = {
    Action.SOURCES: sources_card,
    Action.CHAIN: chain_card,
    Action.QUESTIONS: questions_card,
}


def claim_view(
    entry: Entry,
    place: Place,
    around: Sequence[Entry] = (),
    *,
    related: Sequence[Entry] = (),
    small: Sequence[str] = (),
) -> CardView:
    """One claim of an answer, with its buttons and the ways to the answer's other claims."""
    card = match_card(entry) if isinstance(entry, Match) else claim_card(entry)
    rows = _claim_rows(entry, place, _ways(place, around))
    if related:
        rows.append(picker(related, place, "Open a related claim"))
    return framed(card, rows, small=small, details=True)


def shared_view(
    entry: Entry, kept: str = "", *, title: str = "", small: Sequence[str] = (SHARED,)
) -> CardView:
    """One claim as everybody in a channel sees it: nothing leads back to what was pasted.

    ``title`` takes the place of the card's own.
    """
    card = match_card(entry, _PASTE) if isinstance(entry, Match) else claim_card(entry)
    card = replace(card, title=title or card.title)
    place = Place(number=view_of(entry).number, kept=kept)
    buttons = [*_detail_buttons(view_of(entry), place), _follow_button(place)]
    return framed(card, row_of(buttons), small=small, details=True)


def detail_view(entry: Entry, place: Place, action: Action, *, back: bool = True) -> CardView:
    """All sources of a claim, its whole chain, or its questions, a page at a time."""
    view = view_of(entry)
    card = _DETAILS[action](view)
    if action is Action.CHAIN and len(view.claim.text) > _LONG_CLAIM:
        parts = textwrap.wrap(view.claim.text, _LONG_CLAIM, break_on_hyphens=False)
        whole = Block(tuple((Span(part),) for part in parts), heading="The whole claim")
        card = Card(card.title, (*card.blocks, whole))
    texts = pages(card)
    page = min(place.page, len(texts) - 1)
    small = (f"-# Page {page + 1} of {len(texts)}",) if len(texts) > 1 else ()
    buttons = _page_buttons(place, action, page, len(texts))
    if action is Action.QUESTIONS and view.claim.open_questions:
        one = len(view.claim.open_questions) == 1
        text = "Follow this question" if one else "Follow a question"
        buttons.append(_button(text, place.at(view.number).custom_id(Action.AWAIT)))
    if back:
        show = Place(place.ticket, place.number)
        buttons.insert(0, _button("Back", show.custom_id(Action.SHOW)))
    row = _row(buttons)
    return _view([f"### {escape(card.title)}", texts[page], *small], [row] if row else [])


def framed(
    card: Card, rows: Iterable[Row], *, small: Sequence[str] = (), details: bool = False
) -> CardView:
    """A card in its frame, fitted, with small print under it and rows of buttons below."""
    title = f"### {escape(card.title)}" if card.title else ""
    where = _where(card) if details else "the menu below"
    trimmed = "-# " + TRIMMED.format(where=where)
    room = TEXT - size(title) - sum(map(size, small)) - size(trimmed)
    fitted = fit(card, room)
    texts = [title, *fitted.texts, *([trimmed] if fitted.trimmed else []), *small]
    return _view(texts, rows)


def picker(found: Sequence[Entry], place: Place, prompt: str) -> Row:
    """A menu of the claims of an answer, ten a page."""
    page = found[place.page * ON_PAGE : (place.page + 1) * ON_PAGE]
    options = [
        discord.SelectOption(
            label=label(entry_line(entry), OPTION_LABEL),
            value=str(view_of(entry).number),
            description=label(entry_words(entry), OPTION_LABEL),
        )
        for entry in page
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=place.at(0, place.page).custom_id(Action.PICK),
        placeholder=prompt,
        options=options,
    )
    return ui.ActionRow(menu)


def share_button(place: Place) -> Button:
    """The button that shows a card to everyone in the channel."""
    return _button("Share here", place.custom_id(Action.SHARE))


def list_buttons(place: Place, entry_count: int) -> list[Button]:
    """The ways between the pages of a long menu."""
    return _page_buttons(place, Action.LIST, place.page, -(-entry_count // ON_PAGE))


def row_of(buttons: Sequence[Button]) -> list[Row]:
    """A row of buttons, or nothing."""
    row = _row(buttons)
    return [row] if row else []


def step_button(text: str, place: Place, entry: Entry) -> Button:
    """The way to one claim of an answer."""
    return _button(text, place.at(view_of(entry).number).custom_id(Action.SHOW))


def _view(texts: Iterable[str], rows: Iterable[Row]) -> CardView:
    view = CardView()
    displays = [ui.TextDisplay[Any](text) for text in texts if text]
    view.add_item(ui.Container(*displays, accent_colour=ACCENT))
    for row in rows:
        view.add_item(row)
    return view


def _claim_rows(entry: Entry, place: Place, ways: Sequence[Button]) -> list[Row]:
    """What a claim shows, what can be done with it, and the ways to others."""
    buttons = [*_detail_buttons(view_of(entry), place), share_button(place)]
    follow = _follow_button(place)
    if isinstance(entry, Match):
        other = _button("Not this claim", place.custom_id(Action.OTHER))
        return [*row_of(buttons), *row_of([follow, other]), *row_of(ways)]
    return [*row_of([*buttons, follow]), *row_of(ways)]


def _follow_button(place: Place) -> Button:
    """To follow a claim; under the answer to a check, for some weeks."""
    text = "Follow" if place.ticket == NO_ANSWER else "Tell me if this changes"
    return _button(text, place.custom_id(Action.FOLLOW))


def _detail_buttons(view: ClaimView, place: Place) -> list[Button]:
    claim = view.claim
    sources = len({item.source for item in claim.evidence})
    counts = {
        Action.SOURCES: f"Sources ({sources})" if sources else "",
        Action.CHAIN: "The chain" if claim.chain or len(claim.text) > _LONG_CLAIM else "",
        Action.QUESTIONS: _question_label(view),
    }
    return [_button(text, place.custom_id(action)) for action, text in counts.items() if text]


def _question_label(view: ClaimView) -> str:
    if view.claim.open_questions:
        return f"Open questions ({len(view.claim.open_questions)})"
    return f"Questions ({len(view.claim.questions)})" if view.claim.questions else ""


def _ways(place: Place, around: Sequence[Entry]) -> list[Button]:
    """From one claim of several to the one before, the next, and the list of all."""
    numbers = [view_of(entry).number for entry in around]
    if len(numbers) < 2 or place.number not in numbers:
        return []
    here = numbers.index(place.number)
    buttons = []
    if here > 0:
        buttons.append(step_button("‹ previous", place, around[here - 1]))
    all_claims = place.at(0, here // ON_PAGE).custom_id(Action.LIST)
    buttons.append(_button(f"{here + 1}/{len(numbers)} · all", all_claims))
    if here + 1 < len(numbers):
        buttons.append(step_button("next ›", place, around[here + 1]))
    return buttons


def _page_buttons(place: Place, action: Action, page: int, count: int) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(_button("‹ page", place.at(place.number, page - 1).custom_id(action)))
    if page + 1 < count:
        buttons.append(_button("page ›", place.at(place.number, page + 1).custom_id(action)))
    return buttons


def _where(card: Card) -> str:
    if any(block.heading == "Still open" for block in card.blocks):
        return "Sources, The chain and Open questions"
    return "Sources and The chain"


def _button(text: str, custom_id: str) -> Button:
    return ui.Button(label=text, custom_id=custom_id, style=discord.ButtonStyle.secondary)


def _row(buttons: Sequence[Button]) -> Row | None:
    return ui.ActionRow(*buttons) if buttons else None
