"""When digests are due: local times, clocks that change, late starts, pauses, and moves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from claims.clock_times import day_ahead, time_of_day
from claims.errors import InputProblem
from claims.schedule import (
    CATCH_UP,
    Due,
    Plan,
    Timetable,
    following,
    latest,
    moment_of,
    next_due,
    skipped,
    zone_named,
)
from claims.zones import guessed_zone, zone_of, zones_like

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def plan(at: str = "09:00", zone: str = "Europe/Berlin", **more: object) -> Plan:
    given = {"channel": 1, "time": time.fromisoformat(at), "zone": zone, "since": LONG_AGO}
    return Plan.model_validate({**given, **more})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("Europe/Berlin", "2026-11-24", "09:00", "2026-11-24T08:00"),
        ("Europe/Berlin", "2026-07-01", "09:00", "2026-07-01T07:00"),
        ("Asia/Kathmandu", "2026-11-24", "09:00", "2026-11-24T03:15"),
        ("Pacific/Chatham", "2026-01-05", "09:00", "2026-01-04T19:15"),
        # Clocks go forward: 02:30 is left out, so it counts when they jump.
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30"),
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00"),
        # Clocks go back: 02:30 occurs twice and counts the first time.
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
    ],
)
def test_a_local_time_is_one_moment(zone: str, day: str, at: str, moment: str):
    found = moment_of(date.fromisoformat(day), time.fromisoformat(at), zone)
    assert found == utc(moment)


def test_a_day_that_a_zone_left_out_has_no_moment():
    assert moment_of(date(2011, 12, 30), time(9), "Pacific/Apia") is None
    assert plan(zone="Pacific/Apia").start_of(date(2011, 12, 30)) == utc("2011-12-30T10:00")


def test_a_digest_is_due_once_its_time_has_come_and_for_twelve_hours():
    due = Due(utc("2026-11-24T08:00"), "1", date(2026, 11, 24))
    before = utc("2026-11-24T07:59")
    assert next_due(plan(), "1", before) == due
    assert latest(plan(), "1", before) == Due(utc("2026-11-23T08:00"), "1", date(2026, 11, 23))
    assert next_due(plan(), "1", due.at + CATCH_UP) == due
    late = next_due(plan(), "1", due.at + CATCH_UP + timedelta(seconds=1))
    assert late == Due(utc("2026-11-25T08:00"), "1", date(2026, 11, 25))


def test_an_evening_digest_is_caught_up_after_midnight():
    found = next_due(plan("23:30"), "1", utc("2026-11-25T05:00"))
    assert found == Due(utc("2026-11-24T22:30"), "1", date(2026, 11, 24))


def test_a_new_plan_begins_with_its_next_time():
    fresh = plan(since=utc("2026-11-24T12:00"))
    assert latest(fresh, "1", utc("2026-11-24T13:00")) is None
    first = next_due(fresh, "1", utc("2026-11-24T13:00"))
    assert first == Due(utc("2026-11-25T08:00"), "1", date(2026, 11, 25))


def test_a_paused_plan_is_never_due_and_one_paused_until_a_day_begins_with_it():
    assert next_due(plan(paused=True), "1", utc("2026-11-24T09:00")) is None
    until = plan().start_of(date(2026, 12, 1))
    rested = plan(since=until)
    assert next_due(rested, "1", utc("2026-11-24T09:00")) == Due(
        utc("2026-12-01T08:00"), "1", date(2026, 12, 1)
    )
    assert skipped(rested, date(2026, 11, 20), date(2026, 12, 1)) == ()


def test_a_weekly_digest_comes_on_its_day():
    weekly = plan(weekday=4)
    assert next_due(weekly, "1", utc("2026-11-24T09:00")) == Due(
        utc("2026-11-27T08:00"), "1", date(2026, 11, 27)
    )
    assert skipped(weekly, date(2026, 11, 6), date(2026, 11, 27)) == (
        date(2026, 11, 13),
        date(2026, 11, 20),
    )


def test_days_that_were_missed_are_known():
    assert skipped(plan(), date(2026, 11, 20), date(2026, 11, 24)) == (
        date(2026, 11, 21),
        date(2026, 11, 22),
        date(2026, 11, 23),
    )
    assert skipped(plan(), date(2026, 11, 23), date(2026, 11, 24)) == ()
    assert len(skipped(plan(), date(2026, 1, 1), date(2026, 11, 24))) < 61


def test_after_a_day_comes_the_next_one_also_when_the_zone_has_changed_at_noon():
    moved = plan(zone="America/Los_Angeles", since=utc("2026-11-24T11:00"))
    found = following(moved, "1", date(2026, 11, 24), utc("2026-11-24T11:00"))
    assert found == Due(utc("2026-11-25T17:00"), "1", date(2026, 11, 25))
    assert next_due(moved, "1", utc("2026-11-24T11:00")) == Due(
        utc("2026-11-24T17:00"), "1", date(2026, 11, 24)
    ), "which the store refuses where that day had its digest in Berlin"


def test_a_timetable_tells_of_each_digest_once():
    table, start = Timetable(), utc("2026-11-24T07:58")
    table.follow({"1": plan(), "2": plan("09:01")}, start)
    minutes = [start + timedelta(minutes=n) for n in range(24 * 60 + 10)]
    told = [due for now in minutes for due in table.due(now)]
    assert [(due.community, due.day.day) for due in told] == [
        *(("1", 24), ("2", 24)),
        *(("1", 25), ("2", 25)),
    ]


def test_a_timetable_tells_again_of_what_is_given_back_until_it_is_too_late():
    table, at = Timetable(), utc("2026-11-24T08:00")
    table.follow({"1": plan()}, at)
    for hours in range(13):
        [due] = table.due(at + timedelta(hours=hours))
        assert due.day == date(2026, 11, 24)
        table.again(due)
    assert table.due(at + timedelta(hours=13)) == []
    assert len(table.due(at + timedelta(days=1))) == 1


def test_a_timetable_follows_plans_that_change_or_go():
    table, at = Timetable(), utc("2026-11-24T07:00")
    table.follow({"1": plan(), "2": plan()}, at)
    table.follow({"1": plan("10:00", since=at)}, at)
    assert table.due(utc("2026-11-24T08:00")) == []
    assert [due.community for due in table.due(utc("2026-11-24T09:00"))] == ["1"]


def test_a_clock_that_runs_away_and_comes_back_loses_no_day():
    table, at = Timetable(), utc("2026-11-24T07:00")
    table.follow({"1": plan()}, at)
    assert [due.day.year for due in table.due(utc("2027-11-24T08:01"))] == []
    assert [due.day for due in table.due(utc("2026-11-24T08:00"))] == [date(2026, 11, 24)]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        *(("9", "09:00"), ("9:00", "09:00"), ("09:00", "09:00"), ("0900", "09:00")),
        *(("9am", "09:00"), ("9 AM", "09:00"), ("9:30 p.m.", "21:30"), ("12 am", "00:00")),
        *(("12pm", "12:00"), ("21h30", "21:30"), ("21h", "21:00"), ("9.15", "09:15")),
        *(("9 Uhr", "09:00"), ("noon", "12:00"), (" midnight ", "00:00"), ("18:05", "18:05")),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, at: str):
    assert time_of_day(typed) == time.fromisoformat(at)


@pytest.mark.parametrize("typed", ["", "25:00", "9:75", "13 pm", "0 am", "soon", "9:0", "-1"])
def test_what_is_no_time_gets_a_kind_sentence(typed: str):
    with pytest.raises(InputProblem, match="write it like 09:00, 18:30 or 9 pm"):
        time_of_day(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("2026-12-01", "2026-12-01"), ("1 Dec", "2026-12-01"), ("Dec 1", "2026-12-01")),
        *(("3 days", "2026-11-27"), ("for 2 weeks", "2026-12-08"), ("tomorrow", "2026-11-25")),
        *(("1 January", "2027-01-01"), ("24. December 2026", "2026-12-24")),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: str):
    assert day_ahead(typed, date(2026, 11, 24)) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["", "2026-11-24", "2030-01-01", "31 Feb", "never", "0 days"])
def test_what_is_no_day_ahead_gets_a_kind_sentence(typed: str):
    with pytest.raises(InputProblem):
        day_ahead(typed, date(2026, 11, 24))


def test_zones_are_found_by_city_and_guessed_from_the_language():
    assert zones_like("", "de")[0] == "Europe/Berlin"
    assert zones_like("kathm", "en-US") == ["Asia/Kathmandu"]
    assert zones_like("lord h", "en-US") == ["Australia/Lord_Howe"]
    assert (zone_of("berlin"), zone_of("UTC"), zone_of("asia/tokyo")) == (
        *("Europe/Berlin", "UTC"),
        "Asia/Tokyo",
    )
    assert (guessed_zone("pt-BR"), guessed_zone("zz")) == ("America/Sao_Paulo", "UTC")
    assert all(zone_named(guessed_zone(code)) for code in ("en-GB", "uk", "zh-TW", "es-419"))
    with pytest.raises(InputProblem, match="such as Europe/Berlin"):
        zone_of("Atlantis")
    with pytest.raises(ValidationError, match="not a time zone"):
        plan(zone="../etc/passwd")
