"""What runs in the reading process: it takes one job after the other and cannot do much harm.

It has a limit of memory and, for each job, of processor time; it opens no connection, writes no
file and knows nothing but what it is sent.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
from typing import Any, BinaryIO

from claims.errors import InputProblem
from claims.reading_errors import ReadingFailed, ReadingTooHeavy

try:
    import resource
except ImportError:  # Windows has no such limits; the deadline holds there all the same.
    resource = None  # type: ignore[assignment]

_LENGTH = struct.Struct(">I")
_STACK = 1500


def serve(memory: int, seconds: float) -> None:
    """Do jobs from standard input until it ends. ``memory`` in bytes, ``seconds`` for each job."""
    come, go = _pipes()
    _limit(memory)
    from intake.jobs import JOBS  # noqa: PLC0415 - under the limits, like all that it brings

    sys.addaudithook(_no_connections)
    sys.setrecursionlimit(_STACK)
    _send(go, b"ready")
    while (request := _receive(come)) is not None:
        content = _receive(come)
        if content is None:
            return
        _allow_time(seconds)
        answer = _do(JOBS, json.loads(request), content)
        _send(go, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
        if answer.get("spent"):
            return


def _do(jobs: Any, request: dict[str, Any], content: bytes) -> dict[str, Any]:
    job = jobs[request.pop("job")]
    try:
        return {"done": job(content, **request)}
    except InputProblem as problem:
        return _told(problem)
    except (MemoryError, RecursionError):
        # What is left of memory after this is anyone's guess: a fresh process takes over.
        return _told(ReadingTooHeavy()) | {"spent": True}
    except Exception as fault:  # noqa: BLE001 - whatever a hostile page brings up in a library
        return _told(ReadingFailed()) | {"fault": type(fault).__name__}


def _told(problem: InputProblem) -> dict[str, Any]:
    return {"problem": type(problem).__name__, "sentence": problem.sentence}


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; whatever a library prints goes nowhere."""
    come = os.fdopen(os.dup(0), "rb")
    go = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return come, go


def _limit(memory: int) -> None:
    if resource is None:
        return
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 64)


def _lower(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _allow_time(seconds: float) -> None:
    """End this process by itself where a job runs on although nobody waits for it any more."""
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 2, hard))


def _no_connections(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen"):
        raise PermissionError(f"{event} has no place here")


def _receive(come: BinaryIO) -> bytes | None:
    length = come.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(length)
    content = come.read(size)
    return content if len(content) == size else None


def _send(go: BinaryIO, frame: bytes) -> None:
    go.write(_LENGTH.pack(len(frame)) + frame)
    go.flush()
