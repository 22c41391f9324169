"""Whose turn it is: communities one after the other, and a flood waits in its own line."""

import asyncio
import threading
from collections import Counter

import pytest

from claims.errors import TooManyWaiting
from claims.turns import FairTurns, Lines, Terms, Ticket

FLOOD, NEIGHBOUR, OTHER = "flood", "neighbour", "other"
TERMS = Terms(places=2, most_waiting=5, share=0.2, allowance=0.2, most_debt=1.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def served(lines: Lines) -> list[str]:
    """Who gets a turn now, until nobody does; each is over at once and took no time."""
    order = []
    while (ticket := lines.start()) is not None:
        order.append(ticket.line)
        lines.done(ticket, 0.0)
    return order


def work(lines: Lines, clock: Clock, seconds: float) -> Ticket:
    """One turn that takes so long."""
    ticket = lines.start()
    assert ticket is not None
    clock.now += seconds
    lines.done(ticket, seconds)
    return ticket


def test_communities_take_turns_however_many_each_of_them_asks(clock: Clock):
    lines = Lines(TERMS, clock)
    for name in (FLOOD, FLOOD, FLOOD, NEIGHBOUR, OTHER, OTHER):
        lines.join(name)
    assert served(lines) == [FLOOD, NEIGHBOUR, OTHER, FLOOD, OTHER, FLOOD]


def test_a_line_is_bounded_and_a_full_one_keeps_nobody_else_out(clock: Clock):
    lines = Lines(TERMS, clock)
    for _ in range(TERMS.most_waiting):
        lines.join(FLOOD)
    with pytest.raises(TooManyWaiting, match="Many questions of this community wait"):
        lines.join(FLOOD)
    lines.join(NEIGHBOUR)
    assert served(lines)[1] == NEIGHBOUR


def test_who_is_alone_may_have_every_place_and_beside_others_leaves_one(clock: Clock):
    lines = Lines(TERMS, clock)
    lines.join(FLOOD)
    lines.join(FLOOD)
    first, second = lines.start(), lines.start()
    assert first is not None
    assert second is not None
    lines.done(first, 0.0)
    lines.done(second, 0.0)
    lines.join(NEIGHBOUR)
    served(lines)
    lines.join(FLOOD)
    lines.join(FLOOD)
    assert lines.start() is not None
    assert lines.start() is None, "one place is left for others"
    lines.join(NEIGHBOUR)
    found = lines.start()
    assert found is not None
    assert found.line == NEIGHBOUR


def test_who_worked_much_waits_while_others_are_about_and_the_others_do_not(clock: Clock):
    lines = Lines(TERMS, clock)
    lines.join(NEIGHBOUR)
    served(lines)
    for _ in range(3):
        lines.join(FLOOD)
    work(lines, clock, 0.5)
    assert lines.start() is None
    pause = lines.pause()
    assert pause == pytest.approx((0.5 - 0.2) / 0.2)
    lines.join(NEIGHBOUR)
    assert work(lines, clock, 0.01).line == NEIGHBOUR
    clock.now += pause
    assert work(lines, clock, 0.01).line == FLOOD


def test_a_flood_has_its_share_of_a_processor_and_no_more_while_others_are_about(clock: Clock):
    lines = Lines(TERMS, clock)
    began, spent, waited = clock.now, Counter[str](), []
    asks_next = clock.now
    while clock.now < began + 60:
        while len(lines.waiting()) < 4:
            lines.join(FLOOD)
        if clock.now >= asks_next:
            asks_next += 1.0
            lines.join(NEIGHBOUR)
        ticket = lines.start()
        if ticket is None:
            clock.now += min(lines.pause() or 1.0, max(asks_next - clock.now, 0.001))
            continue
        if ticket.line == NEIGHBOUR:
            waited.append(clock.now - ticket.since)
        clock.now += 0.02
        lines.done(ticket, 0.02)
        spent[ticket.line] += 1
    assert spent[NEIGHBOUR] == 60
    assert spent[FLOOD] * 0.02 == pytest.approx(60 * 0.2, rel=0.05)
    assert max(waited) <= 0.02, "a check of the flood that had begun, at most"


def test_who_has_no_neighbour_any_more_is_held_back_no_longer(clock: Clock):
    lines = Lines(TERMS, clock)
    lines.join(NEIGHBOUR)
    served(lines)
    for _ in range(3):
        lines.join(FLOOD)
    work(lines, clock, 0.9)
    assert lines.start() is None
    clock.now += 31
    lines.join(FLOOD)
    work(lines, clock, 0.9)
    assert lines.start() is not None
    assert len(lines) == 1, "who was not about lately is forgotten"


def test_who_worked_some_lets_others_finish_first(clock: Clock):
    lines = Lines(TERMS, clock)
    lines.join(FLOOD)
    work(lines, clock, 0.15)
    lines.join(OTHER)
    working = lines.start()
    assert working is not None
    assert working.line == OTHER
    lines.join(FLOOD)
    assert lines.start() is None
    pause = lines.pause()
    assert pause == pytest.approx((0.15 - 0.1) / 0.2)
    clock.now += pause + 0.001
    found = lines.start()
    assert found is not None
    assert found.line == FLOOD, "but not for long"


def test_who_is_busy_among_the_busy_is_not_held_back(clock: Clock):
    lines = Lines(TERMS, clock)
    names = [f"community {n}" for n in range(4)]
    for _ in range(3):
        for name in names:
            lines.join(name)
        for _ in names:
            work(lines, clock, 0.5)
    assert lines.waiting() == [], "each of them owes more than is allowed beside those who do not"


async def test_a_backlog_is_worked_off_in_turns_and_in_order():
    turns, order = FairTurns(Terms(places=1, most_waiting=10)), []

    async def ask(name: str) -> None:
        async with turns.turn(name.split(maxsplit=1)[0]):
            order.append(name)
            await asyncio.sleep(0)

    asked = ("a 1", "a 2", "a 3", "b 1", "c 1", "b 2")
    await asyncio.gather(*map(ask, asked))
    assert order == ["a 1", "a 2", "b 1", "c 1", "a 3", "b 2"]


async def test_who_is_cancelled_leaves_the_line_and_keeps_nobody_waiting():
    turns, order = FairTurns(Terms(places=1, most_waiting=10)), []
    begun = asyncio.Event()

    async def ask(name: str, go_on: asyncio.Event | None = None) -> None:
        async with turns.turn(name):
            order.append(name)
            begun.set()
            if go_on:
                await go_on.wait()

    go_on = asyncio.Event()
    asked = [asyncio.create_task(ask("a", go_on))]
    await begun.wait()
    asked += [asyncio.create_task(ask(name)) for name in ("b", "c", "d")]
    await asyncio.sleep(0)
    asked[1].cancel()
    go_on.set()
    await asyncio.sleep(0)
    asked[2].cancel()  # as its turn comes
    await asyncio.gather(*asked, return_exceptions=True)
    assert [task.cancelled() for task in asked] == [False, True, True, False]
    assert order == ["a", "d"]
    async with turns.turn("e"):
        pass


async def test_work_in_a_thread_keeps_its_place_when_nobody_waits_for_it_any_more():
    turns, go_on = FairTurns(Terms(places=1, most_waiting=10)), threading.Event()
    first = asyncio.create_task(turns.run("a", go_on.wait))
    second = asyncio.create_task(turns.run("b", go_on.is_set))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not second.done()
    go_on.set()
    assert await second, "it began when the first one had ended"


async def test_a_turn_that_does_not_come_is_given_up_with_a_sentence():
    turns, go_on = FairTurns(Terms(places=1, most_waiting=1), patience=0.01), threading.Event()
    first = asyncio.create_task(turns.run("a", go_on.wait))
    await asyncio.sleep(0)
    with pytest.raises(TooManyWaiting, match="Please try again in 10 seconds"):
        await turns.run("b", go_on.is_set)
    go_on.set()
    await first
    assert await turns.run("b", go_on.is_set)


async def test_closing_turns_away_who_waits_and_waits_for_who_is_at_work():
    turns, go_on = FairTurns(Terms(places=1, most_waiting=5)), threading.Event()
    first = asyncio.create_task(turns.run("a", go_on.wait))
    second = asyncio.create_task(turns.run("b", go_on.wait))
    await asyncio.sleep(0)
    closing = asyncio.create_task(turns.close())
    with pytest.raises(TooManyWaiting):
        await second
    assert not closing.done()
    go_on.set()
    await closing
    assert await first
    with pytest.raises(TooManyWaiting):
        await turns.run("c", go_on.is_set)


async def test_what_goes_wrong_at_work_is_told_and_the_next_one_has_the_turn():
    turns = FairTurns(Terms(places=1, most_waiting=5))

    def fail() -> int:
        raise ValueError

    first, second = await asyncio.gather(
        turns.run("a", fail), turns.run("a", lambda: 1), return_exceptions=True
    )
    assert isinstance(first, ValueError)
    assert second == 1
