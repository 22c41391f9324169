"""One form for every way of writing a web address, so that a known document is recognised.

Only what a reader would call the same page is folded together: the registrable domain changes
only where a site has a second one or the address wraps another. What cannot be read stays.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, unquote

from intake.hosts import folded_host
from intake.queries import lasting_query
from intake.sites import NO_WORDS, site_form
from intake.title_words import title_words
from intake.web_address import WebAddress, read_address
from intake.wrappers import wrapped_address

ADDRESS_RULES = "2"
"""Names the rules of ``canonical_address``: a new name has what is stored brought to them."""

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@./-])(?:www\.)[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"'`|]*)?", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?…»”’*_~"

_DEEPEST = 5
"""How many addresses may be wrapped around one; more of them are a puzzle, not a link."""
_PASSES = 5
_IN_SEGMENT = "-._~!$&'()*+,;=:@"
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^;]*", re.IGNORECASE)
_VIEW_START = re.compile(r"^(?:/platform)?/amp(?=/)|^/layout/set/(?:print|amphtml)(?=/)")
_VIEW_END = re.compile(
    r"/amp(?:/1)?$|\.amp(?=\.html?$|$)|/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$"
)


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
    """The one form of an address: https, no tracking, no mobile host, no wrapper around it.

    Idempotent, and never raises. An address that is no http one, that cannot be read, or that is
    wrapped more than five times comes back stripped only.
    """
    written = address.strip()
    inner = _innermost(written)
    if inner is None:
        return written
    for _ in range(_PASSES):
        known, inner = inner, _settled(inner)
        if inner == known:
            return str(known) if _lasts(known) else written
    return written


def publisher_host(address: str) -> str:
    """The host of whoever published a page, as ``example.org``: unwrapped, without www, m or amp.

    International names stay in their ASCII form, which cannot pass for another name. Empty where
    the address cannot be read.
    """
    found = read_address(canonical_address(address))
    return found.host.removeprefix("www.") if found is not None else ""


def words_in_address(address: str) -> str:
    """The title words in an address, in order and joined by spaces; empty below three words.

    Takes the address as it was pasted: canonical forms of some sites leave the words out.
    """
    inner = _innermost(address.strip())
    if inner is None or folded_host(inner.host) in NO_WORDS:
        return ""
    return title_words(inner.path) or title_words(inner.parameter("title", "headline"))


def _innermost(written: str) -> WebAddress | None:
    """The address inside all wrappers; None where it cannot be read or lies too deep."""
    found = read_address(written)
    for _ in range(_DEEPEST + 1):
        if found is None:
            return None
        inner = wrapped_address(found)
        if inner is None:
            return found
        found = inner
    return None


def _lasts(settled: WebAddress) -> bool:
    """Whether reading the written form again leads to the same address."""
    return read_address(str(settled)) == settled and wrapped_address(settled) is None


def _settled(address: WebAddress) -> WebAddress:
    """One pass over all parts of an address that wraps no other."""
    host = folded_host(address.host)
    # An address after #! or #/ is a page of its own; other fragments are places on one page.
    fragment = address.fragment if address.fragment.startswith(("!", "/")) else ""
    query = lasting_query(host, address.query)
    tidy = WebAddress(host, address.port, _tidy_path(address.path), query, fragment)
    return site_form(tidy) or replace(tidy, path=_path_of_the_page(tidy.path))


def _tidy_path(path: str) -> str:
    """One percent-encoding and no empty segments; an encoded slash stays encoded."""
    segments = (
        quote(
            unquote(segment, errors="surrogateescape"), safe=_IN_SEGMENT, errors="surrogateescape"
        )
        for segment in _SESSION.sub("", path).split("/")
        if segment
    )
    return "".join(f"/{segment}" for segment in segments)


def _path_of_the_page(path: str) -> str:
    """The path without what asks for an AMP or print view, or names the index of a folder."""
    while (shorter := _VIEW_START.sub("", _VIEW_END.sub("", path))) != path:
        path = shorter
    return path


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
