"""What members paste, and what is left of it to check."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import NothingToCheck, TextTooLong
from intake.addresses import canonical_address, links_in
from intake.markup import plain_text
from intake.pasted import LIMIT, PastedText, read_paste

SAME_PAGE = "https://astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters"


@pytest.mark.parametrize(
    "written",
    [
        "http://astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters/",
        "HTTPS://WWW.AstuteNews.com:443/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters",
        "https://m.astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters/?utm_source=x&fbclid=1",
        "https://astutenews.com//2017/12/russia-charges-pentagon-with-training-ex-isis-fighters/amp/",
        "https://amp.astutenews.com/2017/12/russia%2Dcharges-pentagon-with-training-ex-isis-fighters#top",
        "astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters",
    ],
)
def test_one_page_has_one_address_however_it_is_written(written: str):
    assert canonical_address(written) == SAME_PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://amp.dev/a", "https://dev/a"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org/a"),
    ],
)
def test_two_pages_never_become_one(one: str, other: str):
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize("odd", ["", "mailto:a@b.c", "https://", "https://[::1", "http://a:b/c"])
def test_an_address_that_cannot_be_read_stays_as_it_is(odd: str):
    assert canonical_address(odd) in (odd, f"https://{odd}")


@given(st.text(max_size=80), st.sampled_from(["", "https://example.org/", "http://www."]))
def test_the_one_form_of_an_address_is_its_own_one_form(text: str, start: str):
    once = canonical_address(start + text)
    assert canonical_address(once) == once


def test_the_punctuation_around_a_link_is_not_part_of_it():
    text = "(see https://example.org/a_(b)), or https://example.org/c. And www.example.net/d!"
    assert links_in(text) == (
        "https://example.org/a_(b)",
        "https://example.org/c",
        "www.example.net/d",
    )


def test_a_reader_sees_words_not_marks():
    message = "> **US** killed ||11,000|| [civilians](https://example.org/x) <@42> <:sad:99>\n-# AP"
    assert plain_text(message) == "US killed 11,000 civilians https://example.org/x\nAP"


def test_stars_and_underscores_inside_words_stay():
    assert plain_text("snake_case_name and 2*3*4") == "snake_case_name and 234"


def test_a_link_is_taken_out_of_the_text_and_kept_beside_it():
    submission = read_paste("Look: http://www.example.org/story?utm_source=chat about Mosul")
    assert submission.text == "Look: about Mosul"
    assert submission.links == ("https://example.org/story",)


@pytest.mark.parametrize(
    ("pasted", "named"),
    [
        ("", "no words"),
        (" \n\t ", "no words"),
        ("a" * 200_000, "over and over"),
        ("😀🎉" * 50, "emoji"),
        ("<:sad:99> <a:wave:100>", "emoji"),
        ("<@123456789>", "mention"),
        ("@everyone", "mention"),
        ("?!… —", "punctuation"),
        ("\u200b\u200b", "punctuation"),
        ("*a " * 66_000, "no words"),
        ("||a " * 50_000, "no words"),
    ],
)
def test_an_empty_paste_is_answered_with_what_it_holds(pasted: str, named: str):
    with pytest.raises(NothingToCheck, match=named):
        read_paste(pasted)


def test_marks_inside_a_link_belong_to_the_link():
    pasted = "**https://urldefense.com/v3/__https://a.example/x_y_z__;!!abc$** and __that__"
    asked = read_paste(pasted)
    assert asked.written == ("https://urldefense.com/v3/__https://a.example/x_y_z__;!!abc$",)
    assert asked.links == ("https://a.example/x_y_z",)
    assert asked.text == "and that"


async def test_a_book_is_refused_with_the_limit():
    with pytest.raises(TextTooLong, match="200,000"):
        await PastedText().read("word " * LIMIT)


@pytest.mark.parametrize("unit", ["*a ", "||a ", "[a](", "http://", "<@", "```a ", "\\*", "_a "])
def test_no_paste_keeps_the_bot_busy(unit: str):
    """Not a speed figure: a paste that backtracks would take minutes, not seconds."""
    started = time.monotonic()
    with contextlib.suppress(NothingToCheck):
        read_paste((unit * LIMIT)[:LIMIT])
    assert time.monotonic() - started < 30
