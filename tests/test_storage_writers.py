"""Several writers at once, and writers that die: no write is lost, none is half there."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from claims.errors import Conflict, StoreBusy
from storage.lock import data_folder_lock
from tests.storage_worlds import HERE, a_claim, finished, in_another_process, opened, with_pack

COUNT_UP = """
import asyncio, sys
from pathlib import Path
from claims.errors import Conflict
from tests.storage_worlds import HERE, a_claim, opened

async def main(folder, who):
    async with opened(folder) as store:
        done = 0
        while done < 15:
            view = await store.reader.by_ref("1", "counter")
            more = view.claim.model_copy(update={"topics": (*view.claim.topics, f"{who}{done}")})
            try:
                await store.writer.save(
                    HERE, view.claim_id, more, base=view.revision, actor=who, reason="count"
                )
            except Conflict:
                continue
            await store.writer.add(HERE, a_claim(f"{who}{done}"), actor=who, reason="new")
            done += 1

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""

DIE_AT_EVERY_STEP = """
import json, shutil, sys
from pathlib import Path
from tests.storage_worlds import killed_at
from tests.test_storage_writers import STORIES, what_is_there

before, story = Path(sys.argv[1]), STORIES[sys.argv[2]]
seen, died = [], True
while died:
    folder = before.parent / f"died-at-{len(seen) + 1}"
    shutil.copytree(before, folder)
    died = killed_at(len(seen) + 1, lambda: story(folder))
    seen.append(what_is_there(folder))
print(json.dumps(seen))
"""


async def edit(folder: Path):
    async with opened(folder) as store:
        view = await store.reader.by_ref("1", "X1")
        claim = a_claim(text="Changed.", appearances=[{"document": "D2"}, {"document": "D3"}])
        await store.writer.save(HERE, view.claim_id, claim, base=1, actor="a", reason="r")


async def add(folder: Path):
    async with opened(folder) as store:
        claim = a_claim("X2", appearances=[{"document": "D1"}])
        await store.writer.add(HERE, claim, actor="a", reason="r")


STORIES = {"edit": edit, "add": add}


def what_is_there(folder: Path) -> str:
    """Everything that a save touches, read by the plain driver."""
    query = (
        "SELECT c.ref, c.number, c.revision, c.search, (SELECT next_number FROM communities),"
        " (SELECT group_concat(number) FROM revisions WHERE claim_id = c.id),"
        " (SELECT group_concat(document) FROM appearances WHERE claim_id = c.id),"
        " (SELECT group_concat(sequence) FROM feed WHERE claim_id = c.id)"
        " FROM claims c ORDER BY c.ref"
    )
    with closing(sqlite3.connect(folder / "caveat.db")) as connection:
        return str(connection.execute(query).fetchall())


async def test_two_tasks_that_write_at_once_both_succeed(tmp_path: Path):
    async with opened(tmp_path) as store:

        async def write(number: int) -> None:
            await store.writer.add(HERE, a_claim(f"X{number}"), actor="a", reason="r")

        await asyncio.gather(*(write(number) for number in range(50)))
        views = await store.reader.suggest("1", "", 100)
        assert sorted(view.number for view in views) == list(range(1, 51))


async def test_of_two_edits_of_one_state_one_wins_and_one_is_told(tmp_path: Path):
    async with opened(tmp_path) as store:
        claim_id = await store.writer.add(HERE, a_claim(), actor="a", reason="r")

        async def edit_to(text: str) -> int:
            claim = a_claim(text=text)
            return await store.writer.save(HERE, claim_id, claim, base=1, actor="a", reason="r")

        outcomes = await asyncio.gather(
            edit_to("One."), edit_to("Two."), edit_to("Three."), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes].count(Conflict) == 2
        assert [outcome for outcome in outcomes if outcome == 2] == [2]
        assert len(await store.reader.revisions("1", claim_id)) == 2


