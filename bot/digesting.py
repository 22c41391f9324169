"""Posting digests: one a community and local day, at Discord's pace, and after whatever went wrong.

A digest is claimed in the store, with all that it says, before it is sent. One that was claimed and
not confirmed is looked for in its channel first, so that nobody reads it twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import discord

from bot.digest_trouble import AdminTeller, problem_in
from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from bot.passing import PASSING
from claims.digest import Run, RunState, Trouble
from claims.digest_card import digest_title
from claims.digesting import Digests
from claims.errors import StoreProblem
from claims.observing import Observer, Unobserved
from claims.schedule import Due, Plan, Timetable
from claims.workbench import utc_now
from commands.reading import text_of
from commands.ui.digests import digest_view, pings_of
from commands.ui.markup import escape

AT_ONCE = 16
"""Messages that are under way at the same time."""
A_SECOND = 20.0
"""Digests begun in a second at most: Discord takes 50 requests, and checks are to be answered."""
_PATIENCE = 60.0
_LOOKED_AT = 1000
_FORGOTTEN = timedelta(hours=36)
"""For so long after a restore a digest that is due may be one that was posted already."""
_A_YEAR_AGO = timedelta(days=300)
_THREAD_THERE = 160004
_MINUTE = 60.0
_log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[bool]]
"""Posts one digest; True where one was posted."""


class Digester:
    """Posts the digests of all communities that the bot is in.

    Args:
        bot: The client; it need not be ready yet.
        digests: Says which are due and takes them.
        admins: Tells administrators what stopped theirs.
        sleep: Waits for seconds; a test may let time pass otherwise.
        heartbeats: Hears that this goes on.
        observer: Hears what became of digests.
        restored: When the store was put back to an earlier day, if it was: digests that it does not
            know of may stand in their channels.
    """

    def __init__(
        self,
        bot: discord.Client,
        digests: Digests,
        admins: AdminTeller,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        heartbeats: Heartbeats | None = None,
        observer: Observer | None = None,
        restored: datetime | None = None,
    ) -> None:
        self.heartbeats = heartbeats or Heartbeats()
        self._observer = observer or Unobserved()
        self._restored = restored
        self._bot = bot
        self._digests = digests
        self._admins = admins
        self._sleep = sleep
        self._timetable = Timetable()
        self._ticked: datetime | None = None

    async def tick(self) -> int:
        """Post what is due by now and what was left half way; returns how many were posted."""
        self.heartbeats.beat(Loop.DIGESTS)
        now = self._digests.clock()
        if self._ticked is None or now < self._ticked:
            await self._digests.book.rewind(now)
        self._ticked = now
        plans = await self._digests.book.plans()
        await asyncio.to_thread(self._timetable.follow, plans, now)
        pending = await self._digests.book.pending(now)
        due = await asyncio.to_thread(self._timetable.due, now)
        work: list[Work] = [partial(self._resumed, run) for run in pending]
        work += [partial(self._begun, plans[each.community], each) for each in due]
        posted = await paced(work, self._sleep)
        for run in await self._digests.book.threadless(now):
            await self._with_thread(run)
        for trouble in await self._digests.book.untold():
            await self._admins.tell(trouble)
        if posted:
            _log.info("posted %d digests", posted)
        return posted

    async def post_asked(self) -> int:
        """Wait until somebody asks for a digest now, and post it, whatever else is under way."""
        await self._digests.asked_for.wait()
        self._digests.asked_for.clear()
        pending = await self._digests.book.pending(self._digests.clock())
        return await paced([partial(self._resumed, run) for run in pending], self._sleep)

    async def _begun(self, plan: Plan, due: Due) -> bool:
        """Take a digest that is due and send it, if its server is there at the moment."""
        guild = self._guild(due.community)
        if guild is None:
            self._timetable.again(due)
            return False
        try:
            run = await self._digests.take(plan, due)
        except Exception:
            self._timetable.again(due)
            raise
        return await self._send(guild, run) if run is not None else False

    async def _resumed(self, run: Run) -> bool:
        """Send what was asked for, or what somebody began to send and never confirmed."""
        guild = self._guild(run.community)
        if self._digests.is_late(run) and (run.attempts == 0 or guild is None):
            return await self._given_up(run)
        if guild is None or not await self._digests.book.take(run, self._digests.clock()):
            return False
        return await self._send(guild, run)

    async def _given_up(self, run: Run) -> bool:
        await self._settle(run, RunState.GIVEN_UP)
        _log.warning("the digest of %s for %s was given up", run.community, run.day)
        return False

    async def _settle(self, run: Run, state: RunState, message: int | None = None) -> None:
        await self._digests.book.settle(run, state, message)
        self._observer.settled(state.value)

    async def _send(self, guild: discord.Guild, run: Run) -> bool:
        """Send a digest that was taken; what may pass is left for the next time."""
        self.heartbeats.beat(Loop.DIGESTS)
        channel = guild.get_channel(run.channel)
        problem = problem_in(guild, channel)
        if problem or not isinstance(channel, discord.TextChannel):
            await self._stopped(run, problem)
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                message = await self._there(channel, run) if self._in_doubt(run) else None
                fresh = message is None
                if message is None and self._digests.is_late(run):
                    return await self._given_up(run)
                message = message or await _posted(channel, run)
        except (discord.Forbidden, discord.NotFound) as refused:
            _log.info("a digest is refused (code %s)", refused.code)
            await self._stopped(run, problem_in(guild, channel, refused))
            return False
        except PASSING as passing:
            _log.warning("the digest of %s waits: %s", run.community, outline(passing))
            return False
        await self._settle(run, RunState.POSTED, message.id)
        if run.thread:
            await self._with_thread(run, message)
        return fresh

    async def _stopped(self, run: Run, problem: str) -> None:
        """Let a community's digest rest until an administrator has mended what is wrong."""
        await self._settle(run, RunState.FAILED)
        plan = (await self._digests.book.plans()).get(run.community)
        if plan is None or plan.channel != run.channel:
            return  # another channel was chosen meanwhile
        now = self._digests.clock()
        await self._digests.book.stop(Trouble(run.community, problem, now))
        self._timetable.forget(run.community)

    def _in_doubt(self, run: Run) -> bool:
        """True where a digest may stand in its channel although the store knows nothing of that."""
        forgotten = self._restored is not None and run.begun < self._restored + _FORGOTTEN
        return run.attempts > 0 or forgotten

    async def _there(self, channel: discord.TextChannel, run: Run) -> discord.Message | None:
        """The message of a digest that was sent after all, before somebody lost count.

        Discord forgets a nonce after some minutes, so the title is looked for, which no other
        digest of this community has within a year. Our clock may be wrong, so the newest messages
        are looked through, not those since some moment.
        """
        if run.digest is None:
            return None
        title = f"### {escape(digest_title(run.digest))}"
        async for message in channel.history(limit=_LOOKED_AT):
            if self._bot.user is None or message.author.id != self._bot.user.id:
                continue
            lately = message.created_at > run.begun - _A_YEAR_AGO
            if str(message.nonce) == run.nonce or (lately and title in text_of(message)):
                return message
        return None

    async def _with_thread(self, run: Run, message: discord.Message | None = None) -> None:
        """Open the thread under a digest; one that cannot be opened is left out."""
        guild = self._guild(run.community)
        channel = guild.get_channel(run.channel) if guild else None
        if not isinstance(channel, discord.TextChannel) or not (run.message or message):
            return
        name = digest_title(run.digest) if run.digest else "Claims"
        at = message or channel.get_partial_message(run.message or 0)
        try:
            async with asyncio.timeout(_PATIENCE):
                await at.create_thread(name=name)
        except discord.HTTPException as refused:
            if refused.code != _THREAD_THERE and refused.status >= 500:
                return
            _log.info("no thread under a digest (code %s)", refused.code)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return
        await self._digests.book.note_thread(run)

    def _guild(self, community: str) -> discord.Guild | None:
        """A server that the bot is in and that Discord has told it of."""
        guild = self._bot.get_guild(int(community)) if community.isdecimal() else None
        return None if guild is None or guild.unavailable else guild


