"""A backup a day while the bot runs: what it missed is caught up, what failed is tried again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.backups import Backup, backups_folder, backups_in, make_backup, rotate
from bot.heartbeats import Heartbeats, Loop
from bot.logs import outline
from bot.memos import Memos
from bot.settings import Settings
from claims.errors import CaveatError
from claims.workbench import utc_now

FAILED = "backup.failed"
"""The memo of the last failure since the last success: when, in ISO 8601, a blank, a sentence."""
EVERY = timedelta(days=1)
PLAY = timedelta(minutes=30)
"""By so much a backup comes earlier or later, so that many bots of one host do not come at once."""
SETTLING = timedelta(minutes=5)
"""A backup that is due at start comes this much later, up to twice: people are answered first."""
AGAIN = timedelta(hours=1)
"""After a failure."""
_LOOK = 300.0
"""Seconds of sleep at most: a machine that was suspended, or whose clock was set, is up to date."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """When the next backup comes. ``play`` is between -1 and 1 and drawn anew for each."""

    begun: datetime
    play: float
    failed: datetime | None = None

    def due(self, newest: datetime | None, now: datetime) -> datetime:
        """The moment of the next backup, given when the newest was made that is not of the future.

        A clock that was set back makes it due soon, and never late by more than a day.
        """
        settled = self.begun + SETTLING * (1.5 + self.play / 2)
        if newest is None or newest > now:
            due = settled
        else:
            due = max(newest + EVERY + PLAY * self.play, settled)
        if self.failed is not None and self.failed <= now:
            due = max(due, self.failed + AGAIN)
        return min(due, now + EVERY + PLAY)


class BackupKeeper:
    """Makes a backup of a data folder a day, and removes those that need no longer be kept.

    Args:
        settings: Name the folders, and how much is kept.
        memos: Remember a failure, for ``caveat doctor``.
        clock: The time; a test may have another one.
        sleep: Waits for seconds; a test may let time pass otherwise.
        heartbeats: Hears that this goes on.
    """

    def __init__(
        self,
        settings: Settings,
        memos: Memos,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        self._heartbeats = heartbeats or Heartbeats()
        self._settings = settings
        self._folder = backups_folder(settings)
        self._memos = memos
        self._clock = clock
        self._sleep = sleep

    async def keep(self) -> None:
        """Go on for ever."""
        turn = Turn(self._clock(), _drawn())
        while True:
            self._heartbeats.beat(Loop.BACKUPS)
            now = self._clock()
            if now < turn.begun:
                turn = Turn(now, turn.play)
            waiting = (turn.due(await self._newest(now), now) - now).total_seconds()
            if waiting > 0:
                await self._sleep(min(waiting, _LOOK))
                continue
            made = await self.back_up()
            turn = Turn(turn.begun, _drawn(), failed=None if made else self._clock())

    async def back_up(self) -> Backup | None:
        """Make one now; None where that failed, which is logged and remembered."""
        stop = threading.Event()
        try:
            return await self._made(stop)
        except Exception as problem:  # noqa: BLE001 - the next hour may be better
            _log.error("the daily backup failed: %s", outline(problem))
            words = problem.sentence if isinstance(problem, CaveatError) else "see the log."
            with contextlib.suppress(CaveatError):  # the disk may be full for this, too
                await self._memos.put(FAILED, f"{self._clock().isoformat()} {words}")
            return None
        finally:
            stop.set()  # where this task is cancelled, the thread ends with its next step

    async def _made(self, stop: threading.Event) -> Backup:
        now = self._clock()
        await self._rotated(now)  # first, as it may be what makes the room
        data = self._settings.data
        made = await asyncio.to_thread(make_backup, data, self._folder, now, stop)
        await self._memos.put(FAILED, "")
        removed = await self._rotated(now)
        _log.info("backed up: %s, %d bytes; removed %d", made.path.name, made.size, removed)
        return made

    async def _rotated(self, now: datetime) -> int:
        days, weeks = self._settings.backup_days, self._settings.backup_weeks
        return len(await asyncio.to_thread(rotate, self._folder, days, weeks, now))

    async def _newest(self, now: datetime) -> datetime | None:
        try:
            there = await asyncio.to_thread(backups_in, self._folder)
        except OSError:
            return None  # making one says what is wrong
        return next((backup.made for backup in there if backup.made <= now), None)


@contextlib.asynccontextmanager
async def backing_up(
    settings: Settings, memos: Memos, heartbeats: Heartbeats | None = None
) -> AsyncIterator[None]:
    """Make a backup a day until the end of the block, unless that is switched off."""
    if settings.backup_days == 0:
        yield
        return
    keeper = BackupKeeper(settings, memos, heartbeats=heartbeats)
    task = asyncio.create_task(keeper.keep(), name="backing up")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _drawn() -> float:
    return secrets.SystemRandom().uniform(-1, 1)
