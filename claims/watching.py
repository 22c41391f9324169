"""Watched channels: which posts are looked at without being asked, and which deserve a sign.

Nothing of a post is kept or fetched, and most are left alone: only what is certain counts, once an
hour for an author and once in five minutes for a channel.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from claims.check import Checker
from claims.community import CommunitySettings, Manner
from claims.errors import InputProblem, TooManyWaiting
from claims.limits import Cost, Limits
from claims.observing import Observer, Unobserved, checking
from claims.paste import Paste
from claims.people import Member, Right, rights_of
from claims.report import Found, KnownBy, KnownDocument, Match, Report, Tier
from claims.shelves import OptOuts, Pseudonyms, SettingsShelf
from claims.turns import FairTurns, Terms

AUTHOR_PAUSE = timedelta(hours=1)
CHANNEL_PAUSE = timedelta(minutes=5)
FEWEST_WORDS = 3
QUEUE = 50
"""Posts of a community that may wait to be looked at; further ones are left alone."""

_TURNS = Terms(places=2, most_waiting=QUEUE, allowance=math.inf)
_CERTAIN = 0.9
_SETTINGS_HOLD = timedelta(seconds=10)
_LOG_PAUSE = timedelta(minutes=1)
_REMEMBERED = 10_000
_WITHOUT_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{6,}"
)
"""A stretch of a script that sets no blanks between words."""
_LINK = re.compile(r"https?://|\w\.\w{2,}/\w")
_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody posted where everyone in a channel reads it; links stand in the text.

    ``channel`` and ``author`` are Discord's numbers.
    """

    community: str
    channel: int
    author: int
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post that surely makes a known claim: the whole report, and the sign that is wanted."""

    report: Report
    manner: Manner


class Watching:
    """Looks at posts in the channels that a community chose, and says which deserve a sign.

    Args:
        checker: Answers what a post says; it is told to read no pages.
        settings: Which channels are watched.
        opt_outs: Who is left alone.
        pseudonyms: The keyed hashes by which those are known.
        clock: The time now, in UTC.
        limits: What there is for a community; half of it is left for members who ask.
        observer: Hears how the checks of posts went.
    """

    def __init__(
        self,
        checker: Checker,
        settings: SettingsShelf,
        opt_outs: OptOuts,
        pseudonyms: Pseudonyms,
        clock: Callable[[], datetime],
        *,
        limits: Limits | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._checker = checker
        self._settings = settings
        self._opt_outs = opt_outs
        self._pseudonyms = pseudonyms
        self._clock = clock
        self._observer = observer or Unobserved()
        self._chosen: _Lately[str, Mapping[int, Manner]] = _Lately(_SETTINGS_HOLD)
        self._asking = asyncio.Lock()
        self._authors: _Lately[tuple[str, int], bool] = _Lately(AUTHOR_PAUSE)
        self._channels: _Lately[tuple[str, int], bool] = _Lately(CHANNEL_PAUSE)
        self._limits = limits or Limits()
        self._turns = FairTurns(_TURNS)
        self._dropped = 0
        self._last_told: datetime | None = None

    async def look(self, post: Post) -> Sighting | None:
        """The sighting in a post; None where it is left alone, for whatever reason."""
        manner = (await self._watched(post.community)).get(post.channel)
        if manner is None or not _worth_a_look(post.text) or self._rests(post):
            return None
        if not self._limits.spare(post.community, Cost.CHECK):
            self._drop()
            return None
        try:
            async with self._turns.turn(post.community):
                report = await self._checked(post)
        except TooManyWaiting:
            self._drop()
            return None
        if report is None or not is_certain(report) or self._rests(post):
            return None
        self._rest(post)
        return Sighting(report, manner)

    async def leave_alone(self, member: Member) -> None:
        """Look at no post of a member from now on; raises ``NotAllowed`` for who is no member."""
        rights_of(member, CommunitySettings()).need(Right.ASK)
        await self._opt_outs.opt_out(member.community, self._who(member), self._clock())

    async def include_again(self, member: Member) -> None:
        """Look at a member's posts again; raises ``NotAllowed`` for who is no member."""
        rights_of(member, CommunitySettings()).need(Right.ASK)
        await self._opt_outs.opt_in(member.community, self._who(member))

    async def leaves_alone(self, member: Member) -> bool:
        """Whether a member asked to be left alone."""
        return await self._opt_outs.opted_out(member.community, self._who(member))

    def chosen_anew(self, community: str) -> None:
        """Ask for a community's watched channels again, as they have just been changed."""
        self._chosen.forget(community)

    def _who(self, member: Member) -> str:
        return self._pseudonyms.of(member.community, member.user)

    async def _watched(self, community: str) -> Mapping[int, Manner]:
        """The watched channels, asked for once in ten seconds however many posts come in."""
        chosen = self._chosen.get(community, self._clock())
        if chosen is not None:
            return chosen
        async with self._asking:
            chosen = self._chosen.get(community, self._clock())
            if chosen is None:
                kept = (await self._settings.settings(community)).settings
                chosen = {each.channel: each.manner for each in kept.watched}
                self._chosen.put(community, chosen, self._clock())
        return chosen

    async def _checked(self, post: Post) -> Report | None:
        """What a post says; None where its author opted out, or meanwhile had a sign."""
        who = self._pseudonyms.of(post.community, post.author)
        if self._rests(post) or await self._opt_outs.opted_out(post.community, who):
            return None
        paste = Paste(post.text)
        try:
            with checking(self._observer, post.community, paste, asked=False) as seen:
                report = await self._checker.check_paste(paste, post.community, pages=False)
                seen.answered(report)
        except InputProblem:
            return None
        return report

    def _rests(self, post: Post) -> bool:
        now = self._clock()
        author, channel = (post.community, post.author), (post.community, post.channel)
        return bool(self._authors.get(author, now) or self._channels.get(channel, now))

    def _rest(self, post: Post) -> None:
        now = self._clock()
        self._authors.put((post.community, post.author), True, now)
        self._channels.put((post.community, post.channel), True, now)

    def _drop(self) -> None:
        self._dropped += 1
        now = self._clock()
        if self._last_told is None or now - self._last_told >= _LOG_PAUSE:
            self._last_told = now
            _log.warning("too many posts at once: %d were not looked at so far", self._dropped)


