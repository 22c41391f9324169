"""What the curators' services ask of the store and the matcher, beside what every check asks.

Every call is made as one community, and what that one does not see is not there for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from claims.changes import ClaimChange, ClaimStory
from claims.community import KeptSettings
from claims.models import Claim, Document, Owner, Source, Status
from claims.ports import PackSummary, Readership
from claims.report import ClaimView, Revision

if TYPE_CHECKING:  # every check asks for settings, none for what curators do
    from claims.deeds import Deed, Entry, Outcome, Proposal, Step
    from claims.packs import Pack
    from claims.requesting import Notice, Request, RequestStatus
    from claims.worklist import DeadLink, Suggestion, Unopened


class CuratorReader(Protocol):
    """Reading for those who may see drafts and what is retired, always as one community."""

    async def readership(self, community: str) -> Readership:
        """How this community reads now, as one state of the store has it."""
        ...

    async def views(
        self, community: str, claim_ids: Sequence[int], *, include_unpublished: bool = False
    ) -> Mapping[int, ClaimView]:
        """The visible ones among these claims; unknown and invisible ids are left out."""
        ...

    async def by_number(
        self, community: str, number: int, *, include_unpublished: bool = False
    ) -> ClaimView:
        """The claim with this number; raises ``NotFound``."""
        ...

    async def revisions(self, community: str, claim_id: int) -> Sequence[Revision]:
        """All revisions of a visible claim, drafts included, newest first; raises ``NotFound``."""
        ...


class CuratorShelf(Protocol):
    """What only curators ask the store, always as one community."""

    async def plain_claim(self, community: str, claim_id: int) -> Claim:
        """A visible claim as its owner wrote it, without additions; raises ``NotFound``."""
        ...

    async def find(
        self, community: str, words: str, limit: int, statuses: Sequence[Status]
    ) -> Sequence[ClaimView]:
        """Visible claims in these states for autocomplete, by number, words or speaker."""
        ...

    async def own_claims(
        self, community: str, statuses: Sequence[Status], limit: int
    ) -> Sequence[ClaimView]:
        """The community's own claims in these states, most recently changed first."""
        ...

    async def sources_by_key(
        self, community: str, owner: Owner, keys: Sequence[str]
    ) -> Sequence[Source]:
        """Those of an owner that the community sees, by key; unknown ones are left out."""
        ...

    async def sources_at(self, community: str, fragment: str) -> Sequence[Source]:
        """The community's own sources whose record holds this text, such as a host, at most 200."""
        ...

    async def documents_at(self, community: str, fragment: str) -> Sequence[Document]:
        """The community's own documents whose record holds this text, at most 200."""
        ...


class SuggestionShelf(Protocol):
    """What members suggested about claims, always as one community."""

    async def suggestions(self, community: str, limit: int) -> Sequence[Suggestion]:
        """Those that nobody decided, most members first; the same said twice is one."""
        ...

    async def suggestion(self, community: str, suggestion_id: int) -> Suggestion:
        """One that nobody decided; raises ``NotFound``."""
        ...


class Ledger(Protocol):
    """Writes deeds, each in one transaction with its audit entry, and remembers their outcomes."""

    async def outcome(self, community: str, key: str) -> Outcome | None:
        """What a deed came to, where it was done before."""
        ...

    async def perform(self, deed: Deed, steps: Sequence[Step]) -> Outcome:
        """Do all the steps of a deed or nothing; done before, give back its first outcome.

        Raises ``Conflict`` on a stale base, ``NotFound`` for what another community owns.
        """
        ...

    async def audit(
        self, community: str, limit: int, *, before: int | None = None, claim_id: int | None = None
    ) -> Sequence[Entry]:
        """Entries of the audit log, newest first, those older than an entry, or of one claim."""
        ...

    async def proposal(self, community: str, proposal_id: int) -> Proposal:
        """One proposal; raises ``NotFound``."""
        ...

    async def proposals(
        self, community: str, *, claim_id: int | None = None, limit: int = 100
    ) -> Sequence[Proposal]:
        """The proposals that wait, oldest first: all, or those for one claim."""
        ...

    async def declined(
        self, community: str, actor: str, since: datetime, limit: int
    ) -> Sequence[Proposal]:
        """What somebody proposed and another declined since a moment, newest first.

        One that its proposer has followed by another for the same claim is left out.
        """
        ...


class SettingsShelf(Protocol):
    """Where the settings of communities are kept."""

    async def settings(self, community: str) -> KeptSettings:
        """The settings of a community; defaults where it chose nothing."""
        ...


