"""What a reader is shown of a report as a whole: the list that leads to its claims' cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from claims.card import Block, Card, Span, TextLine, headline, shortened, tier_words
from claims.models import DepartureLevel
from claims.report import (
    ClaimView,
    Found,
    KnownBy,
    KnownDocument,
    Match,
    NothingFound,
    ReadText,
    Report,
    Tier,
    departure_in,
)
from claims.words import DOCUMENTS, LEVELS, NOTHING

MANY = 1_000
"""More entries than any report has: for whoever wants to see all of them."""

_QUOTE = 80
_RATINGS = 3
_HEADLINE = 110
_FURTHEST_FIRST = (
    DepartureLevel.FACTUAL_SLIP,
    DepartureLevel.MAJOR,
    DepartureLevel.MODERATE,
    DepartureLevel.MINOR,
)


def overview_card(report: Report, *, listed: int = 10, notable: int = 5, start: int = 0) -> Card:
    """A report as a whole.

    Args:
        report: The answer to a check.
        listed: How many recognised claims get a line.
        notable: How many tellings of a known document that depart from their source are named.
        start: Which recognised claim is the first to get one; those before are on earlier pages.
    """
    match report:
        case Found(matches, related):
            title = f"{recognised(matches)} in {_where(report.read)}"
            blocks = [*_matches(matches, related, listed, start), *_read(report.read)]
            return Card(title, tuple(blocks))
        case KnownDocument():
            blocks = [*_document(report, listed, notable, start), *_ratings(report.read)]
            return Card(DOCUMENTS[report.by], tuple(blocks))
        case NothingFound(closest):
            return Card("", (*_nothing(closest), *_read(report.read)))
        case _:
            assert_never(report)


def recognised(matches: Sequence[Match]) -> str:
    """How many claims were recognised, in words."""
    return "1 claim recognised" if len(matches) == 1 else f"{len(matches)} claims recognised"


def match_lines(found: Sequence[Match], listed: int, start: int = 0) -> tuple[TextLine, ...]:
    """A line for each of some claims: the pasted words, the claim they met, how near."""
    lines: list[TextLine] = [
        (
            Span(f"{place} · “{shortened(match.found.segment.text, _QUOTE)}” → "),
            Span(short_line(match.view), strong=True),
            Span(f" · {nearness(match)}"),
        )
        for place, match in enumerate(found[start : start + listed], start=start + 1)
    ]
    more = len(found) - start - listed
    if more > 0:
        lines.append((Span(f"  and {more} more"),))
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
    if isinstance(report, NothingFound) or not report.uncovered:
        return report.notes
    one = report.uncovered == 1
    sentences = "1 sentence matches" if one else f"{report.uncovered} sentences match"
    return (f"{sentences} nothing in this community's store.", *report.notes)


def _where(read: ReadText | None) -> str:
    if read is None:
        return "your text"
    return "the page behind your link" if read.is_page else "your file"


def _matches(
    matches: Sequence[Match], related: Sequence[Match], listed: int, start: int
) -> tuple[Block, ...]:
    blocks = [Block(match_lines(matches, listed, start))]
    if related and start + listed >= len(matches):
        lines = tuple((Span(short_line(match.view)),) for match in related)
        blocks.append(Block(lines, heading="Related", listed=True))
    return tuple(blocks)


def _read(read: ReadText | None) -> Iterator[Block]:
    """What was read, as far as it tells, and how its own publisher rates what."""
    if read is None:
        return
    told = ", ".join(part for part in (read.publisher, read.published) if part)
    name = Span(read.name, url=read.address or None)
    yield Block(((Span("Read: "), name, Span(f", {told}" if told else "")),), small=True)
    yield from _ratings(read)


def _ratings(read: ReadText | None) -> Iterator[Block]:
    if read is None or not read.ratings:
        return
    lines: list[TextLine] = []
    for rating in read.ratings[:_RATINGS]:
        date = f", {rating.date.spoken()}" if rating.date else ""
        about = f" on “{shortened(rating.claim_reviewed, _QUOTE)}”"
        words = f": “{shortened(rating.rating, _QUOTE)}”{about}{date}"
        lines.append((Span(rating.publisher, url=rating.url or read.address), Span(words)))
    yield Block(tuple(lines), heading="Its publisher's own rating", aside="not ours", listed=True)


def _document(report: KnownDocument, listed: int, notable: int, start: int) -> Iterator[Block]:
    document = report.document
    by = ", ".join(part for part in (document.author, document.publisher) if part)
    date = f", {document.date.spoken()}" if document.date else ""
    title = Span(document.title, strong=True, url=next(iter(document.urls), None))
    yield Block(((title, Span(f", {by}{date}{_copy(report)}.")),))
    yield Block(((Span(_counted(report)),),))
    if start < len(report.found):
        lines = match_lines(report.found, listed, start)
        yield Block(lines, heading=f"In {_where(report.read)}")
    if start:
        yield from _others(report, listed, start)
    departing = tuple(_departing(report))[:notable] if start == 0 else ()
    if departing:
        yield Block(departing, heading="Among those that depart", listed=True)


def _others(report: KnownDocument, listed: int, start: int) -> Iterator[Block]:
    """The claims of the document that were not recognised in a text, as far as they fit here."""
    told = {match.view.claim_id for match in report.found}
    others = [view for view in report.views if view.claim_id not in told]
    first = max(0, start - len(report.found))
    room = listed - max(0, len(report.found) - start)
    lines = tuple((Span(short_line(view)),) for view in others[first : first + max(0, room)])
    if lines:
        yield Block(lines, heading="Told in this article", listed=True)


def _copy(report: KnownDocument) -> str:
    """That somebody else's copy was pasted, as far as that is known."""
    if report.carrier == report.document.publisher:
        return ""
    match report.by:
        case KnownBy.LIKELY:
            return f"; the address that you pasted is at {report.carrier}, and was not read"
        case KnownBy.ORIGIN:
            return f"; {report.carrier} says that it republishes it"
        case KnownBy.CLAIMS:
            return ""
        case KnownBy.TEXT:
            return f"; what you pasted is the copy at {report.carrier}"
        case _:
            return f"; you pasted the copy at {report.carrier}"


def _counted(report: KnownDocument) -> str:
    count, departing = len(report.views), report.departing
    claims = "1 claim that is" if count == 1 else f"{count} claims that are"
    who = "That article" if report.by is KnownBy.CLAIMS else "It"
    if not departing:
        return f"{who} makes {claims} annotated here."
    depart = "departs from the source it cites"
    if departing > 1:
        depart = "depart from the source they cite"
    return f"{who} makes {claims} annotated here: {departing} {depart}."


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
