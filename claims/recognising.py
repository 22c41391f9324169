"""Recognises known documents: by address, by the page's own word, by their text, by a title."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from claims.errors import NotFound
from claims.models import Document
from claims.ports import ClaimReader, Intake
from claims.report import ClaimView, KnownBy, KnownDocument, Match, Tier

FEWEST_CLAIMS = 5
"""Claims of a document that a text must make to be taken for it."""
_SHARE_OF_CLAIMS = 0.5
_FEWEST_QUOTES = 2
_SHARE_OF_QUOTES = 1 / 3
_WORDS = re.compile(r"\w+")
_LIKELIER_THAN_NOT = 0.5
_TITLE = 88.0
_TITLE_OF_ITS_PUBLISHER = 75.0
_FEWEST_TITLE_WORDS = 4


class Documents:
    """The documents that a community knows, and how a paste can turn out to be one."""

    def __init__(self, reader: ClaimReader, intake: Intake) -> None:
        self._reader = reader
        self._intake = intake

    async def at(
        self, addresses: Sequence[str], community: str, *, by: KnownBy = KnownBy.ADDRESS
    ) -> KnownDocument | None:
        """The document at one of some canonical addresses."""
        if not addresses:
            return None
        found = await self._reader.document_at(community, addresses)
        if found is None:
            return None
        document, address, views = found
        pasted = next((link for link in addresses if link == address), address)
        carrier = next(
            (copy.publisher for copy in document.republications if copy.url == address),
            document.publisher,
        )
        return KnownDocument(document, pasted, carrier, in_reading_order(document, views), by=by)

    async def told_by(
        self, text: str, matches: Sequence[Match], community: str
    ) -> KnownDocument | None:
        """The document whose claims a text makes: at least five of them, and half of all.

        It is the document's own text (``KnownBy.TEXT``) where it has the document's words, too, as
        far as curators quoted them; otherwise it may as well be an article on the same matter.
        """
        made = [match for match in matches if match.tier is not Tier.RELATED]
        told = Counter(key for match in made for key in match.view.documents).most_common(1)
        if not told or told[0][1] < FEWEST_CLAIMS:
            return None
        key, count = told[0]
        try:
            document, views = await self._reader.document_by_key(community, key)
        except NotFound:
            return None
        if count < _SHARE_OF_CLAIMS * len(views):
            return None
        ordered = in_reading_order(document, views)
        by = KnownBy.TEXT if _quotes(text, document, views) else KnownBy.CLAIMS
        return KnownDocument(document, "", document.publisher, ordered, by=by)

    async def looking_like(self, address: str, community: str) -> KnownDocument | None:
        """The document to whose title the words in an address come near."""
        words = self._intake.title_in(address)
        if len(words.split()) < _FEWEST_TITLE_WORDS:
            return None
        host = self._intake.publisher_of(address)
        documents = await self._reader.documents_seen(community)
        document = await asyncio.to_thread(_titled, words, host, documents)
        if document is None:
            return None
        _, views = await self._reader.document_by_key(community, document.key)
        return KnownDocument(
            document,
            pasted=address,
            carrier=host or document.publisher,
            views=in_reading_order(document, views),
            by=KnownBy.LIKELY,
        )


def _quotes(text: str, document: Document, views: Sequence[ClaimView]) -> bool:
    """Whether a text has a document's own words: two of those quoted, and a third of them."""
    quoted = {
        _plain(told.quote)
        for view in views
        for told in view.claim.appearances
        if told.document == document.key and told.quote
    }
    words = _plain(text)
    here = sum(1 for quote in quoted if quote in words)
    return here >= max(_FEWEST_QUOTES, _SHARE_OF_QUOTES * len(quoted))


def _plain(text: str) -> str:
    """Words in small letters with a blank before and after each."""
    return f" {' '.join(_WORDS.findall(text.casefold()))} "


def made_in(document: Document, matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches of a text that is a document's: what else it says is likelier its claims, too.

    A related claim of the document counts as made where it is more likely than not, and is the one
    that its sentence comes nearest to.
    """
    taken = {match.found.segment for match in matches if match.tier is not Tier.RELATED}
    return tuple(
        Match(match.view, replace(match.found, tier=Tier.MATCH))
        if match.tier is Tier.RELATED
        and match.found.score >= _LIKELIER_THAN_NOT
        and match.found.segment not in taken
        and document.key in match.view.documents
        else match
        for match in matches
    )


def in_reading_order(document: Document, views: Sequence[ClaimView]) -> tuple[ClaimView, ...]:
    """The claims of a document in the order in which it makes them, as far as that is known."""
    return tuple(sorted(views, key=lambda view: _place_in(document, view)))


def _place_in(document: Document, view: ClaimView) -> tuple[int, int]:
    told = (item for item in view.claim.appearances if item.document == document.key)
    where = next((item.where for item in told if item.where), "") or ""
    digits = "".join(char if char.isdigit() else " " for char in where).split()
    return (int(digits[0]) if digits else 10**6, view.number)


def _titled(words: str, host: str, documents: Sequence[Document]) -> Document | None:
    """The document whose title is nearest, if it is near enough; its publisher's host helps."""
    asked = words.casefold()
    best: tuple[float, Document] | None = None
    for document in documents:
        ours = host in {_host(address) for address in document.addresses} if host else False
        near = fuzz.token_sort_ratio(asked, document.title.casefold())
        near = max(near, fuzz.ratio(asked, _first_words(document.title, len(words.split()))))
        if near < (_TITLE_OF_ITS_PUBLISHER if ours else _TITLE):
            continue
        if best is None or near > best[0]:
            best = near, document
    return best[1] if best else None


def _first_words(title: str, count: int) -> str:
    """The beginning of a title: addresses often hold no more of it."""
    plain = "".join(char if char.isalnum() else " " for char in title.casefold())
    return " ".join(plain.split()[:count])


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
