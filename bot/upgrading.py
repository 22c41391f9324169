"""A store of an older schema is backed up before it is brought to the newest: the way back."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import UTC, datetime

from bot.backups import backups_folder, make_backup
from bot.settings import Settings
from claims.errors import BackupProblem
from storage.backup import schema_in
from storage.migrating import known_schemas

_log = logging.getLogger(__name__)


async def back_up_first(settings: Settings) -> None:
    """Back up a store that is about to be upgraded, unless daily backups are switched off.

    Raises ``BackupProblem`` where that fails: the store is left as it is. One that a newer version
    wrote is not backed up, as it will be refused.
    """
    from bot.services import DATABASE  # noqa: PLC0415 - which asks for this, when need be

    found = await asyncio.to_thread(schema_in, settings.data / DATABASE)
    if settings.backup_days == 0 or found not in known_schemas():
        return
    folder, now, stop = backups_folder(settings), datetime.now(UTC), threading.Event()
    try:
        made = await asyncio.to_thread(make_backup, settings.data, folder, now, stop)
    except BackupProblem as problem:
        raise BackupProblem(
            f"{problem.sentence} The store is of an older schema ({found}) and is not upgraded "
            "without a backup; CAVEAT_BACKUP_DAYS=0 upgrades it all the same."
        ) from problem
    finally:
        stop.set()
    _log.info("backed up the store of schema %s before its upgrade: %s", found, made.path.name)
