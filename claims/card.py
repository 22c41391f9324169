"""What a reader is shown of a claim, as plain blocks of text; Discord and the terminal lay it out.

A card is built here once, so that both say the same things in the same order. No block gives a
verdict, and none says more of a source than somebody checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claims import words
from claims.domains import domain_of
from claims.models import (
    Act,
    Claim,
    ClaimKind,
    DepartureLevel,
    Hop,
    OpenQuestion,
    QuestionStatus,
    Source,
    Sources,
    Stance,
)
from claims.report import ClaimView, Difference, DifferenceKind, Match, Tier

_LISTED = 2
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; ``strong`` where it decides something, ``url`` where it opens a source."""

    text: str
    strong: bool = False
    url: str | None = None


TextLine = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines under one heading (empty: none).

    ``small`` blocks are set in small print; ``listed`` ones hold one item a line. A line that
    begins with two spaces belongs to the one before it and says less important things.
    """

    lines: tuple[TextLine, ...]
    heading: str = ""
    aside: str = ""
    small: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A titled list of blocks, most important first: what must be cut is cut from the end."""

    title: str
    blocks: tuple[Block, ...]


def match_card(match: Match, teller: str = "Your text") -> Card:
    """The card of a claim that a paste makes or comes near to; ``teller`` names the paste."""
    claim = match.view.claim
    opinion = claim.kind is ClaimKind.INTERPRETATION and match.tier is Tier.MATCH
    title = words.INTERPRETATION if opinion else words.TITLES[match.tier]
    blocks = [*_claim_blocks(match.view), _match_block(match)]
    if match.found.differs:
        blocks.insert(0, Block(differences(match.found.differs, teller)))
    return Card(title, tuple(blocks))


def claim_card(view: ClaimView) -> Card:
    """The card of a claim that somebody opened by its number."""
    opinion = view.claim.kind is ClaimKind.INTERPRETATION
    return Card(words.INTERPRETATION if opinion else "The claim", tuple(_claim_blocks(view)))


def sources_card(view: ClaimView) -> Card:
    """Every source of a claim, those that differ first, each with what it says here."""
    blocks = []
    for stance, heading in words.STANCES.items():
        lines: list[TextLine] = []
        for item in view.claim.evidence_by(stance):
            source = view.sources[item.source]
            lines.append(_source_line(source, titled=True))
            lines.append(_plain(f"  {_labels(source, view.sources)}"))
            lines.extend(_plain(f"  {text}") for text in (item.note or source.note,) if text)
        if lines:
            blocks.append(Block(tuple(lines), heading=heading, listed=True))
    if not blocks:
        blocks = [Block((_plain("No source is listed for this claim yet."),))]
    return Card(f"Sources of {_name(view)}", tuple(blocks))


def chain_card(view: ClaimView) -> Card:
    """The whole relay chain, earliest first."""
    lines: list[TextLine] = []
    for place, hop in enumerate(view.claim.chain, start=1):
        lines.append((Span(f"{place}. "), *_hop_spans(hop)))
        lines.extend(_plain(f"  {detail}") for detail in _hop_details(hop))
        if hop.source:
            lines.append((Span("  "), *_source_line(view.sources[hop.source], titled=True)))
    if not lines:
        lines = [_plain("Nobody has traced this claim yet.")]
    blocks = [
        Block(tuple(lines)),
        *_departure_blocks(view.claim),
        *_checkability_blocks(view.claim),
        *_appearance_blocks(view),
    ]
    return Card(f"The chain of {_name(view)}", tuple(blocks))


def questions_card(view: ClaimView) -> Card:
    """All questions of a claim: open, answered and withdrawn, with what would settle them."""
    blocks = [
        Block(tuple(_question_lines(question, view.sources)), heading=question.text)
        for question in view.claim.questions
    ]
    if not blocks:
        blocks = [Block((_plain("No question is open on this claim."),))]
    return Card(f"Open questions on {_name(view)}", tuple(blocks))


def differences(found: Sequence[Difference], teller: str = "Your text") -> tuple[TextLine, ...]:
    """What a paste says otherwise than the claim, a line each; a curator's note on it last."""
    ordered = sorted(found, key=lambda item: item.note is not None)
    return tuple(_difference_line(item, teller) for item in ordered)


