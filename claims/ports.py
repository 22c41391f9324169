"""What the services ask of the parts around them: a store, a matcher, an index to keep current."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from claims.community import CommunitySettings
from claims.models import Addition, Claim, Document, Owner, Source
from claims.pages import FetchPolicy, FileText, Page
from claims.report import Candidate, ClaimView, Matching, Revision, Submission

if TYPE_CHECKING:  # most starts read no pack
    from claims.packs import Pack


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change feed: a claim as its owner's readers see it now.

    ``claim`` is None where it can no longer answer (a draft, retired, or gone). An owner that is
    a community and a claim of a pack together mean the pack's claim with that community's
    additions; it then stands in for the plain one there.
    """

    sequence: int
    owner: Owner
    claim_id: int
    claim: Claim | None


class ClaimFeed(Protocol):
    """The monotonic feed of changes that derived indexes follow."""

    async def feed_id(self) -> str:
        """Identify this feed; an index of another one is rebuilt from the start."""
        ...

    async def newest(self) -> int:
        """The newest sequence number; 0 where nothing was ever stored."""
        ...

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        """At most ``limit`` changes after a sequence number, oldest first.

        A claim that changed several times comes once, at its newest number, as it is now.
        """
        ...


@dataclass(frozen=True, slots=True)
class Readership:
    """How a community reads at one moment: all that a check asks of the store before it searches.

    ``owners`` are those whose claims it sees, itself first; ``same_names`` are the lists of names
    that mean the same to it, its own before those of its packs; ``newest`` is the sequence number
    that the change feed had come to, 0 where nothing was ever stored.
    """

    owners: tuple[Owner, ...]
    settings: CommunitySettings = field(default_factory=CommunitySettings)
    same_names: tuple[tuple[str, ...], ...] = ()
    newest: int = 0


class ClaimReader(Protocol):
    """Reading, always as one community: its own claims and those of the packs it enabled."""

    async def readership(self, community: str) -> Readership:
        """How this community reads now, as one state of the store has it."""
        ...

    async def views(self, community: str, claim_ids: Sequence[int]) -> Mapping[int, ClaimView]:
        """The visible ones among these claims; unknown and invisible ids are left out."""
        ...

    async def by_number(self, community: str, number: int) -> ClaimView:
        """The claim with this number; raises ``NotFound``."""
        ...

    async def suggest(self, community: str, words: str, limit: int) -> Sequence[ClaimView]:
        """Published claims for autocomplete, by number, words or speaker; newest where empty."""
        ...

    async def document_at(
        self, community: str, addresses: Sequence[str]
    ) -> tuple[Document, str, tuple[ClaimView, ...]] | None:
        """The first visible document at one of these addresses, that address, and its claims.

        Addresses are compared as they are; the caller passes every canonical form of interest.
        """
        ...

    async def document_by_key(
        self, community: str, key: str
    ) -> tuple[Document, tuple[ClaimView, ...]]:
        """A visible document and its published claims, by number; raises ``NotFound``."""
        ...

    async def documents_seen(self, community: str) -> Sequence[Document]:
        """The visible documents, at most 5,000."""
        ...

    async def revisions(self, community: str, claim_id: int) -> Sequence[Revision]:
        """All revisions of a visible claim, newest first; raises ``NotFound``."""
        ...


class ClaimWriter(Protocol):
    """Writing: every change is one transaction with its revision, or nothing."""

    async def add(self, owner: Owner, claim: Claim, *, actor: str, reason: str) -> int:
        """Store a new claim and return its id; raises ``Conflict`` where its ref is taken."""
        ...

    async def save(
        self, owner: Owner, claim_id: int, claim: Claim, *, base: int, actor: str, reason: str
    ) -> int:
        """Store a new state of an owner's claim and return its revision.

        Raises ``Conflict`` on a stale base, ``NotFound`` where the claim is another owner's.
        """
        ...

    async def save_addition(
        self, community: str, claim_id: int, addition: Addition, *, base: int, actor: str
    ) -> int:
        """Store what a community adds to a pack's claim; raises ``Conflict``, ``NotFound``."""
        ...

    async def put_sources(self, owner: Owner, sources: Sequence[Source]) -> None:
        """Add or replace sources of an owner by key."""
        ...


