"""Puts a backup in the place of the present store, which is kept beside it under a dated name."""

from __future__ import annotations

import asyncio
import shutil
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.backups import Backup, backups_folder, backups_in, verify
from bot.memos import Memos
from bot.services import DATABASE, INDEX, MEMOS, open_store
from bot.settings import CONFIG_NAME, Settings
from claims.errors import BackupProblem, NotFound, StoreProblem
from storage.lock import data_folder_lock
from storage.migrating import known_schemas
from storage.schema import NEWEST
from storage.switching import finish_switch, make_ready

REPLACED = "replaced"
"""The folder in the data folder where restores put what they replaced."""
RESTORED = "restored.at"
"""The memo that says when this data folder was last restored, in ISO 8601."""
_STAGING = "restore.making"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: which backup is in place, and where what was there before is, if any."""

    backup: Backup
    aside: Path | None

    @property
    def was_migrated(self) -> bool:
        """True where the backup was of an older schema."""
        return self.backup.manifest.store_schema != NEWEST


async def restored_at(memos: Memos) -> datetime | None:
    """When the data folder of these memos was last restored, if it was."""
    said = await memos.get(RESTORED)
    return datetime.fromisoformat(said) if said else None


def named_backup(settings: Settings, name: str) -> Path:
    """The folder of a backup: a path, a name among the backups, or ``newest``.

    Raises ``NotFound`` where there is none.
    """
    folder = backups_folder(settings)
    if name == "newest":
        there = backups_in(folder)
        if not there:
            raise NotFound(f"There is no backup in {folder}; name the folder of one.")
        return there[0].path
    if (folder / name).is_dir():
        return folder / name
    path = Path(name).expanduser().absolute()
    if not path.is_dir():
        raise NotFound(
            f"There is no backup {name}, neither in {folder} nor as a folder of that name; "
            "`caveat restore` lists those there are."
        )
    return path


async def restore(settings: Settings, path: Path, now: datetime) -> Restored:
    """Verify a backup, bring it to this version's schema beside the store, and switch to it.

    What is there is neither touched before the switch nor lost by it, and a restore that dies is
    either not begun or finished by whoever takes the folder next. The feed gets a new identity, so
    that the index is made anew. Raises ``StoreBusy`` where a bot has the folder, ``BackupProblem``.
    """
    data = settings.data
    with data_folder_lock(data):
        backup = await asyncio.to_thread(verify, path, threading.Event())
        _check_schema(backup)
        staging = data / _STAGING
        try:
            await asyncio.to_thread(_stage, backup, data, staging)
            await _prepared(settings, staging, now)
            aside = f"{REPLACED}/{now.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
            files = [name for name in (DATABASE, MEMOS, CONFIG_NAME) if (staging / name).exists()]
            await asyncio.to_thread(make_ready, staging, data, aside, files)
        except (OSError, StoreProblem) as problem:
            reason = problem.sentence if isinstance(problem, StoreProblem) else problem.strerror
            raise BackupProblem(
                f"The backup was not restored, and the store is as it was: {reason}"
            ) from problem
        finally:
            await asyncio.to_thread(shutil.rmtree, staging, ignore_errors=True)
        await asyncio.to_thread(finish_switch, data)
        await asyncio.to_thread(shutil.rmtree, data / INDEX, ignore_errors=True)
    kept = data / aside
    if any(kept.iterdir()):
        return Restored(backup, kept)
    kept.rmdir()
    return Restored(backup, None)


def _check_schema(backup: Backup) -> None:
    schema = backup.manifest.store_schema
    if schema not in known_schemas():
        raise BackupProblem(
            f"The backup {backup.path.name} was made by a newer Caveat "
            f"({backup.manifest.caveat}, schema {schema}); install that version, then restore it."
        )


def _stage(backup: Backup, data: Path, staging: Path) -> None:
    """Copy what the backup holds into a fresh folder; settings only where there are none."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    for name in backup.manifest.files:
        if name == CONFIG_NAME and (data / name).exists():
            continue
        shutil.copyfile(backup.path / name, staging / name)
        (staging / name).chmod(0o600)


async def _prepared(settings: Settings, staging: Path, now: datetime) -> None:
    """Migrate the staged store, give its feed a new identity, and note when that was."""
    async with open_store(settings.model_copy(update={"data": staging, "backup_days": 0})) as store:
        await store.feed.renew()
    await Memos(staging / MEMOS).put(RESTORED, now.isoformat())
    left = staging / f"{DATABASE}-wal"
    if left.exists() and left.stat().st_size:
        raise StoreProblem("SQLite left a write-ahead log beside the restored store.")
