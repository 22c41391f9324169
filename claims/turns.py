"""Turns at work that takes long, so that a community's backlog waits in a line of its own.

Lines are served round robin. Beside that each runs a debt, as in a token bucket: the seconds that
its work took, paid off at a fixed share of time. While others are about, a line in debt waits, so
that whoever asks now and then finds a processor that is free, not one that is merely shared.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from claims.errors import TooManyWaiting
from claims.tracing import Stage, spent_on

_LATELY = 30.0
"""Seconds for which a line counts as being about after its last turn."""
_MUCH_MORE = 4.0
"""How many times as much as the others a line may owe before it is held back."""
_SHORTEST_PAUSE = 0.001
_TRY_AGAIN = 10.0
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Terms:
    """How turns are given.

    Args:
        places: Turns at the same time.
        each: How many of them a line may have while others are about.
        most_waiting: How many may wait in one line.
        share: Seconds of debt that a line pays off in a second.
        allowance: Seconds of debt with which a line still gets turns although others are about;
            half of it while somebody else is at work. Where the others owe as much, it is more:
            who is busy among the busy is not held back.
        most_debt: Seconds of debt beyond which nothing is written down.
        beside: Seconds of debt for what each turn brings with it, such as reading the store.
    """

    places: int
    most_waiting: int
    share: float = 0.2
    allowance: float = 0.3
    most_debt: float = 1.0
    beside: float = 0.0
    each: int = 1


@dataclass(slots=True, eq=False)
class Ticket:
    """Somebody who waits in a line, or is at work."""

    line: str
    since: float
    ready: asyncio.Future[None] | None = None


@dataclass(slots=True)
class _Line:
    waiting: deque[Ticket] = field(default_factory=deque)
    at_work: int = 0
    debt: float = 0.0
    as_of: float = 0.0
    seen: float = 0.0


class Lines:
    """Who waits, who is at work, and whose turn is next; knows nothing of an event loop."""

    def __init__(self, terms: Terms, clock: Callable[[], float] = time.monotonic) -> None:
        self._terms = terms
        self._clock = clock
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._ring: deque[str] = deque()
        self._at_work = 0

    def __len__(self) -> int:
        """How many lines are remembered: those that wait, work, or did so lately."""
        return len(self._lines)

    def join(self, name: str, ready: asyncio.Future[None] | None = None) -> Ticket:
        """Wait at the end of a line; raises ``TooManyWaiting`` where it is full."""
        line = self._seen(name)
        if len(line.waiting) >= self._terms.most_waiting:
            raise TooManyWaiting(_TRY_AGAIN)
        ticket = Ticket(name, self._clock(), ready)
        if not line.waiting:
            self._ring.append(name)
        line.waiting.append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> bool:
        """Wait no longer; False where the ticket does not wait."""
        line = self._lines.get(ticket.line)
        if line is None or ticket not in line.waiting:
            return False
        line.waiting.remove(ticket)
        if not line.waiting:
            self._ring.remove(ticket.line)
        return True

    def start(self) -> Ticket | None:
        """The next whose turn it is; None while nobody's is."""
        self._forget()
        if self._at_work >= self._terms.places:
            return None
        owed = self._owed()
        for name in tuple(self._ring):
            line = self._lines[name]
            if not self._may_start(line, owed):
                continue
            self._ring.remove(name)
            ticket = line.waiting.popleft()
            if line.waiting:
                self._ring.append(name)
            line.at_work += 1
            self._at_work += 1
            return ticket
        return None

    def done(self, ticket: Ticket, seconds: float) -> None:
        """End a turn that took so long."""
        line = self._seen(ticket.line)
        line.at_work -= 1
        self._at_work -= 1
        line.debt = min(self._debt(line) + seconds, self._terms.most_debt)
        line.as_of = self._clock()

    def pause(self) -> float | None:
        """Seconds until somebody's turn may come although no turn ends; None if never so."""
        if self._at_work >= self._terms.places:
            return None
        lines, owed = map(self._lines.__getitem__, self._ring), self._owed()
        pauses = [self._held_back(line, owed) for line in lines if self._has_room(line)]
        return max(min(pauses), _SHORTEST_PAUSE) if pauses else None

    def waiting(self) -> list[Ticket]:
        """Everyone who waits."""
        return [ticket for line in self._lines.values() for ticket in line.waiting]

    def _may_start(self, line: _Line, owed: float) -> bool:
        if len(self._lines) == 1:
            return True
        return self._has_room(line) and self._held_back(line, owed) <= 0

    def _has_room(self, line: _Line) -> bool:
        """Whether a line leaves the other places to others."""
        return line.at_work < self._terms.each

    def _held_back(self, line: _Line, owed: float) -> float:
        """Seconds until the debt of a line is small enough; all lines together owe ``owed``."""
        debt = self._debt(line)
        usual = (owed - debt) / max(len(self._lines) - 1, 1)
        enough = max(self._terms.allowance, _MUCH_MORE * usual)
        if self._at_work > line.at_work:
            enough /= 2
        return max(debt - enough, 0.0) / self._terms.share

    def _owed(self) -> float:
        return sum(map(self._debt, self._lines.values()))

    def _debt(self, line: _Line) -> float:
        return max(line.debt - (self._clock() - line.as_of) * self._terms.share, 0.0)

    def _seen(self, name: str) -> _Line:
        line = self._lines.setdefault(name, _Line())
        line.seen = self._clock()
        self._lines.move_to_end(name)
        return line

    def _forget(self) -> None:
        while self._lines:
            name, line = next(iter(self._lines.items()))
            if line.waiting or line.at_work or self._clock() - line.seen < _LATELY:
                return
            del self._lines[name]