async def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path):
    async with opened(tmp_path) as store:
        await store.writer.add(HERE, a_claim("counter"), actor="a", reason="r")
    writers = [in_another_process(COUNT_UP, tmp_path, who) for who in ("a", "b")]
    for writer in writers:
        finished(writer)
    async with opened(tmp_path) as store:
        counter = await store.reader.by_ref("1", "counter")
        expected = {f"{who}{n}" for who in ("a", "b") for n in range(15)}
        assert set(counter.claim.topics) == expected
        assert counter.revision == 31
        assert (await store.reader.counts("1")).published == 31
        numbers = [view.number for view in await store.reader.suggest("1", "", 100)]
        assert sorted(numbers) == list(range(1, 32))


@pytest.mark.parametrize("story", STORIES)
async def test_a_process_that_dies_between_two_writes_of_a_save_leaves_nothing_half_saved(
    tmp_path: Path, story: str
):
    before = tmp_path / "before"
    async with opened(before) as store:
        claim = a_claim(appearances=[{"document": "D1"}])
        await store.writer.add(HERE, claim, actor="a", reason="r")
    seen = json.loads(finished(in_another_process(DIE_AT_EVERY_STEP, before, story)))
    assert len(seen) > 8
    assert seen[0] != seen[-1]
    assert seen == [seen[0]] * (len(seen) - 1) + [seen[-1]]


async def test_a_write_that_is_cancelled_midway_is_undone_and_the_next_one_works(tmp_path: Path):
    async with opened(tmp_path) as store:

        async def hang() -> None:
            async with store._database.write() as connection:
                await connection.exec_driver_sql("DELETE FROM about")
                await asyncio.sleep(60)

        task = asyncio.create_task(hang())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await store.feed.feed_id()
        await store.writer.add(HERE, a_claim(), actor="a", reason="r")
        assert (await store.reader.by_number("1", 1)).claim == a_claim()


async def test_writes_cancelled_at_any_moment_never_block_the_store(tmp_path: Path):
    async with opened(tmp_path) as store:
        for number in range(40):
            claim = a_claim(f"X{number}")
            task = asyncio.create_task(store.writer.add(HERE, claim, actor="a", reason="r"))
            await asyncio.sleep(number * 0.0003)
            task.cancel()
            await asyncio.wait([task])
        await store.writer.add(HERE, a_claim("last"), actor="a", reason="r")
        views = await store.reader.suggest("1", "", 100)
        assert sorted(view.number for view in views) == list(range(1, len(views) + 1))


async def test_a_reader_sees_one_state_while_others_write(tmp_path: Path):
    async with opened(tmp_path) as store:
        await store.writer.add(HERE, a_claim("X1"), actor="a", reason="r")
        async with store._database.read() as connection:
            count = "SELECT count(*) FROM claims"
            before = (await connection.exec_driver_sql(count)).scalar_one()
            await store.writer.add(HERE, a_claim("X2"), actor="a", reason="r")
            after = (await connection.exec_driver_sql(count)).scalar_one()
        assert before == after == 1
        assert (await store.reader.counts("1")).published == 2


async def test_a_community_that_is_welcomed_twice_at_once_is_welcomed_once(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store)
        await asyncio.gather(
            *(store.ensure_community("1", ["bridges", "absent"]) for _ in range(8))
        )
        assert (await store.reader.by_ref("1", "C01")).number == 1
        await store.packs.disable("1", "bridges")
        await store.ensure_community("1", ["bridges"])
        assert await store.packs.enabled("1") == frozenset()


def test_a_second_process_is_told_who_has_the_data_folder(tmp_path: Path):
    script = """
import os, sys
from pathlib import Path
from storage.lock import data_folder_lock
with data_folder_lock(Path(sys.argv[1])):
    print(os.getpid(), flush=True)
    sys.stdin.readline()
"""
    holder = in_another_process(script, tmp_path / "data")
    pid = holder.stdout.readline().strip()
    with pytest.raises(StoreBusy, match=f"process {pid}"), data_folder_lock(tmp_path / "data"):
        pass
    holder.kill()
    holder.communicate()
    with data_folder_lock(tmp_path / "data"):
        pass
    with data_folder_lock(tmp_path / "data"):
        pass
