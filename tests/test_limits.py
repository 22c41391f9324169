"""How much may be asked for in a minute by a member, by a community, and by nobody."""

import pytest

from claims.errors import AskedTooFast, AskedTooFastAgain
from claims.limits import Cost, Limits, Pace

ANN, BOB = 1, 2
HERE, THERE = "10", "11"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limits(clock: Clock, member: int = 6, community: int = 9) -> Limits:
    return Limits(Pace(member, clock), Pace(community, clock))


def how_many(some: Limits, member: int, community: str | None, cost: Cost = Cost.CHECK) -> int:
    """How often somebody may ask at once."""
    for times in range(1000):
        try:
            some.take(member, community, cost)
        except AskedTooFast:
            return times
    return 1000


def test_a_member_asks_at_once_for_what_a_minute_gives_and_then_as_it_comes_back(clock: Clock):
    some = limits(clock)
    assert how_many(some, ANN, HERE) == 6
    clock.now += 9.9
    assert how_many(some, ANN, HERE) == 0
    clock.now += 0.2
    assert how_many(some, ANN, HERE) == 1
    clock.now += 3600
    assert how_many(some, ANN, HERE) == 6


def test_who_is_refused_is_told_when_there_is_room_and_loses_nothing_by_asking(clock: Clock):
    some = limits(clock)
    how_many(some, ANN, None)
    for _ in range(50):
        with pytest.raises(AskedTooFast, match="a member may ask for 6 checks a minute") as told:
            some.take(ANN, None, Cost.CHECK)
    assert isinstance(told.value, AskedTooFastAgain), "and not fifty times a second"
    assert told.value.seconds == 10
    assert told.value.sentence.endswith("Please try again in 10 seconds.")
    clock.now += told.value.seconds
    some.take(ANN, None, Cost.CHECK)


def test_one_member_leaves_the_others_their_own_and_a_community_the_other_its_own(clock: Clock):
    some = limits(clock)
    assert how_many(some, ANN, HERE) == 6
    assert how_many(some, BOB, HERE) == 3, "the community has nine a minute"
    with pytest.raises(AskedTooFast, match="this community may ask for 9 checks a minute"):
        some.take(BOB, HERE, Cost.CHECK)
    assert how_many(some, BOB, THERE) == 3, "of his own six; who is refused has taken nothing"


def test_strangers_in_direct_messages_are_not_refused_for_each_other(clock: Clock):
    some = limits(clock)
    assert sum(how_many(some, member, None) for member in range(20)) == 120


def test_what_costs_more_takes_more_and_can_always_be_asked_for_once(clock: Clock):
    assert how_many(limits(clock), ANN, HERE, Cost.READING) == 3
    assert how_many(limits(clock), ANN, HERE, Cost.EXPORT) == 1
    assert how_many(limits(clock, member=2), ANN, HERE, Cost.EXPORT) == 1


def test_without_a_limit_nothing_is_refused_or_remembered(clock: Clock):
    some = limits(clock, member=0, community=0)
    assert how_many(some, ANN, HERE) == 1000
    assert len(some.member) == len(some.community) == 0


def test_a_form_that_could_be_opened_can_be_sent_but_not_by_the_dozen(clock: Clock):
    some = limits(clock)
    some.look(ANN, None, Cost.CHECK)
    how_many(some, ANN, None)
    some.settle(ANN, None, Cost.CHECK)
    with pytest.raises(AskedTooFast):
        some.look(ANN, None, Cost.CHECK)
    with pytest.raises(AskedTooFast):
        for _ in range(6):
            some.settle(ANN, None, Cost.CHECK)


def test_posts_that_nobody_asked_about_leave_half_for_members(clock: Clock):
    some = limits(clock, community=10)
    assert sum(some.spare(HERE, Cost.CHECK) for _ in range(50)) == 5
    assert how_many(some, ANN, HERE) == 5
    assert not some.spare(HERE, Cost.CHECK)


def test_only_those_who_asked_lately_are_remembered_and_never_too_many(clock: Clock):
    pace = Pace(60, clock, remembered=100)
    for member in range(1000):
        pace.take(member, 1)
    assert len(pace) == 100
    clock.now += 60
    for _ in range(60):
        pace.take(ANN, 1)
    assert len(pace) == 1, "whose buckets are full again is forgotten"
