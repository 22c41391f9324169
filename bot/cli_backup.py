"""`caveat backup` and `caveat restore`: a copy of what cannot be made anew, and the way back."""

from __future__ import annotations

import asyncio
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from bot.backups import Backup, backups_folder, backups_in, make_backup, rotate
from bot.restoring import named_backup, restore
from bot.settings import Settings, load_settings


def backup_command(folder: Path | None, to: Path | None) -> int:
    """Make a backup and say where it lies; only those in the usual folder are rotated."""
    settings, now = load_settings(folder), datetime.now(UTC)
    target = to.expanduser().absolute() if to else backups_folder(settings)
    made = make_backup(settings.data, target, now, threading.Event())
    sys.stdout.write(f"Made and verified {made.path}: {_told(made)}.\n")
    if to is None:
        old = rotate(target, settings.backup_days, settings.backup_weeks, now)
        if old:
            sys.stdout.write(f"Removed {len(old)} that need no longer be kept.\n")
    return 0


def restore_command(folder: Path | None, name: str | None) -> int:
    """Restore a backup and say where the store before it lies, or list the backups."""
    settings = load_settings(folder)
    if name is None:
        sys.stdout.write(_listed(settings))
        return 0
    done = asyncio.run(restore(settings, named_backup(settings, name), datetime.now(UTC)))
    sys.stdout.write(f"Restored {done.backup.path.name}: {_told(done.backup)}.\n")
    if done.was_migrated:
        sys.stdout.write("It was of an older schema and is at this version's now.\n")
    if done.aside:
        sys.stdout.write(
            f"What was there before lies in {done.aside}; delete it once nobody misses anything.\n"
        )
    sys.stdout.write("The next start makes the index anew.\n")
    return 0


def _listed(settings: Settings) -> str:
    folder = backups_folder(settings)
    there = backups_in(folder)
    if not there:
        return f"There is no backup in {folder}; `caveat backup` makes one.\n"
    lines = [f"{backup.path.name}  {_told(backup)}" for backup in there]
    return "\n".join([f"Backups in {folder}, newest first:", *lines, _HOW]) + "\n"


_HOW = "`caveat restore NAME` (or `newest`, or the path of a backup elsewhere) restores one."


def _told(backup: Backup) -> str:
    said = backup.manifest
    return f"{said.rows['claims']:,} claims, schema {said.store_schema}, {backup.size / 1e6:.1f} MB"
