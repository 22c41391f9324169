"""Links reduce to the documents that they open, and to no others."""

import time
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from claims.models import Appearance, Claim, Document, Owner, Republication
from intake.addresses import canonical_address, publisher_host
from intake.hosts import OTHER_NAMES, folded_host
from intake.web_address import read_address
from storage.store import Store
from tests.address_pairs import APART, one_site
from tests.address_variants import VARIANTS

WRITTEN = [(way, one) for one, ways in VARIANTS.items() for way in ways]
ICANN_AND_PRIVATE = PublicSuffixList()

LABELS = st.sampled_from(
    ["www", "m", "mobile", "mobil", "amp", "wap", "news", "edition", "en", "old", "a-b", "xn--9ca"]
)
DOMAINS = st.sampled_from(
    [
        *("example.org", "example.co.uk", "co.uk", "gov.uk", "github.io", "blogspot.com", "m.net"),
        *("amp.dev", "kawasaki.jp", "city.kawasaki.jp", "www.ck", "com", "xn--mnchen-3ya.example"),
        *("wikipedia.org", "cnn.com", "bbc.co.uk", "x.com", "t.me", "nytimes.com", "medium.com"),
        *("youtube.com", "youtu.be", "reddit.com", "redd.it", "facebook.com", "instagram.com"),
        *("tiktok.com", "vk.com", "reuters.com", "rferl.org", "en.wikipedia.org", "spiegel.de"),
        *sorted(OTHER_NAMES),
    ]
)
HOSTS = st.builds(lambda labels, domain: ".".join([*labels, domain]), st.lists(LABELS), DOMAINS)
SEGMENTS = st.sampled_from(
    [
        *("amp", "a", "A-b", "status", "12345678", "watch", "index.html", "x.amp", "print", ".."),
        *("", "r", "comments", "abc12", "s", "%41", "%2F", "é", "a%zz", ";jsessionid=1", "web"),
        *(
            "wiki",
            "p",
            "videos",
            "@a",
            "photo.php",
            "article",
            "x-idUSKBN1EL1LB",
            "1.html",
            "embed",
        ),
        *("shorts", "dQw4w9WgXcQ", "playlist", "news", "cnn", "c++", "gallery", "-amp", "%E2%80"),
    ]
)
PATHS = st.lists(SEGMENTS).map(lambda parts: "".join(f"/{part}" for part in parts))
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "id",
                "v",
                "utm_source",
                "amp",
                "print",
                "page",
                "w",
                "title",
                "t",
                "É",
                "fbid",
                "list",
            ]
        ),
        st.sampled_from(
            ["", "1", "٣", "dQw4w9WgXcQ", "wall-1_2", "wall-١_2", "a b", "&", "%", "éé"]
        ),
    ),
    max_size=4,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
WRAPPERS = st.sampled_from(
    [
        "https://www.google.com/url?q={quoted}&sa=D",
        "https://l.facebook.com/l.php?u={quoted}&h=x",
        "https://web.archive.org/web/20180101000000/{plain}",
        "https://archive.is/2018/{plain}",
        "https://12ft.io/{plain}",
        "https://href.li/?{plain}",
        "https://out.reddit.com/t3_a?url={quoted}",
    ]
)
PAGES = st.builds(
    lambda host, path, query: f"https://{host}{path}" + (f"?{query}" if query else ""),
    HOSTS,
    PATHS,
    QUERIES,
)


def wrapped(page: str, wrappers: list[str]) -> str:
    for wrapper in wrappers:
        page = wrapper.format(quoted=quote(page, safe=""), plain=page)
    return page


def test_the_table_is_as_long_as_it_says():
    assert len(WRITTEN) == len({way for way, _ in WRITTEN}) >= 150
    assert len(VARIANTS) >= 35
    assert all(way != one for way, one in WRITTEN)


@pytest.mark.parametrize(("way", "one"), WRITTEN)
def test_every_way_to_write_a_link_opens_the_one_document(way: str, one: str):
    assert canonical_address(way) == one


@pytest.mark.parametrize("one", VARIANTS)
def test_the_one_form_is_its_own(one: str):
    assert canonical_address(one) == one


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_pages_that_look_alike_stay_two(one: str, other: str):
    assert canonical_address(one) != canonical_address(other)


async def test_a_store_finds_each_document_and_its_copies_by_other_links_than_it_lists(
    tmp_path: Path,
):
    here = Owner.community("1")
    listed = {f"D{n}": (one, *ways) for n, (one, ways) in enumerate(VARIANTS.items())}
    documents = [
        Document(
            key=key,
            title="An article",
            publisher="A paper",
            urls=(next(way for way in reversed(ways) if way.startswith("https://")),),
            republications=(
                Republication(
                    publisher="The Copy", url=f"https://www.copy.example/{key}/?id={key}"
                ),
            ),
        )
        for key, ways in listed.items()
    ]
    told = tuple(Appearance(document=document.key) for document in documents)
    async with Store.open(
        tmp_path / "caveat.db", address_forms=lambda link: (canonical_address(link),)
    ) as store:
        await store.ensure_community("1", [])
        await store.writer.put_documents(here, documents)
        claim = Claim(ref="X1", text="The bridge was closed in May.", appearances=told)
        await store.writer.add(here, claim, actor="ann", reason="first")
        for key, ways in listed.items():
            copy = f"https://m.copy.example/{key}?utm_source=x&id={key}#top"
            for way in (*ways[:3], copy):
                found = await store.reader.document_at("1", [canonical_address(way)])
                assert found is not None, way
                assert found[0].key == key, way


