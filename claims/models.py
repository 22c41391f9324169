"""What is kept: claims with their chains, evidence and questions, and the sources they rest on.

Everything here is frozen: a change makes a new object, and storing it makes a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from claims.dates import PartialDate

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Quotation = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
Ref = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]

_T = TypeVar("_T")


class Kept(BaseModel):
    """Base of all that is stored: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ClaimKind(StrEnum):
    """What sort of statement a claim is, never whether it is right."""

    FACT = "fact"
    ALLEGATION = "allegation"
    INTERPRETATION = "interpretation"


class Status(StrEnum):
    """Where a claim stands with its curators; only published claims answer members."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Act(StrEnum):
    """What a hop of a relay chain did with the claim."""

    SAID = "said"
    ESTIMATED = "estimated"
    REPORTED = "reported"
    TRANSLATED = "translated"
    REPUBLISHED = "republished"
    DENIED = "denied"


class SourceKind(StrEnum):
    """What a source is."""

    PRIMARY = "primary"
    OFFICIAL_STATEMENT = "official_statement"
    NEWS = "news"
    ANALYSIS = "analysis"
    DATASET = "dataset"
    FACT_CHECK = "fact_check"
    REPOST = "repost"


class Checked(StrEnum):
    """How far somebody read a source before it was listed."""

    OPENED = "opened"
    COPY = "copy"
    NOT_OPENED = "not_opened"


class Stance(StrEnum):
    """A source's bearing on a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    CONTEXT = "context"


class DepartureLevel(StrEnum):
    """How far a telling departs from the source it cites."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"
    FACTUAL_SLIP = "factual_slip"
    UNSOURCED = "unsourced"

    @property
    def departs(self) -> bool:
        """True where a source is cited and the telling differs from it."""
        return self not in (DepartureLevel.NONE, DepartureLevel.UNSOURCED)


class QuestionStatus(StrEnum):
    """Whether an open question still is one."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Source(Kept):
    """A document that can be opened, or that is known to exist."""

    key: Key
    publisher: Line
    title: Sentence | None = None
    title_note: Line | None = Field(None, description="How sure the title is, where it is not.")
    author: Line | None = None
    date: PartialDate | None = None
    url: WebAddress | None = Field(None, description="Only an address that somebody saw.")
    archived_url: WebAddress | None = None
    kind: SourceKind = SourceKind.NEWS
    language: Language = "en"
    party: Line | None = Field(None, description="The party to the dispute that it speaks for.")
    affiliation: Line | None = Field(None, description="Who runs or funds it, if that matters.")
    repost_of: Key | None = Field(None, description="Key of the source that this one repeats.")
    checked: Checked = Checked.NOT_OPENED
    checked_on: PartialDate | None = None
    checked_by: Line | None = None
    note: Sentence | None = None

    @model_validator(mode="after")
    def _addresses_are_web_addresses(self) -> Self:
        for address in (self.url, self.archived_url):
            if address is not None:
                check_web_address(address)
        return self


class Hop(Kept):
    """One step of a relay chain: who passed the claim on, and how."""

    who: Line
    act: Act
    role: Line | None = Field(None, description="Who they are: an office, an outlet's kind.")
    date: PartialDate | None = None
    source: Key | None = None
    quote: Quotation | None = None
    earliest: bool = Field(False, description="True for the earliest telling that was found.")


class Departure(Kept):
    """How a telling differs from the source it cites."""

    level: DepartureLevel
    note: Sentence | None = None


class Evidence(Kept):
    """A source's bearing on a claim."""

    source: Key
    stance: Stance
    note: Sentence | None = None


class OpenQuestion(Kept):
    """What is unresolved about a claim, and what would settle it."""

    text: Sentence
    settled_by: Sentence | None = None
    status: QuestionStatus = QuestionStatus.OPEN
    answer: Sentence | None = None
    answer_source: Key | None = None


class Variant(Kept):
    """A telling in circulation that is *not* this claim, and the difference that makes it so."""

    text: Wording
    differs: Sentence


class Appearance(Kept):
    """A claim's telling in a document."""

    document: Key
    where: Line | None = None
    quote: Quotation | None = None
    departure: Departure | None = Field(
        None, description="Only where this telling departs otherwise than the claim's own chain."
    )


class Republication(Kept):
    """Another address or outlet that carries the same document."""

    publisher: Line
    date: PartialDate | None = None
    url: WebAddress | None = None
    source: Key | None = None


