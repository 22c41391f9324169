"""What `caveat check` prints: a report as cards for people, or as one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from rich.console import Console

from bot.terminal import print_card, print_small
from claims.card import (
    Block,
    Card,
    Span,
    TextLine,
    chain_card,
    claim_card,
    headline,
    match_card,
    questions_card,
    shortened,
    sources_card,
    tier_words,
)
from claims.report import (
    ClaimView,
    Found,
    KnownDocument,
    Match,
    NothingFound,
    Report,
    Tier,
    departure_in,
)

NOTHING = (
    "Nothing in this community's store matches that. That says nothing about whether it is true."
)
_DEPART = "depart from the source they cite"
_CARDS = 3
_LONG = 1000
_NOTABLE = 5
_QUOTE = 80
_HEADLINE = 110


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
            print_card(console, Card("", tuple(_nothing_blocks(report))))
        case _:
            assert_never(report)
    small = [*_uncovered(report), *report.notes]
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
    many = len(report.matches) > 1
    if many:
        title = f"{len(report.matches)} claims recognised in your text"
        print_card(console, Card(title, (Block(tuple(_match_lines(report.matches))),)))
    shown = report.matches if full else report.matches[:cards]
    for item in shown:
        print_card(console, match_card(item))
        _print_details(console, item.view, full=full)
    if report.related:
        lines = tuple((Span(_line(item.view)),) for item in report.related)
        print_card(console, Card("", (Block(lines, heading="Related", listed=True),)))
    left = len(report.matches) - len(shown)
    others = f"the other {'claim' if left == 1 else f'{left} claims'}, and " if left else ""
    _print_hint(console, f"{others}all sources, chains and questions", full=full)


def _print_document(console: Console, report: KnownDocument, cards: int, *, full: bool) -> None:
    print_card(console, Card("We know this article", tuple(_document_blocks(report, full=full))))
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


def _match_lines(found: Sequence[Match]) -> Iterator[TextLine]:
    for place, item in enumerate(found, start=1):
        words = shortened(item.found.segment.text, _QUOTE)
        yield (Span(f"{place} · “{words}”"),)
        yield (
            Span("  → "),
            Span(_line(item.view), strong=True),
            Span(f" · {_how_near(item)}"),
        )


def _document_blocks(report: KnownDocument, *, full: bool) -> Iterator[Block]:
    document = report.document
    by = ", ".join(part for part in (document.author, document.publisher) if part)
    date = f", {document.date.spoken()}" if document.date else ""
    copy = ""
    if report.carrier != document.publisher:
        copy = f"; you pasted the copy at {report.carrier}"
    yield Block(((Span(document.title, strong=True), Span(f", {by}{date}{copy}.")),))
    yield Block(((Span(_counted(report)),),))
    if report.found:
        yield Block(tuple(_match_lines(report.found)), heading="In the text that you pasted")
    departing = tuple((Span(_line(view)),) for view in _departing(report))
    if departing:
        listed = departing if full else departing[:_NOTABLE]
        yield Block(listed, heading="Among those that depart", listed=True)


def _counted(report: KnownDocument) -> str:
    count, departing = len(report.views), report.departing
    claims = "1 claim that is" if count == 1 else f"{count} claims that are"
    if not departing:
        return f"It makes {claims} annotated here."
    departs = "departs from the source it cites" if departing == 1 else _DEPART
    return f"It makes {claims} annotated here: {departing} {departs}."


def _departing(report: KnownDocument) -> Iterator[ClaimView]:
    for view in report.views:
        departure = departure_in(view.claim, report.document.key)
        if departure is not None and departure.level.departs:
            yield view


def _nothing_blocks(report: NothingFound) -> Iterator[Block]:
    yield Block(((Span(NOTHING),),))
    if report.closest:
        lines = tuple(
            (Span(_line(item.view)), Span(" · a different claim")) for item in report.closest
        )
        yield Block(lines, heading="Closest", listed=True)


def _uncovered(report: Report) -> Iterator[str]:
    if isinstance(report, Found) and report.uncovered:
        one = report.uncovered == 1
        sentences = "1 sentence matches" if one else f"{report.uncovered} sentences match"
        yield f"{sentences} nothing in this community's store."


def _how_near(item: Match) -> str:
    if item.tier is Tier.DIFFERS and item.found.differs and item.found.differs[0].pasted:
        return f"similar: you wrote {item.found.differs[0].pasted}"
    return tier_words(item.tier)


def _line(view: ClaimView) -> str:
    return shortened(headline(view), _HEADLINE)
