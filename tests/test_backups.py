"""Backups of real stores: whole while others write, verified, private, and rotated by days."""

import asyncio
import json
import re
import resource
import shlex
import sqlite3
import stat
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from bot.backups import backups_in, make_backup, rotate, verify
from bot.safe_settings import without_token
from claims.errors import BackupProblem
from storage.backup import contents_of, copy_store
from tests.cli import COMMAND, caveat, environment
from tests.storage_worlds import HERE, a_claim, opened, with_pack

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
GO_ON = threading.Event()
TOKEN = f"{'a' * 24}.{'b' * 6}.{'c' * 30}"


async def test_a_backup_is_of_one_moment_while_others_write_and_they_go_on_writing(tmp_path: Path):
    async with opened(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "caveat.db")) as filler, filler:
            filler.execute("INSERT INTO about VALUES ('ballast', ?)", ["x" * 40_000_000])
        written = 0

        async def write() -> None:
            nonlocal written
            while True:
                await store.writer.add(HERE, a_claim(f"R{written}"), actor="a", reason="new")
                written += 1

        await store.writer.add(HERE, a_claim("first"), actor="a", reason="new")
        writing = asyncio.create_task(write())
        before = written
        copied = await asyncio.to_thread(
            copy_store, tmp_path / "caveat.db", tmp_path / "copy.db", GO_ON
        )
        meanwhile = written - before
        writing.cancel()
    assert meanwhile > 3, "no writer waits for a backup"
    there = copied.rows["claims"]
    assert 1 <= there < written
    assert copied.rows["revisions"] == copied.rows["feed"] == there
    assert not list(tmp_path.glob("copy.db-*")), "a copy is one file"


async def test_a_backup_holds_what_cannot_be_made_anew_and_only_its_owner_may_read_it(
    tmp_path: Path,
):
    data = tmp_path / "data"
    async with opened(data) as store:
        await with_pack(store, "1")
    (data / "memos.json").write_text('{"privacy.key": "00ff"}', encoding="utf-8")
    (data / "caveat.toml").write_text(f'threads = 3\ntoken = "{TOKEN}"\n', encoding="utf-8")
    (data / "index").mkdir()
    made = make_backup(data, tmp_path / "kept" / "here", NOW, GO_ON)
    assert made.path.name == "2026-03-04T05-06-07Z"
    files = {file.name: file for file in made.path.iterdir()}
    assert set(files) == {"caveat.db", "memos.json", "caveat.toml", "backup.json"}
    assert files["memos.json"].read_bytes() == (data / "memos.json").read_bytes()
    assert files["caveat.toml"].read_text(encoding="utf-8") == "threads = 3\n"
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    assert verify(made.path, GO_ON) == made
    assert made.manifest.rows["claims"] == 3


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ("threads = 2\n", "threads = 2\n"),
        ('# mine\n "token" = "t"\nmodel = "off"', '# mine\nmodel = "off"'),
        (f'#token = "{TOKEN}"\nthreads = 2\n', "threads = 2\n"),
        (f'threads = 2 # not {TOKEN}"\n', None),
        ('token = """\nt\n"""\nthreads = 2\n', None),
        ("threads =", None),
    ],
)
def test_settings_are_copied_without_the_token_or_not_at_all(settings: str, kept: str | None):
    assert without_token(settings) == kept


