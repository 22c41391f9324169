"""What state a store is in, for ``caveat doctor`` and ``caveat migrate``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import sqlite
from storage.database import inspected
from storage.migrating import version_of
from storage.schema import NEWEST, claims, communities, documents, feed, packs, revisions, sources

_COUNTED = {
    "communities": communities,
    "packs": packs,
    "claims": claims,
    "revisions": revisions,
    "sources": sources,
    "documents": documents,
}


@dataclass(frozen=True, slots=True)
class StoreState:
    """A store as it was found. ``counts`` and ``newest_change`` are of the newest schema only.

    ``schema`` is None for an empty file; ``problems`` are whole sentences, none where all is well;
    ``size`` is in bytes, with the write-ahead log.
    """

    path: Path
    schema: str | None
    newest_schema: str
    problems: tuple[str, ...]
    counts: dict[str, int]
    newest_change: int
    size: int

    @property
    def is_current(self) -> bool:
        """True where no migration is missing."""
        return self.schema == self.newest_schema


async def state_of(path: Path) -> StoreState:
    """Look at a store without changing it; raises ``StoreProblem`` where it cannot be read."""
    size = sqlite.file_size(path)
    if size == 0:
        return StoreState(path, None, NEWEST, (), {}, 0, 0)
    async with inspected(path) as connection:
        schema = await connection.run_sync(version_of)
        problems = [f"SQLite says: {line}." for line in await sqlite.damage(connection)]
        broken = await sqlite.broken_links(connection)
        if broken:
            problems.append(f"{broken} rows refer to a row that is not there.")
        counts, newest = await _counts(connection) if schema == NEWEST else ({}, 0)
    if schema == NEWEST and not problems:
        problems += await asyncio.to_thread(_broken, path)
    return StoreState(path, schema, NEWEST, tuple(problems), counts, newest, size)


def _broken(path: Path) -> list[str]:
    """What our own writing should have kept, a sentence each."""
    from storage.invariants import broken_promises  # noqa: PLC0415 - no check needs it

    return [found.sentence for found in sqlite.looked_at(path, broken_promises)]


async def _counts(connection: AsyncConnection) -> tuple[dict[str, int], int]:
    counts = {
        name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        for name, table in _COUNTED.items()
    }
    newest = (await connection.execute(select(func.max(feed.c.sequence)))).scalar_one()
    return counts, newest or 0
