"""Telling followers what changed: when somebody is due, what they are told, and that it is once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from claims.changes import SETTLE
from claims.follows import (
    BulletinBox,
    Follow,
    Follower,
    FollowShelf,
    Pace,
    Sending,
    Step,
    Stirred,
    Waiting,
)
from claims.models import Status
from claims.news import News, news_of
from claims.report import ClaimView
from claims.shelves import ChangeShelf
from claims.workbench import utc_now

PAUSE = timedelta(minutes=10)
"""What lies at least between two messages to one person."""
DAY = timedelta(hours=20)
"""What lies at least between two daily messages: less than a day, as none comes to the second."""
LOOKS = timedelta(minutes=10)
"""How often everything is looked at though no claim has changed."""
LEFT = timedelta(minutes=2)
"""How long somebody may take to send a message before another may look after it."""

_ASTRAY = timedelta(days=1)
_REMEMBERED = 2000
_AT_A_TIME = 500
_A_ROUND = 500


class FollowedReader(Protocol):
    """Reading what is followed, drafts included, always as one community."""

    async def views(
        self, community: str, claim_ids: Sequence[int], *, include_unpublished: bool = False
    ) -> Mapping[int, ClaimView]:
        """The visible ones among these claims; unknown and invisible ids are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A follower whose time has come, and the follows that may have news."""

    follower: Follower
    stirred: tuple[Stirred, ...]
    daily: bool

    @property
    def communities(self) -> tuple[str, ...]:
        """Where those follows are, each once."""
        return tuple(dict.fromkeys(item.follow.community for item in self.stirred))


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One message to one follower: what is new, by community, and how far that takes them."""

    follower: Follower
    news: Mapping[str, Sequence[News]]
    steps: tuple[Step, ...]
    daily: bool


