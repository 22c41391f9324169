"""What an answer holds, one claim an entry, and how to find an entry again by its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from claims.card import headline
from claims.errors import NotFound
from claims.overview import nearness
from claims.report import ClaimView, Found, KnownDocument, Match, NothingFound, Report

Entry = Match | ClaimView


def entries(report: Report) -> tuple[Entry, ...]:
    """The claims of a report, in the order in which people page through them."""
    match report:
        case Found():
            return (*report.matches, *report.related)
        case KnownDocument():
            told = {match.view.claim_id for match in report.found}
            return (*report.found, *(v for v in report.views if v.claim_id not in told))
        case NothingFound():
            return report.closest
        case _:
            assert_never(report)


def answered(report: Report) -> tuple[ClaimView, ...]:
    """The claims that a report answers with: not those that only came near."""
    match report:
        case Found():
            return tuple(match.view for match in report.matches)
        case KnownDocument():
            return tuple(view_of(entry) for entry in entries(report))
        case NothingFound():
            return ()
        case _:
            assert_never(report)


def view_of(entry: Entry) -> ClaimView:
    """The claim of an entry, however it came about."""
    return entry.view if isinstance(entry, Match) else entry


def entry_at(found: Sequence[Entry], number: int) -> int:
    """Where the claim with a number stands; raises ``NotFound`` once it was withdrawn."""
    for place, entry in enumerate(found):
        if view_of(entry).number == number:
            return place
    raise NotFound(f"Claim #{number} was withdrawn since this answer was given.")


def entry_line(entry: Entry) -> str:
    """An entry in one line of plain text."""
    return headline(view_of(entry))


def entry_words(entry: Entry) -> str:
    """How an entry came into an answer, in a word."""
    return nearness(entry) if isinstance(entry, Match) else "told in this article"
