"""The digest of a community: chosen by administrators, previewed, taken once a day, told of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from claims.clock_times import day_ahead
from claims.communities import Communities
from claims.digest import Digest, Run, RunState, Trouble
from claims.digest_shelf import DigestBook
from claims.errors import InputProblem, NotFound
from claims.gathering import Gathering
from claims.people import Member, Right
from claims.schedule import CATCH_UP, Due, Plan, Section, following, next_due
from claims.workbench import utc_now

_HAS_ONE = (RunState.READY, RunState.CLAIMED, RunState.POSTED)
_MAY_YET = (RunState.FAILED, RunState.EMPTY)
_ONE_A_DAY = (
    "Today's digest was posted already, and there is one a day. What came since stands in the next "
    "one; /digest preview shows it."
)
_NONE_YET = "This community has no digest yet; an administrator begins one with /digest set."


@dataclass(frozen=True, slots=True)
class Choice:
    """What an administrator chose of a digest; ``channel`` and ``role`` are Discord's numbers."""

    channel: int
    time: time
    zone: str
    weekday: int | None = None
    sections: frozenset[Section] = frozenset(Section)
    role: int | None = None
    thread: bool = False


@dataclass(frozen=True, slots=True)
class DigestStatus:
    """How a digest stands: its plan, what is due next, what was posted last, what stopped it.

    ``rests_until`` is the moment at which a pause ends by itself.
    """

    plan: Plan
    due: Due | None
    last: Run | None
    trouble: Trouble | None
    rests_until: datetime | None = None


