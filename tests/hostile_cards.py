"""Everything that shows people's words, made with some words in every field that people fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from claims.bulletins import Bulletin
from claims.changes import ChangeKind, MaterialChange
from claims.communities import PackHere
from claims.community import CommunitySettings, KeptSettings
from claims.corrections import Corrected, Shown, Update
from claims.deeds import Decision, Draft, Entry, Proposal
from claims.digest import Asked, Digest, Item
from claims.exchange import PackPlan, PlannedChange
from claims.follows import Follow, Follower, Pace
from claims.history import FieldChange
from claims.models import (
    Act,
    Appearance,
    Claim,
    Departure,
    DepartureLevel,
    Document,
    Evidence,
    Hop,
    OpenQuestion,
    Owner,
    QuestionStatus,
    Source,
    Stance,
)
from claims.news import News
from claims.packs import PackHead
from claims.ports import PackSummary
from claims.report import (
    Candidate,
    ClaimView,
    Difference,
    DifferenceKind,
    Found,
    KnownDocument,
    Match,
    NothingFound,
    ReadText,
    Report,
    Revision,
    Segment,
    Tier,
)
from claims.requesting import Asker, Notice, Request, RequestStatus, Told, Verdict
from claims.review import WorkList
from claims.revising import Page, Telling
from claims.worklist import DeadLink, Suggestion, Unopened
from claims.worklist import News as OpenNews

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADDRESS = "https://paper.example/2017/12/28/x_(y)"


def claim_of(words: str) -> Claim:
    """A claim with these words wherever a curator can write."""
    return Claim.model_construct(
        ref="C1",
        text=words,
        title=words,
        kind=Claim.model_fields["kind"].default,
        checkability=words,
        speaker=words,
        evidence_kind=words,
        topics=(words,),
        names=(words,),
        places=(words,),
        chain=(
            Hop.model_construct(who=words, act=Act.SAID, role=words, quote=words, source="S1"),
            Hop.model_construct(who=words, act=Act.DENIED, earliest=True),
        ),
        departure=Departure.model_construct(level=DepartureLevel.MAJOR, note=words),
        evidence=tuple(
            Evidence.model_construct(source=key, stance=stance, note=words)
            for key, stance in (("S1", Stance.DISPUTES), ("S2", Stance.SUPPORTS))
        ),
        questions=(
            OpenQuestion.model_construct(text=words, settled_by=words),
            OpenQuestion.model_construct(
                text=f"{words} 2",
                status=QuestionStatus.ANSWERED,
                answer=words,
                answer_source="S1",
            ),
        ),
        phrasings=(words,),
        appearances=(Appearance.model_construct(document="D1", where=words, quote=words),),
    )


def sources_of(words: str) -> dict[str, Source]:
    texts = dict.fromkeys(("title", "title_note", "party", "affiliation", "note"), words)
    one = Source.model_construct(key="S1", publisher=words, url=ADDRESS, **texts)
    other = Source.model_construct(key="S2", publisher=words, repost_of="S1", **texts)
    return {"S1": one, "S2": other}


def document_of(words: str) -> Document:
    return Document.model_construct(key="D1", title=words, publisher=words, author=words)


def view_of(words: str) -> ClaimView:
    """A claim as it is read from a community, or from a pack, whose title is free too."""
    return ClaimView(
        claim_id=7,
        number=7,
        owner=Owner.pack("p"),
        owner_title=words,
        claim=claim_of(words),
        revision=2,
        revised_at=NOON,
        sources=sources_of(words),
        documents={"D1": document_of(words)},
    )


def match_of(words: str, tier: Tier = Tier.DIFFERS) -> Match:
    kinds = (DifferenceKind.NUMBER, DifferenceKind.NEGATION)
    differs = (
        *(Difference(kind, words, words) for kind in kinds),
        Difference(DifferenceKind.NAME, words, ""),
        Difference(DifferenceKind.VARIANT, words, words, words),
    )
    segment = Segment(words, 0, len(words))
    found = Candidate(7, "C1", tier, 0.9, segment, f"{words} too", (words,), differs)
    return Match(view_of(words), found)


def reports_of(words: str) -> Iterator[Report]:
    """Answers to a paste of these words, to a page and to a file that is called so."""
    one, view = match_of(words), view_of(words)
    page = ReadText(words, publisher=words, published=words, address=ADDRESS)
    yield Found((one,), (match_of(words, Tier.RELATED),), 2, (words,), read=page)
    yield Found((one, match_of(words, Tier.MATCH)), (), 0, read=ReadText(words))
    yield KnownDocument(document_of(words), ADDRESS, words, (view,), (one,), (words,), 1)
    yield NothingFound((match_of(words, Tier.RELATED),), (words,), read=page)


def update_of(words: str) -> Update:
    view = view_of(words)
    changed = (
        Corrected(7, 7, 1, 2, NOON, (words, words), view),
        Corrected(8, 0, 1, 2, NOON, (words,), None, retired=view),
    )
    return Update(changed, (view,), (Shown(7, 2), Shown(8, 2, gone=True)))


def digest_of(words: str) -> Digest:
    item = Item(7, words, words)
    return Digest(
        community="1",
        day=date(2026, 11, 25),
        after=NOON,
        until=NOON,
        when=f"Every day, {words}",
        new=(Item(7, words),),
        corrected=(item,),
        answered=(item,),
        opened=(item,),
        asked=(Asked(item, 4),),
        stale=(item,),
    )


def bulletin_of(words: str) -> Bulletin:
    follower = Follower(5, 540)
    news = {"1": (News(7, words, (words, words)), News(8, words, (words,), ends=True))}
    return Bulletin(follower, news, (), daily=True)


def follow_of() -> Follow:
    return Follow(1, "1", 5, 7, "", Pace.DAILY, NOON, None, 1, 1)


def entry_of(words: str) -> Entry:
    return Entry(3, NOON, "42", words, 7, 2, 1, words)


def proposal_of(words: str, decision: Decision = Decision.WAITING) -> Proposal:
    return Proposal(
        proposal_id=4,
        claim_id=7,
        action=words,
        reason=words,
        actor="42",
        at=NOON,
        draft=Draft(writes=()),
        decision=decision,
        decided_by=None,
        decided_at=None,
        sentence=words,
    )


def request_of(words: str) -> Request:
    asker = Asker(1, words, words, Told.DIRECT, NOON)
    return Request(
        3, RequestStatus.OPEN, words, None, 2, NOON, NOON, "42", 7, None, None, words, (asker,)
    )


def notice_of(words: str, verdict: Verdict) -> Notice:
    return Notice(1, "1", "5", 3, verdict, 7, words, "n", tried=False, attempts=0)


def changes_of(words: str) -> tuple[FieldChange, ...]:
    return (FieldChange(words, words, words), FieldChange("title", words, ""))


def history_of(words: str) -> Page:
    revision = Revision(1, 0, NOON, "42", words, claim_of(words), told=words)
    return Page(view_of(words), ((revision, changes_of(words)),), 0, 1)


def telling_of(words: str) -> Telling:
    return Telling(2, (MaterialChange(ChangeKind.WORDING, words, words),), minor=False)


def work_of(words: str) -> WorkList:
    """A work list with one of each kind."""
    view, source = view_of(words), sources_of(words)["S1"]
    return WorkList(
        drafts=(view,),
        proposals=(proposal_of(words),),
        suggestions=(suggestion_of(words),),
        requests=(request_of(words),),
        news=(OpenNews(7, 7, view.claim.questions[0], 1, (words,)),),
        past_review=(view,),
        unopened=(Unopened(7, 7, source),),
        dead_links=(DeadLink(source, NOON, words, 7, 7),),
        declined=(proposal_of(words, Decision.DECLINED),),
    )


def suggestion_of(words: str) -> Suggestion:
    return Suggestion(2, 7, "not_this_claim", words, (words, words), 3, NOON)


def pack_of(words: str) -> PackHere:
    return PackHere(PackSummary("p", words, words, 3), on=True)


def plan_of(words: str) -> PackPlan:
    head = PackHead.model_construct(id="p", title=words, version=words)
    changed = (PlannedChange(words, 7, changes_of(words)),)
    return PackPlan(head, (words,), changed, changed, 1, 1, as_drafts=True, token="t", steps=())


def settings_of(words: str) -> KeptSettings:
    fields = {"same_names": ((words, words),), "curator_roles": frozenset((9,))}
    return KeptSettings(CommunitySettings.model_construct(**fields), 3)
