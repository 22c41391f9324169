"""Where a page says that it comes from: its canonical address, its original, whom it copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from intake.addresses import canonical_address
from intake.linked_data import LinkedData, texts_at

_LONGEST_NOTICE = 400
_MOST = 5
_BLOCKS = frozenset(
    (
        *("p", "div", "em", "i", "small", "footer", "li", "span", "strong", "b", "aside"),
        *("section", "h6"),
    )
)
_WHAT = (
    r"(?:this |the |an? )?"
    r"(?:article|story|piece|post|column|essay|report|interview|text|version)"
)
_NOTICES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_WHAT}[^.]{{0,60}}?)?\b(?:was |were )?(?:originally|first|previously) "
        r"(?:published|appeared|posted|printed|ran|run)(?: here)? ?"
        r"(?:by|in|on|at|with|:)\s+(?P<who>.+)",
        r"\bthe original source of this article is\s+(?P<who>.+)",
        r"\b(?:re-?published|re-?posted|re-?printed|syndicated|cross-?posted)"
        r"(?: here)?(?: with (?:kind )?permission)? ?"
        r"(?:from|courtesy of|by permission of)\s+(?P<who>.+)",
        r"\b(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht)(?: (?:ist|wurde))? "
        r"(?:in|bei|auf|im|von)\s+(?P<who>.+)",
        r"\bpublié (?:initialement|à l'origine) (?:par|dans|sur)\s+(?P<who>.+)",
        r"\b(?:initialement|d'abord) publié (?:par|dans|sur)\s+(?P<who>.+)",
        r"\bpublicado originalmente (?:por|en)\s+(?P<who>.+)",
        r"^\s*(?:original )?source:\s+(?P<who>.+)",
    )
)
_END_OF_NAME = re.compile(
    r"\s*(?:[.;:|()\[\]\n\"“”]|, |"
    r",? (?:on|under|and is|and was|as|with|where|in (?=\w+ \d{4}|\d))\b)",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"^(?:\d{1,2} )?\w+ \d{1,2},? \d{4},? (?:by|in|on|at) ", re.IGNORECASE)
_ORIGINAL_META = ("original-source", "syndication-source")


def canonical_of(tree: Any, address: str) -> str:
    """The page's canonical address where it is on its own site; else the one it was read at."""
    named = _canonical_link(tree, address)
    if named and _same_site(named, address):
        return canonical_address(named)
    return canonical_address(address)


def republished_from(tree: Any, data: LinkedData, address: str) -> tuple[str, ...]:
    """Addresses and outlets that the page names as its original, each once, addresses first."""
    addresses: dict[str, None] = {}
    outlets: dict[str, None] = {}
    for named in _named_addresses(tree, data, address):
        if not _same_site(named, address):
            addresses[canonical_address(named)] = None
    for who, links in _notices(tree, address):
        if links:
            addresses.update(dict.fromkeys(links))
        if who:
            outlets[who] = None
    return (*list(addresses)[:_MOST], *list(outlets)[:_MOST])


def _named_addresses(tree: Any, data: LinkedData, address: str) -> Iterator[str]:
    canonical = _canonical_link(tree, address)
    if canonical:
        yield canonical
    for meta in tree.iter("meta"):
        if (meta.get("name") or "").lower() in _ORIGINAL_META:
            yield from _web(urljoin(address, meta.get("content") or ""))
    for node in data.articles:
        for path in (("isBasedOn",), ("isBasedOn", "url"), ("isBasedOn", "@id")):
            for text in texts_at(node, *path):
                yield from _web(text)


def _canonical_link(tree: Any, address: str) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return next(_web(urljoin(address, (link.get("href") or "").strip())), None)
    return None


def _notices(tree: Any, address: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Who is named in each notice, and the addresses on other sites that it links to."""
    for element in tree.iter(*_BLOCKS):
        text = _short_text(element)
        found = next((hit for notice in _NOTICES if (hit := notice.search(text))), None)
        if found is None:
            continue
        links = (urljoin(address, a.get("href") or "") for a in element.iter("a"))
        other = (link for named in links for link in _web(named) if not _same_site(link, address))
        yield _outlet(found.group("who")), tuple(dict.fromkeys(map(canonical_address, other)))


def _short_text(element: Any) -> str:
    """The text of an element; empty where it is too long for a notice."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        length += len(piece)
        if length > _LONGEST_NOTICE:
            return ""
        pieces.append(piece)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _outlet(written: str) -> str | None:
    name = _DATE_BEFORE.sub("", written.strip())
    end = _END_OF_NAME.search(name)
    name = (name[: end.start()] if end else name).strip(" ,-–—'’")
    is_name = 2 <= len(name) <= 80 and not name.startswith("http") and name[:1].isalnum()
    is_proper = name != name.lower() or "." in name[1:-1]
    return name if is_name and is_proper else None


def _web(address: str) -> Iterator[str]:
    if address.startswith(("http://", "https://")) and len(address) <= 2000:
        yield address


def _same_site(one: str, other: str) -> bool:
    """True where one host is the other or a part of it; ``www`` and ``m`` do not count."""
    first, second = _site(one), _site(other)
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _site(address: str) -> str:
    try:
        return urlsplit(canonical_address(address)).hostname or address
    except ValueError:
        return address
