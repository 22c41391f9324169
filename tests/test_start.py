"""What a start loads: people wait for every library of it, so only what a check needs."""

import subprocess
import sys
from pathlib import Path

from tests.cli import environment

READING = {"trafilatura", "lxml", "pypdf", "docx", "striprtf", "protego", "charset_normalizer"}
"""Reads pages and files: in the process made for that, or with the first of them."""
FETCHING = {"aiohttp", "brotli"}
WATCHING_OVER = {"prometheus_client", "bot.metrics", "bot.health"}
DISCORD = {"discord", "cryptography"}
ONLY_TO_MIGRATE = {"alembic", "mako"}
ONLY_FOR_CURATORS = {
    *("bot.curators", "claims.deeds", "claims.annotation", "claims.curation", "claims.exchange"),
    *("claims.watching", "claims.answers", "storage.ledger", "storage.queue", "storage.worklist"),
    *("claims.follows", "claims.corrections", "storage.follows", "storage.corrections"),
}
ONLY_FOR_PACKS = {"claims.packs", "storage.pack_files", "storage.transfer"}
FOR_NO_CHECK = (
    READING | FETCHING | WATCHING_OVER | DISCORD | ONLY_TO_MIGRATE | ONLY_FOR_CURATORS
) | ONLY_FOR_PACKS
OPENING = {"sqlalchemy", "numpy", "onnxruntime", "tantivy", "pydantic", "rich", "yaml"}


def loaded_by(program: str, **settings: str) -> set[str]:
    """The modules that a Python program has loaded at its end, in a process of its own."""
    told = f"{program}\nimport sys\nsys.stderr.write('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told],
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.rpartition("\n")[2].split())


def command(*words: str) -> str:
    return f"from bot.cli import run\nassert run({list(words)!r}) == 0"


def test_help_loads_nothing_that_opens_a_store_or_reads_a_text() -> None:
    loaded = loaded_by(command("--help"))
    assert "typer" in loaded
    assert loaded & (FOR_NO_CHECK | OPENING) == set()


def test_a_check_loads_only_what_answers_it(installed: Path) -> None:
    text = "AP: US air strikes killed 110,000 civilians in Mosul"
    loaded = loaded_by(command("check", text, "--data", str(installed)))
    assert loaded >= OPENING
    assert loaded & FOR_NO_CHECK == set()


def test_what_is_put_together_for_the_bot_is_loaded_when_it_is_asked_for() -> None:
    loaded = loaded_by("import bot.services, bot.settings")
    assert "sqlalchemy" in loaded
    assert loaded & (FOR_NO_CHECK | {"onnxruntime"}) == set()
    assert loaded_by("import bot.serving") >= {"discord", "bot.services"}


def test_a_check_leaves_nothing_behind_in_the_home_folder(installed: Path, tmp_path: Path) -> None:
    """A library's notes for its maker would lie there: an id of the device and what is to be sent.

    The runtime of the model keeps such notes unless it is told not to, or sees that it is tested.
    """
    tested = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    home = tmp_path / "home"
    home.mkdir()
    program = f"import os\nfor name in {tested!r}: os.environ.pop(name, None)\n"
    text = "AP: US air strikes killed 110,000 civilians in Mosul"
    loaded = loaded_by(program + command("check", text, "--data", str(installed)), HOME=str(home))
    assert "onnxruntime" in loaded
    assert [*home.rglob("*")] == []