class Bulletins:
    """The outbox of followers. To send: ``due``, ``compose``, ``claim``, send it, ``confirm``.

    A message that was claimed and never confirmed comes back from ``left``: whoever finds it among
    what was sent confirms it, else it is released and put together anew, as things stand then.
    """

    def __init__(
        self,
        box: BulletinBox,
        shelf: FollowShelf,
        reader: FollowedReader,
        changes: ChangeShelf,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._box = box
        self._shelf = shelf
        self._reader = reader
        self._changes = changes
        self._clock = clock
        self._quiet: tuple[int, datetime] | None = None
        self._known: OrderedDict[tuple[object, ...], News | None] = OrderedDict()

    async def due(self) -> Sequence[Due]:
        """Whose time has come, at most 500, in the order in which they began to follow."""
        self._known.clear()  # curators may have called a change minor since
        newest, now = await self._box.newest(), self._clock()
        if self._quiet and self._quiet[0] == newest and abs(now - self._quiet[1]) < LOOKS:
            return ()  # nothing changed since nobody waited for anything
        waiting = await self._box.waiting(now)
        self._quiet = None if waiting else (newest, now)
        found: list[Due] = []
        for place, one in enumerate(waiting):
            if place % _AT_A_TIME == 0:
                await asyncio.sleep(0)  # of many thousands, nobody waits for all
            due = due_at(one, now)
            if due is not None:
                found.append(due)
            if len(found) == _A_ROUND:
                break
        return found

    async def compose(self, due: Due, communities: Collection[str]) -> Bulletin | None:
        """What to tell, of those communities alone; None where that is nothing."""
        told: dict[str, list[News]] = {}
        steps: list[Step] = []
        silent: list[Step] = []
        for community in sorted(set(due.communities) & set(communities)):
            stirred = [item for item in due.stirred if item.follow.community == community]
            ids = [item.follow.claim_id for item in stirred]
            views = await self._reader.views(community, ids, include_unpublished=True)
            for item in stirred:
                view = views.get(item.follow.claim_id)
                if view is None:
                    silent.append(_passed(item, view))
                    continue
                view, news = await self._news(item.follow, view)
                if news is None:
                    silent.append(_passed(item, view))
                    continue
                told.setdefault(community, []).append(news)
                steps.append(_step(item.follow, view, news))
        if silent:
            await self._box.pass_over(silent)
        if not steps:
            return None
        return Bulletin(due.follower, told, tuple(steps), due.daily)

    async def put_off(self, due: Due, communities: Collection[str]) -> None:
        """Leave untold what is new in some communities until something changes there again."""
        steps = [
            Step(item.follow.follow_id, item.follow.told, item.follow.told, item.revision)
            for item in due.stirred
            if item.follow.community in communities
        ]
        if steps:
            await self._box.pass_over(steps)

    async def claim(self, bulletin: Bulletin) -> Sending | None:
        """Take a message to send it; None where anything moved on since it was put together."""
        now = self._clock()
        steps = bulletin.steps
        return await self._box.claim(bulletin.follower, steps, now, daily=bulletin.daily)

    async def left(self) -> Sequence[Sending]:
        """Messages of which nobody knows whether they were sent."""
        return await self._box.left(self._clock() - LEFT)

    async def confirm(self, sending: Sending) -> None:
        """Say that a message was sent."""
        await self._box.confirm(sending, self._clock())

    async def release(self, sending: Sending) -> None:
        """Say that a message was not sent, so that it is put together anew."""
        await self._box.release(sending)

    async def cannot_reach(self, user: int) -> None:
        """Send nothing more to somebody who takes no messages, until they say so."""
        await self._shelf.block(user, self._clock())

    async def has_left(self, user: int, community: str) -> None:
        """End all follows of somebody in a community that they left."""
        await self._shelf.leave(user, community)

    async def is_gone(self, user: int) -> None:
        """Forget somebody whom Discord does not know any more."""
        await self._shelf.forget_user(user)

    async def _news(self, follow: Follow, view: ClaimView) -> tuple[ClaimView, News | None]:
        """The claim as it is now and what is new of it; once for all who know the same state."""
        key = (follow.community, follow.claim_id, follow.question, follow.told, view.revision)
        if key in self._known:
            return view, self._known[key]
        story = await self._changes.story(follow.community, follow.claim_id)
        news = news_of(follow.question, follow.told, story)
        if story.view.revision == view.revision:
            self._known[key] = news
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return story.view, news


def due_at(waiting: Waiting, now: datetime) -> Due | None:
    """What of a follower's follows is due now: all once a day, some at once; those that rest."""
    follower = waiting.follower
    told = _elapsed(follower.told_at, now)
    if told is not None and told < PAUSE:
        return None
    slot = daily_slot(follower.minute, now)
    rested = tuple(item for item in waiting.stirred if item.at <= now - SETTLE)
    if _apart(follower.daily_at, slot, now) and any(item.at <= slot for item in rested):
        return Due(follower, rested, daily=True)
    at_once = tuple(item for item in rested if item.follow.pace is Pace.AT_ONCE)
    return Due(follower, at_once, daily=False) if at_once else None


def daily_slot(minute: int, now: datetime) -> datetime:
    """The last moment at which a daily message was to go out, for that minute of the day in UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    slot = midnight + timedelta(minutes=minute)
    return slot if slot <= now else slot - timedelta(days=1)


def next_daily(follower: Follower, now: datetime) -> datetime:
    """When a follower's next daily message goes out, if there is something to tell."""
    slot = daily_slot(follower.minute, now) + timedelta(days=1)
    return slot if _apart(follower.daily_at, slot, now) else slot + timedelta(days=1)


def _apart(last: datetime | None, slot: datetime, now: datetime) -> bool:
    """Whether the last daily message lies long enough before another one."""
    return last is None or _elapsed(last, now) is None or slot - last >= DAY


def _elapsed(moment: datetime | None, now: datetime) -> timedelta | None:
    """How long ago something was; None for never, and for what a clock set wrong has dated."""
    if moment is None or moment - now > _ASTRAY:
        return None
    return now - moment


def _step(follow: Follow, view: ClaimView, news: News) -> Step:
    return Step(follow.follow_id, follow.told, view.revision, view.revision, news.ends)


def _passed(item: Stirred, view: ClaimView | None) -> Step:
    """How far a follow comes that has no news: what is hidden stays untold, for when it is seen."""
    follow = item.follow
    shown = view is not None and view.claim.status is Status.PUBLISHED
    revision = view.revision if view is not None else item.revision
    told = revision if shown else follow.told
    return Step(follow.follow_id, follow.told, told, revision)
