"""Links of sources: one form for each, a key made of it, and what an address tells by itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from claims.dates import PartialDate
from claims.domains import domain_of
from claims.errors import InputProblem
from claims.models import Source, check_web_address

Canonical = Callable[[str], str]
"""Brings an address to the one form in which equal pages are equal."""

_DATED = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)")
_PACKED = re.compile(r"[/-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[/.-]|$)")
_NO_LINK = "The link is not a web address; copy it from the browser, beginning with https://."
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a link tells about its document before anybody opened it; empty where it tells nothing.

    ``sure`` is True where the publisher is known from another source of the same site.
    """

    publisher: str
    date: PartialDate | None
    sure: bool


def clean_link(typed: str, canonical: Canonical) -> str:
    """The one form of a link that somebody typed; raises ``InputProblem`` where it is none."""
    given = typed.strip()
    address = canonical(given)
    odd = len(given) > 2000 or any(mark.isspace() for mark in given)
    if odd or "." not in domain_of(address):
        raise InputProblem(_NO_LINK)
    try:
        check_web_address(address)
    except ValueError as problem:
        raise InputProblem(_NO_LINK) from problem
    return address


def key_of_link(address: str) -> str:
    """A key for a source or document at a canonical address: the same one for the same page."""
    site = _UNSAFE.sub("-", domain_of(address).lower()).strip("-")[:40] or "page"
    return f"{site}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def at_address(address: str, sources: Iterable[Source], canonical: Canonical) -> Source | None:
    """The source among some that is the same page, by its link or its archived copy."""
    for source in sources:
        links = (link for link in (source.url, source.archived_url) if link)
        if any(canonical(link) == address for link in links):
            return source
    return None


def guess_from(address: str, known: Iterable[Source] = ()) -> Guess:
    """What an address tells by itself, and by what is known of other pages of its site."""
    site = domain_of(address)
    same = (s.publisher for s in known if s.url and domain_of(s.url) == site)
    publisher = next(same, "")
    return Guess(publisher or site, _date_in(address), bool(publisher))


def _date_in(address: str) -> PartialDate | None:
    for pattern in (_DATED, _PACKED):
        found = pattern.search(address)
        if found is None:
            continue
        year, month, day = found.groups()
        written = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        try:
            return PartialDate(written)
        except ValueError:
            continue
    return None
