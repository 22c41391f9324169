"""Figures and dates: which are the same, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.dates import dates, same_date
from matching.numbers import adds_up, agree, quantities


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("11,000 civilians", "eleven thousand civilians"),
        ("11k dead", "11 000 dead"),
        ("about 11,000 died", "9,000-11,000 died"),
        ("between 9,000 and 11,000", "11,000 people"),
        ("over 40,000 dead", "40k dead"),
        ("more than 40,000", "upwards of 40,000"),
        ("40,000+ dead", "over forty thousand dead"),
        ("fewer than 1,000 fighters", "less than a thousand fighters"),
        ("not even 1,000", "under 1000"),
        ("ten times higher", "10x higher"),
        ("tenfold", "10 times"),
        ("5 percent", "5%"),
        ("$1.2bn", "1.2 billion dollars"),
        ("$33 mil", "33 million dollars"),
        ("eleven warships", "11 warships"),
        ("thousands of fighters", "4,000 fighters"),
        ("seven hundred fifty men", "750 men"),
        ("half a million", "500,000"),
        ("a dozen ships", "12 ships"),
        ("40.000 Tote", "40,000 Tote"),
        ("four miles", "6.4 km"),
        ("nine months", "0.75 years"),
        ("40 raids a week", "40 raids weekly"),
        ("one in five", "20 percent"),
        ("nine out of ten", "90%"),
        ("half of them", "50 per cent"),
        ("two thirds", "66.7 percent"),
        ("100,000s of people", "hundreds of thousands of people"),
        ("a factor of 10", "tenfold"),
        ("100s of 1000s of people", "hundreds of thousands of people"),
        ("350ish men", "about 350 men"),
        ("a couple dozen men", "30 men"),
    ],
)
def test_one_figure_has_many_spellings(one: str, other: str) -> None:
    assert agree(quantities(one)[0], quantities(other)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("110,000 civilians", "11,000 civilians"),
        ("about 4,000", "over 40,000"),
        ("more than 1,000", "fewer than 1,000"),
        ("750", "7,500"),
        ("ten times", "a hundred times"),
        ("10 percent", "10"),
        ("10 percent", "12 percent"),
        ("hundreds of fighters", "thousands of fighters"),
        ("a few dozen", "hundreds of thousands"),
        ("a couple of dozen", "thousands"),
        ("40,000 fighters", "thousands of fighters"),
        ("11 million", "11,000"),
        ("49th", "49"),
        ("millions of geese", "hundreds of thousands of geese"),
        ("four miles", "four kilometres"),
        ("40 raids a week", "40 raids a month"),
        ("two thirds", "a third"),
    ],
)
def test_other_figures_are_other_figures(one: str, other: str) -> None:
    assert not agree(quantities(one)[0], quantities(other)[0])


@pytest.mark.parametrize("text", ["an F-22 and a Su-35", "C4 and MH17", "one of them", "no figure"])
def test_names_with_digits_count_nothing(text: str) -> None:
    assert quantities(text) == ()


def test_a_sum_or_what_is_left_over_is_no_other_figure() -> None:
    parts = quantities("about 750 at one base and 350 at another")
    assert adds_up(quantities("1100 men")[0], parts)
    assert adds_up(quantities("over a thousand men")[0], parts)
    assert adds_up(
        quantities("3500 fighters")[0], quantities("4,000 people, 500 of them civilians")
    )
    assert not adds_up(quantities("7500 men")[0], parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27 December 2017", "Dec 27"),
        ("on the 27th of December", "December 27, 2017"),
        ("2017-12-27", "27/12/2017"),
        ("12/27/2017", "27.12.2017"),
        ("in October", "October 2017"),
        ("in 2017", "July 2017"),
        ("late 2017", "October 2017"),
        ("Oct '17", "10/2017"),
    ],
)
def test_one_date_has_many_spellings(one: str, other: str) -> None:
    assert same_date(dates(one)[0], dates(other)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27 November 2017", "27 December 2017"),
        ("in 2018", "in 2017"),
        ("28 Dec", "Dec 27"),
        ("early 2017", "late 2017"),
        ("autumn 2017", "March 2017"),
    ],
)
def test_other_dates_are_other_dates(one: str, other: str) -> None:
    assert not same_date(dates(one)[0], dates(other)[0])


@pytest.mark.parametrize("text", ["last Wednesday", "it may be so", "2,017 people", "2000 troops"])
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert dates(text) == ()


_PIECES = [
    "5",
    "11,000",
    "4.5",
    "one",
    "two",
    "seventeen",
    "half a",
    "a",
    "tens of",
    "hundred",
    "hundreds",
    "thousand",
    "mİllıon",
    "million",
    "k",
    "m",
    "bn",
    "%",
    "percent",
    "in",
    "out of",
    "every",
    "-",
    " ",
    "  ",
    "\n",
    "\t",
    "\u2009",
    ",",
    ".",
    "$",
    "times",
    "twice",
    "thirds",
    "all but",
    "more than",
    "fewer",
    "to",
    "and",
    "December",
    "2017",
    "early",
    "s",
    "a week",
    "km",
    "miles",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_no_text_is_too_odd_for_its_numbers_and_dates(text: str) -> None:
    quantities(text, [(date.start, date.end) for date in dates(text)])


def test_a_letter_on_the_next_line_is_no_magnitude_of_the_figure_before() -> None:
    assert quantities("5\nm")[0].low == 5
    assert quantities("5 mİllion people")[0].low == 5_000_000
