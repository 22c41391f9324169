"""How far an import came: noted in the same transaction as the claims, so that both are true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.lines import LineProblem
from storage.schema import import_rejections, imports

_MOST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Tally:
    """The place reached, in bytes and lines, and what became of the lines before it."""

    position: int = 0
    line: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


class ImportLog:
    """The log of importing one file, known by its sha256, into one community."""

    def __init__(self, community: str, digest: str) -> None:
        self._community = community
        self._digest = digest

    async def begin(self, connection: AsyncConnection) -> Tally:
        """Where to go on: the place where the last import of the file was killed, or its start."""
        c = imports.c
        here = c.community == self._community, c.digest == self._digest
        query = select(c.position, c.line, c.added, c.changed, c.unchanged, c.rejected)
        unfinished = query.where(*here, c.finished_at.is_(None))
        found = (await connection.execute(unfinished)).first()
        if found is not None:
            return Tally(*found)
        await connection.execute(delete(imports).where(*here))
        r = import_rejections.c
        old = r.community == self._community, r.digest == self._digest
        await connection.execute(delete(import_rejections).where(*old))
        row = {**self._whose, **asdict(Tally()), "started_at": datetime.now(UTC)}
        await connection.execute(insert(imports).values(**row))
        return Tally()

    async def note(
        self, connection: AsyncConnection, tally: Tally, bad: Sequence[LineProblem]
    ) -> None:
        """Note the place reached and the lines that were rejected on the way."""
        c = imports.c
        here = c.community == self._community, c.digest == self._digest
        await connection.execute(update(imports).where(*here).values(**asdict(tally)))
        room = max(0, _MOST_KEPT - (tally.rejected - len(bad)))
        rows = [
            {**self._whose, "line": problem.line, "sentence": problem.sentence}
            for problem in bad[:room]
        ]
        if rows:
            await connection.execute(insert(import_rejections), rows)

    async def finish(self, connection: AsyncConnection) -> None:
        """Note that the file is in; importing it again begins at its start."""
        c = imports.c
        here = c.community == self._community, c.digest == self._digest
        done = update(imports).where(*here).values(finished_at=datetime.now(UTC))
        await connection.execute(done)

    async def rejections(self, connection: AsyncConnection) -> tuple[LineProblem, ...]:
        """The lines that were rejected, in the order of the file."""
        r = import_rejections.c
        query = (
            select(r.line, r.sentence)
            .where(r.community == self._community, r.digest == self._digest)
            .order_by(r.line)
        )
        return tuple(LineProblem(*row) for row in await connection.execute(query))

    @property
    def _whose(self) -> dict[str, str]:
        return {"community": self._community, "digest": self._digest}
