"""Answers as messages: what a check found, as one card or as a list that leads to cards."""

from __future__ import annotations

from collections.abc import Sequence

from claims.card import Block, Card, Span, shortened
from claims.overview import match_lines, overview_card, recognised, short_line, small_print
from claims.report import ClaimView, Found, KnownDocument, Match, NothingFound, Report, Tier
from commands.ui import cards
from commands.ui.asking import ask_button, same_button
from commands.ui.base import CardView
from commands.ui.bench import row
from commands.ui.entries import entries, entry_at
from commands.ui.markup import escape
from commands.ui.places import Place

_LISTED = 10
_QUOTE = 80
_FOR_YOURSELF = "Open a claim for yourself"


def answer_view(report: Report, ticket: str, *, small: Sequence[str] = ()) -> CardView:
    """A report as its asker first sees it: a lone claim at once, several as a list.

    ``small`` is small print that stands under all the rest.
    """
    if isinstance(report, Found) and len(report.matches) == 1:
        place = Place(ticket, report.matches[0].view.number)
        return entry_view(report, place, more=small)
    return list_view(report, Place(ticket), more=small)


def entry_view(report: Report, place: Place, *, more: Sequence[str] = ()) -> CardView:
    """One claim of a report."""
    found = entries(report)
    entry = found[entry_at(found, place.number)]
    if isinstance(report, Found) and len(report.matches) == 1 and entry is found[0]:
        small = (*_small(report), *more)
        view = cards.claim_view(entry, place, related=report.related, small=small)
    else:
        view = cards.claim_view(entry, place, found)
    if isinstance(entry, Match) and entry.tier is not Tier.MATCH:
        view.add_item(row(same_button(place)))
    return view


def list_view(report: Report, place: Place, *, more: Sequence[str] = ()) -> CardView:
    """A report as a whole."""
    found = entries(report)
    rows = []
    if found:
        rows.append(cards.picker(found, place, _prompt(report)))
    buttons = cards.list_buttons(place, len(found))
    if isinstance(report, Found | KnownDocument) and found:
        buttons.insert(0, cards.step_button("One by one ›", place, found[0]))
    if isinstance(report, Found):
        buttons.append(cards.share_button(place.at(0)))
    if isinstance(report, NothingFound):
        buttons.insert(0, ask_button(place))
    rows.extend(cards.row_of(buttons))
    card = overview_card(report, listed=cards.ON_PAGE, start=place.page * cards.ON_PAGE)
    return cards.framed(card, rows, small=(*_small(report), *more))


def shared_list(report: Found, kept: str = "", *, small: Sequence[str] = ()) -> CardView:
    """Several claims as everybody in a channel sees them."""
    found = report.matches
    row = cards.picker(found, Place(kept=kept), _FOR_YOURSELF)
    card = Card(recognised(found), (Block(match_lines(found, _LISTED)),))
    return cards.framed(card, [row], small=(cards.SHARED, *small))


def standing_list(views: Sequence[ClaimView], *, small: Sequence[str] = ()) -> CardView:
    """Several claims by themselves, where nobody knows any more which words met them."""
    lines = tuple((Span(short_line(view)),) for view in views[:_LISTED])
    card = Card(f"{len(views)} claims", (Block(lines, listed=True),))
    return cards.framed(card, [cards.picker(views, Place(), _FOR_YOURSELF)], small=small)


def search_view(found: Sequence[Match], words: str) -> CardView:
    """The claims nearest to some words."""
    if not found:
        sentence = f"No claim here is near “{escape(shortened(words, _QUOTE))}”. Try other words."
        return cards.framed(Card("", ()), (), small=(sentence,))
    lines = tuple((Span(short_line(match.view)),) for match in found)
    card = Card("Claims near these words", (Block(lines, listed=True),))
    return cards.framed(card, [cards.picker(found, Place(), "Open a claim")])


def _small(report: Report) -> tuple[str, ...]:
    return tuple(f"-# {escape(shortened(note, 300))}" for note in small_print(report)[:4])


def _prompt(report: Report) -> str:
    return "Open a near claim" if isinstance(report, NothingFound) else "Open a claim"
