"""Answers as messages: what a check found, as one card or as a list that leads to cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from claims.card import Block, Card, Span, TextLine, shortened
from claims.models import DepartureLevel
from claims.report import Found, KnownDocument, Match, NothingFound, Report, departure_in
from claims.words import LEVELS
from commands.ui import cards
from commands.ui.base import CardView
from commands.ui.entries import entries, entry_at, entry_line, entry_words
from commands.ui.markup import escape
from commands.ui.places import Place

_LISTED = 10
_NOTABLE = 5
_QUOTE = 80
_HEADLINE = 110
_FURTHEST = tuple(reversed(DepartureLevel))
_NOTHING = (
    "Nothing in this community's store matches that. That says nothing about whether it is true."
)


def answer_view(report: Report, ticket: str) -> CardView:
    """A report as its asker first sees it: a lone claim at once, several as a list."""
    if isinstance(report, Found) and len(report.matches) == 1:
        return entry_view(report, Place(ticket, report.matches[0].view.number))
    return list_view(report, Place(ticket))


def entry_view(report: Report, place: Place) -> CardView:
    """One claim of a report."""
    found = entries(report)
    entry = found[entry_at(found, place.number)]
    if isinstance(report, Found) and len(report.matches) == 1 and entry is found[0]:
        small = _small(report)
        return cards.claim_view(entry, place, related=report.related, small=small)
    return cards.claim_view(entry, place, found)


def list_view(report: Report, place: Place) -> CardView:
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
    rows.extend(cards.row_of(buttons))
    return cards.framed(_overview(report), rows, small=_small(report))


def shared_list(report: Found) -> CardView:
    """Several claims as everybody in a channel sees them."""
    found = report.matches
    row = cards.picker(found, Place(), "Open a claim for yourself")
    card = Card(_recognised(report), (Block(tuple(_match_lines(found))),))
    return cards.framed(card, [row], small=(cards.SHARED,))


def search_view(found: Sequence[Match], words: str) -> CardView:
    """The claims nearest to some words."""
    if not found:
        sentence = f"No claim here is near “{escape(shortened(words, _QUOTE))}”. Try other words."
        return cards.framed(Card("", ()), (), small=(sentence,))
    lines = tuple(_line(Span(shortened(entry_line(match), _HEADLINE))) for match in found)
    card = Card("Claims near these words", (Block(lines, listed=True),))
    return cards.framed(card, [cards.picker(found, Place(), "Open a claim")])


def _overview(report: Report) -> Card:
    match report:
        case Found():
            title = f"{_recognised(report)} in your text"
            return Card(title, tuple(_found_blocks(report)))
        case KnownDocument():
            return Card("We know this article", tuple(_document_blocks(report)))
        case NothingFound():
            return Card("", tuple(_nothing_blocks(report)))
        case _:
            assert_never(report)


def _recognised(report: Found) -> str:
    count = len(report.matches)
    return "1 claim recognised" if count == 1 else f"{count} claims recognised"


def _found_blocks(report: Found) -> Iterator[Block]:
    yield Block(tuple(_match_lines(report.matches)))
    if report.related:
        names = " · ".join(shortened(entry_line(item), _QUOTE) for item in report.related)
        yield Block((_line(Span(f"Related: {names}")),), small=True)


def _match_lines(found: Sequence[Match]) -> Iterator[TextLine]:
    for place, match in enumerate(found[:_LISTED], start=1):
        words = shortened(match.found.segment.text, _QUOTE)
        yield (
            Span(f"{place} · “{words}” → "),
            Span(shortened(entry_line(match), _HEADLINE), strong=True),
            Span(f" · {entry_words(match)}"),
        )
    if len(found) > _LISTED:
        yield (Span(f"  and {len(found) - _LISTED} more in the menu below"),)


def _document_blocks(report: KnownDocument) -> Iterator[Block]:
    document = report.document
    by = ", ".join(part for part in (document.author, document.publisher) if part)
    date = f", {document.date.spoken()}" if document.date else ""
    copy = ""
    if report.carrier != document.publisher:
        copy = f"; you pasted the copy at {report.carrier}"
    yield Block(((Span(document.title, strong=True), Span(f", {by}{date}{copy}.")),))
    yield Block((_line(Span(_counted(report))),))
    if report.found:
        yield Block(tuple(_match_lines(report.found)), heading="In the text that you pasted")
    notable = tuple(_departing(report))
    if notable:
        yield Block(notable, heading="Among those that depart", listed=True)


def _counted(report: KnownDocument) -> str:
    count, departing = len(report.views), report.departing
    claims = "1 claim that is" if count == 1 else f"{count} claims that are"
    if not departing:
        return f"It makes {claims} annotated here."
    depart = (
        "1 departs from the source it cites"
        if departing == 1
        else (f"{departing} depart from the source they cite")
    )
    return f"It makes {claims} annotated here: {depart}."


def _departing(report: KnownDocument) -> Iterator[TextLine]:
    """The tellings that depart furthest, in reading order where equally far."""
    found = [(view, departure_in(view.claim, report.document.key)) for view in report.views]
    departing = [(view, item.level) for view, item in found if item and item.level.departs]
    departing.sort(key=lambda pair: _FURTHEST.index(pair[1]))
    for view, level in departing[:_NOTABLE]:
        yield _line(Span(shortened(entry_line(view), _HEADLINE)), Span(f" · {LEVELS[level]}"))


def _nothing_blocks(report: NothingFound) -> Iterator[Block]:
    yield Block((_line(Span(_NOTHING)),))
    if report.closest:
        lines = tuple(
            _line(Span(shortened(entry_line(match), _HEADLINE)), Span(" · a different claim"))
            for match in report.closest
        )
        yield Block(lines, heading="Closest", listed=True)


def _small(report: Report) -> tuple[str, ...]:
    notes = [*report.notes]
    if isinstance(report, Found) and report.uncovered:
        count = report.uncovered
        sentences = "1 sentence matches" if count == 1 else f"{count} sentences match"
        notes.insert(0, f"{sentences} nothing in this community's store.")
    return tuple(f"-# {escape(shortened(note, 300))}" for note in notes[:4])


def _prompt(report: Report) -> str:
    return "Open a different claim" if isinstance(report, NothingFound) else "Open a claim"


def _line(*spans: Span) -> TextLine:
    return spans
