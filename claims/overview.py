"""What a reader is shown of a report as a whole: the list that leads to its claims' cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from claims.card import Block, Card, Span, TextLine, headline, shortened, tier_words
from claims.models import DepartureLevel
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
from claims.words import LEVELS, NOTHING

MANY = 1_000
"""More entries than any report has: for whoever wants to see all of them."""

_QUOTE = 80
_HEADLINE = 110
_FURTHEST_FIRST = (
    DepartureLevel.FACTUAL_SLIP,
    DepartureLevel.MAJOR,
    DepartureLevel.MODERATE,
    DepartureLevel.MINOR,
)


def overview_card(report: Report, *, listed: int = 10, notable: int = 5) -> Card:
    """A report as a whole.

    Args:
        report: The answer to a check.
        listed: How many recognised claims get a line.
        notable: How many tellings of a known document that depart from their source are named.
    """
    match report:
        case Found(matches, related):
            title = f"{recognised(matches)} in your text"
            return Card(title, _matches(matches, related, listed))
        case KnownDocument():
            return Card("We know this article", tuple(_document(report, listed, notable)))
        case NothingFound(closest):
            return Card("", tuple(_nothing(closest)))
        case _:
            assert_never(report)


def recognised(matches: Sequence[Match]) -> str:
    """How many claims were recognised, in words."""
    return "1 claim recognised" if len(matches) == 1 else f"{len(matches)} claims recognised"


def match_lines(found: Sequence[Match], listed: int) -> tuple[TextLine, ...]:
    """A line for each of the first claims: the pasted words, the claim they met, how near."""
    lines: list[TextLine] = [
        (
            Span(f"{place} · “{shortened(match.found.segment.text, _QUOTE)}” → "),
            Span(short_line(match.view), strong=True),
            Span(f" · {nearness(match)}"),
        )
        for place, match in enumerate(found[:listed], start=1)
    ]
    if len(found) > listed:
        lines.append((Span(f"  and {len(found) - listed} more"),))
    return tuple(lines)


def nearness(match: Match) -> str:
    """How near a claim is, and the first thing that differs."""
    said = (item.pasted for item in match.found.differs if item.note is None)
    pasted = next(said, "")
    if match.tier is Tier.DIFFERS and pasted:
        return f"similar: this text says {shortened(pasted, _QUOTE)}"
    return tier_words(match.tier)


def short_line(view: ClaimView) -> str:
    """A claim's number and title, shortened to fit a line of a list."""
    return shortened(headline(view), _HEADLINE)


def small_print(report: Report) -> tuple[str, ...]:
    """Sentences that belong under an answer: what matched nothing, what was left out."""
    if not isinstance(report, Found) or not report.uncovered:
        return report.notes
    one = report.uncovered == 1
    sentences = "1 sentence matches" if one else f"{report.uncovered} sentences match"
    return (f"{sentences} nothing in this community's store.", *report.notes)


def _matches(matches: Sequence[Match], related: Sequence[Match], listed: int) -> tuple[Block, ...]:
    blocks = [Block(match_lines(matches, listed))]
    if related:
        lines = tuple((Span(short_line(match.view)),) for match in related)
        blocks.append(Block(lines, heading="Related", listed=True))
    return tuple(blocks)


def _document(report: KnownDocument, listed: int, notable: int) -> Iterator[Block]:
    document = report.document
    by = ", ".join(part for part in (document.author, document.publisher) if part)
    date = f", {document.date.spoken()}" if document.date else ""
    copy = ""
    if report.carrier != document.publisher:
        copy = f"; you pasted the copy at {report.carrier}"
    yield Block(((Span(document.title, strong=True), Span(f", {by}{date}{copy}.")),))
    yield Block(((Span(_counted(report)),),))
    if report.found:
        lines = match_lines(report.found, listed)
        yield Block(lines, heading="In the text that you pasted")
    departing = tuple(_departing(report))[:notable]
    if departing:
        yield Block(departing, heading="Among those that depart", listed=True)


def _counted(report: KnownDocument) -> str:
    count, departing = len(report.views), report.departing
    claims = "1 claim that is" if count == 1 else f"{count} claims that are"
    if not departing:
        return f"It makes {claims} annotated here."
    depart = "departs from the source it cites"
    if departing > 1:
        depart = "depart from the source they cite"
    return f"It makes {claims} annotated here: {departing} {depart}."


def _departing(report: KnownDocument) -> Iterator[TextLine]:
    """The tellings that depart furthest, in reading order where equally far."""
    for level in _FURTHEST_FIRST:
        for view in report.views:
            departure = departure_in(view.claim, report.document.key)
            if departure is not None and departure.level is level:
                yield (Span(short_line(view)), Span(f" · {LEVELS[level]}"))


def _nothing(closest: Sequence[Match]) -> Iterator[Block]:
    yield Block(((Span(NOTHING),),))
    if closest:
        lines = tuple((Span(short_line(match.view)),) for match in closest)
        yield Block(lines, heading="Closest", aside="not clearly what you pasted", listed=True)
