"""The work list of a community: what waits for its curators, counted and item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from claims.deeds import Proposal
from claims.models import Status
from claims.people import Member, Right
from claims.report import ClaimView, Revision
from claims.requesting import Request
from claims.requests import WAITING
from claims.shelves import RequestShelf, SuggestionShelf, WorkShelf
from claims.workbench import Workbench
from claims.worklist import DeadLink, News, Suggestion, Unopened

_LOOKED_AT = 60
_DECLINED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class WorkList:
    """What waits, each kind most urgent first and cut at a limit."""

    drafts: tuple[ClaimView, ...]
    proposals: tuple[Proposal, ...]
    suggestions: tuple[Suggestion, ...]
    requests: tuple[Request, ...]
    news: tuple[News, ...]
    past_review: tuple[ClaimView, ...]
    unopened: tuple[Unopened, ...]
    dead_links: tuple[DeadLink, ...]
    declined: tuple[Proposal, ...]
    """The reader's own proposals that were declined in the last days, newest first."""

    @property
    def counts(self) -> dict[str, int]:
        """How many items of each kind there are, up to the limit that the list was made with."""
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__}

    @property
    def is_empty(self) -> bool:
        """True where nothing waits."""
        return not any(self.counts.values())


class Review:
    """Gathers the work list."""

    def __init__(
        self,
        bench: Workbench,
        work: WorkShelf,
        requests: RequestShelf,
        suggestions: SuggestionShelf,
    ) -> None:
        self._bench = bench
        self._work = work
        self._requests = requests
        self._suggestions = suggestions

    async def list(self, member: Member, limit: int = 25) -> WorkList:
        """All that waits, and what of the member's own was declined: ``limit`` of each kind."""
        await self._bench.need(member, Right.CURATE)
        community = member.community
        now = self._bench.clock()
        return WorkList(
            drafts=tuple(await self._bench.shelf.own_claims(community, [Status.DRAFT], limit)),
            proposals=tuple(await self._bench.ledger.proposals(community, limit=limit)),
            suggestions=tuple(await self._suggestions.suggestions(community, limit)),
            requests=tuple(await self._requests.requests(community, WAITING, limit)),
            news=tuple(await self._news(community, limit)),
            past_review=tuple(await self._work.past_review(community, now.date(), limit)),
            unopened=tuple(await self._work.unopened(community, limit)),
            dead_links=tuple(await self._work.dead_links(community, limit)),
            declined=tuple(
                await self._bench.ledger.declined(
                    community, str(member.user), now - _DECLINED_FOR, limit
                )
            ),
        )

    async def _news(self, community: str, limit: int) -> Sequence[News]:
        found: list[News] = []
        for view in await self._work.with_open_questions(community, _LOOKED_AT):
            if len(found) >= limit:
                break
            revisions = await self._bench.reader.revisions(community, view.claim_id)
            found += news_of(view, revisions)
        return found[:limit]


def news_of(view: ClaimView, revisions: Sequence[Revision]) -> list[News]:
    """The open questions of a claim to which sources came after they were asked.

    ``revisions`` are all of the claim's, newest first.
    """
    found = []
    oldest_first = revisions[::-1]
    for place, question in enumerate(view.claim.questions, start=1):
        if question not in view.claim.open_questions:
            continue
        asked = next(
            (item.claim for item in oldest_first if _asks(item, question.text)), view.claim
        )
        known = {item.source for item in asked.evidence}
        new = tuple(item.source for item in view.claim.evidence if item.source not in known)
        if new:
            found.append(News(view.claim_id, view.number, question, place, new))
    return found


def _asks(revision: Revision, text: str) -> bool:
    return any(question.text == text for question in revision.claim.questions)
