"""What `caveat check` prints: a report as cards for people, or as one JSON object for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

from rich.console import Console

from bot.terminal import print_card, print_small
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
from claims.overview import MANY, overview_card, short_line, small_print
from claims.report import ClaimView, Found, KnownDocument, Match, NothingFound, Report

_CARDS = 3
_LONG = 1000
_NOTABLE = 5


def print_report(
    console: Console, report: Report, *, cards: int = _CARDS, full: bool = False
) -> None:
    """Print an answer for people.

    Args:
        console: Where to print.
        report: The answer.
        cards: How many claims are shown whole, unless ``full``; a line says how to see the rest.
        full: Every card, with all its sources, its chain and its questions.
    """
    match report:
        case Found():
            _print_found(console, report, cards, full=full)
        case KnownDocument():
            _print_document(console, report, cards, full=full)
        case NothingFound():
            print_card(console, overview_card(report))
        case _:
            assert_never(report)
    small = small_print(report)
    if small:
        print_small(console, small)
        console.print()


def report_json(report: Report) -> dict[str, Any]:
    """The report for programs: ``matches`` (every tier), ``nothing_found``, ``notes``.

    The best come first; in a long text they keep its order. A known document adds ``document``.
    """
    told: dict[str, Any] = {
        "matches": [_match_json(item) for item in _in_order(_found(report))],
        "nothing_found": isinstance(report, NothingFound),
        "notes": list(report.notes),
    }
    if isinstance(report, KnownDocument):
        told["document"] = _document_json(report)
    return told


def _found(report: Report) -> tuple[Match, ...]:
    match report:
        case Found():
            return (*report.matches, *report.related)
        case KnownDocument():
            return report.found
        case NothingFound():
            return report.closest
        case _:
            assert_never(report)


def _in_order(found: Sequence[Match]) -> list[Match]:
    best = sorted(found, key=lambda item: -item.found.score)
    if max((item.found.segment.end for item in found), default=0) <= _LONG:
        return best
    return sorted(best, key=lambda item: item.found.segment.start)


def _match_json(item: Match) -> dict[str, Any]:
    return {
        "claim": _name(item.view),
        "tier": item.tier.value,
        "score": round(item.found.score, 4),
        "segment": item.found.segment.text,
        "wording": item.found.wording,
        "differs": [
            {"kind": one.kind.value, "pasted": one.pasted, "claim": one.claim}
            for one in item.found.differs
        ],
    }


def _document_json(report: KnownDocument) -> dict[str, Any]:
    return {
        "title": report.document.title,
        "publisher": report.document.publisher,
        "pasted": report.pasted,
        "carrier": report.carrier,
        "claims": [_name(view) for view in report.views],
    }


def _name(view: ClaimView) -> str | int:
    return view.claim.ref or view.number


def _print_found(console: Console, report: Found, cards: int, *, full: bool) -> None:
    if len(report.matches) > 1:
        whole = overview_card(replace(report, related=()), listed=MANY)
        print_card(console, whole)
    shown = report.matches if full else report.matches[:cards]
    for item in shown:
        print_card(console, match_card(item))
        _print_details(console, item.view, full=full)
    if report.related:
        lines = tuple((Span(short_line(item.view)),) for item in report.related)
        print_card(console, Card("", (Block(lines, heading="Related", listed=True),)))
    left = len(report.matches) - len(shown)
    others = f"the other {'claim' if left == 1 else f'{left} claims'}, and " if left else ""
    _print_hint(console, f"{others}all sources, chains and questions", full=full)


def _print_document(console: Console, report: KnownDocument, cards: int, *, full: bool) -> None:
    notable = MANY if full else _NOTABLE
    print_card(console, overview_card(report, listed=MANY, notable=notable))
    for item in report.found[: None if full else cards]:
        print_card(console, match_card(item))
        _print_details(console, item.view, full=full)
    told = {item.view.claim_id for item in report.found}
    for view in report.views if full else ():
        if view.claim_id not in told:
            print_card(console, claim_card(view))
            _print_details(console, view, full=full)
    _print_hint(console, "every claim with all its sources", full=full)


def _print_details(console: Console, view: ClaimView, *, full: bool) -> None:
    if full:
        print_card(console, sources_card(view))
        print_card(console, chain_card(view))
        if view.claim.questions:
            print_card(console, questions_card(view))


def _print_hint(console: Console, what: str, *, full: bool) -> None:
    if not full:
        print_small(console, (f"`caveat check --full` shows {what}.",))
        console.print()