@given(PAGES)
def test_a_one_form_is_reached_in_one_step(page: str):
    once = canonical_address(page)
    assert canonical_address(once) == once


@given(PAGES)
def test_no_page_that_can_be_opened_keeps_its_tracking(page: str):
    tracked = canonical_address(f"{page}{'&' if '?' in page else '?'}utm_source=x#top")
    assert read_address(page) is None or "utm_source" not in tracked


@given(st.one_of(PAGES, st.text(max_size=60)), st.lists(WRAPPERS, max_size=8))
def test_a_wrapped_link_has_one_form_too(page: str, wrappers: list[str]):
    once = canonical_address(wrapped(page, wrappers))
    assert canonical_address(once) == once


@given(PAGES, st.lists(WRAPPERS, max_size=5))
def test_up_to_five_wrappers_lead_to_the_page_inside(page: str, wrappers: list[str]):
    """Unless the host inside has no dot: nothing on the open web is called that."""
    page = canonical_address(page)
    assume("." in publisher_host(page))
    assert canonical_address(wrapped(page, wrappers)) == page


@given(
    st.text(), st.sampled_from(["", "https://", "http://www.", "//", "https://x.com/", "t.me/s"])
)
def test_no_text_is_too_odd_to_be_asked_about(text: str, start: str):
    once = canonical_address(start + text)
    assert canonical_address(once) == once
    publisher_host(start + text)


@given(PAGES)
def test_a_link_never_moves_to_a_domain_that_is_not_listed(page: str):
    """Wrappers and archives are not asked here: theirs is the domain of the page inside."""
    before, after = urlsplit(page).hostname or "", urlsplit(canonical_address(page)).hostname or ""
    assert one_site(before.rstrip("."), after)


def test_no_public_suffix_is_taken_for_a_site_with_a_www():
    folder = files("publicsuffixlist")
    lines = (folder / "public_suffix_list.dat").read_text(encoding="utf-8").splitlines()
    plain = [line for line in lines if line.isascii() and line[:1].isalpha()]
    assert len(plain) > 5_000
    for suffix in plain:
        for label in ("www", "m", "amp"):
            host = f"{label}.{suffix}"
            kept = ICANN_AND_PRIVATE.privatesuffix(folded_host(host))
            assert kept == ICANN_AND_PRIVATE.privatesuffix(host), host


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://known.example@evil.example/x", "evil.example"),
        ("https://evil.example\\@known.example/x", "evil.example"),
        ("https://evil.example#@known.example/x", "evil.example"),
        ("https://evil.example?@known.example/x", "evil.example"),
        ("https://known.example:443@evil.example:443/x", "evil.example"),
        ("https://known.example%2Fx@evil.example/", "evil.example"),
        ("https://EVIL.example./known.example/", "evil.example"),
        ("https://evi\tl.exa\nmple/x", "evil.example"),
        ("https://ｅｖｉｌ.example/x", "evil.example"),
        ("https://%65vil.example/x", "evil.example"),
        ("https://еvil.example/x", "xn--vil-qdd.example"),
        ("https://www.xn--vil-qdd.example/x", "xn--vil-qdd.example"),
        ("https://0x7f.1/x", "127.0.0.1"),
        ("https://[::1]:443/x", "[::1]"),
        ("https://web.archive.org/web/2018/https://m.news.example/x", "news.example"),
        ("https://www.gov.uk/x", "gov.uk"),
        ("mailto:someone@news.example", ""),
        ("no address", ""),
    ],
)
def test_the_publisher_is_the_host_that_a_browser_would_open(written: str, host: str):
    assert publisher_host(written) == host


@pytest.mark.parametrize(
    "odd",
    [
        "javascript://example.org/%0aalert(1)",
        "https://exa mple.org/",
        "https://a..b/x",
        "https://xn--a.example/",
        "https://example.org:99999/",
        "https://\ud800.example/",
        "ftp://example.org/a",
    ],
)
def test_what_no_browser_opens_stays_as_it_was_written(odd: str):
    assert canonical_address(f" {odd} ") == odd


@pytest.mark.parametrize(
    "inside",
    [
        "javascript:alert(1)",
        "ftp://example.org/a",
        "/relative",
        "just words",
        "http://",
        "file:///a",
    ],
)
def test_only_web_addresses_come_out_of_a_wrapper(inside: str):
    link = f"https://google.com/url?q={quote(inside, safe='')}"
    assert canonical_address(link).startswith("https://google.com/url?q=")


def test_six_wrappers_are_left_as_they_were_pasted():
    link = wrapped("https://example.org/a", ["https://12ft.io/{plain}"] * 6)
    assert canonical_address(link) == link


def test_a_paste_full_of_wrapped_links_is_read_in_reasonable_time():
    """Not a speed figure: unwrapping that grows with its own depth would take minutes."""
    started = time.monotonic()
    canonical_address("https://12ft.io/" * 12_000 + "https://example.org/a")
    canonical_address("https://l.facebook.com/l.php?u=" + "https%253A%252F%252F" * 9_000)
    canonical_address("https://web.archive.org/web/" + "1/" * 90_000)
    canonical_address("https://urldefense.com/v3/__" + "__;" * 60_000)
    assert time.monotonic() - started < 30