async def _posted(channel: discord.TextChannel, run: Run) -> discord.Message:
    if run.digest is None:
        raise StoreProblem("What this digest says is no longer kept.")
    view = digest_view(run.digest, run.role)
    return await channel.send(view=view, nonce=run.nonce, allowed_mentions=pings_of(run.role))


async def paced(work: list[Work], sleep: Callable[[float], Awaitable[None]]) -> int:
    """Do some work a few at a time, begun at an even pace with some play, in any order.

    One that fails is logged; returns how many did something.
    """
    room = asyncio.Semaphore(AT_ONCE)
    draw = secrets.SystemRandom()
    done = 0

    async def one(each: Work) -> None:
        nonlocal done
        try:
            done += await each()
        except Exception as error:  # noqa: BLE001 - the others are not to suffer
            _log.error("a digest failed: %s", outline(error))
        finally:
            room.release()

    draw.shuffle(work)
    async with asyncio.TaskGroup() as group:
        for each in work:
            await room.acquire()
            group.create_task(one(each))
            if len(work) > AT_ONCE:
                await sleep(draw.uniform(0.5, 1.5) / A_SECOND)
    return done


@contextlib.asynccontextmanager
async def digesting(bot: discord.Client, digester: Digester) -> AsyncIterator[None]:
    """Post digests from when the bot is ready until the end of the block."""
    tasks = [
        asyncio.create_task(_again(bot, digester, digester.tick, _the_minute), name="digesting"),
        asyncio.create_task(
            _again(bot, digester, digester.post_asked, _at_once), name="digests asked for"
        ),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _again(
    bot: discord.Client,
    digester: Digester,
    post: Callable[[], Awaitable[int]],
    rest: Callable[[], Awaitable[None]],
) -> None:
    """Post again and again, whatever goes wrong with one time."""
    while True:
        if not bot.is_ready():
            digester.heartbeats.beat(Loop.DIGESTS)
            await asyncio.sleep(1.0)
            continue
        try:
            await post()
        except Exception as error:  # noqa: BLE001 - the next time may be better
            _log.error("posting digests failed: %s", outline(error))
            await asyncio.sleep(1.0)
        await rest()


async def _the_minute() -> None:
    """Wait for the next minute to begin."""
    await asyncio.sleep(_until_the_minute(utc_now()))


async def _at_once() -> None:
    """Go on at once."""


def _until_the_minute(now: datetime) -> float:
    """Seconds until the next minute begins."""
    return _MINUTE - now.second - now.microsecond / 1e6
