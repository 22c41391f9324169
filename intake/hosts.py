"""The one host of a site: without the hosts for phones, and the names a site has besides.

A label is taken off only where the registrable domain stays the same by the public suffix list;
the few sites that have a second domain are written down in ``OTHER_NAMES``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

_EXTRA_LABELS = frozenset(("www", "m", "mobile", "mobil", "amp", "wap"))
_WIKIMEDIA = re.compile(
    r"(?P<language>[a-z-]+)\.(?:m|zero)\.(?P<site>wiki(?:pedia|news|quote|source|books|data|voyage|"
    r"versity|media)|wiktionary|mediawiki)\.org"
)
_FACEBOOK = re.compile(r"(?:[a-z]{2}-[a-z]{2}|web|touch|mbasic|business|upload|x|p)\.facebook\.com")
_BLOGSPOT = re.compile(r"(?P<blog>[a-z0-9-]+)\.blogspot\.(?:[a-z]{2}|com?\.[a-z]{2})")

ARCHIVE_TODAY = "archive.ph"
"""The name under which copies at archive.today, which has seven, are known here."""

OTHER_NAMES = {
    "twitter.com": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "fixupx.com": "x.com",
    "fixvx.com": "x.com",
    "twittpr.com": "x.com",
    "nitter.net": "x.com",
    "nitter.poast.org": "x.com",
    "nitter.privacydev.net": "x.com",
    "xcancel.com": "x.com",
    "music.youtube.com": "youtube.com",
    "gaming.youtube.com": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "sh.reddit.com": "reddit.com",
    "pay.reddit.com": "reddit.com",
    "i.reddit.com": "reddit.com",
    "rxddit.com": "reddit.com",
    "vxreddit.com": "reddit.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "ddinstagram.com": "instagram.com",
    "threads.net": "threads.com",
    "vk.ru": "vk.com",
    "fxbsky.app": "bsky.app",
    "bskx.app": "bsky.app",
    "archive.today": ARCHIVE_TODAY,
    "archive.is": ARCHIVE_TODAY,
    "archive.li": ARCHIVE_TODAY,
    "archive.vn": ARCHIVE_TODAY,
    "archive.fo": ARCHIVE_TODAY,
    "archive.md": ARCHIVE_TODAY,
    "edition.cnn.com": "cnn.com",
    "us.cnn.com": "cnn.com",
    "lite.cnn.com": "cnn.com",
    "guardian.co.uk": "theguardian.com",
    "theguardian.co.uk": "theguardian.com",
    "gov.uk": "www.gov.uk",
    "nhs.uk": "www.nhs.uk",
    "police.uk": "www.police.uk",
}
"""Hosts that open the same pages as another one, by the rules of these sites."""


@lru_cache(maxsize=4096)
def folded_host(host: str) -> str:
    """The host of the site that a host belongs to; ``host`` is ASCII and in lower case."""
    folded = host
    while (shorter := _without_extra_label(folded)) != folded:
        folded = shorter
    if folded in OTHER_NAMES:
        return OTHER_NAMES[folded]
    if wiki := _WIKIMEDIA.fullmatch(folded):
        return f"{wiki['language']}.{wiki['site']}.org"
    if blog := _BLOGSPOT.fullmatch(folded):
        return f"{blog['blog']}.blogspot.com"
    return "facebook.com" if _FACEBOOK.fullmatch(folded) else folded


def registrable_domain(host: str) -> str:
    """The part of a host that somebody registered; empty for public suffixes and numbers."""
    if ":" in host or host.rpartition(".")[2].isdigit():
        return ""
    return _suffixes().privatesuffix(host) or ""


@cache
def _suffixes() -> PublicSuffixList:
    """The list, read with the first host that needs it: a text without links never does."""
    return PublicSuffixList()


def _without_extra_label(host: str) -> str:
    label, _, shorter = host.partition(".")
    if label not in _EXTRA_LABELS or not shorter:
        return host
    domain = registrable_domain(shorter)
    return shorter if domain and domain == registrable_domain(host) else host
