"""The backup a day that a running bot makes: caught up, tried again, told by the doctor."""

import asyncio
import itertools
import logging
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from bot.backing_up import FAILED, BackupKeeper, Turn, backing_up
from bot.backup_finding import backup_finding
from bot.backups import backups_in, make_backup
from bot.findings import Mark
from bot.memos import Memos
from bot.settings import Settings
from tests.storage_worlds import HERE, a_claim, opened

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Enough(Exception):
    """The story is over."""


class Days:
    """A clock that stands still but for sleep, which takes no time; it ends at a given moment."""

    def __init__(self, until: datetime) -> None:
        self.now, self.until = NOW, until
        self.on_the_way: Callable[[datetime], None] = lambda _: None

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.on_the_way(self.now)
        if self.now >= self.until:
            raise Enough


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with a store of one claim."""
    async with opened(tmp_path / "data") as store:
        await store.writer.add(HERE, a_claim(), actor="a", reason="new")
    return tmp_path / "data"


async def kept_until(days: Days, data: Path, **settings: int) -> list[datetime]:
    """Let a keeper keep backups until the days end; when those that are left were made."""
    keeper = BackupKeeper(
        Settings(data=data, **settings), Memos(data / "memos.json"), days.clock, days.sleep
    )
    with pytest.raises(Enough):
        await keeper.keep()
    return [backup.made for backup in reversed(backups_in(data / "backups"))]


async def test_there_is_a_backup_soon_after_the_first_start_and_then_one_a_day(data: Path):
    made = await kept_until(Days(NOW + 5.5 * DAY), data)
    assert timedelta(minutes=4) < made[0] - NOW < timedelta(minutes=11)
    assert len(made) in (5, 6)
    gaps = {later - earlier for earlier, later in itertools.pairwise(made)}
    assert all(DAY - HOUR < gap < DAY + HOUR for gap in gaps)
    assert len(gaps) > 1, "not to the second, as many bots of one host would be"


async def test_only_as_many_are_kept_as_was_asked_for(data: Path):
    made = await kept_until(Days(NOW + 6.5 * DAY), data, backup_days=2, backup_weeks=0)
    assert len(made) in (2, 3)
    assert made[-1] > NOW + 5 * DAY


async def test_what_was_missed_is_caught_up_and_a_restart_makes_none_before_its_time(data: Path):
    make_backup(data, data / "backups", NOW - 20 * HOUR, threading.Event())
    before = await kept_until(Days(NOW + 3 * HOUR), data)
    assert len(before) == 1
    shutil.rmtree(data / "backups")
    make_backup(data, data / "backups", NOW - 9 * DAY, threading.Event())
    caught_up = await kept_until(Days(NOW + HOUR), data)
    assert len(caught_up) == 2
    assert caught_up[1] - NOW < timedelta(minutes=11)


async def test_a_failure_is_logged_tried_again_in_an_hour_and_shown_by_the_doctor(
    data: Path, caplog: pytest.LogCaptureFixture
):
    days = Days(NOW + 3.5 * HOUR)
    (data / "backups").mkdir()
    with FileLock(data / "backups" / "backups.lock") as other:
        days.on_the_way = lambda now: other.release() if now > NOW + 2 * HOUR else None
        with caplog.at_level(logging.INFO):
            made = await kept_until(days, data)
            failed = [record for record in caplog.records if record.levelname == "ERROR"]
    assert 1 < len(failed) < 4
    assert "Another backup is being made" in failed[0].getMessage()
    [when] = made
    assert NOW + 2 * HOUR < when < NOW + 3.5 * HOUR
    assert not await Memos(data / "memos.json").get(FAILED)


async def test_a_clock_that_is_set_stops_no_backup(data: Path):
    days = Days(NOW + DAY)

    def set_back(now: datetime) -> None:
        if now > NOW + HOUR:
            days.now, days.until = now - 10 * DAY, now - 9.9 * DAY

    days.on_the_way = set_back
    made = await kept_until(days, data)
    assert [moment > NOW for moment in made] == [False, True]


@pytest.mark.parametrize("play", [-1.0, 0.0, 1.0])
def test_a_turn_comes_by_its_time_and_never_later_than_a_day_from_now(play: float):
    turn = Turn(NOW, play)
    soon, late = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)
    for overdue in (None, NOW - 9 * DAY, NOW + 400 * DAY):
        assert soon <= turn.due(overdue, NOW) <= late
    assert turn.due(NOW - HOUR, NOW) == NOW + 23 * HOUR + play * HOUR / 2
    assert Turn(NOW, play, failed=NOW + HOUR).due(None, NOW + HOUR) == NOW + 2 * HOUR


async def test_the_doctor_tells_how_old_the_newest_is_and_what_is_wrong_with_it(data: Path):
    settings, now = Settings(data=data), datetime.now(UTC)
    assert "none yet" in (await backup_finding(settings, now)).sentence
    switched_off = await backup_finding(Settings(data=data, backup_days=0), now)
    assert (switched_off.mark, "is 0" in switched_off.sentence) == (Mark.NOTE, True)
    old = make_backup(data, data / "backups", now - 3 * DAY, threading.Event())
    stale = await backup_finding(settings, now)
    assert (stale.mark, "3 days ago" in stale.sentence) == (Mark.BROKEN, True)
    make_backup(data, data / "backups", now - 5 * HOUR, threading.Event())
    well = await backup_finding(settings, now)
    assert (well.mark, "5 hours ago, whole; 2 kept" in well.sentence) == (Mark.WELL, True)
    await Memos(data / "memos.json").put(FAILED, f"{now.isoformat()} The disk is full.")
    failing = await backup_finding(settings, now)
    assert failing.mark is Mark.BROKEN
    assert "The disk is full." in failing.sentence
    newest = backups_in(data / "backups")[0]
    (newest.path / "caveat.db").write_bytes(b"")
    assert "damaged" in (await backup_finding(settings, now)).sentence
    future = await backup_finding(settings, old.made + HOUR)
    assert "1 bear a date that is still to come" in future.sentence


async def test_a_bot_that_stops_in_the_middle_leaves_no_thread_and_no_half_backup(data: Path):
    begun = threading.active_count()
    async with backing_up(Settings(data=data), Memos(data / "memos.json")):
        await asyncio.sleep(0)
    keeper = BackupKeeper(Settings(data=data), Memos(data / "memos.json"))
    task = asyncio.create_task(keeper.back_up())
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.get_running_loop().shutdown_default_executor()
    assert threading.active_count() <= begun
    assert not list((data / "backups").glob("making-*"))
