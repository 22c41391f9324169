"""Brings a database to the newest schema, in the transaction that it is given."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import StoreProblem, StoreTooNew
from storage import sqlite
from storage.schema import NEWEST

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(connection: AsyncConnection) -> str | None:
    """Run the migrations that are missing and return the version found, None for a new database.

    The whole way is one transaction with its version record: a crash, or another process that
    starts at the same time, never finds a store half migrated. Raises ``StoreTooNew`` where the
    version found is not known here, ``StoreProblem`` where the file is of another program.
    """
    found = await connection.run_sync(version_of)
    if found == NEWEST:
        return found
    await connection.run_sync(_upgrade, found)
    broken = await sqlite.broken_links(connection)
    if broken:
        raise StoreProblem(
            f"The store was left at schema {found}: bringing it to {NEWEST} would leave "
            f"{broken} rows without what they refer to. Please report this."
        )
    return found


def version_of(connection: Connection) -> str | None:
    """The schema version that a database says it has, None where it is empty.

    Raises ``StoreProblem`` where it holds tables of another program.
    """
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "about" in tables:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if tables:
        raise StoreProblem("The file is not a Caveat store; choose another folder with --data.")
    return None


def known_schemas() -> frozenset[str]:
    """The schema versions that this code can bring to its own."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see below

    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return frozenset(script.revision for script in scripts)


def _upgrade(connection: Connection, found: str | None) -> None:
    # Loaded only where there is something to migrate: it takes longer than opening a store.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if found is not None and found not in known_schemas():
        raise StoreTooNew(found)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, NEWEST)
