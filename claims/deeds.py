"""What a service asks the store to write: a deed, and its steps, which are written whole or not.

A deed is named by the interaction that asked for it. The same deed twice changes once: the second
time its first outcome comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from claims.community import CommunitySettings
from claims.models import Addition, Claim, Document, Kept, Source
from claims.requesting import Ask, Closing


@dataclass(frozen=True, slots=True)
class Deed:
    """One wish of one member: what the audit log and the revisions say of it.

    ``key`` is the id of the interaction; ``actor`` the member's plain id, as text. An interaction
    that does two things gives the second a key of its own, such as its id with ``.2``.
    """

    key: str
    community: str
    actor: str
    action: str
    reason: str
    at: datetime


class Outcome(BaseModel):
    """What a deed came to, kept with it: ids only."""

    model_config = ConfigDict(frozen=True)

    claim_id: int | None = None
    revision: int | None = None
    proposal: int | None = None
    request: int | None = None
    note: str = ""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AddClaim:
    """Store a new claim of the community."""

    claim: Claim
    origin: tuple[str, str] | None = None
    """The id and version of the pack that it was imported from."""


@dataclass(frozen=True, slots=True)
class SaveClaim:
    """Store a new state of one of the community's own claims."""

    claim_id: int
    base: int
    claim: Claim
    origin: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SaveAddition:
    """Store what the community adds to a claim of a pack; ``base`` is as the community sees it."""

    claim_id: int
    base: int
    addition: Addition


@dataclass(frozen=True, slots=True)
class MarkRevision:
    """Say of a revision, as the community counts them, whether it is minor and how it is told.

    What is None stays as it is. A pack's own revisions cannot be marked.
    """

    claim_id: int
    number: int
    minor: bool | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class PutReferences:
    """Store sources and documents of the community by key."""

    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()


class Write(Kept):
    """One state that a proposal would store: a claim's, or that of what a pack's claim is given."""

    claim_id: int
    base: int
    claim: Claim | None = None
    addition: Addition | None = None


class Draft(Kept):
    """All that a proposal would write, with the sources and documents that it refers to."""

    writes: tuple[Write, ...]
    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Propose:
    """Put a change of a claim before the approvers."""

    claim_id: int
    draft: Draft


class Decision(StrEnum):
    """What became of a proposal or a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for another approver, or that one decided on.

    ``actor`` and ``decided_by`` are plain ids; ``reason`` is the proposer's, ``sentence`` the one
    given with the decision.
    """

    proposal_id: int
    claim_id: int
    action: str
    reason: str
    actor: str
    at: datetime
    draft: Draft
    decision: Decision
    decided_by: str | None
    decided_at: datetime | None
    sentence: str


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """Close a proposal that is waiting.

    Refused with ``NotAllowed`` where its proposer would accept it, or another would withdraw it.
    """

    proposal: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class DecideSuggestion:
    """Close what members suggested: this remark and all that say the same of the same claim."""

    suggestion: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Store the settings of the community; ``base`` is the revision that they are based on."""

    settings: CommunitySettings
    base: int


@dataclass(frozen=True, slots=True)
class SwitchPack:
    """Enable or disable a pack for the community."""

    pack: str
    on: bool


@dataclass(frozen=True, slots=True)
class FileRequest:
    """File what a member asks, with a request that means the same where there is one."""

    ask: Ask
    into: int | None
    """The number of that request."""
    asks_a_day: int


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """Note who looks into a request; None gives it back."""

    number: int
    taken_by: str | None


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Tie a request to the draft that will answer it; None is the claim added in this deed."""

    number: int
    claim_id: int | None


@dataclass(frozen=True, slots=True)
class CloseRequest:
    """Answer or dismiss a request and put a notice in the box for each asker who wants one."""

    number: int
    closing: Closing


@dataclass(frozen=True, slots=True)
class AnswerLinked:
    """Answer every request that is tied to a claim, now that it is published.

    ``answer`` is the claim that answers them where it is another one, after a merge.
    """

    claim_id: int
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class SplitRequest:
    """Make a request of its own of what some of the askers asked."""

    number: int
    askers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log: who did what to which claim, and the revision that it made."""

    entry_id: int
    at: datetime
    actor: str
    action: str
    claim_id: int | None
    revision: int | None
    request: int | None
    reason: str


Step = (
    AddClaim
    | SaveClaim
    | SaveAddition
    | MarkRevision
    | PutReferences
    | Propose
    | DecideProposal
    | DecideSuggestion
    | SaveSettings
    | SwitchPack
    | FileRequest
    | TakeRequest
    | LinkRequest
    | CloseRequest
    | AnswerLinked
    | SplitRequest
)
