"""Statements put together once: the same rows as before, for lists of any length."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, select

from claims.errors import StoreProblem
from storage.prepared import Prepared
from storage.schema import claims
from tests.storage_worlds import HERE, a_claim, opened

_ASKED = select(claims.c.id, claims.c.updated_at, claims.c.ref).where(
    claims.c.owner == bindparam("owner"),
    claims.c.status == "published",
    claims.c.id.in_(bindparam("ids", expanding=True)),
)


async def test_rows_are_those_that_the_library_reads_itself(tmp_path: Path) -> None:
    prepared = Prepared(_ASKED.order_by(claims.c.id))
    async with opened(tmp_path) as store:
        added = [
            await store.writer.add(HERE, a_claim(f"X{number}"), actor="ann", reason="first")
            for number in range(9)
        ]

        def both(connection: Connection, ids: list[int]) -> None:
            given = {"owner": str(HERE), "ids": ids}
            rows = prepared.rows(connection, **given)
            assert rows == connection.execute(_ASKED.order_by(claims.c.id), given).all()
            assert [row[0] for row in rows] == sorted(set(ids) & set(added))

        for ids in (*(added[:count] for count in range(1, 10)), [added[3], 4_000], added[::-1]):
            await store._database.look(lambda connection, ids=ids: both(connection, ids))


async def test_moments_come_back_in_utc(tmp_path: Path) -> None:
    prepared = Prepared(_ASKED)
    async with opened(tmp_path) as store:
        began = datetime.now(UTC)
        added = await store.writer.add(HERE, a_claim(), actor="ann", reason="first")
        rows = await store._database.look(
            lambda connection: prepared.rows(connection, owner=str(HERE), ids=[added])
        )
    ((_, changed, ref),) = rows
    assert began <= changed <= datetime.now(UTC)
    assert changed.tzinfo is UTC
    assert ref == "X1"


async def test_few_forms_of_a_statement_are_kept(tmp_path: Path) -> None:
    prepared = Prepared(_ASKED)
    async with opened(tmp_path) as store:

        def ask(connection: Connection) -> None:
            for count in range(1, 400):
                prepared.rows(connection, owner=str(HERE), ids=range(count))

        await store._database.look(ask)
    assert len(prepared._ready) <= 10


async def test_a_table_that_is_gone_is_told_as_damage(tmp_path: Path) -> None:
    prepared = Prepared(_ASKED)
    async with opened(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "caveat.db")) as other:
            other.execute("PRAGMA foreign_keys = OFF")
            other.execute("DROP TABLE claims")
        with pytest.raises(StoreProblem, match="The store is damaged"):
            await store._database.look(
                lambda connection: prepared.rows(connection, owner=str(HERE), ids=[1])
            )


async def test_a_look_sees_one_state_and_leaves_no_transaction_open(tmp_path: Path) -> None:
    prepared = Prepared(_ASKED)
    async with opened(tmp_path) as store:
        added = await store.writer.add(HERE, a_claim(), actor="ann", reason="first")
        with closing(sqlite3.connect(tmp_path / "caveat.db", check_same_thread=False)) as other:

            def ask(connection: Connection) -> list[str]:
                def refs() -> list[str]:
                    rows = prepared.rows(connection, owner=str(HERE), ids=[added])
                    return [row[2] for row in rows]

                before = refs()
                other.execute("UPDATE claims SET ref = 'X2'")
                other.commit()
                busy = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                assert busy  # this look still needs the state that it sees
                return [*before, *refs()]

            other.execute("PRAGMA busy_timeout = 0")
            assert await store._database.look(ask) == ["X1", "X1"]
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            rows = await store._database.look(
                lambda connection: prepared.rows(connection, owner=str(HERE), ids=[added])
            )
            assert [row[2] for row in rows] == ["X2"]
