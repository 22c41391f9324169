"""What was read behind a link or in a file, and whose pages a community lets us read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.dates import PartialDate

TEXT_LIMIT = 200_000
"""Characters of a page or file that are read; what lies beyond is said, not checked."""
FILE_LIMIT = 8 * 1024 * 1024
"""Bytes of a file that are taken."""


@dataclass(frozen=True, slots=True)
class PublishedRating:
    """A rating that a page publishes as its own (``ClaimReview``): that publisher's, never ours."""

    publisher: str
    claim_reviewed: str
    rating: str
    url: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: all but the addresses is what the page says of itself.

    ``canonical`` is on the site that was read; an address of another site that the page names as
    its original is in ``republished_from``, beside outlets that it names in words. ``notes`` says
    in whole sentences what was not read and why.
    """

    address: str
    final_address: str
    canonical: str
    text: str
    title: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    publisher: str | None = None
    language: str | None = None
    republished_from: tuple[str, ...] = ()
    ratings: tuple[PublishedRating, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file. ``pages`` and ``pages_read`` are 0 where the format has no pages.

    ``kind`` is what the bytes are: ``text``, ``html``, ``pdf``, ``docx``, ``rtf``, ``eml``,
    ``csv``. ``notes`` says in whole sentences what was not read and why.
    """

    name: str
    kind: str
    text: str
    title: str | None = None
    author: str | None = None
    date: PartialDate | None = None
    pages: int = 0
    pages_read: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Which pages may be read for a community. A domain stands for its subdomains too.

    No ``allowed_domains`` means every one that is not blocked; no ``languages`` means every one,
    and so does a page that does not tell its language.
    """

    enabled: bool = True
    allowed_domains: frozenset[str] = frozenset()
    blocked_domains: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def narrowed(self, *, enabled: bool, only: Iterable[str], never: Iterable[str]) -> FetchPolicy:
        """What is left once a community's choice is added: it can forbid, never allow more."""
        wanted = frozenset(only)
        allowed = self.allowed_domains
        if wanted:
            kept = {name for name in wanted if not allowed or _among(name, allowed)}
            kept |= {name for name in allowed if _among(name, wanted)}
            allowed = frozenset(kept)
        return FetchPolicy(
            enabled=self.enabled and enabled and bool(allowed or not wanted),
            allowed_domains=allowed,
            blocked_domains=self.blocked_domains | frozenset(never),
            languages=self.languages,
        )

    def blocks(self, host: str) -> bool:
        """True where a host, in ASCII, is among the blocked domains; blocking wins."""
        return _among(host, self.blocked_domains)

    def allows(self, host: str) -> bool:
        """True where a host, in ASCII, is among the allowed domains, or all are allowed."""
        return not self.allowed_domains or _among(host, self.allowed_domains)

    def speaks(self, language: str | None) -> bool:
        """True where pages of a language (``en``, ``pt-br``) may be read."""
        if language is None or not self.languages:
            return True
        return language.split("-")[0] in self.languages


def domain_in_ascii(written: str) -> str:
    """A domain as policies keep it: lower case, no dots around it, in ASCII.

    Raises ``ValueError`` where it is none: an address, a path, a port, blanks.
    """
    domain = written.strip().strip(".").lower()
    domain = domain.removeprefix("*.")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError as problem:
        raise ValueError(f"{written!r} is not a domain") from problem
    labels = domain.split(".")
    if not all(_is_label(label) for label in labels):
        raise ValueError(f"{written!r} is not a domain; write it like example.org")
    return domain


def _is_label(label: str) -> bool:
    plain = label.replace("-", "").replace("_", "")
    return 0 < len(label) <= 63 and plain.isalnum() and not label.startswith("-")


def _among(host: str, domains: frozenset[str]) -> bool:
    labels = host.rstrip(".").lower().split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