class Digests:
    """What members and administrators do with their community's digest, and what posts it asks.

    Args:
        communities: Says who may, and keeps the plan among the settings.
        book: Keeps which digests were posted.
        gathering: Puts them together.
        clock: The time now, in UTC.
    """

    def __init__(
        self,
        communities: Communities,
        book: DigestBook,
        gathering: Gathering,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._communities = communities
        self.book = book
        self._gathering = gathering
        self.clock = clock
        self.asked_for = asyncio.Event()
        """Set when somebody asked for a digest now; whoever posts clears it."""

    async def set(self, member: Member, deed: str, choice: Choice) -> Plan:
        """Choose the digest anew; raises ``NotAllowed``, ``InputProblem``."""
        plan = {
            "channel": choice.channel,
            "time": choice.time,
            "zone": choice.zone,
            "weekday": choice.weekday,
            "sections": choice.sections,
            "role": choice.role,
            "thread": choice.thread,
            "since": self.clock(),
        }
        kept = await self._communities.change(member, deed, {"digest": plan})
        await self.book.go_on(member.community)
        return _plan(kept.settings.digest)

    async def pause(self, member: Member, deed: str, until: str) -> Plan:
        """Pause it until a day as people write one, or, where that is empty, until resumed."""
        plan = await self._own(member, Right.ADMINISTER)
        if not until.strip():
            changed = plan.model_copy(update={"paused": True})
        else:
            day = day_ahead(until, plan.local_day(self.clock()))
            changed = plan.model_copy(update={"since": plan.start_of(day), "paused": False})
        kept = await self._communities.change(member, deed, {"digest": changed})
        return _plan(kept.settings.digest)

    async def resume(self, member: Member, deed: str) -> Plan:
        """Go on after a pause, or after what stopped it was mended."""
        plan = await self._own(member, Right.ADMINISTER)
        now = self.clock()
        if plan.paused or plan.since > now:
            changed = plan.model_copy(update={"since": now, "paused": False})
            kept = await self._communities.change(member, deed, {"digest": changed})
            plan = _plan(kept.settings.digest)
        await self.book.go_on(member.community)
        return plan

    async def status(self, member: Member) -> DigestStatus:
        """How the digest stands; raises ``NotFound`` where there is none."""
        plan = await self._own(member, Right.ASK)
        trouble = await self.book.trouble(member.community)
        last = await self.book.last_posted(member.community)
        due = None if trouble is not None else await self._next(plan, member.community)
        rests_until = plan.since if plan.since > self.clock() else None
        return DigestStatus(plan, due, last, trouble, rests_until)

    async def preview(self, member: Member) -> tuple[Plan, Digest]:
        """The plan and what would be posted now; raises ``NotFound`` where there is no digest."""
        plan = await self._own(member, Right.CURATE)
        return plan, await self.as_of_now(member.community, plan)

    async def as_of_now(self, community: str, plan: Plan) -> Digest:
        """What a community's digest would say now."""
        now = self.clock()
        due = Due(now, community, plan.local_day(now))
        return await self._gathering.gather(plan, due, await self._before(community, plan))

    async def ask_now(self, member: Member) -> Run:
        """Have today's digest posted at once, instead of when it is due.

        Raises ``InputProblem`` where today has one, or nothing happened; ``NotFound``.
        """
        plan = await self._own(member, Right.ADMINISTER)
        if await self.book.trouble(member.community) is not None:
            raise InputProblem(
                "The digest was stopped; /digest status says why. Mend that and use /digest resume."
            )
        now = self.clock()
        known = await self.book.run(member.community, plan.local_day(now))
        if known is not None and known.state in _HAS_ONE:
            raise InputProblem(_ONE_A_DAY)
        digest = await self.as_of_now(member.community, plan)
        if digest.is_empty:
            raise InputProblem(
                "Nothing happened since the last digest, so there is nothing to post."
            )
        run = _run(plan, digest, Due(now, member.community, digest.day), RunState.READY, known)
        if not await self.book.claim(run, now):
            raise InputProblem(_ONE_A_DAY)
        self.asked_for.set()
        return run

    async def outcome(self, run: Run, seconds: float) -> Run:
        """What became of a digest, waited for so long at most."""
        found: Run | None = None
        for _ in range(max(int(seconds / 0.25), 1)):
            found = await self.book.run(run.community, run.day)
            if found is None or found.state not in (RunState.READY, RunState.CLAIMED):
                break
            await asyncio.sleep(0.25)
        return found or run

    async def posted(self, member: Member, day: date) -> Digest:
        """What a day's digest said; raises ``NotFound`` once that is forgotten."""
        (await self._communities.rights(member)).need(Right.ASK)
        run = await self.book.run(member.community, day)
        if run is None or run.digest is None:
            raise NotFound("What that digest said is no longer kept.")
        return run.digest

    async def take(self, plan: Plan, due: Due) -> Run | None:
        """Take a digest that is due, to post it: None where there is nothing to post for that day.

        What it says is fixed from now on.
        """
        known = await self.book.run(due.community, due.day)
        if known is not None and known.state not in _MAY_YET:
            return None
        now = self.clock()
        before = await self._before(due.community, plan)
        digest = await self._gathering.gather(plan, due, before)
        state = RunState.EMPTY if digest.is_empty else RunState.CLAIMED
        run = _run(plan, digest, due, state, known)
        begun = replace(run, attempts=run.attempts + (state is RunState.CLAIMED))
        claimed = await self.book.claim(begun, now)
        return run if claimed and state is RunState.CLAIMED else None

    def is_late(self, run: Run) -> bool:
        """True where a digest has been tried for so long that it is given up."""
        return self.clock() - run.due > CATCH_UP

    async def _before(self, community: str, plan: Plan) -> Run | None:
        """Where the next digest begins: at the last one, or at the first that never was posted."""
        last = await self.book.last(community)
        if last is not None:
            return last
        first = await self.book.first(community)
        if first is None:
            return None
        return replace(first, day=first.day - timedelta(days=1), until=first.until - plan.span)

    async def _next(self, plan: Plan, community: str) -> Due | None:
        """The next digest that will be posted: not that of a day which has had its own."""
        due = next_due(plan, community, self.clock())
        for _ in range(3):
            if due is None or await self.book.run(community, due.day) is None:
                return due
            due = following(plan, community, due.day, due.at)
        return due

    async def _own(self, member: Member, right: Right) -> Plan:
        (await self._communities.rights(member)).need(right)
        plan = (await self._communities.settings(member)).settings.digest
        if plan is None:
            raise NotFound(_NONE_YET)
        return plan


def _run(plan: Plan, digest: Digest, due: Due, state: RunState, known: Run | None) -> Run:
    """What is to be posted; what was tried before for that day may stand there after all."""
    return Run(
        community=digest.community,
        day=digest.day,
        state=state,
        due=due.at,
        until=digest.until,
        begun=known.begun if known is not None else due.at,
        attempts=known.attempts if known is not None else 0,
        channel=plan.channel,
        role=plan.role,
        thread=plan.thread,
        digest=None if digest.is_empty else digest,
    )


def _plan(plan: Plan | None) -> Plan:
    if plan is None:
        raise NotFound(_NONE_YET)
    return plan
