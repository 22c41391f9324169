"""The reference of what is done for somebody, and how long its stages took: both go along with it.

A task begins a trace where an interaction or a post enters. asyncio hands it on to the tasks and
threads that follow from there, so that every line of the log can name it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """What a check spends its time with."""

    WAITING = "waiting"
    INTAKE = "intake"
    READING = "reading"
    STORE = "store"
    INDEX = "index"
    MATCHING = "matching"
    RENDERING = "rendering"
    SENDING = "sending"


@dataclass(slots=True)
class Trace:
    """One interaction or post: its reference, when it began, and the seconds by stage.

    Stages that run side by side are each counted whole, so that their sum may exceed ``seconds``.
    """

    reference: str
    begun: float
    stages: dict[Stage, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The seconds since it began."""
        return time.perf_counter() - self.begun


_current: ContextVar[Trace | None] = ContextVar("caveat_trace", default=None)


def begin_trace() -> Trace:
    """Begin a new trace, which the current task and all that follows from it carry on."""
    trace = Trace(secrets.token_hex(4), time.perf_counter())
    _current.set(trace)
    return trace


def current_trace() -> Trace | None:
    """The trace that is carried here, if any."""
    return _current.get()


def reference() -> str:
    """The reference that is carried here, eight hexadecimal digits; empty where there is none."""
    trace = _current.get()
    return trace.reference if trace is not None else ""


@contextmanager
def spent_on(stage: Stage) -> Iterator[None]:
    """Count the time of a block to a stage of the trace that is carried here."""
    trace = _current.get()
    if trace is None:
        yield
        return
    begun = time.perf_counter()
    try:
        yield
    finally:
        took = time.perf_counter() - begun
        trace.stages[stage] = trace.stages.get(stage, 0.0) + took
