"""What the stories of the store are told with: small claims and packs, real files, real crashes."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from claims.models import Claim, Document, Owner, Source
from claims.packs import Pack
from storage.store import Store

HERE = Owner.community("1")
THERE = Owner.community("2")
ROOT = Path(__file__).parent.parent


_made: list[bytes] = []
"""A store as it is when it has just been made: others begin as its copy."""


def begun(folder: Path):
    """The store of a folder, or a new one, made from nothing."""
    return Store.open(folder / "caveat.db")


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """The store of a folder, or a new one, in a moment."""
    file = folder / "caveat.db"
    is_new = not file.exists()
    if is_new and _made:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_made[0])
    async with begun(folder) as store:
        if is_new and not _made:
            with closing(sqlite3.connect(file)) as connection:
                _made.append(connection.serialize())
        yield store


def a_claim(ref: str = "X1", text: str = "The bridge was closed in May.", **more: Any) -> Claim:
    return Claim(ref=ref, text=text, **more)


def a_pack(version: str = "1.0.0", claims: Any = 3, **more: Any) -> Pack:
    """A pack of bridges, so many or those given, with two sources and a document."""
    if isinstance(claims, int):
        claims = [bridge(number) for number in range(1, claims + 1)]
    given = {
        "sources": [
            {"key": "S1", "publisher": "The Gazette", "url": "https://gazette.example/1"},
            {"key": "S2", "publisher": "The Herald", "kind": "repost", "repost_of": "S1"},
        ],
        "documents": [
            {
                "key": "D1",
                "title": "Bridges",
                "publisher": "The Herald",
                "urls": ["https://herald.example/bridges"],
                "source": "S2",
                "republications": [
                    {"publisher": "The Mirror", "url": "https://mirror.example/b?id=1"}
                ],
            }
        ],
        "claims": claims,
        **more,
    }
    head = {
        "id": "bridges",
        "title": "Bridges",
        "version": version,
        "description": "Claims about bridges.",
        "method": "Read in the library.",
        "licence": "CC-BY-4.0",
        "signed_off": {"by": "Nobody", "date": "2026-11-23"},
    }
    return Pack.model_validate({"format": 1, "pack": head, **given})


def bridge(number: int, **more: Any) -> dict[str, Any]:
    return {
        "ref": f"C{number:02}",
        "text": f"Bridge {number} was closed.",
        "evidence": [{"source": "S2", "stance": "supports"}],
        "appearances": [{"document": "D1"}],
        **more,
    }


def a_source(key: str = "S1", publisher: str = "The Gazette") -> Source:
    return Source(key=key, publisher=publisher)


def a_document(key: str, address: str) -> Document:
    return Document(key=key, title="An article", publisher="A paper", urls=(address,))


async def with_pack(store: Store, *communities: str, pack: Pack | None = None) -> Pack:
    """Load a pack and switch it on."""
    loaded = pack or a_pack()
    await store.packs.load(loaded, digest=loaded.model_dump_json())
    for community in communities:
        await store.packs.enable(community, loaded.pack.id)
    return loaded


def in_another_process(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a script that may import all of ours; its output is text."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    """What a process printed; fails the story with what went wrong there."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def killed_at(step: int, story: Callable[[], Awaitable[object]]) -> bool:
    """Run a story in a child that dies at its nth statement or commit; False if it came through.

    To be called in a process that has no threads, such as one that was just started.
    """
    child = os.fork()
    if child == 0:
        _arm(step)
        asyncio.run(story())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9), f"the child ended with {code}"
    return code == 9


def _arm(step: int) -> None:
    count = 0

    def strike(*_: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            os._exit(9)

    event.listen(Engine, "before_cursor_execute", strike)
    event.listen(Engine, "commit", strike)
