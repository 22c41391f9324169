"""How long the event loop is held, beside a process that does nothing but look at the clock."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field

_LOOK = 0.002
_IDLE = """
import select, sys, time
worst = 0.0
while not select.select([sys.stdin], [], [], 0)[0]:
    began = time.perf_counter()
    time.sleep({look})
    worst = max(worst, time.perf_counter() - began - {look})
print(worst)
"""


@dataclass
class Pauses:
    """How long the event loop was held, by looking every two milliseconds.

    A process that does nothing else looks, too: on a busy machine, it is kept waiting as well.
    """

    worst: float = 0.0
    idle: float = 0.0
    _task: asyncio.Task[None] | None = field(default=None, repr=False)
    _other: asyncio.subprocess.Process | None = field(default=None, repr=False)

    async def __aenter__(self) -> Pauses:
        pipe = asyncio.subprocess.PIPE
        command = sys.executable, "-c", _IDLE.format(look=_LOOK)
        self._other = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None and self._other is not None:
            self._task.cancel()
            told, _nothing = await self._other.communicate(b"")
            self.idle = float(told)

    async def _look(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_LOOK)
            self.worst = max(self.worst, time.perf_counter() - began - _LOOK)

    def told(self, what: str) -> dict[str, float]:
        """Both as figures."""
        return {
            f"{what}: longest pause of the event loop ms": round(1000 * self.worst, 1),
            f"{what}: of an idle process ms": round(1000 * self.idle, 1),
        }
