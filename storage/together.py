"""Small writes of many in one transaction, so that each does not wait for the disk by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Connection

from storage.database import Database, Write

_MOST = 200
_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


class Together(Generic[_Item, _Done]):
    """Writes all that comes while the writer is busy in its next transaction: group commit.

    Each ``put`` ends when its own write is durable. What cannot be written with others is tried
    alone, so that nobody fails for a neighbour's fault.

    Args:
        database: Where to.
        work: Writes some items, in a worker thread, and returns what each came to, in their order.
    """

    def __init__(
        self, database: Database, work: Callable[[Connection, Sequence[_Item]], Sequence[_Done]]
    ) -> None:
        self._database = database
        self._work = work
        self._waiting: list[tuple[_Item, asyncio.Future[_Done]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: _Item) -> _Done:
        """Write one item; raises ``StoreProblem`` where the database refuses."""
        done: asyncio.Future[_Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(), name="writing together")
        return await done

    async def _write_all(self) -> None:
        while self._waiting:
            async with self._database.turn() as write:
                some, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
                try:
                    await self._write(write, some)
                except Exception:  # noqa: BLE001 - told to each of them, alone
                    for one in some:
                        try:
                            await self._write(write, [one])
                        except Exception as problem:  # noqa: BLE001 - it is the asker's
                            if not one[1].done():
                                one[1].set_exception(problem)

    async def _write(
        self,
        write: Write,
        some: Sequence[tuple[_Item, asyncio.Future[_Done]]],
    ) -> None:
        items = [item for item, _ in some]
        told = await write(lambda connection: self._work(connection, items))
        for (_, done), one in zip(some, told, strict=True):
            if not done.done():
                done.set_result(one)
