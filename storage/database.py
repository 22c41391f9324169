"""One writer and several readers on one database.

Every write is a unit: a transaction on the single write connection, one after the other. Tasks that
shared a connection would roll back each other's work; here a write is whole or it never was.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from claims.errors import StoreProblem
from storage import sqlite
from storage.migrating import migrate

_ATTEMPTS = 10


class Database:
    """An open database. Made by ``open_database``; ``close`` it, or its threads stay."""

    def __init__(self, path: Path, *, found: str | None) -> None:
        self.path = path
        self.found = found
        self._turn = asyncio.Lock()
        self._writer = sqlite.writing_engine(path)
        self._readers = sqlite.reading_engine(path)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A write transaction, in its turn: committed at the end, undone by any exception.

        Raises ``StoreProblem`` where the database refuses.
        """
        async with self._turn, _transaction(self._writer) as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A read transaction: all its queries see the store as it was at the first one.

        Raises ``StoreProblem`` where the database refuses.
        """
        async with _transaction(self._readers) as connection:
            yield connection

    async def close(self) -> None:
        """Wait for the write that is under way, then close every connection."""
        async with self._turn:
            await self._readers.dispose()
            await self._writer.dispose()


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the database file at ``path``, creating it and bringing it to the newest schema.

    Raises ``StoreTooNew`` for one that a newer version wrote, ``StoreProblem`` for one that cannot
    be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreProblem(f"The data folder cannot be made: {problem.strerror}.") from problem
    database = Database(path, found=await _migrated(path))
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def inspected(path: Path) -> AsyncIterator[AsyncConnection]:
    """A read transaction on a store as it is, without bringing it to the newest schema."""
    engine = sqlite.inspecting_engine(path)
    try:
        async with _transaction(engine) as connection:
            yield connection
    finally:
        await engine.dispose()


async def _migrated(path: Path) -> str | None:
    engine = sqlite.migrating_engine(path)
    try:
        async with _transaction(engine) as connection:
            return await migrate(connection)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await _begun(engine)
        try:
            yield connection
            await connection.commit()
        finally:
            # Closing rolls back what was not committed; a cancelled task waits for that, too.
            await asyncio.shield(asyncio.create_task(connection.close()))
    except DBAPIError as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error


async def _begun(engine: AsyncEngine) -> AsyncConnection:
    """A connection with its transaction begun; asks again where another process was faster."""
    for attempt in range(_ATTEMPTS):
        connection: AsyncConnection | None = None
        try:
            connection = await engine.connect()
            await connection.begin()
        except BaseException as error:
            if connection is not None:
                await connection.close()
            last = attempt == _ATTEMPTS - 1
            if last or not isinstance(error, DBAPIError) or not sqlite.is_busy(error):
                raise
            await asyncio.sleep(0.02 * (attempt + 1))
        else:
            return connection
    raise AssertionError("the last attempt returns or raises")
