"""The reading process as the bot sees it: started when first needed, held to a deadline, replaced.

Pages and files are read in a process of its own, so whatever they are built like, they can stop
neither the event loop nor the bot. ``intake.working`` is what runs in it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from claims import reading_errors
from claims.errors import InputProblem, TooManyWaiting
from claims.reading_errors import ReadingBusy, ReadingTooHeavy, ReadingTooSlow
from claims.turns import FairTurns, Terms

MEMORY = 512 * 1024 * 1024
"""Bytes of address space that the reading process gets."""

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from intake.working import serve; "
    "serve(int(sys.argv[2]), float(sys.argv[3]))"
)
_ROOT = str(Path(__file__).resolve().parent.parent)
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TZ")
_TURNS = Terms(places=1, most_waiting=20, share=0.5, allowance=2.0, most_debt=4.0)
_START_SECONDS = 30.0
_SLICE = 256 * 1024
_LONGEST_ANSWER = 16 * 1024 * 1024
_LENGTH = struct.Struct(">I")

_log = logging.getLogger(__name__)


class ReadingWorker:
    """One warm process that does one job after the other; ``async with`` it, or ``close()`` it.

    Args:
        seconds: What one job may take before its process is ended.
        memory: Bytes of address space of the process, where the system can limit them.
        patience: Seconds that a job waits for its turn.
        jobs: After so many jobs a fresh process takes over.
    """

    def __init__(
        self,
        *,
        seconds: float = 8.0,
        memory: int = MEMORY,
        patience: float = 20.0,
        jobs: int = 200,
    ) -> None:
        self.seconds = seconds
        self._memory = memory
        self._jobs = jobs
        self._done = 0
        self._turns = FairTurns(_TURNS, patience=patience)
        self._process: asyncio.subprocess.Process | None = None
        self._closed = False

    async def __aenter__(self) -> ReadingWorker:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def process_id(self) -> int | None:
        """The process that waits for the next job; None before the first and after an end."""
        return None if self._process is None else self._process.pid

    async def do(
        self, job: str, details: Mapping[str, Any], content: bytes, *, community: str = ""
    ) -> dict[str, Any]:
        """Have a job done and return its answer; communities take turns.

        Raises what the job raises (an ``InputProblem``), ``ReadingTooSlow``, ``ReadingTooHeavy``,
        and ``ReadingBusy`` where its turn did not come.
        """
        try:
            async with self._turns.turn(community):
                return _answer_of(await self._exchange(job, details, content))
        except TooManyWaiting:
            raise ReadingBusy from None

    async def close(self) -> None:
        """End the process; a job that is at work ends with it."""
        self._closed = True
        await self._end()
        await self._turns.close()

    async def _exchange(self, job: str, details: Mapping[str, Any], content: bytes) -> Any:
        process = await self._ready()
        kept = False
        try:
            async with asyncio.timeout(self.seconds):
                await _send(process, json.dumps({"job": job, **details}).encode())
                await _send(process, content)
                answer = json.loads(await _receive(process))
            self._done += 1
            kept = self._done < self._jobs and not answer.get("spent")
        except TimeoutError:
            _log.warning("reading was given up after %g s (%d bytes)", self.seconds, len(content))
            raise ReadingTooSlow(self.seconds) from None
        except (EOFError, OSError, ValueError):
            _log.warning("the reading process ended over a job of %d bytes", len(content))
            raise ReadingTooHeavy from None
        finally:
            if not kept:
                await asyncio.shield(self._end())
        if "fault" in answer:
            _log.warning("a reader failed (%s) over %d bytes", answer["fault"], len(content))
        return answer

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise ReadingBusy
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self._end()
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-X", "utf8", "-c", _START),
            *(_ROOT, str(self._memory), str(self.seconds)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
        if self._closed:  # while it was being started
            await self._end()
            raise ReadingBusy
        try:
            async with asyncio.timeout(_START_SECONDS):
                await _receive(process)
        except (TimeoutError, EOFError, OSError):
            await self._end()
            _log.error("the reading process does not start")
            raise ReadingBusy from None
        except BaseException:
            await self._end()
            raise
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        self._done = 0
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _send(process: asyncio.subprocess.Process, frame: bytes) -> None:
    pipe = process.stdin
    if pipe is None:
        raise EOFError
    pipe.write(_LENGTH.pack(len(frame)))
    for start in range(0, len(frame), _SLICE):
        pipe.write(frame[start : start + _SLICE])
        await pipe.drain()


async def _receive(process: asyncio.subprocess.Process) -> bytes:
    pipe = process.stdout
    if pipe is None:
        raise EOFError
    (length,) = _LENGTH.unpack(await pipe.readexactly(_LENGTH.size))
    if length > _LONGEST_ANSWER:
        raise EOFError
    return await pipe.readexactly(length)


def _answer_of(answer: Any) -> dict[str, Any]:
    """The answer of a job, or the problem that it tells, raised here as the same class."""
    if "problem" not in answer:
        done: dict[str, Any] = answer["done"]
        return done
    kind = getattr(reading_errors, str(answer["problem"]), None)
    if not (isinstance(kind, type) and issubclass(kind, InputProblem)):
        kind = InputProblem
    problem = kind.__new__(kind)
    InputProblem.__init__(problem, str(answer["sentence"]))
    raise problem
