"""Addresses that hold another address: redirectors, share buttons, archives, caches, mirrors.

Only an address that is written out inside the other one is taken; nothing is fetched, and codes
whose page only their site knows are left alone.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from intake.hosts import ARCHIVE_TODAY, folded_host
from intake.web_address import WebAddress, read_wrapped

_GOOGLE = re.compile(r"(?:[a-z]+\.)?(?:url\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})")

_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "bing.com/news/apiclick.aspx": ("url",),
    "duckduckgo.com/l": ("uddg",),
    "yandex.ru/clck/jsredir": ("url",),
    "yandex.ru/turbo": ("text",),
    "yandex.com/turbo": ("text",),
    "translate.yandex.ru/translate": ("url",),
    "translate.yandex.com/translate": ("url",),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "facebook.com/l.php": ("u",),
    "facebook.com/flx/warn": ("u",),
    "facebook.com/sharer.php": ("u",),
    "facebook.com/sharer/sharer.php": ("u",),
    "l.messenger.com/l.php": ("u",),
    "l.instagram.com/": ("u",),
    "l.threads.com/": ("u",),
    "l.threads.net/": ("u",),
    "x.com/intent/tweet": ("url",),
    "x.com/share": ("url",),
    "out.reddit.com/*": ("url",),
    "reddit.com/media": ("url",),
    "reddit.com/submit": ("url",),
    "t.umblr.com/redirect": ("z",),
    "steamcommunity.com/linkfilter": ("url", "u"),
    "vk.com/away.php": ("to",),
    "vk.com/away": ("to",),
    "away.vk.com/away.php": ("to",),
    "away.vk.com/away": ("to",),
    "away.vk.com/": ("to",),
    "vk.com/share.php": ("url",),
    "t.me/iv": ("url",),
    "t.me/share/url": ("url",),
    "t.me/share": ("url",),
    "youtube.com/redirect": ("q",),
    "youtube.com/attribution_link": ("u",),
    "consent.youtube.com/*": ("continue",),
    "linkedin.com/safety/go": ("url",),
    "linkedin.com/redir/redirect": ("url",),
    "linkedin.com/sharing/share-offsite": ("url",),
    "linkedin.com/sharearticle": ("url",),
    "slack-redir.net/link": ("url",),
    "exit.sc/": ("url",),
    "link.zhihu.com/": ("target",),
    "flipboard.com/redirect": ("url",),
    "getpocket.com/redirect": ("url",),
    "getpocket.com/save": ("url",),
    "news.ycombinator.com/submitlink": ("u",),
    "disq.us/url": ("url",),
    "disq.us/": ("url",),
    "go.redirectingat.com/": ("url",),
    "awin1.com/cread.php": ("ued", "p"),
    "click.linksynergy.com/deeplink": ("murl",),
    "linkprotect.cudasvc.com/url": ("a",),
    "clicktime.symantec.com/*": ("u",),
    "urldefense.com/v1/url": ("u",),
    "urldefense.proofpoint.com/v1/url": ("u",),
    "safelinks.protection.outlook.com/*": ("url",),
    "googleweblight.com/*": ("lite_url", "u"),
    "googleadservices.com/pagead/aclk": ("adurl",),
    "12ft.io/proxy": ("q",),
    "12ft.io/api/proxy": ("q",),
    "removepaywall.com/search": ("url",),
    "removepaywalls.com/search": ("url",),
    "archive.ph/*": ("url",),
}
"""Where a parameter holds the address: host and path (``*``: any path), and its names in order."""

_GOOGLE_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "/url": ("q", "url"),
    "/imgres": ("imgrefurl",),
    "/translate": ("u",),
    "/website": ("u",),
    "/m": ("continue",),
    "/ml": ("continue",),
}

_AFTER_THE_HOST = frozenset(
    [
        "12ft.io",
        "1ft.io",
        "removepaywall.com",
        "removepaywalls.com",
        "smry.ai",
        "txtify.it",
        "freedium.cfd",
        "r.jina.ai",
        "archive.ph",
        "webcache.googleusercontent.com",
    ]
)
_AFTER_THE_QUESTION_MARK = frozenset(
    [
        "href.li",
        "anonym.to",
        "anonym.es",
        "anon.to",
        "nullrefer.com",
        "dereferer.me",
        "deviantart.com/users/outgoing",
        "pixiv.net/jump.php",
    ]
)
_WRITTEN_OUT = re.compile(r"/+(?:https?:|https?%3a)", re.IGNORECASE)

_SNAPSHOTS: Mapping[str, re.Pattern[str]] = {
    host: re.compile(rf"/(?:{start})(?:[\d*]{{1,15}}|\d{{4}}[\d.-]+)(?:[a-z]{{2}}_)?/(?P<page>.+)")
    for host, start in {
        "web.archive.org": "(?:web|save|_embed)/",
        "archive.org": "(?:web|wayback)/",
        ARCHIVE_TODAY: "",
        "arquivo.pt": "(?:noFrame/replay|wayback)/",
        "wayback.archive-it.org": r"(?:\d+|all)/",
        "webarchive.nationalarchives.gov.uk": "(?:ukgwa/)?",
        "webarchive.loc.gov": "(?:all|[a-z]*\\d*)/",
        "webarchive.org.uk": "wayback/(?:en/)?archive/",
    }.items()
}
_BEFORE_A_PAGE: Mapping[str, re.Pattern[str]] = {
    "web.archive.org": re.compile(r"/(?:web|save)/(?P<page>(?:https?:/|[^/]+\.).+)"),
    ARCHIVE_TODAY: re.compile(r"/(?:newest|oldest|timegate|timemap|o/\w+)/(?P<page>.+)"),
}
_AMP_CACHE = re.compile(r"/(?:[civ]|wp|ii/\w+)/(?P<secure>s/)?(?P<page>.+)")
_URLDEFENSE = re.compile(r"/v3/__(?P<page>.+?)__;[^/?]*", re.DOTALL)


def wrapped_address(outer: WebAddress) -> WebAddress | None:
    """The address that another one holds; None where it holds none that could be opened."""
    host = folded_host(outer.host)
    if host != outer.host:
        outer = WebAddress(host, outer.port, outer.path, outer.query, outer.fragment)
    for reading in _READINGS:
        found = reading(outer)
        if found is not None:
            return found
    return None


def _in_parameter(outer: WebAddress) -> WebAddress | None:
    path = outer.path.rstrip("/").lower() or "/"
    names = _PARAMETERS.get(outer.host + path) or _PARAMETERS.get(outer.host + "/*")
    if names is None and outer.host.endswith(".safelinks.protection.outlook.com"):
        names = ("url",)
    if names is None and _GOOGLE.fullmatch(outer.host):
        names = _GOOGLE_PARAMETERS.get(path)
    value = outer.parameter(*names) if names else ""
    if outer.host == "youtube.com" and value.startswith("/"):
        value = f"https://youtube.com{value}"
    if outer.host == "disq.us":
        value = re.sub(r":[\w-]{20,}$", "", value)
    return read_wrapped(value) if re.match(r"(?:https?(?::|%3a))|//", value, re.I) else None


def _after_the_host(outer: WebAddress) -> WebAddress | None:
    if outer.host == "webcache.googleusercontent.com":
        cached = re.match(r"cache:(?:[\w-]{12}:)?(?P<page>\S+)", outer.parameter("q"))
        return read_wrapped(cached["page"]) if cached else None
    if outer.host in _AFTER_THE_HOST and _WRITTEN_OUT.match(outer.path):
        return read_wrapped(outer.rest.lstrip("/"))
    if outer.host == "secure-web.cisco.com":
        _, _, page = outer.path[1:].partition("/")
        return read_wrapped(unquote(page)) if _WRITTEN_OUT.match(f"/{page}") else None
    place = (outer.host + outer.path).rstrip("/")
    if place in _AFTER_THE_QUESTION_MARK and _WRITTEN_OUT.match(f"/{outer.query}"):
        return read_wrapped(outer.query)
    return None


def _in_archive(outer: WebAddress) -> WebAddress | None:
    for patterns in (_SNAPSHOTS, _BEFORE_A_PAGE):
        pattern = patterns.get(outer.host)
        kept = pattern.fullmatch(outer.rest) if pattern else None
        if kept:
            page = read_wrapped(kept["page"])
            return page if page is not None and not _is_number(page.host) else None
    return None


def _is_number(host: str) -> bool:
    return host.rpartition(".")[2].isdigit()


def _in_amp_cache(outer: WebAddress) -> WebAddress | None:
    path = outer.rest
    if _GOOGLE.fullmatch(outer.host) and path.startswith("/amp/"):
        return read_wrapped(path.removeprefix("/amp/").removeprefix("s/"))
    if outer.host.endswith((".cdn.ampproject.org", ".ampproject.net")) or outer.host in (
        *("cdn.ampproject.org", "bing-amp.com"),
    ):
        cached = _AMP_CACHE.fullmatch(path)
        return read_wrapped(cached["page"]) if cached else None
    turbo = outer.host.endswith(".turbopages.org") or (
        outer.host == "yandex.ru" and path.startswith("/turbo/")
    )
    cached = re.fullmatch(r"/(?:turbo/)?(?P<host>[^/]+\.[^/]+)/[sh](?P<path>/.*)", path)
    return read_wrapped(cached["host"] + cached["path"]) if turbo and cached else None


def _in_translation(outer: WebAddress) -> WebAddress | None:
    """``fr-m-example--site-org.translate.goog``: one dash is a dot, two are a dash."""
    if not outer.host.endswith(".translate.goog"):
        return None
    label = outer.host.removesuffix(".translate.goog")
    host = label.replace("--", "\n").replace("-", ".").replace("\n", "-")
    pairs = (part for part in outer.query.split("&") if not part.startswith("_x_tr_"))
    return read_wrapped(str(WebAddress(host, None, outer.path, "&".join(pairs))))


def _in_bing(outer: WebAddress) -> WebAddress | None:
    if outer.host != "bing.com" or outer.path.rstrip("/") != "/ck/a":
        return None
    packed = outer.parameter("u").removeprefix("a1")
    try:
        page = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    return read_wrapped(page) if _WRITTEN_OUT.match(f"/{page}") else None


def _in_yahoo(outer: WebAddress) -> WebAddress | None:
    if not outer.host.endswith("search.yahoo.com"):
        return None
    kept = re.search(r"/RU=(?P<page>[^/]+)", outer.path)
    return read_wrapped(unquote(kept["page"])) if kept else None


def _in_urldefense(outer: WebAddress) -> WebAddress | None:
    if outer.host not in ("urldefense.com", "urldefense.proofpoint.com", "urldefense.us"):
        return None
    if outer.path.rstrip("/") == "/v2/url":
        page = outer.parameter("u").replace("-", "%").replace("_", "/")
        return read_wrapped(unquote(page)) if page else None
    kept = _URLDEFENSE.match(outer.rest)
    # A star stands for characters that only the encoded tail tells; such an address is left alone.
    if kept is None or "*" in kept["page"]:
        return None
    return read_wrapped(unquote(kept["page"]) if "%3a" in kept["page"].lower() else kept["page"])


_READINGS: tuple[Callable[[WebAddress], WebAddress | None], ...] = (
    _after_the_host,
    _in_archive,
    _in_parameter,
    _in_amp_cache,
    _in_translation,
    _in_bing,
    _in_yahoo,
    _in_urldefense,
)
