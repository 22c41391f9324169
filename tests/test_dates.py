"""Dates as sources give them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.dates import PartialDate


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2017", "2017"),
        ("2017-12", "Dec 2017"),
        ("2017-12-20", "20 Dec 2017"),
        ("2017-10-14~", "about 14 Oct 2017"),
        ("2017-12-27/2017-12-28", "27 to 28 Dec 2017"),
        ("2016-12-31/2017-01-01", "31 Dec 2016 to 1 Jan 2017"),
        (" 2017-05 ", "May 2017"),
    ],
)
def test_a_date_is_spoken_as_precisely_as_it_is_known(written: str, spoken: str):
    assert PartialDate(written).spoken() == spoken


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "2017-13", "2017-02-30", "28.12.2017", "2017-12-28/2017-12-27", "1/2/3"],
)
def test_what_is_no_date_is_refused_with_an_example(written: str):
    with pytest.raises(ValueError, match=r"2017|ends before"):
        PartialDate(written)


def test_a_year_means_all_its_days():
    year = PartialDate("2016")
    assert (year.first_day, year.last_day) == (date(2016, 1, 1), date(2016, 12, 31))


def test_a_month_ends_on_its_own_last_day():
    assert PartialDate("2016-02").last_day == date(2016, 2, 29)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_survives_being_written_and_read(day: date):
    read = PartialDate(day.isoformat())
    assert read.first_day == read.last_day == day


@given(st.text(max_size=30))
def test_any_text_is_either_a_date_or_refused_by_name(text: str):
    try:
        read = PartialDate(text)
    except ValueError:
        return
    assert PartialDate(str(read)) == read
