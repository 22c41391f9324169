"""Opening a store: new, current, of a newer version, of another program, on a bad disk."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from claims.errors import StoreProblem, StoreTooNew
from storage.migrating import MIGRATIONS
from storage.schema import NEWEST
from storage.state import state_of
from storage.store import Store
from storage.tables import metadata
from tests.storage_worlds import (
    HERE,
    a_claim,
    begun,
    finished,
    in_another_process,
    with_pack,
)

OPEN = """
import asyncio, sys
from pathlib import Path
from tests.storage_worlds import HERE, a_claim, begun

async def main(folder, ref):
    async with begun(folder) as store:
        await store.writer.add(HERE, a_claim(ref), actor="a", reason="r")

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""

DIE_WHILE_OPENING = """
import asyncio, shutil, sys
from pathlib import Path
from tests.storage_worlds import killed_at, begun

folder = Path(sys.argv[1])

async def open_it():
    async with begun(folder):
        pass

import alembic.command
for step in (1, 3, 15, 30, 45):
    if not killed_at(step, open_it):
        break
    assert not killed_at(10**9, open_it)
    shutil.rmtree(folder)
print(step)
"""


async def test_a_new_store_is_made_with_its_folder_and_opened_again(tmp_path: Path):
    folder = tmp_path / "deep" / "100% ours"
    async with begun(folder) as store:
        assert store.migrated_from is None
        first = await store.feed.feed_id()
        assert await store.feed.newest() == 0
    async with begun(folder) as store:
        assert store.migrated_from == NEWEST
        assert await store.feed.feed_id() == first
        await store.feed.renew()
        assert await store.feed.feed_id() != first


async def test_the_migrations_lead_to_the_tables_that_the_code_uses(tmp_path: Path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST
    async with begun(tmp_path):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'caveat.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


async def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path):
    async with begun(tmp_path):
        pass
    run(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="schema 9999") as caught:
        async with begun(tmp_path):
            pass
    assert caught.value.found == "9999"
    state = await state_of(tmp_path / "caveat.db")
    assert (state.schema, state.newest_schema, state.is_current) == ("9999", NEWEST, False)


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path):
    run(tmp_path, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreProblem, match="not a Caveat store"):
        async with begun(tmp_path):
            pass
    (tmp_path / "caveat.db").write_text("These are not the bytes of a database. " * 99)
    with pytest.raises(StoreProblem, match="not a Caveat store"):
        async with begun(tmp_path):
            pass


async def test_processes_that_open_a_new_store_at_once_all_succeed(tmp_path: Path):
    starting = [in_another_process(OPEN, tmp_path, f"X{number}") for number in range(3)]
    for process in starting:
        finished(process)
    async with begun(tmp_path) as store:
        assert (await store.reader.counts("1")).published == 3


def test_a_process_that_dies_while_it_makes_the_store_leaves_one_that_opens(tmp_path: Path):
    steps = int(finished(in_another_process(DIE_WHILE_OPENING, tmp_path / "data")))
    assert steps >= 30


async def test_the_state_of_a_store_says_what_is_in_it(tmp_path: Path):
    path = tmp_path / "caveat.db"
    assert (await state_of(path)).schema is None
    async with begun(tmp_path) as store:
        await with_pack(store, "1")
        await store.writer.add(HERE, a_claim(), actor="a", reason="r")
        state = await store.state()
    assert state.is_current
    assert state.problems == ()
    assert (state.counts["claims"], state.counts["packs"], state.newest_change) == (4, 1, 4)
    assert state.size > 50_000


async def test_a_damaged_store_is_told(tmp_path: Path):
    async with begun(tmp_path) as store:
        await with_pack(store, "1")
    run(tmp_path, "PRAGMA foreign_keys=OFF", "DELETE FROM claims WHERE id = 1")
    assert (
        "refer to a row that is not there" in (await state_of(tmp_path / "caveat.db")).problems[0]
    )
    path = tmp_path / "caveat.db"
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xa5" * 32768
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match="damaged; restore"):
        async with begun(tmp_path) as store:
            await store.reader.suggest("1", "bridge", 5)


async def test_a_full_disk_is_told_and_nothing_is_changed(tmp_path: Path):
    async with begun(tmp_path) as store:
        await store.writer.add(HERE, a_claim("X1"), actor="a", reason="r")
        async with store._database.write() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        huge = a_claim("X2", phrasings=[f"{n}" * 3000 for n in range(9)])
        with pytest.raises(StoreProblem, match="disk is full"):
            await store.writer.add(HERE, huge, actor="a", reason="r")
        assert (await store.reader.counts("1")).published == 1
        async with store._database.write() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=100000")
        await store.writer.add(HERE, huge, actor="a", reason="r")
        assert (await store.reader.by_number("1", 2)).claim == huge


async def test_a_path_that_cannot_be_a_store_gets_one_sentence(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "folder", tmp_path / "file" / "caveat.db"):
        with pytest.raises(StoreProblem):
            async with Store.open(path):
                pass


async def test_readers_cannot_write(tmp_path: Path):
    async with begun(tmp_path) as store:
        with pytest.raises(StoreProblem, match="cannot be written"):
            async with store._database.read() as connection:
                await connection.exec_driver_sql("DELETE FROM about")


def run(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "caveat.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
