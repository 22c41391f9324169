"""What stands behind the buttons: sealed answers, members' remarks, and answers shown in public."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import NotFound, StoreProblem
from claims.ports import AnswerShelf, FeedbackBox
from storage.database import Database
from storage.schema import answers, claims, feedback, shared_answers
from storage.together import Together
from storage.views import rows_of, scope_of, visible


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """One claim in an answer that was posted in public: where, and which revision it showed."""

    channel: str
    message: str
    claim_id: int
    revision: int
    at: datetime


class AnswerDrawer(AnswerShelf, FeedbackBox):
    """Keeps answers that it cannot read, and remarks that nobody can be known by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._answers = Together(database, _keep)

    async def put_answer(self, community: str, sealed: bytes) -> int:
        """Keep a sealed answer and return its id; ids are never given twice."""
        row = {"community": community, "sealed": sealed, "created_at": datetime.now(UTC)}
        return await self._answers.put(row)

    async def get_answer(self, community: str, answer_id: int) -> bytes | None:
        """Give one back to the community it was made for; None once it is forgotten."""
        query = select(answers.c.sealed).where(
            answers.c.id == answer_id, answers.c.community == community
        )
        return await self._database.look(
            lambda connection: connection.execute(query).scalar_one_or_none()
        )

    async def forget_answers(self, before: datetime) -> int:
        """Delete those made before a moment and return how many there were."""
        return await self._forget(answers, before)

    async def put_feedback(
        self, community: str, claim_id: int, *, kind: str, wording: str, remark: str, user: str
    ) -> bool:
        """Keep a remark; False where the same one by the same user is there already.

        ``user`` is a keyed hash. Raises ``NotFound`` for a claim that the community does not see.
        """
        same = hashlib.sha256(f"{wording}\0{remark}".encode()).hexdigest()
        key = {
            "community": community,
            "claim_id": claim_id,
            "kind": kind,
            "user": user,
            "same": same,
        }
        row = {**key, "wording": wording, "remark": remark, "created_at": datetime.now(UTC)}
        async with self._database.write() as connection:
            await _check_visible(connection, community, claim_id)
            there = (feedback.c[name] == value for name, value in key.items())
            if (await connection.execute(select(feedback.c.id).where(*there))).first() is not None:
                return False
            await connection.execute(insert(feedback).values(row))
            return True

    async def forget_feedback(self, before: datetime) -> int:
        """Delete remarks made before a moment and return how many there were."""
        return await self._forget(feedback, before)

    async def remember_shared(
        self, community: str, channel: str, message: str, shown: Sequence[tuple[int, int]]
    ) -> None:
        """Remember a public answer: the claims that it shows, each with its revision.

        What was remembered of the same message before is replaced.
        """
        fixed = {"community": community, "channel": channel, "message": message}
        rows = [
            {**fixed, "claim_id": claim_id, "revision": revision, "at": datetime.now(UTC)}
            for claim_id, revision in dict(shown).items()
        ]
        c = shared_answers.c
        same = c.community == community, c.channel == channel, c.message == message

        def write(connection: Connection) -> None:
            connection.execute(delete(shared_answers).where(*same))
            if rows:
                connection.execute(insert(shared_answers), rows)

        await self._database.put(write)

    async def shared_with(self, community: str, claim_id: int) -> Sequence[SharedAnswer]:
        """Where a claim stands in public answers of a community, newest first."""
        c = shared_answers.c
        query = (
            select(c.channel, c.message, c.claim_id, c.revision, c.at)
            .where(c.community == community, c.claim_id == claim_id)
            .order_by(c.at.desc(), c.message.desc())
        )
        async with self._database.read() as connection:
            return [SharedAnswer(*row) for row in await connection.execute(query)]

    async def _forget(self, table: Table, before: datetime) -> int:
        async with self._database.write() as connection:
            gone = await connection.execute(delete(table).where(table.c.created_at < before))
            return gone.rowcount


def _keep(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Keep answers and return their ids."""
    keys = [connection.execute(insert(answers).values(row)).inserted_primary_key for row in rows]
    if None in keys:
        raise StoreProblem("The database did not say under which number it keeps an answer.")
    return [int(key[0]) for key in keys if key is not None]


async def _check_visible(connection: AsyncConnection, community: str, claim_id: int) -> None:
    scope = await connection.run_sync(scope_of, community)
    query = visible(scope, include_unpublished=True).where(claims.c.id == claim_id)
    if not await connection.run_sync(rows_of, query):
        raise NotFound("There is no such claim here.")
