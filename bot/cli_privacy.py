"""`caveat privacy`: what is kept about somebody who asks the operator, and of communities."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.curators import KeyedNames
from bot.memos import Memos
from bot.services import MEMOS, open_services, open_store
from bot.settings import Settings, load_settings
from claims.errors import InputProblem, NotFound, StoreBusy
from claims.own_data import OwnData
from storage.store import Store

_SURE = "That cannot be undone; say --yes to do it."
_HOUR = (
    "The bot is running on this folder: it erases the community within the hour. Nothing brings "
    "it back any more.\n"
)


def export_command(folder: Path | None, user: int, community: str | None) -> int:
    """Print all that is kept about a user, as JSON."""
    content = asyncio.run(_exported(load_settings(folder), user, community))
    sys.stdout.write(f"{content.decode()}\n")
    return 0


def delete_command(folder: Path | None, user: int, community: str | None, *, sure: bool) -> int:
    """Delete what is kept about a user, and say how much it was."""
    if not sure:
        raise InputProblem(f"This deletes all that is kept about user {user}. {_SURE}")
    gone = asyncio.run(_deleted(load_settings(folder), user, community))
    told = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in gone.items())
    sys.stdout.write(f"Deleted or given another name: {told}.\n" if gone else "Nothing is kept.\n")
    return 0


def erase_command(folder: Path | None, community: str, *, sure: bool) -> int:
    """Erase a community, or have the running bot do it."""
    settings = load_settings(folder)
    if not sure:
        raise InputProblem(f"This erases all that is kept of the community {community}. {_SURE}")
    done = asyncio.run(_erased(settings, community))
    sys.stdout.write(f"Nothing is kept of {community} any more.\n" if done else _HOUR)
    return 0


@asynccontextmanager
async def _own_data(settings: Settings) -> AsyncIterator[OwnData]:
    async with open_store(settings) as store:
        names = KeyedNames(await Memos(settings.data / MEMOS).key())
        yield OwnData(store.persons, store.curating, names, settings.days)


async def _exported(settings: Settings, user: int, community: str | None) -> bytes:
    async with _own_data(settings) as own:
        return await own.exported(user, community)


async def _deleted(settings: Settings, user: int, community: str | None) -> dict[str, int]:
    async with _own_data(settings) as own:
        return dict(await own.delete(user, community))


async def _erased(settings: Settings, community: str) -> bool:
    try:
        async with open_services(settings) as services:
            await _check_known(services.store, community)
            await services.store.erasing.erase_at([community], datetime.now(UTC))
            await services.eraser.erase(community)
    except StoreBusy:
        async with open_store(settings) as store:
            await _check_known(store, community)
            await store.erasing.erase_at([community], datetime.now(UTC))
        return False
    return True


async def _check_known(store: Store, community: str) -> None:
    if not await store.erasing.knows(community):
        raise NotFound(f"No community {community} is kept here; look at the id again.")
