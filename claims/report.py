"""What a check is asked and what it answers: submissions in, a closed set of reports out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from claims.models import Claim, Departure, Document, Owner, Source
from claims.pages import PublishedRating


class Tier(StrEnum):
    """How near a claim is to what was pasted."""

    MATCH = "match"
    DIFFERS = "differs"
    RELATED = "related"


class DifferenceKind(StrEnum):
    """What distinguishes a telling from the claim it resembles."""

    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    NAME = "name"
    PLACE = "place"
    ROLE = "role"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the words of the paste and those of the claim.

    ``note`` is a curator's sentence where the paste meets a known variant of the claim.
    """

    kind: DifferenceKind
    pasted: str
    claim: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a person asked about, after mark-up and links were taken out of it.

    ``links`` are in their one form, ``written`` the same links as they were pasted. ``notes`` says
    in whole sentences what was left out and why.
    """

    text: str
    links: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    language: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the submission, in characters of its text, that is matched as one."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that the matcher found: what met what, how surely, and what differs.

    ``score`` is the calibrated probability in [0, 1] that the segment makes this claim.
    ``reasons`` are short phrases for people ("same figure", "same place").
    """

    claim_id: int
    ref: str
    tier: Tier
    score: float
    segment: Segment
    wording: str
    reasons: tuple[str, ...] = ()
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """All that the matcher says of one text.

    ``candidates`` holds one entry a claim at most, best first; ``segments`` are those that were
    looked at, in the order of the text; ``notes`` are whole sentences (a channel that is off).
    """

    candidates: tuple[Candidate, ...]
    segments: tuple[Segment, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable state of a claim: when it was written, by whom, why, and on what it built.

    ``minor`` where a curator marked that readers need not hear of it; ``told`` is how the curator
    would have them told, where that was said.
    """

    number: int
    base: int
    at: datetime
    actor: str
    reason: str
    claim: Claim
    minor: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as one community sees it: its number there, its owner, and what it refers to."""

    claim_id: int
    number: int
    owner: Owner
    owner_title: str
    claim: Claim
    revision: int
    revised_at: datetime
    sources: Mapping[str, Source] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that the submission makes or comes near to."""

    view: ClaimView
    found: Candidate

    @property
    def tier(self) -> Tier:
        """How near the claim is to what was pasted."""
        return self.found.tier


@dataclass(frozen=True, slots=True)
class ReadText:
    """What was read to answer: a file, or the page behind a link, with what it says of itself.

    ``name`` is the page's title or the file's name, ``published`` a date for people to read.
    ``ratings`` are the page's own, never ours; ``republished_from`` are addresses and outlets that
    the page names as its original.
    """

    name: str
    publisher: str = ""
    published: str = ""
    address: str = ""
    ratings: tuple[PublishedRating, ...] = ()
    republished_from: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether it was read behind a link."""
        return bool(self.address)


class KnownBy(StrEnum):
    """How a known document was recognised."""

    ADDRESS = "address"
    ORIGIN = "origin"
    TEXT = "text"
    CLAIMS = "claims"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Found:
    """At least one claim was recognised. ``matches`` keeps the order of the text.

    ``uncovered`` counts the sentences that no claim covers.
    """

    matches: tuple[Match, ...]
    related: tuple[Match, ...]
    uncovered: int
    notes: tuple[str, ...] = ()
    read: ReadText | None = None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """The paste is, or links to, a document whose claims are annotated here.

    ``pasted`` is the address by which it was recognised, or empty; ``carrier`` is who published
    the copy that was pasted. ``by`` says how sure that is: its address is listed, the page that was
    read names it as its origin, the text has its claims and words or its claims alone, or only the
    address looks like it.
    """

    document: Document
    pasted: str
    carrier: str
    views: tuple[ClaimView, ...]
    found: tuple[Match, ...] = ()
    notes: tuple[str, ...] = ()
    uncovered: int = 0
    by: KnownBy = KnownBy.ADDRESS
    read: ReadText | None = None

    @property
    def departing(self) -> int:
        """How many of its tellings depart from the source that they cite."""
        departures = (departure_in(view.claim, self.document.key) for view in self.views)
        return sum(1 for found in departures if found is not None and found.level.departs)


@dataclass(frozen=True, slots=True)
class NothingFound:
    """No claim of this community's store is made in the submission."""

    closest: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    read: ReadText | None = None


Report = Found | KnownDocument | NothingFound


def departure_in(claim: Claim, document: str) -> Departure | None:
    """How the claim's telling in one document departs from its source, if anybody looked."""
    for appearance in claim.appearances:
        if appearance.document == document and appearance.departure is not None:
            return appearance.departure
    return claim.departure