class Document(Kept):
    """An article or post that makes claims, with everywhere it is known to have been carried."""

    key: Key
    title: Sentence
    publisher: Line
    author: Line | None = None
    date: PartialDate | None = None
    urls: tuple[WebAddress, ...] = ()
    source: Key | None = None
    republications: tuple[Republication, ...] = ()
    note: Sentence | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address at which the document was seen, its own first."""
        carried = tuple(copy.url for copy in self.republications if copy.url)
        return (*self.urls, *carried)


class Claim(Kept):
    """One checkable sentence and all that is known about it: the aggregate that is stored whole."""

    ref: Ref
    text: Wording
    title: Line | None = None
    language: Language = "en"
    status: Status = Status.PUBLISHED
    kind: ClaimKind = ClaimKind.FACT
    checkability: Sentence | None = None
    speaker: Line | None = None
    date: PartialDate | None = None
    evidence_kind: Sentence | None = None
    url: WebAddress | None = Field(None, description="Where the claim was examined before, if so.")
    topics: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    chain: tuple[Hop, ...] = ()
    departure: Departure | None = None
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    phrasings: tuple[Wording, ...] = ()
    blocked: tuple[Wording, ...] = Field((), description="Wordings ruled not to be this claim.")
    variants: tuple[Variant, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    review_on: PartialDate | None = None
    merged_into: Ref | None = Field(None, description="Ref of the claim that this one became.")

    @property
    def headline(self) -> str:
        """The short form: the title where there is one, else the claim itself."""
        return self.title or self.text

    @property
    def earliest(self) -> Hop | None:
        """The hop marked as the earliest telling, or the first of the chain."""
        marked = (hop for hop in self.chain if hop.earliest)
        return next(marked, self.chain[0] if self.chain else None)

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The questions that nobody has answered or withdrawn."""
        return tuple(q for q in self.questions if q.status is QuestionStatus.OPEN)

    def evidence_by(self, stance: Stance) -> tuple[Evidence, ...]:
        """The evidence with one bearing, in the curators' order."""
        return tuple(item for item in self.evidence if item.stance is stance)

    @property
    def source_keys(self) -> frozenset[str]:
        """Every source that the claim names anywhere."""
        keys = {item.source for item in self.evidence}
        keys |= {hop.source for hop in self.chain if hop.source}
        keys |= {q.answer_source for q in self.questions if q.answer_source}
        return frozenset(keys)

    def with_addition(self, addition: Addition) -> Claim:
        """This claim as a community sees it that added to a pack's claim."""
        asked = (*self.questions, *addition.questions)
        return self.model_copy(
            update={
                "phrasings": _joined(self.phrasings, addition.phrasings),
                "blocked": _joined(self.blocked, addition.blocked),
                "evidence": _joined(self.evidence, addition.evidence),
                "questions": tuple({q.text: q for q in asked}.values()),  # answers stand in
            }
        )


class Addition(Kept):
    """What one community added to a claim of a pack; a newer pack version leaves it alone."""

    phrasings: tuple[Wording, ...] = ()
    blocked: tuple[Wording, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()


class Owner(BaseModel):
    """Who a claim belongs to: one community, or one pack that communities may enable."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["community", "pack"]
    key: Key

    @classmethod
    def community(cls, key: str | int) -> Owner:
        """The owner that stands for a Discord server, or for any named local store."""
        return cls(kind="community", key=str(key))

    @classmethod
    def pack(cls, key: str) -> Owner:
        """The owner that stands for a pack."""
        return cls(kind="pack", key=key)

    @classmethod
    def parse(cls, text: str) -> Owner:
        """Read ``community:123`` or ``pack:name`` back; raises ``ValueError`` otherwise."""
        kind, _, key = text.partition(":")
        if kind == "community":
            return cls.community(key)
        if kind == "pack":
            return cls.pack(key)
        raise ValueError(f"{text!r} names neither a community nor a pack")

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


Sources = Mapping[str, Source]
"""Sources by key, as one owner keeps them."""


def check_web_address(address: str) -> None:
    """Raise ``ValueError`` unless the address is an absolute http or https one with a host."""
    try:
        parsed = HttpUrl(address)
    except ValueError as problem:
        raise ValueError(f"{address!r} is not a web address; it begins with https://") from problem
    if parsed.username or parsed.password:
        raise ValueError("a web address here carries no user name or password")


def _joined(kept: tuple[_T, ...], added: tuple[_T, ...]) -> tuple[_T, ...]:
    return kept + tuple(item for item in added if item not in kept)
