"""The rules of the house: who may import whom, how long a file may be, what must be described."""

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "commands", "claims", "matching", "intake", "storage")
MAY_IMPORT = {
    "claims": set(),
    "matching": {"claims"},
    "intake": {"claims"},
    "storage": {"claims"},
    "commands": {"claims"},
    "bot": {"claims", "matching", "intake", "storage", "commands", "seeds"},
}
ONLY_THERE = {
    "discord": {"commands", "bot"},
    "sqlalchemy": {"storage"},
    "aiosqlite": {"storage"},
    "alembic": {"storage"},
    "tantivy": {"matching"},
    "onnxruntime": {"matching"},
    "aiohttp": {"intake", "bot"},
    "lxml": {"intake"},
    "trafilatura": {"intake"},
    "pypdf": {"intake"},
    "docx": {"intake"},
    "prometheus_client": {"bot"},
    "rich": {"bot"},
    "typer": {"bot"},
}
AT_THE_TOP = {
    *("bot", "commands", "storage", "tests", "seeds", "claims", "matching", "intake"),
    *("benchmarks", "docs", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("LICENSE", "PRIVACY.md", "SECURITY.md", "Makefile", "constraints.txt", ".gitignore", ".ci"),
    *("Dockerfile", ".dockerignore", "compose.yaml"),
}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def _imported(path: Path) -> set[str]:
    """The first names of everything a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add(path.relative_to(ROOT).parts[0])
    return found


def test_there_is_something_in_every_room():
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_room_imports_only_those_it_may(path: Path):
    room = path.relative_to(ROOT).parts[0]
    neighbours = (_imported(path) & {*ROOMS, "seeds", "tests", "benchmarks"}) - {room}
    assert neighbours <= MAY_IMPORT[room], f"{_name(path)} reaches into {neighbours}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_library_stays_in_its_room(path: Path):
    room = path.relative_to(ROOT).parts[0]
    strays = {lib for lib, rooms in ONLY_THERE.items() if room not in rooms} & _imported(path)
    assert not strays, f"{_name(path)} uses {strays}"


def test_no_file_is_two_files():
    code = [*FILES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    lengths = {_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in code}
    assert {name: n for name, n in lengths.items() if n > 350} == {}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_opens_with_what_lives_in_it(path: Path):
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), f"{_name(path)} does not say what it holds"


def test_nothing_stands_at_the_top_that_has_no_reason():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout, so untracked folders cannot be told apart")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert top <= AT_THE_TOP
