"""A store of an older schema, with something in it, is brought to the newest and loses nothing."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from claims.changes import ChangeKind
from claims.digest import Trouble
from claims.follows import WHOLE, NewFollow, Pace
from claims.models import Status
from claims.requesting import RequestStatus
from storage.schema import NEWEST
from storage.state import state_of
from tests.curating_world import ADA, a_world, deed
from tests.storage_worlds import finished, in_another_process, opened

OLD = Path(__file__).parent / "old_stores"
NOW = datetime(2030, 1, 1, tzinfo=UTC)

DIE_WHILE_UPGRADING = """
import asyncio, sys
from pathlib import Path
from tests.storage_worlds import killed_at, opened
from tests.test_storage_upgrade import an_old_store, version_in

folder = Path(sys.argv[1])

async def open_it():
    async with opened(folder):
        pass

import alembic.command
an_old_store(folder)
for step in (2, 9, 17, 25):
    assert killed_at(step, open_it)
    assert version_in(folder) == "0001"
assert not killed_at(10**9, open_it)
print(version_in(folder))
"""


async def test_a_store_of_the_first_schema_keeps_all_that_is_in_it(tmp_path: Path):
    an_old_store(tmp_path)
    before = rows_in(tmp_path)
    assert (await state_of(tmp_path / "caveat.db")).schema == "0001"
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0001"
        state = await store.state()
        assert (state.is_current, state.problems) == (True, ())
        view = await store.reader.by_ref("1", "X1")
        assert (view.claim.title, view.revision) == ("Shut", 2)
        assert view.sources["G"].publisher == "The Gazette"
        added = await store.reader.by_number("1", 1)
        assert added.claim.phrasings == ("It shut.",)
        assert (await store.curating.settings("1")).revision == 0
        [suggestion] = await store.suggested.suggestions("1", 5)
        assert (suggestion.wording, suggestion.claim_id) == ("Another bridge.", added.claim_id)
        assert [item.revision for item in await store.answers.shared_with("1", 1)] == [2]
    assert_kept(before, rows_in(tmp_path))
    assert version_in(tmp_path) == NEWEST


async def test_an_upgraded_store_is_curated_like_a_new_one(tmp_path: Path):
    an_old_store(tmp_path)
    async with a_world(tmp_path) as world:
        curator = replace(ADA, community="1")
        view = await world.store.reader.by_ref("1", "X1")
        await world.desk.curation.retire(curator, deed(), view.claim_id)
        again = await world.desk.curation.open(curator, view.claim_id)
        assert (again.claim.status, again.revision) == (Status.RETIRED, 3)
        page = await world.desk.revising.history(curator, view.claim_id)
        assert page.total == 3


def test_an_upgrade_that_dies_leaves_the_old_store_whole(tmp_path: Path):
    assert finished(in_another_process(DIE_WHILE_UPGRADING, tmp_path)) == NEWEST


async def test_a_store_of_the_second_schema_keeps_settings_and_requests(tmp_path: Path):
    an_old_store(tmp_path, "0002")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0002"
        assert (await store.state()).problems == ()
        kept = await store.curating.settings("1")
        assert (kept.revision, kept.settings.asks_a_day, kept.settings.watched) == (1, 7, ())
        [request] = await store.queue.requests("1", [RequestStatus.OPEN], 5)
        assert request.text == "Is the old mill still standing?"
        await store.opt_outs.opt_out("1", "a" * 64, request.first_asked)
        assert await store.opt_outs.opted_out("1", "a" * 64)
    assert_kept(before, rows_in(tmp_path))
    assert version_in(tmp_path) == NEWEST


async def test_a_store_of_the_third_schema_tells_of_the_changes_that_are_in_it(tmp_path: Path):
    an_old_store(tmp_path, "0003")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0003"
        assert (await store.state()).problems == ()
        assert await store.opt_outs.opted_out("1", "a" * 64)
        view = await store.reader.by_ref("1", "X1")
        revisions = await store.reader.revisions("1", view.claim_id)
        assert [(item.minor, item.told) for item in revisions] == [(False, "")] * 2
        told = await store.changes.material_changes("1", datetime(2026, 1, 1, tzinfo=UTC), NOW)
        assert ChangeKind.NEW in {change.kind for each in told for change in each.changes}
    assert_kept(before, rows_in(tmp_path))
    assert version_in(tmp_path) == NEWEST


async def test_a_store_of_the_fourth_schema_can_be_followed(tmp_path: Path):
    an_old_store(tmp_path, "0004")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0004"
        assert (await store.state()).problems == ()
        view = await store.reader.by_ref("1", "X1")
        story = await store.changes.story("1", view.claim_id)
        assert [item.minor for item in story.revisions] == [False, True]
        assert await store.follows.of(9) == []
        new = NewFollow("1", 9, view.claim_id, WHOLE, Pace.DAILY, NOW, None, view.revision)
        assert (await store.follows.add(new)).told == 2
    after = rows_in(tmp_path)
    assert_kept(before, after)
    assert after.keys() - before.keys() == {"followers", "follows"}
    assert version_in(tmp_path) == NEWEST


async def test_the_public_answers_of_a_store_of_the_fifth_schema_are_corrected(tmp_path: Path):
    an_old_store(tmp_path, "0005")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0005"
        assert (await store.state()).problems == ()
        [there], total = await store.corrections.reached("1", 1, 0, 5)
        assert (there.shown.gone, there.corrected_at, total) == (False, None, 1)
        assert await store.corrections.find(NOW, datetime(2026, 1, 1, tzinfo=UTC), NOW) == 0
        await store.packs.disable("1", "bridges")
        assert await store.corrections.find(NOW, datetime(2026, 1, 1, tzinfo=UTC), NOW) == 1
    after = rows_in(tmp_path)
    assert after.keys() - before.keys() == {"corrections"}
    assert version_in(tmp_path) == NEWEST


async def test_a_store_of_the_sixth_schema_counts_which_wordings_answer(tmp_path: Path):
    an_old_store(tmp_path, "0006")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0006"
        assert (await store.state()).problems == ()
        assert await store.tallies.met("1") == []
        await store.tallies.add({("1", 1, "a" * 20): 2}, NOW.date())
        await store.tallies.add({("1", 1, "a" * 20): 1}, NOW.date())
        [met] = await store.tallies.met("1")
        assert (met.times, met.since) == (3, NOW.date())
    after = rows_in(tmp_path)
    assert_kept(before, after)
    assert after.keys() - before.keys() == {"met_wordings"}
    assert version_in(tmp_path) == NEWEST


async def test_a_store_of_the_seventh_schema_can_have_a_digest(tmp_path: Path):
    an_old_store(tmp_path, "0007")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0007"
        assert (await store.state()).problems == ()
        assert [met.times for met in await store.tallies.met("1")] == [3]
        assert await store.digests.plans() == {}
        await store.digests.stop(Trouble("1", "The channel is gone.", NOW))
        assert [trouble.community for trouble in await store.digests.untold()] == ["1"]
        await store.asks.asked("1", {1: "a" * 64}, NOW)
    after = rows_in(tmp_path)
    assert_kept(before, after)
    assert after.keys() - before.keys() == {"digest_stops", "digest_asks"}
    assert version_in(tmp_path) == NEWEST


async def test_a_store_of_the_eighth_schema_can_forget(tmp_path: Path):
    an_old_store(tmp_path, "0008")
    before = rows_in(tmp_path)
    async with opened(tmp_path) as store:
        assert store.migrated_from == "0008"
        assert (await store.state()).problems == ()
        assert [item.told for item in await store.follows.of(9)] == [2]
        await store.names.forget(NOW, lambda community, user: f"former:{community}-{user}")
        assert [entry.actor for entry in await store.ledger.audit("1", 5)] == ["former:1-3"]
        assert (await store.reader.by_ref("1", "X1")).revision == 2
    after = rows_in(tmp_path)
    assert_kept({**before, "audit": []}, {**after, "audit": []})
    assert version_in(tmp_path) == NEWEST


def assert_kept(before: dict[str, list[tuple[object, ...]]], after: Mapping[str, object]) -> None:
    """Every row is there as it was, but for columns that came since."""
    for table, rows in before.items():
        now = after[table]
        assert isinstance(now, list)
        assert [row[: len(rows[0])] for row in now] == rows, table


def an_old_store(folder: Path, schema: str = "0001") -> None:
    """A store as a version left it: a pack, two communities, an addition, a remark.

    That of the second schema also holds settings and a request, that of the third who opted out,
    that of the fourth a minor revision, that of the sixth a correction that is due,
    that of the seventh how often a wording answered, that of the eighth a follower, digests and
    who asked.
    """
    connection = sqlite3.connect(folder / "caveat.db")
    connection.executescript((OLD / f"schema_{schema}.sql").read_text(encoding="utf-8"))
    connection.close()


def version_in(folder: Path) -> str:
    connection = sqlite3.connect(folder / "caveat.db")
    [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    return str(version)


def rows_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table that has some, apart from the version record."""
    connection = sqlite3.connect(folder / "caveat.db")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608
        for (name,) in names
        if name != "alembic_version" and not name.startswith("sqlite_")
    }
    connection.close()
    return {name: rows for name, rows in found.items() if rows}
