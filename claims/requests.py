"""What members ask curators to look into: asked with consent, merged, answered, and told once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from claims.deeds import (
    CloseRequest,
    Deed,
    FileRequest,
    SplitRequest,
    TakeRequest,
)
from claims.errors import AskedTooOften, InputProblem, NotFound
from claims.models import Status
from claims.once import once
from claims.people import Member, Right
from claims.requesting import Ask, Closing, Request, RequestStatus, Told, Verdict
from claims.shelves import Likeness, Pseudonyms, RequestShelf
from claims.workbench import Workbench

LONGEST_TEXT = 4000
LONGEST_REASON = 1000
_DAY = timedelta(days=1)
_COMPARED = 300
WAITING = (RequestStatus.OPEN, RequestStatus.TAKEN)


class Requests:
    """The queue of a community's requests, for those who ask and for those who answer."""

    def __init__(
        self, bench: Workbench, shelf: RequestShelf, likeness: Likeness, names: Pseudonyms
    ) -> None:
        self._bench = bench
        self._shelf = shelf
        self._likeness = likeness
        self._names = names
        self._turn = asyncio.Lock()

    @once
    async def ask(
        self,
        member: Member,
        deed: str,
        text: str,
        *,
        consent: bool,
        reason: str = "",
        told: Told = Told.NOTHING,
        language: str | None = None,
    ) -> Request:
        """File what a member wants to know; with others who ask the same where there are any.

        Raises ``InputProblem`` without consent that the text is kept, without a text or with too
        long a one, and ``AskedTooOften`` past what the community takes in a day.
        """
        settings = await self._bench.need(member, Right.ASK)
        who = self._names.of(member.community, member.user)
        async with self._turn:  # two who ask the same at once are merged too
            earlier = await self._bench.ledger.outcome(member.community, deed)
            if earlier is not None and earlier.request is not None:
                return await self._shown(member, earlier.request)
            if not consent:
                raise InputProblem(
                    "Curators can only look at a text that they may keep; agree to that, or leave "
                    "the request."
                )
            said, why = _trimmed(text, reason)
            if not settings.asks_a_day:
                raise InputProblem("This community takes no requests; ask a curator directly.")
            now = self._bench.clock()
            asked = await self._shelf.asked_since(member.community, who, now - _DAY)
            if asked >= settings.asks_a_day:
                raise AskedTooOften(settings.asks_a_day)
            ask = Ask(
                who=who,
                text=said,
                reason=why,
                language=language,
                told=told,
                user=str(member.user) if told is Told.DIRECT else None,
                expires=now + timedelta(days=settings.keep_requests_days),
            )
            into = await self._alike(member.community, said, language)
            wish = Deed(deed, member.community, who, "request filed", "Asked", now)
            step = FileRequest(ask, into, settings.asks_a_day)
            outcome = await self._bench.ledger.perform(wish, [step])
        if outcome.request is None:
            raise NotFound("This was done already, and it filed no request.")
        return await self._shown(member, outcome.request)

    async def status(self, member: Member, limit: int = 10) -> Sequence[Request]:
        """What this member asked and what became of it, newest first."""
        await self._bench.need(member, Right.ASK)
        who = self._names.of(member.community, member.user)
        return await self._shelf.asked_by(member.community, who, limit)

    async def list(
        self,
        member: Member,
        *,
        statuses: Sequence[RequestStatus] = WAITING,
        limit: int = 50,
    ) -> Sequence[Request]:
        """Requests for curators: those that most members asked first, then the oldest."""
        await self._bench.need(member, Right.CURATE)
        return await self._shelf.requests(member.community, statuses, limit)

    async def show(self, member: Member, number: int) -> Request:
        """One request with all its askers' texts, for curators; raises ``NotFound``."""
        await self._bench.need(member, Right.CURATE)
        return await self._shelf.request(member.community, number)

    @once
    async def take(self, member: Member, deed: str, number: int) -> Request:
        """Say that one looks into it; raises ``InputProblem`` where another curator does."""
        request = await self._waiting(member, deed, number)
        if request is None:
            return await self.show(member, number)
        if request.taken_by not in (None, str(member.user)):
            raise InputProblem("Another curator took this request; ask them, or answer it anyway.")
        step = TakeRequest(number, str(member.user))
        return await self._done(member, deed, number, step, action="request taken", reason="Taken")

    @once
    async def give_back(self, member: Member, deed: str, number: int) -> Request:
        """Let others look into it again."""
        if await self._waiting(member, deed, number) is None:
            return await self.show(member, number)
        step = TakeRequest(number, None)
        return await self._done(
            member, deed, number, step, action="request given back", reason="Given back"
        )

    @once
    async def answer(
        self, member: Member, deed: str, number: int, claim_id: int, sentence: str = ""
    ) -> Request:
        """Answer with a claim that members see; every asker is told as they chose.

        Raises ``InputProblem`` for a draft: publishing a claim that was made from a request
        answers the request.
        """
        if await self._waiting(member, deed, number) is None:
            return await self.show(member, number)
        view = await self._bench.view(member, claim_id)
        if view.claim.status is not Status.PUBLISHED:
            raise InputProblem(
                f"Members do not see claim #{view.number} yet; publish it, then answer with it."
            )
        closing = Closing(Verdict.ANSWERED, claim_id, " ".join(sentence.split())[:LONGEST_REASON])
        step = CloseRequest(number, closing)
        reason = f"Answered with #{view.number}"
        return await self._done(
            member, deed, number, step, action="request answered", reason=reason
        )

    @once
    async def dismiss(self, member: Member, deed: str, number: int, sentence: str) -> Request:
        """Close a request without an answer; the reason is told to every asker who wants it."""
        if await self._waiting(member, deed, number) is None:
            return await self.show(member, number)
        said = " ".join(sentence.split())
        if not said:
            raise InputProblem("Say in a sentence why, because those who asked will read it.")
        if len(said) > LONGEST_REASON:
            raise InputProblem(f"The reason is too long; {LONGEST_REASON:,} characters are enough.")
        step = CloseRequest(number, Closing(Verdict.DISMISSED, None, said))
        return await self._done(member, deed, number, step, action="request dismissed", reason=said)

    @once
    async def split(self, member: Member, deed: str, number: int, askers: Sequence[int]) -> Request:
        """Make a request of its own of what some askers asked, and return it."""
        earlier = await self._bench.ledger.outcome(member.community, deed)
        if earlier is not None and earlier.request is not None:
            return await self.show(member, earlier.request)
        request = await self._waiting(member, deed, number)
        if request is None:
            return await self.show(member, number)
        there = {asker.asker_id for asker in request.askers}
        chosen = tuple(dict.fromkeys(askers))
        if not chosen or not set(chosen) <= there:
            raise NotFound("Choose among those who asked this request.")
        if len(chosen) == len(there):
            raise InputProblem("One asker must stay; choose fewer of them.")
        step = SplitRequest(number, chosen)
        wish = self._bench.deed(member, deed, "request split", f"Split from request {number}")
        outcome = await self._bench.ledger.perform(wish, [step])
        return await self.show(member, outcome.request or number)

    async def _alike(self, community: str, text: str, language: str | None) -> int | None:
        waiting = await self._shelf.requests(community, WAITING, _COMPARED)
        known = [request for request in waiting if request.text]
        at = await self._likeness.same(text, [request.text for request in known], language)
        return known[at].number if at is not None else None

    async def _shown(self, member: Member, number: int) -> Request:
        """A request as its asker may see it: their own, without what the others wrote."""
        who = self._names.of(member.community, member.user)
        for request in await self._shelf.asked_by(member.community, who, 100):
            if request.number == number:
                return request
        raise NotFound("There is no such request of yours here.")

    async def _waiting(self, member: Member, deed: str, number: int) -> Request | None:
        """The request, still to be answered; None where this deed was done already."""
        await self._bench.need(member, Right.CURATE)
        if await self._bench.ledger.outcome(member.community, deed) is not None:
            return None
        request = await self._shelf.request(member.community, number)
        if not request.status.waits:
            raise InputProblem(f"Request {number} was {request.status.value} already.")
        return request

    async def _done(
        self,
        member: Member,
        deed: str,
        number: int,
        step: TakeRequest | CloseRequest,
        *,
        action: str,
        reason: str,
    ) -> Request:
        wish = self._bench.deed(member, deed, action, reason)
        await self._bench.ledger.perform(wish, [step])
        return await self._shelf.request(member.community, number)


def _trimmed(text: str, reason: str) -> tuple[str, str]:
    said, why = " ".join(text.split()), " ".join(reason.split())
    if not said:
        raise InputProblem("Write what curators should look into, then send the form again.")
    if len(said) > LONGEST_TEXT:
        raise InputProblem(
            f"The text is too long to look into; send the part that matters, up to "
            f"{LONGEST_TEXT:,} characters."
        )
    if len(why) > LONGEST_REASON:
        raise InputProblem(f"The reason is too long; {LONGEST_REASON:,} characters are enough.")
    return said, why
