"""Hand-made stand-ins for the parts around the domain, small enough to be read at a glance."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from claims.errors import NotFound
from claims.models import Claim, Document, Owner, Source, Status
from claims.ports import Readership
from claims.report import Candidate, ClaimView, Matching, Segment, Tier

WRITTEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


class FakeStore:
    """A shelf of claims in memory, each visible to one community only."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[str, ClaimView]] = {}
        self.documents: dict[str, tuple[Document, tuple[int, ...]]] = {}
        self.answers: dict[int, tuple[str, bytes]] = {}

    def put(
        self,
        claim: Claim,
        *,
        community: str = "1",
        sources: Sequence[Source] = (),
        documents: Sequence[Document] = (),
    ) -> ClaimView:
        number = len(self.kept) + 1
        view = ClaimView(
            claim_id=100 + number,
            number=number,
            owner=Owner.pack("test"),
            owner_title="A test pack",
            claim=claim,
            revision=1,
            revised_at=WRITTEN,
            sources={source.key: source for source in sources},
            documents={document.key: document for document in documents},
        )
        self.kept[view.claim_id] = (community, view)
        return view

    async def readership(self, community: str) -> Readership:
        return Readership((Owner.community(community), Owner.pack("test")))

    async def views(self, community: str, claim_ids: Sequence[int]) -> Mapping[int, ClaimView]:
        return {
            claim_id: view
            for claim_id in claim_ids
            for home, view in [self.kept.get(claim_id, ("", None))]
            if view is not None and home == community and view.claim.status is Status.PUBLISHED
        }

    async def by_number(self, community: str, number: int) -> ClaimView:
        for home, view in self.kept.values():
            if home == community and view.number == number:
                return view
        raise NotFound(f"There is no claim #{number} here.")

    async def suggest(self, community: str, words: str, limit: int) -> Sequence[ClaimView]:
        mine = [view for home, view in self.kept.values() if home == community]
        return [view for view in mine if words.lower() in view.claim.text.lower()][:limit]

    async def document_at(
        self, community: str, addresses: Sequence[str]
    ) -> tuple[Document, str, tuple[ClaimView, ...]] | None:
        for address in addresses:
            if address in self.documents:
                document, ids = self.documents[address]
                return document, address, tuple((await self.views(community, ids)).values())
        return None

    async def document_by_key(
        self, community: str, key: str
    ) -> tuple[Document, tuple[ClaimView, ...]]:
        for document, ids in self.documents.values():
            if document.key == key:
                return document, tuple((await self.views(community, ids)).values())
        raise NotFound(f"There is no document {key} here.")

    async def documents_seen(self, community: str) -> Sequence[Document]:
        return [document for document, _ in self.documents.values()]

    async def revisions(self, community: str, claim_id: int) -> Sequence[object]:
        raise NotFound(f"There is no claim {claim_id} here.")

    async def put_answer(self, community: str, sealed: bytes) -> int:
        answer_id = len(self.answers) + 1
        self.answers[answer_id] = (community, sealed)
        return answer_id

    async def get_answer(self, community: str, answer_id: int) -> bytes | None:
        home, sealed = self.answers.get(answer_id, ("", b""))
        return sealed if home == community else None

    async def forget_answers(self, before: datetime) -> int:
        gone = len(self.answers)
        self.answers.clear()
        return gone


class FakeMatcher:
    """Finds what it was told to find, wherever the words stand in the text."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, Tier, float]] = []
        self.asked = 0
        self.notes: tuple[str, ...] = ()

    def finds(
        self, words: str, view: ClaimView, tier: Tier = Tier.MATCH, *, score: float = 0.9
    ) -> None:
        self.told.append((words, view.claim_id, tier, score))

    async def match(
        self,
        text: str,
        readers: Readership,
        *,
        language: str | None = None,
    ) -> Matching:
        self.asked += 1
        sentences = [part for part in text.split(". ") if part]
        segments = tuple(
            Segment(part, text.index(part), text.index(part) + len(part)) for part in sentences
        )
        found = [
            Candidate(claim_id, "T1", tier, score, segment, words, ("nearly the same words",))
            for words, claim_id, tier, score in self.told
            for segment in segments
            if words in segment.text
        ]
        return Matching(tuple(found), segments, self.notes)

    async def rank(self, text: str, readers: Readership, limit: int) -> Sequence[Candidate]:
        return (await self.match(text, readers)).candidates[:limit]
