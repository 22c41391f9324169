"""A database file that is not what it was: every command says so in a sentence that can be used."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli import ROOT, Said, caveat, environment
from tests.full_store import a_full_store
from tests.shipped import made_once

LEAN = {"CAVEAT_MODEL": "off", "CAVEAT_DEFAULT_PACKS": "none"}
COMMANDS = (
    ("check", "The harbour bridge closed in May."),
    ("claims", "export", "--community", "1001", os.devnull),
    ("doctor",),
)
SAID = (
    "The store is damaged; restore the newest backup.",
    "The file is not a Caveat store; choose another folder with --data.",
)
_PAGE = 4096


@pytest.fixture
def full(for_all: Path, tmp_path: Path) -> Path:
    """A data folder with a full store, for one story."""
    made = made_once(for_all / "full", lambda folder: asyncio.run(a_full_store(folder)))
    return Path(shutil.copytree(made, tmp_path / "full"))


def damaged(whole: bytes, draw: random.Random) -> Iterator[bytes]:
    """Some bits that are others, a page of anything, an end that is missing, text that is none."""
    size = len(whole)
    flipped = bytearray(whole)
    for _ in range(30):
        flipped[draw.randrange(size)] ^= 1 << draw.randrange(8)
    yield bytes(flipped)
    at = draw.randrange(size // _PAGE) * _PAGE
    yield whole[:at] + draw.randbytes(_PAGE) + whole[at + _PAGE :]
    yield whole[: draw.randrange(size)]
    yield whole.replace(b"CREATE TABLE claims", b"CREATE TABLE cl\xff\xfems")
    yield whole.replace(b"The harbour", b"The har\xff\xfeur")
    yield whole.replace(b'{"ref":', b'{"rev":')
    yield whole.replace(b"2026-11-23", b"2026-99-99")


def refuses_kindly(said: Said) -> bool:
    """Whether a command was refused, and then in one of the sentences that say what to do."""
    if said.status == 0:
        return False
    told = said.err.strip()
    assert not told or told in SAID, said
    return True


MORE = [pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 9)]


@pytest.mark.parametrize("seed", [1, *MORE])
def test_a_damaged_database_is_told_in_a_sentence_and_never_mended_in_silence(
    full: Path, seed: int
):
    whole = (full / "caveat.db").read_bytes()
    draw = random.Random(seed)  # noqa: S311 - a story, no secret
    for number, content in enumerate(damaged(whole, draw)):
        assert content != whole
        (full / "caveat.db").write_bytes(content)
        done = [caveat(*words, "--data", full, **LEAN) for words in COMMANDS]
        refused = [refuses_kindly(said) for said in done]
        # A letter for another is a letter still, and a page may be one that nothing is kept in.
        assert refused[-1] or number < 2, (seed, number, "the doctor says what is broken")
        for file in full.glob("caveat.db*"):
            file.unlink()


def test_a_store_of_a_newer_version_is_refused_by_name_and_left_as_it_is(full: Path):
    with closing(sqlite3.connect(full / "caveat.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9123'")
    before = (full / "caveat.db").read_bytes()
    for words in (*COMMANDS, ("migrate",), ("index", "rebuild"), ("run",)):
        said = caveat(*words, "--data", full, **LEAN, CAVEAT_TOKEN="MTAw.loopback.token")
        assert said.status == 1, (words, said)
        assert "9123" in said.out + said.err, (words, said)
        assert "newer Caveat (schema 9123)" in said.err or words == ("doctor",), (words, said)
    assert (full / "caveat.db").read_bytes() == before


def test_what_a_killed_process_left_in_its_log_is_there_and_the_next_one_is_named(full: Path):
    holding = """
import os, sqlite3, sys, time
from pathlib import Path
from storage.lock import data_folder_lock
with data_folder_lock(Path(sys.argv[1])):
    connection = sqlite3.connect(Path(sys.argv[1]) / "caveat.db", isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("UPDATE about SET value = 'feed-of-the-log' WHERE name = 'feed_id'")
    print("held", flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", holding, str(full)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        for words in (("migrate",), ("index", "rebuild"), ("run",)):
            said = caveat(*words, "--data", full, **LEAN, CAVEAT_TOKEN="MTAw.loopback.token")
            assert said.status == 1
            assert f"in use by another Caveat (process {process.pid})" in said.err
        process.send_signal(signal.SIGKILL)
    assert (full / "caveat.db-wal").stat().st_size > 0
    assert caveat("migrate", "--data", full, **LEAN).status == 0
    with closing(sqlite3.connect(full / "caveat.db")) as connection:
        query = "SELECT value FROM about WHERE name = 'feed_id'"
        assert connection.execute(query).fetchone() == ("feed-of-the-log",)
