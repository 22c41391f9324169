"""From a form about a source or an article to what is kept: the one that is there, or a new one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import ValidationError

from claims.dates import PartialDate
from claims.deeds import PutReferences
from claims.domains import domain_of
from claims.errors import InputProblem, NotFound
from claims.forms import sentence_of
from claims.linking import Canonical, Guess, at_address, clean_link, guess_from, key_of_link
from claims.models import (
    Checked,
    Document,
    Kept,
    Key,
    Language,
    Line,
    Owner,
    Sentence,
    Source,
    SourceKind,
    WebAddress,
)
from claims.report import ClaimView
from claims.shelves import CuratorShelf


class SourceForm(Kept):
    """What a curator wrote of a source: a link, or a publisher and a title where there is none."""

    url: WebAddress | None = None
    publisher: Line | None = None
    title: Sentence | None = None
    author: Line | None = None
    date: PartialDate | None = None
    archived_url: WebAddress | None = None
    kind: SourceKind = SourceKind.NEWS
    language: Language = "en"
    party: Line | None = None
    affiliation: Line | None = None
    repost_of: Key | None = None
    checked: Checked = Checked.NOT_OPENED
    note: Sentence | None = None


class DocumentForm(Kept):
    """What a curator wrote of an article or post that makes a claim."""

    url: WebAddress | None = None
    title: Sentence
    publisher: Line | None = None
    author: Line | None = None
    date: PartialDate | None = None


Named = SourceForm | str
"""A source to be named: a form about it, or the key of one that the community sees."""

_NOTHING = PutReferences()


@dataclass(frozen=True, slots=True)
class Placed:
    """The key under which something is kept, and what must be stored with the change for that."""

    key: str
    references: PutReferences = _NOTHING


class Sourcing:
    """Finds the sources and documents that curators name, or makes them."""

    def __init__(self, shelf: CuratorShelf, canonical: Canonical) -> None:
        self._shelf = shelf
        self._canonical = canonical

    async def guess(self, community: str, url: str) -> Guess:
        """What a link tells before anybody opened it; raises ``InputProblem`` where it is none."""
        address = clean_link(url, self._canonical)
        return guess_from(address, await self._shelf.sources_at(community, domain_of(address)))

    async def source(self, community: str, view: ClaimView, named: Named) -> Placed:
        """The source that is meant: one page is one source, however its link is written.

        Raises ``InputProblem`` where the form says too little, ``NotFound`` for an unknown key.
        """
        if isinstance(named, str):
            return await self._known(community, view, named)
        if named.archived_url:
            clean_link(named.archived_url, self._canonical)
        if named.repost_of:
            await self._known(community, view, named.repost_of)
        if named.url is None:
            return _unlinked(named)
        address = clean_link(named.url, self._canonical)
        here = await self._shelf.sources_at(community, domain_of(address))
        there = at_address(address, (*view.sources.values(), *here), self._canonical)
        if there is not None:
            return Placed(there.key)
        guess = guess_from(address, here)
        given = {
            **named.model_dump(exclude_none=True),
            "key": key_of_link(address),
            "url": with_scheme(named.url),
            "publisher": named.publisher or guess.publisher,
            "date": named.date or guess.date,
        }
        return _made(given)

    async def document(self, community: str, form: DocumentForm) -> Placed:
        """The community's document at the form's link, or a new one."""
        if form.url is None:
            if form.publisher is None:
                raise InputProblem("Give the link of the text, or else its publisher.")
            key = _key_of_words("text", form.publisher, form.title, str(form.date or ""))
            return _placed_document(Document(key=key, **_fields(form, form.publisher)))
        address = clean_link(form.url, self._canonical)
        for known in await self._shelf.documents_at(community, domain_of(address)):
            if any(self._canonical(link) == address for link in known.addresses):
                return Placed(known.key)
        guess = guess_from(address, await self._shelf.sources_at(community, domain_of(address)))
        fields = _fields(form, form.publisher or guess.publisher)
        fields["date"] = form.date or guess.date
        links = (with_scheme(form.url),)
        return _placed_document(Document(key=key_of_link(address), urls=links, **fields))

    async def own(self, community: str, key: str) -> Source:
        """One of the community's own sources; raises ``NotFound`` for those of packs."""
        owner = Owner.community(community)
        found = await self._shelf.sources_by_key(community, owner, [key])
        if not found:
            raise NotFound(
                "This source is not the community's own; those of a pack change with the pack."
            )
        return found[0]

    async def _known(self, community: str, view: ClaimView, key: str) -> Placed:
        if key in view.sources:
            return Placed(key)
        owner = Owner.community(community)
        if not await self._shelf.sources_by_key(community, owner, [key]):
            raise NotFound("There is no such source here; give its link instead.")
        return Placed(key)


def _unlinked(form: SourceForm) -> Placed:
    if form.publisher is None or form.title is None:
        raise InputProblem(
            "Give the link of the source; where there is none, give its publisher and title."
        )
    key = _key_of_words("source", form.publisher, form.title, str(form.date or ""))
    return _made({**form.model_dump(exclude_none=True), "key": key})


def _made(given: dict[str, object]) -> Placed:
    try:
        source = Source.model_validate(given)
    except ValidationError as error:
        raise InputProblem(sentence_of(error)) from error
    return Placed(source.key, PutReferences(sources=(source,)))


def _placed_document(document: Document) -> Placed:
    return Placed(document.key, PutReferences(documents=(document,)))


def _fields(form: DocumentForm, publisher: str) -> dict[str, object]:
    return {
        "title": form.title,
        "publisher": publisher,
        "author": form.author,
        "date": form.date,
    }


def _key_of_words(what: str, *words: str) -> str:
    said = "\0".join(" ".join(word.split()).casefold() for word in words)
    return f"{what}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def with_scheme(url: str) -> str:
    """A link as people type it, with the scheme that they left out."""
    return url if "://" in url else f"https://{url}"