@dataclass(frozen=True, slots=True)
class PackSummary:
    """A pack as it is installed: how many claims a load added, changed or retired."""

    pack_id: str
    title: str
    version: str
    claims: int
    added: int = 0
    changed: int = 0
    retired: int = 0
    loaded_at: datetime | None = None


class PackShelf(Protocol):
    """The installed packs and who enabled them."""

    async def load(self, pack: Pack, *, digest: str) -> PackSummary:
        """Install or update a pack in one transaction; an older version raises PackProblem."""
        ...

    async def installed(self) -> Sequence[PackSummary]:
        """All packs that are installed, by title."""
        ...

    async def enable(self, community: str, pack_id: str) -> bool:
        """Show a pack's claims to a community; False where it was on; raises ``NotFound``."""
        ...

    async def disable(self, community: str, pack_id: str) -> bool:
        """Hide them again; their numbers stay reserved."""
        ...


class Matcher(Protocol):
    """Finds the claims that a text makes."""

    async def match(
        self,
        text: str,
        readers: Readership,
        *,
        language: str | None = None,
    ) -> Matching:
        """Match every segment of a text, off the event loop."""
        ...

    async def rank(self, text: str, readers: Readership, limit: int) -> Sequence[Candidate]:
        """The nearest claims to a text taken as one, whatever their tier, best first."""
        ...


class IndexKeeper(Protocol):
    """Keeps a derived search index at the newest state of the feed."""

    async def catch_up(self) -> int:
        """Follow the feed to its end and return how many changes were taken in."""
        ...


class Intake(Protocol):
    """Turns what was pasted into something to check."""

    async def read(self, pasted: str) -> Submission:
        """Take links and mark-up out of a paste; raises ``InputProblem`` with its sentence."""
        ...

    def title_in(self, address: str) -> str:
        """The title words in an address as it was pasted; empty where it has none."""
        ...

    def publisher_of(self, address: str) -> str:
        """The host of whoever published a page, as people know it; empty where there is none."""
        ...


class PageReader(Protocol):
    """Reads the page behind a link, for one community and under its policy."""

    async def read(self, address: str, community: str, policy: FetchPolicy) -> Page:
        """Fetch and read a page; raises ``FetchProblem`` or ``ReadingProblem``, which say why."""
        ...


class FileReader(Protocol):
    """Reads the text of a file that somebody handed in."""

    async def read(self, name: str, content: bytes, community: str = "") -> FileText:
        """Read a file for a community.

        Raises ``AttachmentProblem`` or ``ReadingProblem``, which say why not.
        """
        ...


class AnswerShelf(Protocol):
    """Keeps sealed answers, so that buttons work after a restart; it cannot read them."""

    async def put_answer(self, community: str, sealed: bytes) -> int:
        """Keep one and return its id."""
        ...

    async def get_answer(self, community: str, answer_id: int) -> bytes | None:
        """Give one back to the community it was made for; None once it is forgotten."""
        ...

    async def forget_answers(self, before: datetime) -> int:
        """Delete those made before a moment and return how many there were."""
        ...


class FeedbackBox(Protocol):
    """Where members' remarks on answers wait for curators."""

    async def put_feedback(
        self, community: str, claim_id: int, *, kind: str, wording: str, remark: str, user: str
    ) -> bool:
        """Keep a remark; False where the same one by the same user is there already."""
        ...


class WordingTally(Protocol):
    """Counts which wordings of claims answer, so that curators see which never do."""

    def met(self, community: str, claim_id: int, wording: str) -> None:
        """Count that a wording of a claim answered in a community; nothing of the paste is kept."""
        ...
