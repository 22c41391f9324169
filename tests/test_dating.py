"""A quoted post is told from claims of what came after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.dating import times, told_of, written
from matching.index import SearchIndex
from matching.matcher import ClaimMatcher
from matching.query import of_one_text, queries
from matching.segments import cut
from tests.matching_world import HERE, HandFeed, claim, model, opened, refs


def month(year: int, of_it: int) -> int:
    return year * 12 + of_it


@pytest.mark.parametrize(
    ("text", "posted"),
    [
        ("The bridge is closed! — Ann Bell (@annbell) October 3, 2020", month(2020, 10)),
        ("The bridge is closed!\n1:23 PM · Oct 3, 2020", month(2020, 10)),
        ("The bridge is closed! 1:23 PM · Oct 3, 2020 · 12.3K Views", month(2020, 10)),
        ("No cars by 2030! — Ann Bell (@annbell) May 3, 2019", month(2030, 1)),
        ("The bridge was closed on May 3, 2019", None),
        ("— Ann (@ann) May 3, 2019 she wrote. The town hall says nothing.", None),
        ("The bridge is closed! — Ann Bell (@annbell)", None),
        ("The bridge is closed! — Ann (@ann) Smarch 3, 2019", None),
    ],
)
def test_a_quoted_post_says_when_it_was_written(text: str, posted: int | None) -> None:
    assert written(text) == posted


@given(st.text(max_size=300) | st.from_regex(r"[\d/., -]{0,12}May [\d/., -]{0,12}", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_whatever_a_post_says_it_was_not_written_before_its_day(said: str) -> None:
    posted = written(f"{said} — Ann Bell (@annbell) October 3, 2020")
    assert posted is not None
    assert posted >= month(2020, 10)


def test_all_parts_of_a_post_are_of_its_month_and_those_of_an_article_are_not() -> None:
    post = "The bridge is closed. The mayor is silent! — Ann Bell (@annbell) October 3, 2020"
    parts = of_one_text(queries([part.text for part in cut(post)]))
    assert len(parts) > 2
    assert {part.posted for part in parts} == {month(2020, 10)}
    article = f"In 2023 the mayor spoke. He had been silent: {post} Now he is angry."
    parts = of_one_text(queries([part.text for part in cut(article)]))
    assert {part.posted for part in parts if "Ann" not in part.text} == {None}


def test_a_claim_tells_of_months_and_years() -> None:
    told = told_of(["In January 2020 and in 2016, on 3 May 2017", "January 2020", "in spring"])
    assert set(told) == {
        (month(2020, 1), month(2020, 1)),
        (month(2016, 1), month(2016, 12)),
        (month(2017, 5), month(2017, 5)),
    }


@pytest.mark.parametrize(
    ("posted", "told", "expected"),
    [
        (month(2017, 3), ["in January 2020"], (1.0, 0.0, 0.0)),
        (month(2019, 7), ["in January 2020"], (0.25, 0.0, 0.0)),
        (month(2020, 2), ["in January 2020"], (0.0, 1.0, 1 / 48)),
        (month(2020, 7), ["in 2020"], (0.0, 0.0, 0.0)),
        (month(2022, 12), ["in 2020"], (0.0, 0.0, 0.5)),
        (month(2020, 7), ["of no time"], (0.0, 0.0, 0.0)),
    ],
)
def test_a_time_lies_after_a_post_in_its_month_or_before(
    posted: int, told: list[str], expected: tuple[float, float, float]
) -> None:
    assert times(posted, told_of(told)) == pytest.approx(expected)


@pytest.fixture
async def index(tmp_path: Path) -> SearchIndex:
    feed = HandFeed()
    text = "In {} a man in a red hat broke a window of the town hall of Velm"
    feed.put(HERE, 1, claim("after", text.format("March 2021")))
    feed.put(HERE, 2, claim("before", text.format("March 2017")))
    return await opened(tmp_path, feed, model())


async def test_a_post_does_not_tell_of_what_came_after_it(index: SearchIndex) -> None:
    matcher = ClaimMatcher(index)
    said = "The window of the Velm town hall was broken by someone with a red hat"
    undated = await matcher.rank(said, [HERE], 2)
    assert refs(undated)[0] == "after", "both are as near, and the older one stands first"
    dated = await matcher.rank(f"{said} — Ann Bell (@annbell) May 3, 2018", [HERE], 2)
    assert refs(dated)[0] == "before"
    assert dated[1].score < undated[0].score
    await index.close()