class RequestShelf(Protocol):
    """Reading what members asked curators to look into, always as one community."""

    async def request(self, community: str, number: int) -> Request:
        """One request with its askers; raises ``NotFound``."""
        ...

    async def requests(
        self, community: str, statuses: Sequence[RequestStatus], limit: int
    ) -> Sequence[Request]:
        """Requests in these states without their askers: most asked first, then oldest."""
        ...

    async def asked_by(self, community: str, who: str, limit: int) -> Sequence[Request]:
        """What one member asked, newest first; ``who`` is the keyed hash of their id."""
        ...

    async def asked_since(self, community: str, who: str, since: datetime) -> int:
        """How often a member asked since a moment."""
        ...

    async def forget_texts(self, now: datetime) -> int:
        """Delete texts that have expired, in all communities; returns how many there were."""
        ...


class NoticeBox(Protocol):
    """What askers are still to be told. Each notice is claimed before it is sent."""

    async def pending(self, now: datetime, limit: int) -> Sequence[Notice]:
        """Notices that nobody is sending, oldest first: new ones, and those left half way."""
        ...

    async def claim(self, notice_id: int, now: datetime) -> bool:
        """Take a notice to send it; False where somebody else has, or it is done."""
        ...

    async def confirm(self, notice_id: int, *, sent: bool) -> None:
        """Close a notice as sent or given up and forget whom it was for."""
        ...


class Likeness(Protocol):
    """Whether two texts ask the same."""

    async def same(self, text: str, others: Sequence[str], language: str | None) -> int | None:
        """The index of the one among others that means the same as a text, the nearest if many."""
        ...


class Pseudonyms(Protocol):
    """Names that nobody is known by: the same for the same person in a community."""

    def of(self, community: str, user: int) -> str:
        """The keyed hash that stands for a member of a community."""
        ...

    def asking(self, community: str, claim_id: int, user: int) -> str:
        """The one that stands for them where it is counted who asks about one claim."""
        ...

    def acting(self, community: str, user: int) -> str:
        """The name of a curator beside what they did, once their id is no longer kept there."""
        ...


class OptOuts(Protocol):
    """Members whose posts are left alone in watched channels, by their keyed hashes."""

    async def opted_out(self, community: str, who: str) -> bool:
        """Whether a member of a community wants to be left alone."""
        ...

    async def opt_out(self, community: str, who: str, at: datetime) -> None:
        """Leave a member alone from now on; nothing changes the second time."""
        ...

    async def opt_in(self, community: str, who: str) -> None:
        """Forget that a member wanted to be left alone."""
        ...


class WorkShelf(Protocol):
    """What a work list is made of, always as one community."""

    async def past_review(self, community: str, today: date, limit: int) -> Sequence[ClaimView]:
        """Published claims of the community's own whose review date has passed, oldest first."""
        ...

    async def with_open_questions(self, community: str, limit: int) -> Sequence[ClaimView]:
        """Published claims with an open question that the community changed, newest first."""
        ...

    async def unopened(self, community: str, limit: int) -> Sequence[Unopened]:
        """Sources of the community's own claims that no curator has opened yet."""
        ...

    async def dead_links(self, community: str, limit: int) -> Sequence[DeadLink]:
        """Sources of the community whose link was found dead, longest dead first."""
        ...

    async def note_link(
        self, community: str, source: str, problem: str | None, at: datetime
    ) -> None:
        """Note that a source's link was tried: what went wrong, or None where it opened."""
        ...


class ChangeShelf(Protocol):
    """What readers are told of, always as one community."""

    async def material_changes(
        self, community: str, after: datetime, until: datetime
    ) -> Sequence[ClaimChange]:
        """Material changes of the claims that it sees, after one moment and up to another.

        Oldest first; of a pack, only what came since it was switched on. A change is written a
        moment after the moment that it bears, so whoever asks piece by piece asks up to
        ``claims.changes.SETTLE`` ago, which also leaves curators time to call a change minor.
        """
        ...

    async def story(self, community: str, claim_id: int) -> ClaimStory:
        """A claim that it sees, drafts included, with all its revisions; raises ``NotFound``."""
        ...


class OriginShelf(Protocol):
    """Which of a community's own claims it imported, and from what."""

    async def own_by_ref(self, community: str) -> Mapping[str, ClaimView]:
        """All of the community's own claims by ref, in every state."""
        ...

    async def origins(self, community: str) -> Mapping[int, tuple[str, str]]:
        """The pack and version that claims were imported from, by claim id."""
        ...

    async def own_references(
        self, community: str
    ) -> tuple[Mapping[str, Source], Mapping[str, Document]]:
        """All of the community's own sources and documents by key."""
        ...


class InstalledPacks(Protocol):
    """The packs of this installation, and which a community has switched on."""

    async def installed(self) -> Sequence[PackSummary]:
        """All packs that are installed, by title."""
        ...

    async def enabled(self, community: str) -> frozenset[str]:
        """The ids of the packs that a community has switched on."""
        ...


class PackFiles(Protocol):
    """Reads and writes the files of packs, without holding the event loop."""

    async def read(self, name: str, content: bytes) -> Pack:
        """The pack in a file that was sent; raises ``PackProblem`` with every problem found."""
        ...

    async def write(self, pack: Pack) -> bytes:
        """A pack as a file."""
        ...
