"""One writer and several readers on one database.

What is read or written at one go uses a plain connection in a worker thread: a statement then costs
one tenth of what it costs with a change of threads for each of its steps.

Every write is a unit: a transaction in its turn, one after the other. Tasks that shared a
connection would roll back each other's work; here a write is whole or it never was.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import copy_context
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from claims.errors import StoreProblem
from storage import sqlite
from storage.migrating import migrate

_ATTEMPTS = 10
_LOOKING = 4
_T = TypeVar("_T")


class Write(Protocol):
    """Does all of some writing in one transaction, in a worker thread, and to its end."""

    async def __call__(self, work: Callable[[Connection], _T], /) -> _T:
        """What the work returns, once it is durable; raises ``StoreProblem``."""
        ...


class Database:
    """An open database. Made by ``open_database``; ``close`` it, or its threads stay."""

    def __init__(self, path: Path, *, found: str | None) -> None:
        self.path = path
        self.found = found
        self._turn = asyncio.Lock()
        self._writer = sqlite.writing_engine(path)
        self._readers = sqlite.reading_engine(path)
        self._plain = sqlite.plain_reading_engine(path)
        self._plain_writer = sqlite.plain_writing_engine(path)
        self._threads = ThreadPoolExecutor(_LOOKING, thread_name_prefix="reading")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A write transaction, in its turn: committed at the end, undone by any exception.

        Raises ``StoreProblem`` where the database refuses.
        """
        async with self._turn, _transaction(self._writer) as connection:
            yield connection

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Write]:
        """The turn to write, for one or more transactions that are each done at one go."""
        async with self._turn:
            yield self._put

    async def put(self, work: Callable[[Connection], _T]) -> _T:
        """Do all of some writing in one transaction, in its turn, in a worker thread.

        Raises ``StoreProblem`` where the database refuses.
        """
        async with self.turn() as write:
            return await write(work)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A read transaction: all its queries see the store as it was at the first one.

        Raises ``StoreProblem`` where the database refuses.
        """
        try:
            async with _transaction(self._readers) as connection:
                yield connection
        except ValueError as error:  # as in ``look``
            raise StoreProblem(sqlite.DAMAGED) from error

    async def look(self, work: Callable[[Connection], _T]) -> _T:
        """Do all of some reading in one transaction, in a worker thread that knows for whom.

        Raises ``StoreProblem`` where the database refuses.
        """
        loop = asyncio.get_running_loop()
        inside = copy_context().run
        try:
            return await loop.run_in_executor(self._threads, inside, _looked, self._plain, work)
        except ValueError as error:  # what is read was written by us, so it is not what it was
            raise StoreProblem(sqlite.DAMAGED) from error

    async def _put(self, work: Callable[[Connection], _T]) -> _T:
        async def put() -> _T:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._writing, _at_one_go, self._plain_writer, work)

        return await _to_its_end(put())

    async def close(self) -> None:
        """Wait for the write that is under way, then close every connection."""
        await asyncio.to_thread(self._threads.shutdown)
        self._plain.dispose()
        async with self._turn:
            await asyncio.to_thread(self._writing.shutdown)
            self._plain_writer.dispose()
            await self._readers.dispose()
            await self._writer.dispose()


def _looked(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    try:
        with sqlite.reading(engine) as connection:
            return work(connection)
    except (DBAPIError, sqlite3.Error) as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error


def _at_one_go(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    try:
        with engine.begin() as connection:
            return work(connection)
    except DBAPIError as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error


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
    await _check_opens(path)
    engine = sqlite.inspecting_engine(path)
    try:
        async with _transaction(engine) as connection:
            yield connection
    finally:
        await engine.dispose()


async def _migrated(path: Path) -> str | None:
    await _check_opens(path)
    engine = sqlite.migrating_engine(path)
    try:
        async with _transaction(engine) as connection:
            return await migrate(connection)
    finally:
        await engine.dispose()


async def _check_opens(path: Path) -> None:
    try:
        await asyncio.to_thread(sqlite.check_opens, path)
    except sqlite3.Error as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error
    except UnicodeDecodeError as error:
        raise StoreProblem(sqlite.DAMAGED) from error


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    connection = _Calm(engine)
    try:
        try:
            await _to_its_end(_begin(connection))
            yield connection
            await _to_its_end(connection.commit())
        finally:
            if connection.sync_connection is not None:
                await _to_its_end(connection.close())  # which undoes what was not committed
    except DBAPIError as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error
    except UnicodeDecodeError as error:  # in a text, or in what the database says of its damage
        raise StoreProblem(sqlite.DAMAGED) from error


class _Calm(AsyncConnection):
    """A connection whose statements run to their end, also where the task that asked is cancelled.

    A statement that is cut off leaves a lock behind until its cursor is garbage; the transaction
    is undone a moment later instead, and the cancellation goes on.
    """

    __slots__ = ()

    async def execute(self, *given: Any, **options: Any) -> Any:
        return await _to_its_end(super().execute(*given, **options))

    async def exec_driver_sql(self, *given: Any, **options: Any) -> Any:
        return await _to_its_end(super().exec_driver_sql(*given, **options))

    async def run_sync(self, *given: Any, **options: Any) -> Any:
        return await _to_its_end(super().run_sync(*given, **options))


async def _begin(connection: AsyncConnection) -> None:
    """Begin a transaction; asks again where another process was faster."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            if connection.sync_connection is None:
                await connection.start()
            await connection.begin()
        except DBAPIError as error:
            if attempt == _ATTEMPTS or not sqlite.is_busy(error):
                raise
            await asyncio.sleep(0.02 * attempt)
        else:
            return


async def _to_its_end(work: Coroutine[Any, Any, _T]) -> _T:
    """Await some work that a cancellation of this task must not cut off."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # seen: what this task tells is that it was cancelled
        raise
