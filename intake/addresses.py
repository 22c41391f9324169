"""One form for every way of writing a web address, so that a known document is recognised.

Only what a reader would call the same page is folded together: the host's registrable domain is
never changed, and an address that cannot be read is left as it is.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@./-])(?:www\.)[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"'`|]*)?", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:/|$))", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?…»”’*_~"

_EXTRA_HOSTS = ("www.", "m.", "mobile.", "amp.")
_PORTS = {"http": 80, "https": 443}

TRACKING = frozenset(
    (
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "vero_id",
        "oly_anon_id",
        "oly_enc_id",
        "ref",
        "ref_src",
        "ref_url",
        "referrer",
        "feature",
        "cmpid",
        "cmp",
        "ocid",
        "ncid",
        "smid",
        "smtyp",
        "sr_share",
        "taid",
        "spm",
        "s_kwcid",
        "ito",
        "at_medium",
        "at_campaign",
        "xtor",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "share",
        "partner",
        "edition-redirect",
        "outputtype",
        "amp",
        "usqp",
    )
)
"""Query parameters that say how a reader came to a page, not which page it is."""


def links_in(text: str) -> tuple[str, ...]:
    """The web addresses in a text as they were written, in order, each once."""
    found = [(match.start(), match.group()) for match in _LINK.finditer(text)]
    taken = [(start, start + len(address)) for start, address in found]
    for match in _BARE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            found.append((match.start(), match.group()))
    ordered = (_without_tail(address) for _, address in sorted(found))
    return tuple(dict.fromkeys(address for address in ordered if len(address) > len("https://")))


def canonical_address(address: str) -> str:
    """The one form of an address: https, no tracking, no mobile host, no needless slash.

    Idempotent. An address that is no http one, or cannot be read, comes back stripped only.
    """
    written = address.strip()
    if "://" not in written:
        if _OTHER_SCHEME.match(written):
            return written
        written = f"https://{written}"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        return address.strip()
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        return address.strip()
    host = _host(parts.hostname)
    if port is not None and port not in _PORTS.values():
        host = f"{host}:{port}"
    path = _path(parts)
    query = _query(parts.query)
    return f"https://{host}{path}" + (f"?{query}" if query else "")


def _host(name: str) -> str:
    host = name.rstrip(".").lower()
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host
    stripped = True
    while stripped:
        stripped = False
        for extra in _EXTRA_HOSTS:
            # Two labels must remain: amp.dev and m.net are sites of their own.
            if host.startswith(extra) and host.count(".") >= 2:
                host, stripped = host.removeprefix(extra), True
    return host


def _path(parts: SplitResult) -> str:
    path = re.sub(
        r"/{2,}",
        "/",
        quote(
            unquote(parts.path, errors="surrogateescape"),
            safe="/-._~!$&'()*+,;=:@",
            errors="surrogateescape",
        ),
    )
    path = path.rstrip("/")
    for tail in ("/amp", ".amp", "/index.html", "/index.htm", "/index.php"):
        path = path.removesuffix(tail)
    if path.startswith("/amp/"):
        path = path.removeprefix("/amp")
    return path.rstrip("/")


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [
        (name, value)
        for name, value in pairs
        if name.lower() not in TRACKING and not name.lower().startswith(("utm_", "mtm_", "pk_"))
    ]
    return urlencode(sorted(kept), errors="surrogateescape")


def _without_tail(address: str) -> str:
    """Take off the punctuation of the sentence that an address stands in."""
    while address:
        last = address[-1]
        opener = _CLOSERS.get(last)
        unbalanced = opener is not None and address.count(last) > address.count(opener)
        if last not in _TRAILING and not unbalanced:
            return address
        address = address[:-1]
    return address
