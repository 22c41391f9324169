"""What is particular to SQLite: how a file is opened, how a transaction begins, what errors say.

The rest of the store is written for any database that SQLAlchemy speaks to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from claims.errors import StoreProblem

_T = TypeVar("_T")
_PATIENCE = 30.0
"""Seconds that a connection waits for another process's write before it is told to ask again."""

DAMAGED = "The store is damaged; restore the newest backup."

_SENTENCES = {
    "SQLITE_FULL": "The disk is full, so nothing was changed; make room and try again.",
    "SQLITE_READONLY": "The store cannot be written to; check who may write to the data folder.",
    "SQLITE_CANTOPEN": "The store cannot be opened; check that the data folder is there and who may"
    " write to it.",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": "The file is not a Caveat store; choose another folder with --data.",
    "SQLITE_IOERR": "The disk could not be read or written; check it, then try again.",
    "SQLITE_PERM": "The store may not be opened; check who may read the data folder.",
    "SQLITE_BUSY": "Another process has kept the store busy for too long; try again.",
}


_OF_DAMAGE = ("Could not decode to UTF-8", "no such table", "no such column")
"""What is said, without a code of its own, where a page that held names or texts is another."""


def writing_engine(path: Path) -> AsyncEngine:
    """The engine of the one writer: a transaction holds the write lock from its first moment."""
    return _engine(path, begin="BEGIN IMMEDIATE", pragmas=_WRITING, pool_size=1, max_overflow=0)


def reading_engine(path: Path) -> AsyncEngine:
    """The engine of the readers: each transaction sees one state of the store, and cannot write."""
    return _engine(path, begin="BEGIN", pragmas=_READING, pool_size=4, max_overflow=4)


def plain_reading_engine(path: Path) -> Engine:
    """The engine of readers that work in threads of their own; they begin with ``reading``."""
    return _plain(path, begin="", pragmas=_READING, pool_size=4, max_overflow=4)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store, until it is undone at the end.

    What SQLAlchemy does around a transaction of its own takes longer than a short look.
    """
    with engine.connect() as connection:
        connection.connection.cursor().execute("BEGIN")
        yield connection


def plain_writing_engine(path: Path) -> Engine:
    """The engine of what is written at one go, in a thread of its own."""
    return _plain(path, begin="BEGIN IMMEDIATE", pragmas=_WRITING, pool_size=1, max_overflow=0)


def migrating_engine(path: Path) -> AsyncEngine:
    """An engine whose tables may be rebuilt: foreign keys are checked once, at the end."""
    pragmas = (*_WRITING, "foreign_keys=OFF")
    return _engine(path, begin="BEGIN IMMEDIATE", pragmas=pragmas, poolclass=NullPool)


def inspecting_engine(path: Path) -> AsyncEngine:
    """An engine that looks at a store as it is and changes nothing, not even its journal mode."""
    return _engine(path, begin="BEGIN", pragmas=_READING, poolclass=NullPool)


def looked_at(path: Path, work: Callable[[Connection], _T]) -> _T:
    """Do some reading on a store as it is; raises ``StoreProblem`` where it cannot be read."""
    engine = plain_reading_engine(path)
    try:
        with reading(engine) as connection:
            return work(connection)
    except (DBAPIError, sqlite3.Error) as error:
        raise StoreProblem(sentence_for(error)) from error
    except ValueError as error:  # what is read was written by us, so it is not what it was
        raise StoreProblem(DAMAGED) from error
    finally:
        engine.dispose()


def check_opens(path: Path) -> None:
    """Open and close the file; raises ``sqlite3.Error`` where that cannot be done.

    The driver's thread outlives a connection that could not be made, and may then speak to an
    event loop that is closed: better not to ask it for one.
    """
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA schema_version")
    finally:
        connection.close()


async def broken_links(connection: AsyncConnection) -> int:
    """How many rows refer to a row that is not there."""
    return len((await connection.execute(text("PRAGMA foreign_key_check"))).all())


async def damage(connection: AsyncConnection) -> tuple[str, ...]:
    """What SQLite finds wrong with the file, at most ten findings; empty where it is whole."""
    found = (await connection.execute(text("PRAGMA integrity_check(10)"))).scalars().all()
    return tuple(str(line) for line in found if line != "ok")


def is_busy(error: DBAPIError) -> bool:
    """True where another process holds the lock that was asked for."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def sentence_for(error: DBAPIError | sqlite3.Error) -> str:
    """What a database error means, as one sentence for whoever runs the bot."""
    code = _code(error)
    for name, sentence in _SENTENCES.items():
        if code.startswith(name):
            return sentence
    if any(words in str(error) for words in _OF_DAMAGE):
        return DAMAGED
    return f"The store could not do what it was asked to ({code or type(error).__name__})."


def file_size(path: Path) -> int:
    """Bytes on disk, with the write-ahead log beside the file."""
    parts = (path, path.with_name(f"{path.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.is_file())


def changed_at(path: Path) -> datetime:
    """When the file, or the write-ahead log beside it, was written last, in UTC."""
    parts = (path, path.with_name(f"{path.name}-wal"))
    written = [part.stat() for part in parts if part.is_file()]
    last = max((found.st_mtime for found in written if found.st_size), default=0.0)
    return datetime.fromtimestamp(last, tz=UTC)


_WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-16000",
    "journal_size_limit=67108864",
)
_READING = ("foreign_keys=ON", "query_only=ON")


# The driver opens no transaction of its own: ours begin when and how we say.
_CONNECTING = {"timeout": _PATIENCE, "isolation_level": None}


def _plain(path: Path, *, begin: str, pragmas: tuple[str, ...], **pool: Any) -> Engine:
    address = URL.create("sqlite+pysqlite", database=str(path))
    connecting = {**_CONNECTING, "check_same_thread": False}
    engine = create_engine(address, connect_args=connecting, **pool)
    _prepare(engine, begin=begin, pragmas=pragmas)
    return engine


def _engine(path: Path, *, begin: str, pragmas: tuple[str, ...], **pool: Any) -> AsyncEngine:
    address = URL.create("sqlite+aiosqlite", database=str(path))
    engine = create_async_engine(address, connect_args=_CONNECTING, **pool)
    _prepare(engine.sync_engine, begin=begin, pragmas=pragmas)
    return engine


def _prepare(engine: Engine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if begin:

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            connection.exec_driver_sql(begin)


def _code(error: DBAPIError | sqlite3.Error) -> str:
    """The name of SQLite's own code for an error, as in ``SQLITE_BUSY_RECOVERY``."""
    cause: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    while cause is not None:
        if isinstance(cause, sqlite3.Error):
            return str(getattr(cause, "sqlite_errorname", ""))
        cause = cause.__cause__
    return ""
