"""Restoring: the backup is in place whole, what it replaced is kept, and dying changes neither."""

import asyncio
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backups import backups_in, make_backup
from bot.memos import Memos
from bot.restoring import REPLACED, restore, restored_at
from bot.settings import Settings
from claims.errors import BackupProblem, StoreBusy
from storage.lock import data_folder_lock
from storage.schema import NEWEST
from storage.switching import READY
from tests.cli import caveat
from tests.storage_worlds import HERE, a_claim, finished, in_another_process, opened, with_pack
from tests.test_storage_upgrade import an_old_store, rows_in, version_in

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LATER = datetime(2026, 3, 5, tzinfo=UTC)
BY_WORDS = {"CAVEAT_MODEL": "off", "CAVEAT_BACKUP_DAYS": "0"}
PASTE = "Bridge 2 was closed."

DIE_AT_EVERY_STEP = """
import asyncio, json, os, shutil, signal, sys
from pathlib import Path
import alembic.script
from bot.restoring import restore
from bot.settings import Settings
from storage.lock import data_folder_lock
from tests.test_restoring import LATER, found_in

before, backup = Path(sys.argv[1]), Path(sys.argv[2])
TOUCHING = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree",
            "sqlite3.connect"}

def died_at(step, folder):
    child = os.fork()
    if child == 0:
        count = 0
        def strike(event, arguments):
            nonlocal count
            reads = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if event in TOUCHING and not reads and str(folder) in str(arguments[0]):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(strike)
        asyncio.run(restore(Settings(data=folder), backup, LATER))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), code
    return code != 0

seen, died = [], True
while died:
    folder = before.parent / "died"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    died = died_at(len(seen) + 1, folder)
    with data_folder_lock(folder):
        seen.append(found_in(folder))
print(json.dumps(seen))
"""


async def a_day_of_work(data: Path) -> Path:
    """A store with a pack, backed up, to which a claim was added since; returns the backup."""
    async with opened(data) as store:
        await with_pack(store, "1")
    (data / "memos.json").write_text('{"privacy.key": "aa"}', encoding="utf-8")
    backup = make_backup(data, data / "backups", NOW, threading.Event()).path
    await add_one(data)
    (data / "memos.json").write_text('{"privacy.key": "bb"}', encoding="utf-8")
    return backup


async def add_one(data: Path) -> None:
    """Add a claim that only the write-ahead log has, as with a bot that was killed."""
    async with opened(data) as store:
        await store.writer.add(HERE, a_claim("later"), actor="a", reason="new")
        killed = {file: file.read_bytes() for file in data.glob("caveat.db*")}
    for file, content in killed.items():
        file.write_bytes(content)
    assert (data / "caveat.db-wal").stat().st_size


def found_in(folder: Path) -> list[object]:
    """How many claims, with which key; and the same of what was put aside."""
    aside = [found_in(put)[:2] for put in sorted(folder.glob(f"{REPLACED}/*"))]
    with closing(sqlite3.connect(folder / "caveat.db")) as connection:
        [(damage,)] = connection.execute("PRAGMA integrity_check").fetchall()
        [(claims,)] = connection.execute("SELECT count(*) FROM claims").fetchall()
    assert damage == "ok"
    key = json.loads((folder / "memos.json").read_text(encoding="utf-8"))["privacy.key"]
    return [claims, key, aside]


def test_a_restored_store_answers_as_on_its_day_and_the_other_one_is_kept(tmp_path: Path):
    data = tmp_path / "data"
    backup = asyncio.run(a_day_of_work(data))
    (data / "caveat.toml").write_text("threads = 1\n", encoding="utf-8")
    (data / "index").mkdir()
    (data / "index" / "state.json").write_text("of the store before", encoding="utf-8")
    said = caveat("restore", "newest", "--data", data, **BY_WORDS)
    assert (said.status, said.err) == (0, "")
    assert "3 claims" in said.out
    [aside] = (data / REPLACED).iterdir()
    assert str(aside) in said.out
    assert found_in(data) == [3, "aa", [[4, "bb"]]]
    assert (data / "caveat.toml").read_text(encoding="utf-8") == "threads = 1\n"
    doctor = caveat("doctor", "--data", data, **BY_WORDS)
    assert doctor.status == 0, doctor.out
    assert f"{data / REPLACED} keeps 1" in doctor.out
    assert backup.is_dir()
    since = asyncio.run(restored_at(Memos(data / "memos.json")))
    assert since is not None, "so that what was posted meanwhile is looked for"
    assert since > NOW
    assert PASTE in caveat("check", PASTE, "--community", "1", "--data", data, **BY_WORDS).out


def test_a_backup_is_restored_on_a_new_machine_with_its_settings(tmp_path: Path):
    old, new = tmp_path / "old", tmp_path / "new"
    asyncio.run(a_day_of_work(old))
    shutil.rmtree(old / "backups")
    (old / "caveat.toml").write_text("threads = 1\n", encoding="utf-8")
    make_backup(old, tmp_path / "stick", NOW, threading.Event())
    [backup] = backups_in(tmp_path / "stick")
    said = caveat("restore", backup.path, "--data", new, **BY_WORDS)
    assert (said.status, said.err) == (0, "")
    assert "before" not in said.out
    assert {path.name for path in new.iterdir()} == {
        *("caveat.db", "memos.json", "caveat.toml", "caveat.lock", REPLACED)
    }
    assert rows_in(new)["claims"] == rows_in(old)["claims"]


