"""What is read from a page: its text, what it says of itself, whom it copies, what it rates."""

import json

import pytest

from claims.reading_errors import LoginPage, NothingReadable
from intake.extraction import Article, read_article
from tests.hostile_web import article

ADDRESS = "https://www.river-post.test/2026/dyke?utm_source=x"


def read(html: str, address: str = ADDRESS) -> Article:
    return read_article(html.encode(), address=address, charset="utf-8")


def as_data(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def with_notice(notice: str) -> str:
    return article().replace("</article>", f"{notice}</article>")


def test_a_page_tells_its_title_author_date_publisher_and_language():
    head = as_data(
        **{"@context": "https://schema.org", "@type": "NewsArticle"},
        headline="Dyke &amp; river",
        author=[{"@type": "Person", "name": "Ida Holm"}, {"name": "Per Lind"}],
        publisher={"@type": "Organization", "name": "River Post"},
        datePublished="2026-05-04T10:00:00+02:00",
    )
    found = read(article(head=head))
    assert (found.title, found.author) == ("Dyke & river", "Ida Holm; Per Lind")
    assert (found.published, found.publisher, found.language) == ("2026-05-04", "River Post", "en")
    assert found.ratings == ()
    assert found.notes == ()


def test_what_a_page_says_in_its_head_counts_where_it_has_no_data():
    head = (
        "<meta property='og:title' content='The dyke'><meta name=author content='Ida Holm'>"
        "<meta property='og:site_name' content='River Post'>"
        "<meta property='article:published_time' content='2026-05-04T08:00:00Z'>"
    )
    found = read(article(head=head))
    assert (found.title, found.author) == ("The dyke", "Ida Holm")
    assert (found.publisher, found.published) == ("River Post", "2026-05-04")


def test_a_date_that_the_page_does_not_mark_as_its_own_is_only_about_right():
    found = read(article(head="<meta name='last-modified' content='2026-05-04'>"))
    assert found.published is None or found.published.approximate


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/2026/dyke", "https://river-post.test/2026/dyke"),
        ("https://amp.river-post.test/2026/dyke", "https://river-post.test/2026/dyke"),
        ("javascript:alert(1)", "https://river-post.test/2026/dyke"),
        ("", "https://river-post.test/2026/dyke"),
    ],
)
def test_the_canonical_address_is_one_of_the_site_itself(href, canonical):
    assert read(article(head=f"<link rel='canonical' href='{href}'>")).canonical == canonical


def test_a_page_cannot_pass_itself_off_as_another_sites_but_names_it_as_its_original():
    found = read(article(head="<link rel=canonical href='https://big-paper.test/dyke'>"))
    assert found.canonical == "https://river-post.test/2026/dyke"
    assert found.republished_from == ("https://big-paper.test/dyke",)


@pytest.mark.parametrize(
    ("notice", "named"),
    [
        (
            "<p>This article was originally published by <a href='https://wire.test/a'>The Wire"
            "</a> on 3 May 2026.</p>",
            ("https://wire.test/a", "The Wire"),
        ),
        ("<p><em>Originally published in The Northern Review.</em></p>", ("The Northern Review",)),
        ("<p>The original source of this article is World News Site</p>", ("World News Site",)),
        (
            "<p>Republished with permission from <a href='http://www.wire.test/a/'>Wire</a></p>",
            ("https://wire.test/a", "Wire"),
        ),
        ("<p>First appeared on Coast Blog, under a Creative Commons licence.</p>", ("Coast Blog",)),
        ("<p>Zuerst erschienen bei Nordsee-Zeitung.</p>", ("Nordsee-Zeitung",)),
        ("<p>Publié initialement par Le Fleuve</p>", ("Le Fleuve",)),
        ("<div class='src'>Source: Associated Wire</div>", ("Associated Wire",)),
        ("<p>The figures were first published in a hurry, he said.</p>", ()),
        ("<p>See also <a href='/other'>what we published first</a>.</p>", ()),
        ("<p>Originally published by <a href='/us'>River Post</a>.</p>", ("River Post",)),
    ],
)
def test_a_page_that_copies_another_outlet_says_so(notice, named):
    assert read(with_notice(notice)).republished_from == named


def test_a_rating_is_shown_as_that_of_the_publisher_who_gave_it():
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "The dyke cost 9 million.",
        "author": {"@type": "Organization", "name": "River Checks"},
        "reviewRating": {"@type": "Rating", "ratingValue": 2, "bestRating": 5},
        "url": "https://checks.test/dyke",
        "datePublished": "2026-05-06",
    }
    named = {**review, "reviewRating": {"alternateName": "Lacks context", "ratingValue": "2"}}
    head = as_data(**{"@graph": [review, named, review]})
    first, second = read(article(head=head)).ratings
    assert (first.publisher, first.rating, first.date) == ("River Checks", "2 of 5", "2026-05-06")
    assert (first.claim_reviewed, first.url) == (
        "The dyke cost 9 million.",
        "https://checks.test/dyke",
    )
    assert second.rating == "Lacks context"