def headline(view: ClaimView) -> str:
    """A claim in one short line: its number and title."""
    return f"{_name(view)} {view.claim.headline}"


def tier_words(tier: Tier) -> str:
    """How near a claim is, in a word for people."""
    return words.TIERS[tier]


def _claim_blocks(view: ClaimView) -> Iterator[Block]:
    claim = view.claim
    yield Block((_plain(claim.text),))
    yield Block((_plain(_provenance(view)),), small=True)
    if claim.kind is not ClaimKind.FACT:
        yield from _checkability_blocks(claim)
    yield from _chain_blocks(claim)
    yield from _departure_blocks(claim)
    yield from _first_sources(view)
    questions = claim.open_questions
    if questions:
        lines = tuple(_plain(item.text) for item in questions)
        yield Block(lines, heading="Still open", listed=True)


def _checkability_blocks(claim: Claim) -> Iterator[Block]:
    if claim.checkability:
        aside = words.CLAIM_KINDS[claim.kind]
        yield Block((_plain(claim.checkability),), heading="What can be checked", aside=aside)


def _first_sources(view: ClaimView) -> Iterator[Block]:
    """The sources that bear on a claim; context only where there are no others."""
    bearing = [s for s in (Stance.DISPUTES, Stance.SUPPORTS) if view.claim.evidence_by(s)]
    for stance in bearing or [Stance.CONTEXT]:
        yield from _source_blocks(view, stance, words.STANCES[stance])


def _chain_blocks(claim: Claim) -> Iterator[Block]:
    if not claim.chain:
        return
    spans: list[Span] = []
    for hop in claim.chain:
        if spans:
            spans.append(Span(" → "))
        spans.extend(_hop_spans(hop))
    lines: list[TextLine] = [tuple(spans)]
    if claim.evidence_kind:
        lines.append(_plain(f"On what evidence: {claim.evidence_kind}"))
    yield Block(tuple(lines), heading="Who says so")


def _departure_blocks(claim: Claim) -> Iterator[Block]:
    departure = claim.departure
    if departure is None:
        return
    heading = "What changed on the way"
    note = departure.note
    if departure.level is DepartureLevel.UNSOURCED:
        heading, note = "No source is cited", note or "The article gives no source for this."
    if departure.level is DepartureLevel.NONE:
        note = note or "Nothing: the telling agrees with the source it cites."
    aside = "" if departure.level is DepartureLevel.UNSOURCED else words.LEVELS[departure.level]
    yield Block((_plain(note or "Nobody has described it yet."),), heading=heading, aside=aside)


def _appearance_blocks(view: ClaimView) -> Iterator[Block]:
    lines = []
    for appearance in view.claim.appearances:
        document = view.documents.get(appearance.document)
        if document is None:
            continue
        date = f", {document.date.spoken()}" if document.date else ""
        where = f", {appearance.where}" if appearance.where else ""
        quote = f": “{appearance.quote}”" if appearance.quote else ""
        lines.append(_plain(f"{document.publisher}{date}: {document.title}{where}{quote}"))
    if lines:
        yield Block(tuple(lines), heading="Where it appears")


def _source_blocks(view: ClaimView, stance: Stance, heading: str) -> Iterator[Block]:
    keys = list(dict.fromkeys(item.source for item in view.claim.evidence_by(stance)))
    if not keys:
        return
    listed = [view.sources[key] for key in keys[:_LISTED]]
    lines = [
        (*_source_line(source, titled=False), Span(f" · {_labels(source, view.sources)}"))
        for source in listed
    ]
    more = len(keys) - len(listed)
    aside = f"{more} more under Sources" if more else ""
    yield Block(tuple(lines), heading=heading, aside=aside, listed=True)


def _source_line(source: Source, *, titled: bool) -> TextLine:
    date = f", {source.date.spoken()}" if source.date else ""
    name = f"{source.publisher}{date}"
    if titled:
        name = f"{name}: {source.title or source.note or 'title not seen'}"
    address = source.url or source.archived_url
    if address is None:
        return (Span(name), Span(" (no link known)"))
    domain = domain_of(address)
    if domain.casefold() == source.publisher.casefold():
        return (Span(name, url=address),)
    return (Span(name, url=address), Span(f" ({domain})"))


