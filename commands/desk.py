"""What the commands need of the program around them, in one frozen bundle."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from claims.annotation import Annotation
from claims.answers import Answers
from claims.approving import Approvals, Suggestions
from claims.asks import AskCounts
from claims.check import Checker
from claims.communities import Communities
from claims.curation import Curation
from claims.digesting import Digests
from claims.exchange import Exchange
from claims.following import Following
from claims.leaving import Leaving
from claims.library import Library
from claims.limits import Limits
from claims.observing import Observer, Unobserved
from claims.own_data import OwnData
from claims.ports import ClaimReader, FeedbackBox
from claims.reach import Reach
from claims.requests import Requests
from claims.review import Review
from claims.revising import Revising
from claims.typed import TypedForms
from claims.watching import Watching

if TYPE_CHECKING:
    import discord

_Given = TypeVar("_Given")


class Repeater(Protocol):
    """Makes a request that may be made twice, again and again until Discord answers it."""

    async def __call__(self, request: Callable[[], Awaitable[_Given]]) -> _Given:
        """What Discord answers; raises what the last try did."""
        ...


class ShareRecorder(Protocol):
    """Remembers where a claim was shown in public, so that a correction can reach it."""

    async def shared(
        self, community: str, channel: int, message: int, claims: Sequence[tuple[int, int]]
    ) -> None:
        """Keep a public message and the (claim id, revision) pairs that it shows."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """What `/about` says of this installation."""

    version: str
    source: str = ""
    text: str = ""


class Deliveries:
    """The interactions that were answered lately: Discord may deliver one twice."""

    def __init__(self, kept: int = 10_000) -> None:
        self._kept = kept
        self._seen: OrderedDict[int, None] = OrderedDict()

    def first(self, interaction_id: int) -> bool:
        """True once for every interaction."""
        if interaction_id in self._seen:
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > self._kept:
            self._seen.popitem(last=False)
        return True


@dataclass(frozen=True, slots=True)
class Curators:
    """The services with which a community keeps its claims."""

    curation: Curation
    annotation: Annotation
    library: Library
    revising: Revising
    approvals: Approvals
    suggestions: Suggestions
    requests: Requests
    review: Review
    exchange: Exchange
    communities: Communities
    reach: Reach
    digests: Digests
    asks: AskCounts
    typed: TypedForms
    numbers: Callable[[str, Sequence[int]], Awaitable[Mapping[int, int]]]
    """The numbers of claims by id, of those that a community sees."""


async def once(request: Callable[[], Awaitable[_Given]]) -> _Given:
    """The ``Repeater`` that tries once."""
    return await request()


@dataclass(frozen=True, slots=True)
class Desk:
    """The services behind the commands. ``welcome`` makes a community exist, with default packs.

    ``listens`` says whether the bot sees what is posted, which watching a channel needs; the
    ``observer`` hears how checks and interactions went.
    """

    checker: Checker
    curators: Curators
    answers: Answers
    reader: ClaimReader
    feedback: FeedbackBox
    shares: ShareRecorder
    following: Following
    watching: Watching
    own_data: OwnData
    leaving: Leaving
    welcome: Callable[[str], Awaitable[None]]
    about: About
    listens: bool = False
    until_heard: Repeater = once
    limits: Limits = field(default_factory=Limits)
    observer: Observer = field(default_factory=Unobserved)
    deliveries: Deliveries = field(default_factory=Deliveries)
    welcomed: set[str] = field(default_factory=set)


def desk_of(interaction: discord.Interaction[Any]) -> Desk:
    """The desk of the bot that an interaction reached; for buttons and forms, which hold none."""
    return cast("Desk", cast("Any", interaction.client).desk)
