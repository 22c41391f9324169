"""What single sites say about their own addresses: which part names the video, post or article.

A rule gets an address with its host folded, its path tidied and tracking taken out; it gives
the site's own short form, or None where the address is none that the rule knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode

from intake.web_address import WebAddress

Rule = Callable[[WebAddress], WebAddress | None]

_NUMBER = re.compile(r"[0-9]+")
_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_VIDEO_PATH = re.compile(r"/(?:shorts|embed|live|v|e|vi|watch)/(?P<video>[\w-]{11})(?:/.*)?")
_POST = re.compile(r"/(?:i/web|i|[\w-]+)/status(?:es)?/(?P<post>\d+)(?:/.*)?|/i/(?P<bare>\d{8,})")
_HANDLE = re.compile(r"/@?\w{1,15}")
_OLD_FRAGMENT = re.compile(r"!(?P<path>/.+)")
_THREAD = re.compile(
    r"(?:/(?:r|u|user)/[\w-]+)?/comments/(?P<post>[a-z0-9]+)"
    r"(?:/[^/]*)?(?:/(?P<comment>[a-z0-9]+))?",
    re.IGNORECASE,
)
_GALLERY = re.compile(r"/(?:gallery|tb)/(?P<post>[a-z0-9]+)", re.IGNORECASE)
_COMMUNITY = re.compile(r"/(?:r|u|user)/[\w-]+")
_CHANNEL_POST = re.compile(r"(?:/s)?/(?P<channel>[a-z]\w{3,31})/(?P<post>\d+)", re.IGNORECASE)
_CHANNEL = re.compile(r"(?:/s)?/(?P<channel>[a-z]\w{3,31})", re.IGNORECASE)
_NO_CHANNEL = frozenset(("joinchat", "addstickers", "share", "proxy", "socks", "login", "iv"))
_PHOTO = re.compile(r"(?:/[\w.]+)?/(?:p|reels?|tv)/(?P<code>[\w-]+)(?:/embed(?:/captioned)?)?")
_FILM = re.compile(r"/(?:[\w.%-]+/videos(?:/[\w.%-]+)?|reel)/(?P<film>\d+)")
_PICTURE = re.compile(r"/[\w.%-]+/photos(?:/[\w.%-]+)?/(?P<picture>\d+)")
_CLIP = re.compile(r"/(?P<who>@[\w.-]*)/(?:video|photo)/(?P<clip>\d+)|/v/(?P<bare>\d+)(?:\.html)?")
_STORY = re.compile(r"(?:/[^?]*)?(?:-|/)(?P<story>[0-9a-f]{10,12})")
_WALL = re.compile(r"(?:wall|photo|video|topic)-?\d+_\d+", re.ASCII)
_REUTERS = re.compile(r"/article/(?:.*[/-])?(?P<story>id[A-Z]{2}[A-Z0-9]{6,})")
_PANGEA = re.compile(r"/(?P<kind>a|amp)/(?:[^/]+/)?(?P<story>\d+)\.html")
_BBC = re.compile(r"/(?:news|sport)(?:/.*)?")

PANGEA_HOSTS = frozenset(
    [
        "rferl.org",
        "svoboda.org",
        "currenttime.tv",
        "voanews.com",
        "golosameriki.com",
        "radiosvoboda.org",
        "azattyq.org",
        "azattyk.org",
        "azatutyun.am",
        "radiofarda.com",
    ]
)
"""Sites of Radio Free Europe and Voice of America, where the number alone names the article."""

NO_WORDS = frozenset(
    [
        "x.com",
        "youtube.com",
        "youtu.be",
        "t.me",
        "instagram.com",
        "tiktok.com",
        "redd.it",
        "i.redd.it",
        "v.redd.it",
        "archive.ph",
        "perma.cc",
        "t.co",
        "bit.ly",
        "fb.watch",
        "news.google.com",
        "drive.google.com",
        "docs.google.com",
        "dropbox.com",
        "imgur.com",
        "vk.com",
    ]
)
"""Hosts whose paths are codes and names, never the words of a title."""


def site_form(address: WebAddress) -> WebAddress | None:
    """The form that the site itself would give; None where no rule knows the address."""
    rule = _RULES.get(address.host)
    if rule is None:
        rule = next(
            (made for tail, made in _RULES_UNDER.items() if address.host.endswith(tail)), None
        )
    return rule(address) if rule else None


def _only(address: WebAddress, *names: str) -> str:
    return urlencode([pair for pair in parse_qsl(address.query) if pair[0] in names])


def _youtube(address: WebAddress) -> WebAddress | None:
    in_path = _VIDEO_PATH.fullmatch(address.path)
    video = in_path["video"] if in_path else ""
    if address.path == "/watch":
        video = address.parameter("v")
    if address.path == "/embed/videoseries" or video == "videoseries":
        return WebAddress("youtube.com", None, "/playlist", _only(address, "list"))
    if _VIDEO.fullmatch(video):
        return WebAddress("youtube.com", None, "/watch", f"v={video}")
    if address.path == "/playlist":
        return replace(address, query=_only(address, "list"))
    return None


def _youtube_short(address: WebAddress) -> WebAddress | None:
    video = address.path[1:]
    if not _VIDEO.fullmatch(video):
        return None
    return WebAddress("youtube.com", None, "/watch", f"v={video}")


def _x(address: WebAddress) -> WebAddress | None:
    old = _OLD_FRAGMENT.fullmatch(address.fragment)
    path = old["path"].partition("?")[0].rstrip("/") if old and not address.path else address.path
    post = _POST.fullmatch(path)
    if post:
        return WebAddress("x.com", None, f"/i/status/{post['post'] or post['bare']}")
    if _HANDLE.fullmatch(path):
        return WebAddress("x.com", None, path.replace("@", "").lower(), _only(address, "q"))
    return None


def _x_embedded(address: WebAddress) -> WebAddress | None:
    post = address.parameter("id")
    if not address.path.lower().startswith("/embed/") or not _NUMBER.fullmatch(post):
        return None
    return WebAddress("x.com", None, f"/i/status/{post}")


def _reddit(address: WebAddress) -> WebAddress | None:
    thread = _THREAD.fullmatch(address.path)
    if thread:
        # A comment is another text than the post that it stands under.
        comment = f"/_/{thread['comment'].lower()}" if thread["comment"] else ""
        return WebAddress("reddit.com", None, f"/comments/{thread['post'].lower()}{comment}")
    gallery = _GALLERY.fullmatch(address.path)
    if gallery:
        return WebAddress("reddit.com", None, f"/comments/{gallery['post'].lower()}")
    if _COMMUNITY.fullmatch(address.path):
        return replace(address, path=address.path.lower())
    return None


def _reddit_short(address: WebAddress) -> WebAddress | None:
    if not re.fullmatch(r"/[a-z0-9]{4,10}", address.path, re.IGNORECASE):
        return None
    return WebAddress("reddit.com", None, f"/comments{address.path.lower()}")


def _telegram(address: WebAddress) -> WebAddress | None:
    post = _CHANNEL_POST.fullmatch(address.path)
    channel = post or _CHANNEL.fullmatch(address.path)
    if channel is None or channel["channel"].lower() in _NO_CHANNEL:
        return None
    name = f"/{channel['channel'].lower()}"
    if post:
        return WebAddress("t.me", None, f"{name}/{post['post']}", _only(address, "comment"))
    return WebAddress("t.me", None, name, _only(address, "start", "q"))


def _telegram_name(address: WebAddress) -> WebAddress | None:
    name = address.host.removesuffix(".t.me")
    return _telegram(replace(address, path=f"/{name}{re.sub('^/s(?=/|$)', '', address.path)}"))


def _instagram(address: WebAddress) -> WebAddress | None:
    photo = _PHOTO.fullmatch(address.path)
    return WebAddress("instagram.com", None, f"/p/{photo['code']}") if photo else None


def _facebook(address: WebAddress) -> WebAddress | None:
    in_path = _FILM.fullmatch(address.path)
    film = in_path["film"] if in_path else ""
    if address.path in ("/watch", "/watch/live", "/video.php"):
        film = address.parameter("v")
    if _NUMBER.fullmatch(film):
        return WebAddress("facebook.com", None, "/watch", f"v={film}")
    in_path = _PICTURE.fullmatch(address.path)
    picture = in_path["picture"] if in_path else ""
    if address.path in ("/photo", "/photo.php"):
        picture = address.parameter("fbid")
    if _NUMBER.fullmatch(picture):
        return WebAddress("facebook.com", None, "/photo", f"fbid={picture}")
    return None


def _tiktok(address: WebAddress) -> WebAddress | None:
    clip = _CLIP.fullmatch(address.path)
    if clip is None:
        return None
    return WebAddress("tiktok.com", None, f"/@/video/{clip['clip'] or clip['bare']}")


def _medium(address: WebAddress) -> WebAddress | None:
    story = _STORY.fullmatch(address.path)
    return WebAddress("medium.com", None, f"/p/{story['story']}") if story else None


def _vk(address: WebAddress) -> WebAddress | None:
    opened = address.parameter("w", "z").partition("/")[0]
    if not _WALL.fullmatch(opened):
        return None
    return WebAddress("vk.com", None, f"/{opened}", _only(address, "reply"))


def _wiki(address: WebAddress) -> WebAddress | None:
    title = address.path.removeprefix("/wiki/") if address.path.startswith("/wiki/") else ""
    asked = dict(parse_qsl(address.query))
    if address.path in ("/w/index.php", "/w", "/wiki/index.php", "/index.php") and "title" in asked:
        title = quote(asked.pop("title"), safe="/-._~!$&'()*+,;=:@")
    title = title.replace("%20", "_").strip("_/")
    if not title:
        return None
    strays = ("useskin", "mobileaction", "wprov")
    query = urlencode([(name, value) for name, value in asked.items() if name not in strays])
    return replace(address, path=f"/wiki/{title[0].upper()}{title[1:]}", query=query)


def _reuters(address: WebAddress) -> WebAddress | None:
    story = _REUTERS.fullmatch(address.path)
    return WebAddress("reuters.com", None, f"/article/{story['story']}") if story else None


def _pangea(address: WebAddress) -> WebAddress | None:
    story = _PANGEA.fullmatch(address.path)
    if story is None:
        return None
    return replace(address, path=f"/a/{story['story']}.html")


def _bbc(address: WebAddress) -> WebAddress | None:
    if not _BBC.fullmatch(address.path):
        return None
    path = re.sub(r"^/(news|sport)/amp/", r"/\1/", address.path.removesuffix(".amp"))
    return replace(address, host="bbc.com", path=path)


def _cnn(address: WebAddress) -> WebAddress | None:
    if not re.match(r"/cnn/\d{4}/", address.path):
        return None
    return replace(address, path=address.path.removeprefix("/cnn"))


def _substack(address: WebAddress) -> WebAddress | None:
    letter = re.fullmatch(r"/pub/(?P<name>[\w-]+)(?P<path>/p/[\w-]+)", address.path)
    if letter is None:
        return None
    return WebAddress(f"{letter['name'].lower()}.substack.com", None, letter["path"])


def _spiegel(address: WebAddress) -> WebAddress | None:
    path = re.sub(r"-(?:druck|amp)(?=\.html$|$)", "", address.path)
    return replace(address, path=path) if path != address.path else None


def _zeit(address: WebAddress) -> WebAddress | None:
    if not address.path.endswith("/komplettansicht"):
        return None
    return replace(address, path=address.path.removesuffix("/komplettansicht"))


def _rudaw(address: WebAddress) -> WebAddress | None:
    if not address.path.endswith("-amp"):
        return None
    return replace(address, path=address.path.removesuffix("-amp"))


def _fox(address: WebAddress) -> WebAddress | None:
    path = re.sub(r"\.print(?=\.html$|$)", "", address.path)
    return replace(address, path=path) if path != address.path else None


def _times_of_india(address: WebAddress) -> WebAddress | None:
    if "/amp_" not in address.path:
        return None
    return replace(address, path=address.path.replace("/amp_", "/", 1))


_RULES: Mapping[str, Rule] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube_short,
    "x.com": _x,
    "platform.twitter.com": _x_embedded,
    "reddit.com": _reddit,
    "redd.it": _reddit_short,
    "t.me": _telegram,
    "instagram.com": _instagram,
    "facebook.com": _facebook,
    "tiktok.com": _tiktok,
    "medium.com": _medium,
    "vk.com": _vk,
    "reuters.com": _reuters,
    "bbc.com": _bbc,
    "bbc.co.uk": _bbc,
    "cnn.com": _cnn,
    "open.substack.com": _substack,
    "spiegel.de": _spiegel,
    "zeit.de": _zeit,
    "foxnews.com": _fox,
    "rudaw.net": _rudaw,
    "timesofindia.indiatimes.com": _times_of_india,
    **dict.fromkeys(PANGEA_HOSTS, _pangea),
}

_RULES_UNDER: Mapping[str, Rule] = {
    ".t.me": _telegram_name,
    ".medium.com": _medium,
    ".wikipedia.org": _wiki,
    ".wikinews.org": _wiki,
    ".wikiquote.org": _wiki,
    ".wikisource.org": _wiki,
}