def _labels(source: Source, sources: Sources) -> str:
    labels = [words.SOURCE_KINDS[source.kind]]
    if source.repost_of:
        labels = [f"repost of {sources[source.repost_of].publisher}"]
    if source.party:
        labels.append(f"party to the dispute: {source.party}")
    if source.affiliation:
        labels.append(source.affiliation)
    if source.language != "en":
        labels.append(f"in {source.language}")
    if source.title_note:
        labels.append(source.title_note.rstrip(".").lower())
    labels.append(words.CHECKED[source.checked])
    return ", ".join(labels)


def _hop_spans(hop: Hop) -> Iterator[Span]:
    yield Span(hop.who, strong=hop.earliest)
    if hop.act is Act.DENIED:
        yield Span(" (denied)")
    if hop.date:
        yield Span(f", {hop.date.spoken()}")


def _hop_details(hop: Hop) -> Iterator[str]:
    role = f"{hop.role}; " if hop.role else ""
    found = "; the earliest telling we found" if hop.earliest else ""
    yield f"{role}{hop.act.value} it{found}"
    if hop.quote:
        yield f"“{hop.quote}”"


def _question_lines(question: OpenQuestion, sources: Sources) -> Iterator[TextLine]:
    if question.settled_by:
        yield _plain(f"What would settle it: {question.settled_by}")
    if question.answer:
        yield _plain(f"Answer: {question.answer}")
    if question.answer_source:
        yield _source_line(sources[question.answer_source], titled=True)
    if question.status is not QuestionStatus.OPEN:
        yield _plain(f"Status: {question.status.value}")


def _match_block(match: Match) -> Block:
    why = " · ".join(match.found.reasons)
    matched = shortened(match.found.segment.text, _QUOTED)
    lines = [_plain(f"Matched “{matched}”" + (f" · {why}" if why else ""))]
    if match.found.wording != match.view.claim.text:
        lines.append(_plain(f"with the wording “{shortened(match.found.wording, _QUOTED)}”"))
    return Block(tuple(lines), small=True)


def _difference_line(item: Difference, teller: str) -> TextLine:
    if item.note:
        return (Span("A telling like this one is known: "), Span(item.note, strong=True))
    if not item.pasted or not item.claim:
        place = teller if item.pasted else "The claim"
        other = "the claim does not" if item.pasted else f"{teller[0].lower()}{teller[1:]} does not"
        said = item.pasted or item.claim
        return (Span(f"{place} says "), Span(said, strong=True), Span(f"; {other}."))
    if item.kind is DifferenceKind.NEGATION and item.pasted.lower() in words.DENIALS:
        return (
            Span(f"{teller} denies (“"),
            Span(item.pasted, strong=True),
            Span("”) what the claim says: "),
            Span(item.claim, strong=True),
            Span("."),
        )
    return (
        Span(f"{teller} says "),
        Span(item.pasted, strong=True),
        Span("; the claim says "),
        Span(item.claim, strong=True),
        Span(f" ({words.DIFFERENCES[item.kind]})." if item.kind in words.DIFFERENCES else "."),
    )


def _provenance(view: ClaimView) -> str:
    owner = f'Pack "{view.owner_title}"' if view.owner.kind == "pack" else view.owner_title
    day = view.revised_at
    return f"{_name(view)} · {owner} · revision {view.revision}, {day.day} {day:%b %Y}"


def _name(view: ClaimView) -> str:
    return f"#{view.number}"


def _plain(text: str) -> TextLine:
    return (Span(text),)


def shortened(text: str, limit: int) -> str:
    """A text on one line, cut at a word where it is longer than ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole = line[: limit - 1].rpartition(" ")[0]
    kept = whole if len(whole) > limit // 2 else line[: limit - 1]
    return kept.rstrip(" ,;:.-") + "…"


def as_text(lines: Iterable[TextLine]) -> str:
    """Lines as bare text, for places that know no style."""
    return "\n".join("".join(span.text for span in line) for line in lines)
