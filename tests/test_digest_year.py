"""A year of digests in every zone of the world, minute by minute."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import available_timezones

from claims.changes import SETTLE
from claims.digest import Digest, Item, Run, RunState
from claims.digesting import Digests
from claims.schedule import Due, Plan, Timetable, latest, zone_named
from storage.store import Store
from tests.curating_world import Clock

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LISTED = 500


def communities() -> dict[str, Plan]:
    """One community in every zone, at times when clocks change and at others."""
    random = Random(6)  # noqa: S311 - the same times in every run
    zones = sorted(available_timezones())
    times = [time(hour, minute) for hour in (0, 1, 2, 3, 9, 18, 23) for minute in (0, 15, 30, 59)]
    return {
        str(number): Plan(channel=1, time=random.choice(times), zone=zone, since=START)
        for number, zone in enumerate(zones)
    }


def test_each_community_has_one_digest_for_each_local_day_of_a_year_at_its_time():
    plans = communities()
    assert len(plans) >= LISTED
    table = Timetable()
    table.follow(plans, START)
    told: Counter[tuple[str, date]] = Counter()
    wrong = []
    now = START
    while now < END:
        for due in table.due(now):
            told[due.community, due.day] += 1
            plan = plans[due.community]
            shown = now.astimezone(zone_named(plan.zone))
            on_time = shown.date() == due.day and shown.time() == plan.time and not shown.fold
            if not on_time and not jumped_over(plan, now):
                wrong.append((plan.zone, plan.time, shown))
        now += MINUTE
    assert wrong == []
    assert set(told.values()) == {1}
    days: dict[str, list[date]] = {community: [] for community in plans}
    for community, day in sorted(told):
        days[community].append(day)
    for mine in days.values():
        assert len(mine) in (365, 366), "a year in UTC touches 365 or 366 local times"
        assert (mine[-1] - mine[0]).days == len(mine) - 1, "no day is left out"


def jumped_over(plan: Plan, now: datetime) -> bool:
    """True where clocks have just gone forward over a plan's time."""
    zone = zone_named(plan.zone)
    before, after = ((now + step).astimezone(zone) for step in (-MINUTE, timedelta()))
    gap = after.replace(tzinfo=None) - before.replace(tzinfo=None) > MINUTE
    wanted = datetime.combine(after.date(), plan.time)
    return gap and before.replace(tzinfo=None) < wanted < after.replace(tzinfo=None)


class Gathered:
    """Digests that always have something to say: what they say is not the subject here."""

    async def gather(self, plan: Plan, due: Due, last: Run | None) -> Digest:
        until = due.at - SETTLE
        item = Item(1, "The bridge was closed in May.")
        after = last.until if last is not None else until - plan.span
        return Digest(due.community, due.day, after, until, "", new=(item,))


def changes_in(zone: str) -> list[date]:
    """The local days of 2026 on which clocks in a zone change."""
    place, found = zone_named(zone), []
    day = date(2026, 1, 1)
    while day.year == 2026:
        begin, end = (
            datetime.combine(day + timedelta(days=n), time(), place).utcoffset() for n in (0, 1)
        )
        if begin != end:
            found.append(day)
        day += timedelta(days=1)
    return found


async def test_on_days_when_clocks_change_the_store_takes_one_digest_at_its_time(tmp_path: Path):
    random = Random(7)  # noqa: S311 - the same times in every run
    changing = [(zone, day) for zone in available_timezones() for day in changes_in(zone)]
    taken: list[tuple[str, Run]] = []
    clock = Clock()
    async with Store.open(tmp_path / "caveat.db") as store:
        communities: Any = None
        gathered: Any = Gathered()
        digests = Digests(communities, store.digests, gathered, clock)
        for zone, day in sorted(changing):
            at = time(random.choice((0, 1, 2, 3)), random.choice((0, 15, 30, 59)))
            since = datetime.combine(day - timedelta(days=3), time(), UTC)
            plan = Plan(channel=1, time=at, zone=zone, since=since)
            for minutes in range(-90, 91, 30):
                wall = datetime.combine(day, at, zone_named(zone)).astimezone(UTC)
                clock.now = wall + timedelta(minutes=minutes)
                due = latest(plan, zone, clock.now)
                run = await digests.take(plan, due) if due and due.day == day else None
                if run is not None:
                    taken.append((zone, run))
                    await store.digests.settle(run, RunState.POSTED, 1)
        kept = sum([await store.digests.run(zone, run.day) is not None for zone, run in taken])
    assert len(changing) > 200
    assert Counter((zone, run.day) for zone, run in taken) == Counter(changing)
    assert kept == len(taken)
    for zone, run in taken:
        local = run.due.astimezone(zone_named(zone))
        assert local.date() == run.day
        assert not local.fold
