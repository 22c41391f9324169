"""What `caveat doctor` finds about backups: how old the newest is, and whether it is whole."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.backing_up import FAILED
from bot.backups import Backup, backups_folder, backups_in, verify
from bot.findings import Finding, Mark
from bot.memos import Memos
from bot.restoring import REPLACED
from bot.services import DATABASE, MEMOS
from bot.settings import Settings
from claims.errors import BackupProblem, StoreProblem
from storage.sqlite import changed_at

UNCOVERED = timedelta(days=2)
"""Changes that no backup has for so long are a fault of the daily backup."""


async def backup_finding(settings: Settings, now: datetime) -> Finding:
    """Look at the newest backup from end to end, and at the last failure."""
    failure = ""
    with suppress(StoreProblem):  # which the doctor tells of beside this
        failure = await Memos(settings.data / MEMOS).get(FAILED) or ""
    return await asyncio.to_thread(_finding, settings, failure, now)


def _finding(settings: Settings, failure: str, now: datetime) -> Finding:
    there = backups_in(backups_folder(settings))
    past = [backup for backup in there if backup.made <= now]
    also = _beside(settings, len(there) - len(past))
    if not past:
        return _none_yet(settings, failure, also)
    try:
        verify(past[0].path, threading.Event())
    except BackupProblem as problem:
        return Finding(Mark.BROKEN, "Backups", problem.sentence + also, "`caveat backup`.")
    kept = f"{len(past)} kept" if len(past) > 1 else "the only one"
    said = f"the newest is of {_ago(past[0], now)}, whole; {kept}.{also}"
    if _failed_since(failure, past[0]):
        words = f"{said} The last try failed: {failure.partition(' ')[2]}"
        return Finding(Mark.BROKEN, "Backups", words, "what it says, then `caveat backup`.")
    if changed_at(settings.data / DATABASE) - past[0].made > UNCOVERED:
        mend = "`caveat backup`; a running bot makes one a day unless CAVEAT_BACKUP_DAYS is 0."
        mark = Mark.BROKEN if settings.backup_days else Mark.NOTE
        return Finding(mark, "Backups", f"{said} Much has changed since.", mend)
    return Finding(Mark.WELL, "Backups", said)


def _none_yet(settings: Settings, failure: str, also: str) -> Finding:
    if failure:
        said = f"there is none, and the last try failed: {failure.partition(' ')[2]}{also}"
        return Finding(Mark.BROKEN, "Backups", said, "what it says, then `caveat backup`.")
    if settings.backup_days == 0:
        said = f"there is none, and CAVEAT_BACKUP_DAYS is 0.{also}"
        return Finding(Mark.NOTE, "Backups", said, "`caveat backup` makes one.")
    said = f"there is none yet; a running bot makes one a day, `caveat backup` at once.{also}"
    return Finding(Mark.NOTE, "Backups", said)


def _beside(settings: Settings, of_the_future: int) -> str:
    """What else is worth knowing: backups that rotation leaves alone, and stores put aside."""
    said = ""
    if of_the_future:
        said += f" {of_the_future} bear a date that is still to come; delete them by hand."
    folder = settings.data / REPLACED
    aside = [store for store in folder.iterdir() if store.is_dir()] if folder.is_dir() else []
    if aside:
        said += f" {folder} keeps {len(aside)} that restores replaced, until you delete them."
    return said


def _failed_since(failure: str, newest: Backup) -> bool:
    when = failure.partition(" ")[0]
    return bool(when) and datetime.fromisoformat(when) > newest.made


def _ago(backup: Backup, now: datetime) -> str:
    day = f"{backup.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    hours = (now - backup.made).total_seconds() / 3600
    return f"{day}, {hours / 24:.0f} days ago" if hours > 48 else f"{day}, {hours:.0f} hours ago"