async def test_damage_is_found_wherever_it_is(tmp_path: Path):
    async with opened(tmp_path / "data"):
        pass
    (tmp_path / "data" / "memos.json").write_text("{}", encoding="utf-8")
    sound = make_backup(tmp_path / "data", tmp_path / "kept", NOW, GO_ON).path
    for name in ("caveat.db", "memos.json"):
        whole = (sound / name).read_bytes()
        (sound / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(BackupProblem, match=f"damaged.*{name} is not as it was written"):
            verify(sound, GO_ON)
        (sound / name).unlink()
        with pytest.raises(BackupProblem, match=f"damaged.*{name} cannot be read"):
            verify(sound, GO_ON)
        (sound / name).write_bytes(whole)
    manifest = json.loads((sound / "backup.json").read_text(encoding="utf-8"))
    manifest["rows"]["claims"] = 7
    (sound / "backup.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BackupProblem, match="does not hold what it held"):
        verify(sound, GO_ON)
    (sound / "backup.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BackupProblem, match="no backup of Caveat"):
        verify(sound, GO_ON)
    assert backups_in(tmp_path / "kept") == []


async def test_a_damaged_store_makes_no_backup_and_leaves_nothing_behind(tmp_path: Path):
    data = tmp_path / "data"
    async with opened(data) as store:
        await with_pack(store, "1")
    file = data / "caveat.db"
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'claims'"
        [(page,)] = connection.execute(query).fetchall()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : (page - 1) * 4096 + 200] = b"\xff" * 200
    file.write_bytes(content)
    with pytest.raises(BackupProblem, match="The backup failed"):
        make_backup(data, tmp_path / "kept", NOW, GO_ON)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["backups.lock"]


async def test_a_damaged_secret_takes_the_place_of_no_whole_one(tmp_path: Path):
    data = tmp_path / "data"
    async with opened(data):
        pass
    (data / "memos.json").write_text('{"privacy.key": "00', encoding="utf-8")
    with pytest.raises(BackupProblem, match=r"The backup failed: memos.json .* is damaged"):
        make_backup(data, tmp_path / "kept", NOW, GO_ON)
    assert backups_in(tmp_path / "kept") == []


async def test_a_backup_that_is_told_to_stop_stops_and_what_was_cut_off_is_cleared(tmp_path: Path):
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with opened(data):
        pass
    stop = threading.Event()
    stop.set()
    with pytest.raises(BackupProblem):
        make_backup(data, kept, NOW, stop)
    (kept / "making-2026-01-01T00-00-00Z").mkdir()
    (kept / "removing-2026-01-01T00-00-00Z").mkdir()
    first, second = (make_backup(data, kept, NOW, GO_ON) for _ in range(2))
    assert second.path.name == f"{first.path.name}-2"
    assert {path.name for path in kept.iterdir() if path.is_dir()} == {
        first.path.name,
        second.path.name,
    }
    with (
        FileLock(kept / "backups.lock"),
        pytest.raises(BackupProblem, match="Another backup is being made"),
    ):
        make_backup(data, kept, NOW, GO_ON)


async def test_a_disk_that_takes_no_more_leaves_no_half_backup(tmp_path: Path):
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with opened(data) as store:
        await with_pack(store, "1")
    before = (data / "caveat.db").read_bytes()
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    try:
        with pytest.raises(BackupProblem, match=r"^The backup failed: ."):
            make_backup(data, kept, NOW, GO_ON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert [path.name for path in kept.iterdir()] == ["backups.lock"]
    assert (data / "caveat.db").read_bytes() == before


@pytest.mark.long
def test_a_disk_without_room_is_not_filled(tmp_path: Path):
    data, disk = tmp_path / "data", tmp_path / "disk"
    assert caveat("migrate", "--data", data).status == 0
    disk.mkdir()
    asked = f"{shlex.join(COMMAND)} backup --to {disk} --data {data}"
    small = f"mount -t tmpfs -o size=9m none {disk} || exit 77; exec {asked}"
    words = ["unshare", "--mount", "sh", "-c", small]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (1, 2):
        pytest.skip("needs a user who may mount a small disk")
    assert "no room for a backup" in done.stderr
    assert re.search(r"\b9 MB are free, and 5\d MB are needed", done.stderr)
    assert not any(disk.iterdir())


def test_what_is_no_store_is_not_backed_up(tmp_path: Path):
    with pytest.raises(BackupProblem, match="no store in"):
        make_backup(tmp_path, tmp_path / "kept", NOW, GO_ON)
    with closing(sqlite3.connect(tmp_path / "caveat.db")) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(BackupProblem, match="not a Caveat store"):
        make_backup(tmp_path, tmp_path / "kept", NOW, GO_ON)


async def test_a_year_of_backups_keeps_the_last_days_and_weeks(tmp_path: Path):
    for day in range(200):
        moment = NOW + timedelta(days=day)
        listed(tmp_path, moment)
        rotate(tmp_path, 7, 4, moment)
    left = [f"{backup.made:%a %d %b}" for backup in backups_in(tmp_path)]
    days = ["Sat 19 Sep", "Fri 18 Sep", "Thu 17 Sep", "Wed 16 Sep", "Tue 15 Sep", "Mon 14 Sep"]
    assert left == [*days, "Sun 13 Sep", "Sun 06 Sep", "Sun 30 Aug"]


def test_all_of_the_last_day_stay_and_what_was_made_before_an_upgrade(tmp_path: Path):
    for hour in range(0, 48, 3):
        listed(tmp_path, NOW + timedelta(hours=hour), schema="0007" if hour < 6 else "0008")
    rotate(tmp_path, 3, 1, NOW + timedelta(hours=46))
    hours = [(backup.made - NOW) / timedelta(hours=1) for backup in reversed(backups_in(tmp_path))]
    assert hours == [3, 18, *range(24, 46, 3)]


def test_a_clock_that_jumps_costs_no_more_than_a_backup(tmp_path: Path):
    good = [listed(tmp_path, NOW + timedelta(days=day)) for day in range(7)]
    now = NOW + timedelta(days=6, hours=1)
    back = datetime(1970, 1, 1, tzinfo=UTC)
    very_old = listed(tmp_path, back)
    assert rotate(tmp_path, 7, 4, back) == [], "those of the future are left alone"
    ahead = listed(tmp_path, NOW + timedelta(days=9000))
    gone = rotate(tmp_path, 7, 4, NOW + timedelta(days=9000, hours=1))
    assert [backup.path for backup in gone] == [good[0]]
    assert rotate(tmp_path, 7, 4, now) == []
    left = {backup.path for backup in backups_in(tmp_path)}
    assert left == {very_old, ahead, *good[1:]}


async def test_somebody_who_runs_a_bot_makes_a_backup_and_sees_what_there_is(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
    said = caveat("backup", "--data", tmp_path)
    assert (said.status, said.err) == (0, "")
    assert "3 claims" in said.out
    [made] = backups_in(tmp_path / "backups")
    assert str(made.path) in said.out
    assert contents_of(made.path / "caveat.db", GO_ON).rows["claims"] == 3
    elsewhere = caveat("backup", "--to", tmp_path / "stick", "--data", tmp_path)
    assert elsewhere.status == 0
    assert len(backups_in(tmp_path / "stick")) == len(backups_in(tmp_path / "backups")) == 1
    listing = caveat("restore", "--data", tmp_path)
    assert (listing.status, made.path.name in listing.out) == (0, True)
    nothing = caveat("backup", "--data", tmp_path / "nothing")
    assert (nothing.status, nothing.out) == (1, "")
    assert "no store" in nothing.err


def listed(folder: Path, made: datetime, schema: str = "0008") -> Path:
    """A backup as rotation sees it: its manifest alone."""
    path = folder / made.strftime("%Y-%m-%dT%H-%M-%SZ")
    path.mkdir(parents=True)
    manifest = {"made": made.isoformat(), "caveat": "0.1.0", "store_schema": schema}
    (path / "backup.json").write_text(json.dumps({**manifest, "rows": {}, "files": {}}), "utf-8")
    return path


def test_a_table_of_any_name_is_counted_and_nothing_else_is_done(tmp_path: Path):
    name = 'x"; DELETE FROM alembic_version; --'
    quoted = name.replace('"', '""')
    with closing(sqlite3.connect(tmp_path / "odd.db")) as odd, odd:
        odd.execute("CREATE TABLE alembic_version (version_num)")
        odd.execute("INSERT INTO alembic_version VALUES ('0009')")
        odd.execute(f'CREATE TABLE "{quoted}" (a)')
    assert contents_of(tmp_path / "odd.db", GO_ON).rows == {"alembic_version": 1, name: 0}
