"""Copies a store while others write to it, and looks through such a copy from end to end.

This is SQLite's own; a PostgreSQL store is backed up by that server's tools. Everything here works
for as long as the disk takes, so it belongs into a worker thread.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, table
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from claims.errors import StoreProblem
from storage import sqlite
from storage.disk import sync

_PATIENCE = 30.0
"""Seconds to wait for whoever keeps the file locked as a whole, which writers of ours do not."""
_PAGES = 1000
"""Pages (of 4 KB) that are copied at one go."""
_PAUSE = 0.005
"""Seconds of rest after each go, so that whoever answers finds the disk free."""
_STEPS = 20_000
"""Instructions of SQLite's machine between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: its schema version, and the number of rows of each table."""

    schema: str
    rows: dict[str, int]


def copy_store(source: Path, target: Path, stop: threading.Event) -> Contents:
    """Copy a store as it is at this moment into a new file that only its owner may read.

    A read transaction holds that moment: what is committed meanwhile neither gets into the copy nor
    makes it begin anew, and in WAL mode no writer waits for it. The copy is one file, without a
    write-ahead log, synced to the disk and read through once (``contents_of``).

    Raises ``StoreProblem`` where the source or the disk refuses, where what was copied is damaged
    or not the same, or once ``stop`` is set.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _explained(), closing(_connected(source, "rw")) as reading:
        reading.execute("PRAGMA query_only=ON")
        _stopping(reading, stop)
        reading.execute("BEGIN")
        expected = _contents(reading)
        with closing(_connected(target, "rw")) as writing:
            writing.execute("PRAGMA synchronous=OFF")  # synced once, at the end
            reading.backup(writing, pages=_PAGES, progress=_resting(stop))
        with closing(_connected(target, "rw")) as writing:
            writing.execute("PRAGMA journal_mode=DELETE")
    sync(target)
    found = contents_of(target, stop)
    if found != expected:
        raise StoreProblem("The copy does not hold what the store held.")
    return found


def contents_of(file: Path, stop: threading.Event) -> Contents:
    """Read a copied store through, without changing a byte, and say what it holds.

    Raises ``StoreProblem`` with what SQLite finds wrong, or once ``stop`` is set.
    """
    with _explained(), closing(_connected(file, "ro")) as reading:
        _stopping(reading, stop)
        damage = [line for (line,) in reading.execute("PRAGMA integrity_check(3)") if line != "ok"]
        if damage:
            raise StoreProblem(f"SQLite says: {'; '.join(damage)}.")
        if reading.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreProblem("It has rows that refer to a row that is not there.")
        return _contents(reading)


def schema_in(file: Path) -> str | None:
    """The schema version of a store; None where there is none, or no store that says its own."""
    try:
        with closing(_connected(file, "ro")) as reading:
            [(schema,)] = reading.execute("SELECT version_num FROM alembic_version").fetchall()
    except (sqlite3.Error, ValueError):
        return None  # opening it says what is wrong
    return str(schema)


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    """A connection that never makes the file it is to open."""
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)


def _contents(connection: sqlite3.Connection) -> Contents:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
    names = [name for (name,) in connection.execute(query + "ESCAPE '\\' ORDER BY name")]
    if "alembic_version" not in names:
        raise StoreProblem("It is not a Caveat store.")
    [(schema,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    # The names are quoted, as the file may be anybody's.
    counting = ((name, select(func.count()).select_from(table(name))) for name in names)
    counts = ((name, str(query.compile(dialect=sqlite_dialect()))) for name, query in counting)
    rows = {name: connection.execute(count).fetchone()[0] for name, count in counts}
    return Contents(str(schema), rows)


def _resting(stop: threading.Event) -> Callable[[int, int, int], None]:
    def rest(_: int, remaining: int, __: int) -> None:
        if stop.is_set():
            raise StoreProblem("The backup was stopped.")
        if remaining:
            time.sleep(_PAUSE)

    return rest


def _stopping(connection: sqlite3.Connection, stop: threading.Event) -> None:
    connection.set_progress_handler(stop.is_set, _STEPS)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreProblem(sqlite.sentence_for(error)) from error
