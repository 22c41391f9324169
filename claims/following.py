"""Following claims and questions: beginning, changing and ending it, and what somebody follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.bulletins import FollowedReader, next_daily
from claims.errors import InputProblem, NotFound, TooManyFollows
from claims.follows import (
    MOST_FOLLOWS,
    WHOLE,
    Follow,
    Follower,
    FollowShelf,
    NewFollow,
    Pace,
    question_key,
)
from claims.models import Status
from claims.news import question_in
from claims.people import Member
from claims.report import ClaimView
from claims.workbench import utc_now

_NO_QUESTION = "That question was taken off or worded anew; look at the claim's questions again."
_ENDED = "You do not follow that any more; /following lists what you follow."


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody follows as it is shown to them: its claim's number, its name, whether it is up.

    ``name`` is empty where members do not see the claim at the moment; ``question`` where the
    whole claim is followed.
    """

    follow: Follow
    number: int
    name: str
    question: str
    daily: datetime
    blocked_at: datetime | None
    fresh: bool = False


class Following:
    """What members follow. Everybody may, also outside a server; each sees only their own.

    Args:
        shelf: Keeps the follows.
        reader: Reads the claims, always as one community.
        clock: The time now, in UTC.
    """

    def __init__(
        self, shelf: FollowShelf, reader: FollowedReader, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._shelf = shelf
        self._reader = reader
        self._clock = clock

    async def follow(
        self,
        member: Member,
        view: ClaimView,
        question: str = WHOLE,
        *,
        pace: Pace | None = None,
        days: int | None = None,
    ) -> Followed:
        """Begin to follow a claim, or one of its questions by its key.

        What is followed already keeps its pace unless one is given, and is followed for as long as
        the longer of both would last; after ``days``, where they are given, it ends by itself. Who
        follows the claim follows its questions too. Raises ``TooManyFollows``; ``NotFound`` for a
        question that is not there.
        """
        now = self._clock()
        until = now + timedelta(days=days) if days else None
        if question != WHOLE and question_in(view.claim, question) is None:
            raise NotFound(_NO_QUESTION)
        theirs = await self._shelf.of(member.user, member.community)
        same = [item for item in theirs if item.claim_id == view.claim_id]
        there = next((i for i in same if i.question in (question, WHOLE)), None)
        if there is None and len(theirs) - len(same) >= MOST_FOLLOWS:
            raise TooManyFollows(MOST_FOLLOWS)
        kept = [there] if there else [i for i in same if question == WHOLE]
        if there is not None and there.question != question:
            pace = there.pace  # the claim is followed: its question changes nothing
        fastest = Pace.AT_ONCE if any(i.pace is Pace.AT_ONCE for i in kept) else Pace.DAILY
        new = NewFollow(
            community=member.community,
            user=member.user,
            claim_id=view.claim_id,
            question=there.question if there else question,
            pace=pace or fastest,
            since=now,
            until=_longer(there.until, until) if there else until,
            revision=view.revision,
        )
        [followed] = await self._shown(member.user, [await self._shelf.add(new)], fresh=not there)
        return followed

    async def here(self, member: Member) -> Sequence[Followed]:
        """What a member follows in this community, oldest first."""
        return await self._shown(member.user, await self._shelf.of(member.user, member.community))

    async def everywhere(self, user: int) -> Sequence[Followed]:
        """What somebody follows in all communities, for their own eyes, oldest first."""
        return await self._shown(user, await self._shelf.of(user))

    async def one(self, user: int, follow_id: int) -> Followed:
        """One follow of somebody's; raises ``NotFound`` where it has ended."""
        found = [item for item in await self._shelf.of(user) if item.follow_id == follow_id]
        if not found:
            raise NotFound(_ENDED)
        return (await self._shown(user, found))[0]

    async def of_claim(self, member: Member, claim_id: int) -> Followed | None:
        """The follow of a whole claim, where a member has one."""
        theirs = await self._shelf.of(member.user, member.community)
        found = [i for i in theirs if i.claim_id == claim_id and i.question == WHOLE]
        return (await self._shown(member.user, found))[0] if found else None

    async def set_pace(self, user: int, follow_id: int, pace: Pace) -> Followed:
        """Change how soon somebody is told; raises ``NotFound`` where it has ended."""
        await self._shelf.set_pace(user, follow_id, pace)
        return await self.one(user, follow_id)

    async def end(self, user: int, follow_id: int) -> Followed:
        """End a follow and give it back as it was; raises ``NotFound`` where it has ended."""
        ended = await self.one(user, follow_id)
        await self._shelf.end(user, [follow_id])
        return ended

    async def try_again(self, user: int) -> None:
        """Write to somebody again who took no messages before."""
        await self._shelf.unblock(user)

    async def _shown(
        self, user: int, follows: Sequence[Follow], *, fresh: bool = False
    ) -> Sequence[Followed]:
        """Follows with the numbers and names of their claims, as members see these now."""
        follower = await self._shelf.follower(user)
        if follower is None:
            return ()
        by_community: dict[str, list[int]] = {}
        for item in follows:
            by_community.setdefault(item.community, []).append(item.claim_id)
        views = {
            (community, claim_id): view
            for community, ids in by_community.items()
            for claim_id, view in (
                await self._reader.views(community, ids, include_unpublished=True)
            ).items()
        }
        now = self._clock()
        return [
            _followed(item, views.get((item.community, item.claim_id)), follower, now, fresh=fresh)
            for item in follows
        ]


def _followed(
    follow: Follow, view: ClaimView | None, follower: Follower, now: datetime, *, fresh: bool
) -> Followed:
    shown = view is not None and view.claim.status is Status.PUBLISHED
    asked = question_in(view.claim, follow.question) if view is not None and shown else None
    return Followed(
        follow=follow,
        number=view.number if view is not None else 0,
        name=view.claim.headline if view is not None and shown else "",
        question=asked.text if asked else "",
        daily=next_daily(follower, now),
        blocked_at=follower.blocked_at,
        fresh=fresh,
    )


def _longer(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def key_of_question(view: ClaimView, place: int) -> str:
    """The key of the question at a place, from 1; raises ``InputProblem`` where there is none."""
    if not 1 <= place <= len(view.claim.questions):
        raise InputProblem(f"Claim #{view.number} has no question {place}; choose one of its list.")
    return question_key(view.claim.questions[place - 1].text)