def is_certain(report: Report) -> bool:
    """Whether a report names a claim surely, or a document by its address."""
    return knows_address(report) or bool(certain_matches(report))


def knows_address(report: Report) -> bool:
    """Whether a link in the post leads to a document whose claims are known here."""
    return isinstance(report, KnownDocument) and report.by is KnownBy.ADDRESS and bool(report.views)


def certain_matches(report: Report) -> tuple[Match, ...]:
    """The claims that a text surely makes, in the order in which it makes them."""
    match report:
        case Found():
            made = report.matches
        case KnownDocument():
            made = report.found
        case _:
            made = ()
    return tuple(m for m in made if m.tier is Tier.MATCH and m.found.score >= _CERTAIN)


def _worth_a_look(text: str) -> bool:
    """Whether a post holds a link, or words enough to make a claim."""
    if _LINK.search(text) or _WITHOUT_BLANKS.search(text):
        return True
    words = (word for word in text.split() if any(map(str.isalpha, word)))
    return len(tuple(words)) >= FEWEST_WORDS


class _Lately(Generic[_Key, _Kept]):
    """What was put within the last while, of a bounded number of keys; the oldest goes first."""

    def __init__(self, hold: timedelta) -> None:
        self._hold = hold
        self._kept: OrderedDict[_Key, tuple[datetime, _Kept]] = OrderedDict()

    def get(self, key: _Key, now: datetime) -> _Kept | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if now - found[0] >= self._hold:
            del self._kept[key]
            return None
        return found[1]

    def put(self, key: _Key, kept: _Kept, now: datetime) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (now, kept)
        if len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)

    def forget(self, key: _Key) -> None:
        self._kept.pop(key, None)
