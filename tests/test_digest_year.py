"""A year of digests in every zone of the world, minute by minute."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import available_timezones

from claims.schedule import Plan, Timetable, zone_named

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