class FairTurns:
    """Turns on an event loop. Who is cancelled leaves the line, and nobody else's turn is lost.

    Args:
        terms: How they are given.
        patience: Seconds after which waiting is given up.
    """

    def __init__(self, terms: Terms, *, patience: float = 120.0) -> None:
        self._lines = Lines(terms)
        self._beside = terms.beside
        self._patience = patience
        self._doing: set[asyncio.Future[Any]] = set()
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False

    async def run(self, line: str, work: Callable[[], _Done]) -> _Done:
        """Work in a thread when the turn comes, to its end, also when nobody waits any more.

        What counts as its debt are the seconds of a processor that it took. Raises
        ``TooManyWaiting`` where its line is full, or its turn does not come.
        """
        ticket = await self._granted(line)
        spent = 0.0

        def timed() -> _Done:
            nonlocal spent
            began = time.thread_time()
            try:
                return work()
            finally:
                spent = time.thread_time() - began

        doing = asyncio.ensure_future(asyncio.to_thread(timed))

        def ended(done: asyncio.Future[_Done]) -> None:
            self._doing.discard(doing)
            self._release(ticket, spent + self._beside)
            if not done.cancelled():
                done.exception()  # told to whoever waits, if anybody still does

        self._doing.add(doing)
        doing.add_done_callback(ended)
        return await asyncio.shield(doing)

    @asynccontextmanager
    async def turn(self, line: str) -> AsyncIterator[None]:
        """Have a turn for as long as the block lasts; raises ``TooManyWaiting`` as ``run`` does."""
        ticket = await self._granted(line)
        began = time.monotonic()
        try:
            yield
        finally:
            self._release(ticket, time.monotonic() - began)

    async def close(self) -> None:
        """Turn away who waits, and wait for those at work."""
        self._closed = True
        for ticket in self._lines.waiting():
            if ticket.ready is not None and not ticket.ready.done():
                self._lines.leave(ticket)
                ticket.ready.set_exception(TooManyWaiting(_TRY_AGAIN))
        if self._alarm is not None:
            self._alarm.cancel()
        if self._doing:
            await asyncio.wait(self._doing)

    async def _granted(self, line: str) -> Ticket:
        if self._closed:
            raise TooManyWaiting(_TRY_AGAIN)
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ticket = self._lines.join(line, ready)
        self._begin()
        try:
            with spent_on(Stage.WAITING):
                async with asyncio.timeout(self._patience):
                    await ready
        except BaseException as problem:
            # Given a turn at the very moment of being cancelled: the next one has it.
            if not self._lines.leave(ticket) and _granted(ready):
                self._release(ticket, 0.0)
            if isinstance(problem, TimeoutError):
                raise TooManyWaiting(_TRY_AGAIN) from None
            raise
        return ticket

    def _release(self, ticket: Ticket, seconds: float) -> None:
        self._lines.done(ticket, seconds)
        self._begin()

    def _begin(self) -> None:
        """Let everyone begin whose turn it is, and look again when the next one's may be."""
        if self._closed:
            return
        while (ticket := self._lines.start()) is not None:
            if ticket.ready is None or ticket.ready.done():
                self._lines.done(ticket, 0.0)
            else:
                ticket.ready.set_result(None)
        if self._alarm is not None:
            self._alarm.cancel()
        pause = self._lines.pause()
        loop = asyncio.get_running_loop()
        self._alarm = None if pause is None else loop.call_later(pause, self._begin)


def _granted(ready: asyncio.Future[None]) -> bool:
    return ready.done() and not ready.cancelled() and ready.exception() is None
