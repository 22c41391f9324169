"""Small things that the program remembers over restarts, beside the store: one file of strings."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from pathlib import Path

from claims.errors import StoreProblem

_KEY = "privacy.key"
_DAMAGED = (
    "{name} in the data folder is damaged. Put back the one of a backup; or move it away, and "
    "members who did not want to be watched have to say so again."
)


class Memos:
    """Strings by name in one file that only its owner may read; replaced whole when one changes.

    A file that is missing counts as empty. Raises ``StoreProblem`` for one that is damaged: it
    holds the secret under which members' wishes are kept, and another one would forget them.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)
        self._turn = asyncio.Lock()

    async def get(self, name: str) -> str | None:
        """What was put last under a name, if anything."""
        return self._kept.get(name)

    async def put(self, name: str, value: str) -> None:
        """Remember it; raises ``StoreProblem`` where the file cannot be written."""
        async with self._turn:
            if self._kept.get(name) == value:
                return
            self._kept = {**self._kept, name: value}
            await asyncio.to_thread(_write, self._file, self._kept)

    async def drop(self, name: str) -> None:
        """Forget it; raises ``StoreProblem`` where the file cannot be written."""
        async with self._turn:
            if name not in self._kept:
                return
            self._kept = {each: value for each, value in self._kept.items() if each != name}
            await asyncio.to_thread(_write, self._file, self._kept)

    @property
    def has_key(self) -> bool:
        """Whether the secret of this installation is there already."""
        return _KEY in self._kept

    async def key(self) -> bytes:
        """A secret of this installation, made when it is first asked for."""
        if not self.has_key:
            await self.put(_KEY, secrets.token_hex(32))
        return bytes.fromhex(self._kept[_KEY])


def _read(file: Path) -> dict[str, str]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise StoreProblem(f"{file.name} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise StoreProblem(_DAMAGED.format(name=file.name)) from problem
    if not isinstance(kept, dict):
        raise StoreProblem(_DAMAGED.format(name=file.name))
    return {str(name): str(value) for name, value in kept.items()}


def _write(file: Path, kept: dict[str, str]) -> None:
    fresh = file.with_name(file.name + ".new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            json.dump(kept, opened, indent=1)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(file)
    except OSError as problem:
        raise StoreProblem(f"{file.name} cannot be written: {problem.strerror}.") from problem