def test_a_restore_that_dies_at_any_step_leaves_the_old_or_the_new_whole(tmp_path: Path):
    data = tmp_path / "data"
    backup = asyncio.run(a_day_of_work(data))
    seen = json.loads(finished(in_another_process(DIE_AT_EVERY_STEP, data, backup)))
    old, new = [4, "bb", []], [3, "aa", [[4, "bb"]]]
    assert len(seen) > 20
    assert seen[0] == old
    switched = seen.index(new)
    assert seen == [old] * switched + [new] * (len(seen) - switched)
    assert len(seen) - switched > 5, "it also died while the files were switched"


def test_a_restore_that_was_cut_off_is_finished_before_anything_else(tmp_path: Path):
    data = tmp_path / "data"
    asyncio.run(a_day_of_work(data))
    ready = data / READY
    ready.mkdir()
    shutil.copy(data / "caveat.db", ready)
    (ready / "plan.json").write_text(f'["{REPLACED}/then", "caveat.db"]', encoding="utf-8")
    (data / "caveat.db").unlink()
    refused = caveat("claims", "export", "--community", "1", "--data", data)
    assert (refused.status, refused.out) == (1, "")
    assert "cut off in its last step" in refused.err
    doctor = caveat("doctor", "--data", data, **BY_WORDS)
    assert (doctor.status, ready.exists()) == (0, False)
    assert "claims 3" in doctor.out, "the log of another store went aside with it"
    assert (data / REPLACED / "then" / "caveat.db-wal").is_file()


async def test_a_backup_takes_the_place_of_a_store_that_is_damaged_beyond_reading(tmp_path: Path):
    backup = await a_day_of_work(tmp_path)
    for name in ("caveat.db", "caveat.db-wal", "memos.json"):
        (tmp_path / name).write_bytes(b"\0" * 5000)
    done = await restore(Settings(data=tmp_path), backup, LATER)
    assert {file.name for file in done.aside.iterdir()} >= {"caveat.db", "memos.json"}
    shutil.rmtree(done.aside)
    assert found_in(tmp_path) == [3, "aa", []]


async def test_a_folder_that_a_bot_has_is_left_alone(tmp_path: Path):
    backup = await a_day_of_work(tmp_path)
    before = found_in(tmp_path)
    with data_folder_lock(tmp_path), pytest.raises(StoreBusy, match=r"process \d+"):
        await restore(Settings(data=tmp_path), backup, LATER)
    assert found_in(tmp_path) == before


async def test_a_damaged_backup_and_one_of_a_newer_caveat_are_refused(tmp_path: Path):
    backup = await a_day_of_work(tmp_path)
    before = found_in(tmp_path)
    manifest = json.loads((backup / "backup.json").read_text(encoding="utf-8"))
    whole = (backup / "caveat.db").read_bytes()
    (backup / "caveat.db").write_bytes(whole[:-9])
    with pytest.raises(BackupProblem, match="damaged"):
        await restore(Settings(data=tmp_path), backup, LATER)
    (backup / "caveat.db").write_bytes(whole)
    with closing(sqlite3.connect(backup / "caveat.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = make_backup(backup, tmp_path / "newer", NOW, threading.Event()).path
    with pytest.raises(BackupProblem, match=r"newer Caveat .*schema 9999"):
        await restore(Settings(data=tmp_path), newer, LATER)
    manifest["files"]["../caveat.db"] = "0" * 64
    (newer / "backup.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BackupProblem, match="no backup of Caveat"):
        await restore(Settings(data=tmp_path), newer, LATER)
    for name in ("nowhere", "backups.lock"):
        said = caveat("restore", name, "--data", tmp_path)
        assert (said.status, said.out) == (2, "")
        assert "`caveat restore` lists" in said.err
    assert found_in(tmp_path) == before


def test_an_upgrade_makes_a_backup_first_and_the_way_back_is_to_restore_it(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    an_old_store(data, "0006")
    before = rows_in(data)
    (data / "backups").write_text("no folder", encoding="utf-8")
    refused = caveat("migrate", "--data", data)
    assert (refused.status, refused.out) == (1, "")
    assert "not upgraded without a backup" in refused.err
    assert version_in(data) == "0006"
    (data / "backups").unlink()
    upgraded = caveat("migrate", "--data", data)
    assert f"was at schema 0006 and is at {NEWEST} now" in upgraded.out
    assert caveat("migrate", "--data", data).status == 0
    [backup] = backups_in(data / "backups")
    assert version_in(backup.path) == "0006", "a version of then restores it as it is"
    assert rows_in(backup.path) == before
    asyncio.run(add_one(data))
    restored = caveat("restore", backup.path.name, "--data", data)
    assert "of an older schema" in restored.out
    assert version_in(data) == NEWEST
    now = rows_in(data)
    assert len(now["claims"]) == len(before["claims"])
    assert len(rows_in(next((data / REPLACED).iterdir()))["claims"]) == len(before["claims"]) + 1
    assert len(backups_in(data / "backups")) == 1
