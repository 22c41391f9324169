"""The shape of a pack file: a versioned, signed-off set of claims with its sources and documents.

``caveat packs schema`` prints the JSON Schema of this module; `docs/packs.md` explains it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from claims.dates import PartialDate
from claims.models import Claim, Document, Kept, Key, Language, Line, Sentence, Source
from claims.same_names import SameNames

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class SignOff(Kept):
    """Who answers for a version of a pack, and since when."""

    by: Line
    date: PartialDate


class PackHead(Kept):
    """What a pack says about itself."""

    id: Key
    title: Line
    version: Version
    language: Language = "en"
    description: Sentence
    method: Sentence = Field(description="How the sources were found and how far they were read.")
    licence: Line
    signed_off: SignOff
    same_names: SameNames = Field(
        (),
        description="Names that mean the same in this pack, the usual one of each list first.",
    )


class Pack(Kept):
    """A whole pack file. Raises ``ValueError`` that names every reference leading nowhere."""

    format: Literal[1]
    pack: PackHead
    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*self._repeated(), *self._dangling()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def version_key(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10.0 comes after 1.9.0."""
        return tuple(int(part) for part in self.pack.version.split("."))

    def _repeated(self) -> Iterator[str]:
        yield from _twice("source", (source.key for source in self.sources))
        yield from _twice("document", (document.key for document in self.documents))
        yield from _twice("claim", (claim.ref for claim in self.claims))

    def _dangling(self) -> Iterator[str]:
        sources = {source.key for source in self.sources}
        documents = {document.key for document in self.documents}
        for what, key in self._named_sources():
            if key not in sources:
                yield f"{what} names the source {key}, which is not here"
        for claim in self.claims:
            for appearance in claim.appearances:
                if appearance.document not in documents:
                    yield f"claim {claim.ref} appears in {appearance.document}, which is not here"

    def _named_sources(self) -> Iterator[tuple[str, str]]:
        for source in self.sources:
            if source.repost_of:
                yield f"source {source.key}", source.repost_of
        for document in self.documents:
            named = (document.source, *(copy.source for copy in document.republications))
            yield from ((f"document {document.key}", key) for key in named if key)
        for claim in self.claims:
            yield from ((f"claim {claim.ref}", key) for key in sorted(claim.source_keys))


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{what} {key} is there {times} times"
