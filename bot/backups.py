"""Backups: folders that each hold a copy of what cannot be made anew; verified, then named.

A backup holds the store, the small things beside it (``memos.json``, with the key of the hashes)
and the settings file of the data folder, without the token. The index is derived and left out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.memos import Memos
from bot.safe_settings import without_token
from bot.services import DATABASE, MEMOS
from bot.settings import CONFIG_NAME, Settings
from claims.errors import BackupProblem, StoreProblem
from storage.backup import contents_of, copy_store
from storage.disk import sync
from storage.sqlite import file_size

MANIFEST = "backup.json"
_MAKING, _REMOVING = "making-", "removing-"
_SPARE_ROOM = 50_000_000
"""Bytes that a backup leaves free: the store beside it goes on growing."""
_BLOCK = 1 << 20
_A_DAY = timedelta(days=1)


class Manifest(BaseModel):
    """What a backup says of itself; ``files`` are the sha256 of all that it holds, by name."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    made: AwareDatetime
    caveat: str
    store_schema: str
    rows: dict[str, int]
    files: dict[Literal["caveat.db", "memos.json", "caveat.toml"], str]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and named; its files may have changed since (``verify``)."""

    path: Path
    manifest: Manifest

    @property
    def made(self) -> datetime:
        """When it was made, as the clock said then."""
        return self.manifest.made

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.stat().st_size for file in self.path.iterdir() if file.is_file())


def backups_folder(settings: Settings) -> Path:
    """The folder that holds the backups of a data folder."""
    return settings.backup_folder or settings.data / "backups"


def make_backup(data: Path, folder: Path, now: datetime, stop: threading.Event) -> Backup:
    """Back up a data folder, also while a bot uses it, and return the verified backup.

    Until it is whole and verified it has no name that ``backups_in`` would find. Raises
    ``BackupProblem``: no store, no room, another backup under way, a damaged store, ``stop`` set.
    """
    store = data / DATABASE
    if not store.is_file():
        raise BackupProblem(f"There is no store in {data} yet, so there is nothing to back up.")
    with _alone(folder):
        _check_room(file_size(store), folder)
        name = _free_name(folder, now)
        making = folder / f"{_MAKING}{name}"
        try:
            making.mkdir(mode=0o700)
            manifest = _filled(making, data, now, stop)
            making.rename(folder / name)
            sync(folder)
        except (OSError, StoreProblem) as problem:
            shutil.rmtree(making, ignore_errors=True)
            raise BackupProblem(f"The backup failed: {_reason(problem)}") from problem
        return Backup(folder / name, manifest)


def backups_in(folder: Path) -> list[Backup]:
    """The backups that lie in a folder, newest first."""
    named = folder.glob(f"*/{MANIFEST}") if folder.is_dir() else ()
    found = (_read(file.parent) for file in named if not file.parent.name.startswith(_MAKING))
    return sorted((b for b in found if b is not None), key=lambda b: (b.made, b.path), reverse=True)


def verify(path: Path, stop: threading.Event) -> Backup:
    """Look a backup through from end to end; raises ``BackupProblem`` with what is wrong."""
    backup = _read(path)
    if backup is None:
        raise BackupProblem(
            f"{path} is no backup of Caveat; `caveat restore` lists those there are."
        )
    for name, digest in backup.manifest.files.items():
        try:
            if _digest(path / name) == digest:
                continue
        except OSError as problem:
            raise _damaged(path, f"{name} cannot be read ({problem.strerror})") from problem
        raise _damaged(path, f"{name} is not as it was written")
    try:
        found = contents_of(path / DATABASE, stop)
    except StoreProblem as problem:
        raise _damaged(path, problem.sentence) from problem
    if (found.schema, found.rows) != (backup.manifest.store_schema, backup.manifest.rows):
        raise _damaged(path, "the store does not hold what it held")
    return backup


def rotate(folder: Path, days: int, weeks: int, now: datetime) -> list[Backup]:
    """Remove what need no longer be kept, and return it; raises ``BackupProblem``.

    All of the last 24 hours stay, the newest of each of the last ``days`` days that have one, and
    of each of the last ``weeks`` weeks (by UTC, from Monday). Days count by backups and not by the
    calendar, so a clock that jumped ahead costs one backup or two; those of the future, as the
    clock says now, are left alone. On one day each schema has a newest one: what was made before
    an upgrade stays.
    """
    with _alone(folder):
        past = [backup for backup in backups_in(folder) if backup.made <= now]
        lately = _newest_of(past, "%Y-%m-%d", days), _newest_of(past, "%G-%V", weeks)
        fresh = [backup for backup in past if now - backup.made < _A_DAY]
        kept = {backup.path for some in (past[:1], fresh, *lately) for backup in some}
        old = [backup for backup in past if backup.path not in kept]
        try:
            for backup in old:
                removing = folder / f"{_REMOVING}{backup.path.name}"
                backup.path.rename(removing)
                shutil.rmtree(removing)
        except OSError as problem:
            raise BackupProblem(f"An old backup stays: {problem.strerror}.") from problem
    return old


def _newest_of(backups: list[Backup], period: str, how_many: int) -> Iterator[Backup]:
    """The newest of each schema in each of the newest periods; ``backups`` come newest first."""
    seen: dict[str, set[str]] = {}
    for backup in backups:
        when = backup.made.astimezone(UTC).strftime(period)
        if when not in seen and len(seen) == how_many:
            return
        if backup.manifest.store_schema not in seen.setdefault(when, set()):
            seen[when].add(backup.manifest.store_schema)
            yield backup


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder of backups, cleared of what was cut off; raises ``BackupProblem``."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "backups.lock", timeout=0, mode=0o600)
        lock.acquire()
    except Timeout as taken:
        raise BackupProblem("Another backup is being made there; try again later.") from taken
    except OSError as problem:
        said = f"The folder of backups, {folder}, cannot be used: {problem.strerror}."
        raise BackupProblem(said) from problem
    try:
        for cut_off in (*folder.glob(f"{_MAKING}*"), *folder.glob(f"{_REMOVING}*")):
            shutil.rmtree(cut_off, ignore_errors=True)
        yield
    finally:
        lock.release()


def _filled(making: Path, data: Path, now: datetime, stop: threading.Event) -> Manifest:
    found = copy_store(data / DATABASE, making / DATABASE, stop)
    if (data / MEMOS).is_file():
        Memos(data / MEMOS)  # raises where it is damaged: it must not take the place of a whole one
        _write(making / MEMOS, (data / MEMOS).read_bytes())
    if (data / CONFIG_NAME).is_file():
        settings = without_token((data / CONFIG_NAME).read_text(encoding="utf-8"))
        if settings is not None:
            _write(making / CONFIG_NAME, settings.encode())
    manifest = Manifest(
        made=now,
        caveat=version("caveat"),
        store_schema=found.schema,
        rows=found.rows,
        files={file.name: _digest(file) for file in sorted(making.iterdir())},
    )
    _write(making / MANIFEST, manifest.model_dump_json(indent=1).encode())
    sync(making)
    return manifest


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _check_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_ROOM:
        raise BackupProblem(
            f"There is no room for a backup in {folder}: {free / 1e6:,.0f} MB are free, and "
            f"{(needed + _SPARE_ROOM) / 1e6:,.0f} MB are needed. Make room, or name another folder "
            "by CAVEAT_BACKUP_FOLDER."
        )


def _free_name(folder: Path, now: datetime) -> str:
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    number = 1
    while (folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return name if number == 1 else f"{name}-{number}"


def _read(path: Path) -> Backup | None:
    try:
        said = (path / MANIFEST).read_text(encoding="utf-8")
        return Backup(path, Manifest.model_validate_json(said))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None


def _damaged(path: Path, what: str) -> BackupProblem:
    return BackupProblem(f"The backup {path.name} is damaged, so take another one: {what}.")


def _reason(problem: OSError | StoreProblem) -> str:
    return problem.sentence if isinstance(problem, StoreProblem) else f"{problem.strerror}."
