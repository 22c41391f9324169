"""Pairs of addresses that look alike and open two pages."""

from publicsuffixlist import PublicSuffixList

APART: tuple[tuple[str, str], ...] = (
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/9bZkp7q19f0"),
    ("https://youtube.com/watch?v=dQw4w9WgXcQ", "https://youtube.com/watch?v=dQw4w9WgXcq"),
    ("https://youtube.com/playlist?list=PLa", "https://youtube.com/playlist?list=PLb"),
    ("https://youtube.com/@ap", "https://youtube.com/@afp"),
    ("https://x.com/a/status/945735928453324800", "https://x.com/a/status/945735928453324801"),
    ("https://x.com/ap", "https://x.com/afp"),
    ("https://x.com/search?q=mosul", "https://x.com/search?q=raqqa"),
    ("https://reddit.com/r/x/comments/7mk2xz/a/", "https://reddit.com/r/x/comments/7mk2xy/a/"),
    ("https://redd.it/7mk2xz", "https://www.reddit.com/comments/7mk2xz/a/drumxyz"),
    ("https://v.redd.it/7mk2xz", "https://redd.it/7mk2xz"),
    ("https://reddit.com/r/x/s/AbC", "https://reddit.com/r/x/s/abc"),
    ("https://t.me/mod_russia/12345", "https://t.me/mod_russia/12346"),
    ("https://t.me/mod_russia/12345", "https://t.me/mod_russia/12345?comment=9"),
    ("https://t.me/joinchat/AAAA", "https://t.me/joinchat/aaaa"),
    ("https://en.wikipedia.org/wiki/Mosul", "https://de.wikipedia.org/wiki/Mosul"),
    ("https://en.wikipedia.org/wiki/C", "https://en.wikipedia.org/wiki/C++"),
    ("https://en.wikipedia.org/wiki/A?oldid=1", "https://en.wikipedia.org/wiki/A?oldid=2"),
    ("https://en.wikipedia.org/wiki/AC/DC", "https://en.wikipedia.org/wiki/AC"),
    ("https://bbc.co.uk/programmes/b1", "https://bbc.com/programmes/b1"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?page=2", "https://example.org/a"),
    ("https://example.org/a?m=1", "https://example.org/a"),
    ("https://example.org/a?print=letter", "https://example.org/a"),
    ("https://example.org/a?view=table", "https://example.org/a"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/Story", "https://example.org/story"),
    ("https://example.org/#/story/1", "https://example.org/#/story/2"),
    ("https://example.org/print", "https://example.org"),
    ("https://example.org/lamp", "https://example.org/l"),
    ("https://example.org/amplify", "https://example.org/lify"),
    ("https://example.org:8443/a", "https://example.org/a"),
    ("https://example.org/a", "https://example.org.evil.example/a"),
    ("https://example.org@evil.example/a", "https://example.org/a"),
    ("https://evil.example\\@example.org/a", "https://example.org/a"),
    ("https://xn--exmple-cua.org/a", "https://example.org/a"),
    ("https://news.example.org/a", "https://example.org/a"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://m.blogspot.com/a", "https://blogspot.com/a"),
    ("https://one.github.io/a", "https://www.github.io/a"),
    ("https://archive.ph/AbCdE", "https://archive.ph/AbCdF"),
    (
        "https://web.archive.org/web/2017/https://a.example/x",
        "https://web.archive.org/web/2017/https://b.example/x",
    ),
    ("https://news.google.com/articles/CBMiA", "https://news.google.com/articles/CBMiB"),
    ("https://t.co/AbC", "https://t.co/abc"),
    ("https://bit.ly/AbC", "https://bit.ly/abC"),
    ("https://rferl.org/a/one/28853776.html", "https://rferl.org/a/one/28853777.html"),
    ("https://reuters.com/article/x-idUSKBN1EL1LB", "https://reuters.com/article/x-idUSKBN1EL1LC"),
    (
        "https://facebook.com/story.php?id=1&story_fbid=2",
        "https://facebook.com/story.php?id=1&story_fbid=3",
    ),
    ("https://facebook.com/watch?v=11", "https://facebook.com/watch?v=12"),
    ("https://facebook.com/a/posts/pfbid02", "https://facebook.com/a/posts/pfbid03"),
    ("https://vk.com/wall-1_2", "https://vk.com/wall-1_2?reply=3"),
    ("https://google.com/url?q=notes", "https://google.com/url?q=other"),
)

SECOND_DOMAINS = {
    "x.com": "twitter.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com twittpr.com nitter.net "
    "poast.org privacydev.net xcancel.com",
    "youtube.com": "youtu.be youtube-nocookie.com",
    "reddit.com": "redd.it rxddit.com vxreddit.com",
    "t.me": "telegram.me telegram.dog",
    "facebook.com": "fb.com",
    "instagram.com": "ddinstagram.com",
    "threads.com": "threads.net",
    "vk.com": "vk.ru",
    "bsky.app": "fxbsky.app bskx.app",
    "archive.ph": "archive.today archive.is archive.li archive.vn archive.fo archive.md",
    "theguardian.com": "guardian.co.uk theguardian.co.uk",
    "bbc.com": "bbc.co.uk",
}
"""Domains that a canonical form may come to, and the second names that it may leave for them."""

SITES_ON_A_SUFFIX = ("www.gov.uk", "www.nhs.uk", "www.police.uk")

_SUFFIXES = PublicSuffixList()


def one_site(before: str, after: str) -> bool:
    """Whether a canonical form may name a host for another: of one domain, or of a listed one."""
    was, now = _SUFFIXES.privatesuffix(before), _SUFFIXES.privatesuffix(after)
    if was is None:
        return now is None or now in SITES_ON_A_SUFFIX
    if f".{was}".rpartition(".blogspot.")[1]:
        blog = before.partition(".blogspot.")[0].rpartition(".")[2]
        return was == now or after == f"{blog}.blogspot.com"
    return was == now or was in SECOND_DOMAINS.get(now or "", "").split()