@pytest.mark.parametrize(
    "data",
    [
        "{broken",
        "[" * 5000,
        '{"@type": "ClaimReview"}',
        '{"@type": ["ClaimReview"], "claimReviewed": 7, "reviewRating": "x", "author": []}',
        '{"@type": {"a": 1}, "author": {"name": null}, "datePublished": {"x": []}}',
        '{"@type": "NewsArticle", "headline": [[]], "author": [[{"name": ["a"]}]]}',
        "null",
    ],
)
def test_malformed_data_do_no_harm(data):
    head = f"<script type='application/ld+json'>{data}</script>"
    found = read(article("The dyke holds.", head=head))
    assert "The dyke holds." in found.text
    assert found.ratings == ()


def test_a_page_that_a_browser_must_build_is_read_from_its_data_and_says_so():
    words = " ".join(f"Figure {n} was read out in the council." for n in range(30))
    head = as_data(**{"@type": "NewsArticle", "articleBody": words})
    found = read(f"<html><head>{head}</head><body><div id=app>Loading the page</div></body>")
    assert found.text == words
    assert "from the page's data" in found.notes[0]


def test_what_a_page_keeps_for_subscribers_is_not_taken_from_its_data():
    hidden = "A hidden word. " * 200
    head = as_data(
        **{"@type": "NewsArticle", "articleBody": hidden, "isAccessibleForFree": "False"}
    )
    found = read(article("The beginning.", head=head))
    assert "The beginning." in found.text
    assert "hidden" not in found.text
    assert "without a subscription" in found.notes[0]


def test_a_stub_that_asks_for_a_subscription_is_read_as_the_part_that_it_is():
    stub = with_notice("<div class=offer><p>Subscribe to continue reading.</p></div>")
    assert "without a subscription" in read(stub).notes[0]


def test_all_posts_of_a_thread_are_read_and_nothing_of_who_wrote_them():
    rows = "".join(
        f"<div class=post><b>member{n}</b><div class='post-content'>Post {n} counts {n} boats."
        "</div></div>"
        for n in range(9)
    )
    text = read(f"<html><body><h1>Boats</h1><div>{rows}</div></body></html>").text
    assert [f"Post {n} counts {n} boats." in text for n in range(9)] == [True] * 9
    assert "member" not in text


def test_a_grid_of_other_posts_does_not_take_the_place_of_an_article():
    grid = "".join(
        f"<div class=post><p>Excerpt {n}: {'many other words of another story. ' * 8}</p></div>"
        for n in range(9)
    )
    found = read(article("The dyke holds.").replace("</body>", f"<div>{grid}</div></body>"))
    assert "The dyke holds." in found.text
    assert "river town" in found.text


def test_comments_of_readers_are_not_the_article():
    comments = "<div id='comments'><p>I read that the moon is a lamp, says a reader.</p></div>"
    assert "lamp" not in read(article().replace("</article>", f"</article>{comments}")).text


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "\x00", "<!-- -->", "<p>One two"])
def test_a_page_without_words_is_told(html):
    with pytest.raises(NothingReadable):
        read(html)


def test_a_login_form_is_told_but_an_article_with_a_login_in_its_corner_is_read():
    form = "<form>Sign in <input type=password></form>"
    with pytest.raises(LoginPage):
        read(f"<html><body><h1>Members</h1>{form}</body></html>")
    long = article("The dyke holds. " * 40).replace("<body>", f"<body>{form}")
    assert "The dyke holds." in read(long).text


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (article("Überfluss").encode("utf-8"), None),
        (article("Überfluss").encode("utf-8-sig"), "iso-8859-1"),
        (article("Überfluss").encode("utf-16"), None),
        (article("Überfluss").encode("cp1252"), "iso-8859-1"),
        (article("Überfluss", head="<meta charset='windows-1252'>").encode("cp1252"), None),
        (article("Überfluss").encode("cp1252"), "no-such-charset"),
        (article("Überfluss").encode("utf-8"), "rot13"),
    ],
)
def test_letters_are_read_however_they_are_written(content, declared):
    assert "Überfluss" in read_article(content, address=ADDRESS, charset=declared).text


def test_a_long_page_is_read_up_to_two_hundred_thousand_characters_and_says_so():
    paragraphs = "".join(f"<p>Line {n} of the long report of the river.</p>" for n in range(6000))
    found = read(f"<html><body><article>{paragraphs}</article></body></html>")
    assert len(found.text) == 200_000
    assert found.notes[0].startswith("Only the first 200,000 of ")
