"""Links that hold another link give it up where it is written in them, and only there."""

import pytest

from intake.addresses import canonical_address, publisher_host

PAGE = "https://example.org/story?id=7"


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.co.jp/url?sa=t&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.google.com/imgres?imgurl=x.png&imgrefurl=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://news.url.google.com/url?q=https://example.org/story%3Fid%3D7",
        "https://consent.google.com/ml?continue=https://example.org/story%3Fid%3D7&gl=FR",
        "https://www.googleadservices.com/pagead/aclk?sa=L&adurl=https://example.org/story%3Fid%3D7",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.org%2fstory%3fid%3d7",
        "https://yandex.ru/clck/jsredir?from=yandex&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://yandex.ru/turbo?text=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://translate.yandex.ru/translate?lang=ru-en&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.facebook.com/flx/warn/?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://l.messenger.com/l.php?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://l.threads.com/?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7&e=AT",
        "https://twitter.com/intent/tweet?text=Read&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.reddit.com/submit?title=Read&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://vk.com/away.php?to=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7&text=Read",
        "https://www.youtube.com/redirect?event=video_description&q=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7&trk=x",
        "https://exit.sc/?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://link.zhihu.com/?target=https%3A//example.org/story%3Fid%3D7",
        "https://flipboard.com/redirect?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://news.ycombinator.com/submitlink?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7&t=Read",
        "https://disq.us/url?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7%3AabcdefghijklmnopqrstuvW&cuid=1",
        "https://go.redirectingat.com/?id=1X2&url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://click.linksynergy.com/deeplink?id=x&murl=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fexample.org%2fstory%3fid%3d7&c=E",
        "https://clicktime.symantec.com/3AbC/7Vc?u=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://secure-web.cisco.com/1AbCdEf/https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://urldefense.proofpoint.com/v1/url?u=https://example.org/story%3Fid%3D7&k=x",
        "https://urldefense.com/v3/__https://example.org/story?id=7__;!!AbC!dEf$",
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7&data=x",
        "https://anonym.to/?https://example.org/story?id=7",
        "https://www.deviantart.com/users/outgoing?https://example.org/story?id=7",
        "https://www.pixiv.net/jump.php?https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://1ft.io/https://example.org/story?id=7",
        "https://smry.ai/https:/example.org/story?id=7",
        "https://r.jina.ai/https://example.org/story?id=7",
        "https://www.removepaywall.com/search?url=https://example.org/story%3Fid%3D7",
        "https://web.archive.org/web/https://example.org/story?id=7",
        "https://web.archive.org/save/https://example.org/story?id=7",
        "https://web.archive.org/web/20180101000000if_/https://example.org/story?id=7",
        "https://archive.org/wayback/20180101/https://example.org/story?id=7",
        "https://archive.vn/oldest/https://example.org/story?id=7",
        "https://archive.fo/https://example.org/story?id=7",
        "https://archive.is/submit/?url=https%3A%2F%2Fexample.org%2Fstory%3Fid%3D7",
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20180101000000/https://example.org/story?id=7",
        "https://wayback.archive-it.org/1068/20180101000000/https://example.org/story?id=7",
        "https://webarchive.loc.gov/all/20180101000000/https://example.org/story?id=7",
        "https://example-org.cdn.ampproject.org/c/s/example.org/story?id=7",
        "https://cdn.ampproject.org/v/s/example.org/story?id=7&amp_js_v=0.1",
        "https://www.bing-amp.com/c/s/example.org/story?id=7",
        "https://www.google.fr/amp/s/example.org/story?id=7",
        "https://example-org.turbopages.org/example.org/s/story?id=7",
        "https://example-org.translate.goog/story?id=7&_x_tr_sl=auto&_x_tr_tl=en",
        "https://webcache.googleusercontent.com/search?q=cache:example.org/story%3Fid%3D7",
    ],
)
def test_the_link_inside_is_the_document(link: str):
    assert canonical_address(link) == PAGE
    assert publisher_host(link) == "example.org"


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.google.com/search?q=https://example.org/story", "google.com"),
        ("https://news.google.com/rss/articles/CBMiWmh0dHBz", "news.google.com"),
        ("https://www.bing.com/ck/a?u=a1bm90IGEgbGluaw", "bing.com"),
        ("https://www.bing.com/ck/a?u=a1%ff%fe", "bing.com"),
        ("https://www.baidu.com/link?url=Kx0aBcDeF", "baidu.com"),
        ("https://urldefense.com/v3/__https://example.org/a*b__;Iw!!AbC!d$", "urldefense.com"),
        ("https://urldefense.com/v2/url?u=&d=x", "urldefense.com"),
        ("https://t.co/AbCdEf", "t.co"),
        ("https://perma.cc/AB12-CD34", "perma.cc"),
        ("https://web.archive.org/web/20180101000000/", "web.archive.org"),
        ("https://web.archive.org/web/2018/12345/67", "web.archive.org"),
        ("https://12ft.io/about", "12ft.io"),
        ("https://notgoogle.com/url?q=https://example.org/story", "notgoogle.com"),
        ("https://google.com.evil.example/url?q=https://example.org/a", "google.com.evil.example"),
        ("https://evil.example/l.php?u=https://example.org/story", "evil.example"),
        ("https://login.example/?next=https://example.org/story", "login.example"),
        ("https://translate.goog/story", "translate.goog"),
        ("https://cdn.ampproject.org/v0.js", "cdn.ampproject.org"),
    ],
)
def test_a_link_that_writes_none_out_stays_with_its_own_site(link: str, host: str):
    assert publisher_host(link) == host


def test_a_page_keeps_its_own_parameters_inside_an_archive():
    link = "https://web.archive.org/web/2018/https://example.org/find?url=https://other.example/"
    assert canonical_address(link) == (
        "https://example.org/find?url=https%3A%2F%2Fother.example%2F"
    )


def test_an_archived_copy_of_an_archived_copy_is_the_page():
    link = f"https://web.archive.org/web/2019/https://archive.is/2018/{PAGE}"
    assert canonical_address(link) == PAGE
