"""How claims and what belongs to them are written down, and read back.

Fields that have their default are not written. A default of a stored model is therefore part of the
schema: whoever changes one writes the old one out, in a migration.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from claims.errors import InputProblem
from claims.models import Claim, Owner

_T = TypeVar("_T")
_R = TypeVar("_R")
_QUICK = 40


@dataclass(frozen=True, slots=True)
class Record:
    """A claim as its row holds it: the columns, and the keys of the documents it appears in."""

    columns: dict[str, Any]
    documents: tuple[str, ...]

    @property
    def ref(self) -> str:
        """The claim's ref."""
        return str(self.columns["ref"])

    @property
    def body(self) -> str:
        """The whole claim as JSON; equal claims have equal bodies."""
        return str(self.columns["body"])


def body_of(kept: BaseModel) -> str:
    """A model as JSON, without the fields that have their default."""
    return kept.model_dump_json(exclude_defaults=True)


def record_of(claim: Claim) -> Record:
    """A claim made ready for its row."""
    words = (claim.title or "", claim.text, claim.speaker or "")
    columns = {
        "ref": claim.ref,
        "status": claim.status.value,
        "search": searchable("\n".join(words)),
        "language": claim.language,
        "body": body_of(claim),
    }
    return Record(columns, tuple(dict.fromkeys(told.document for told in claim.appearances)))


def searchable(words: str) -> str:
    """Words in the form in which autocomplete compares them."""
    return words.casefold().replace("\0", " ")


def owner_of(community: str) -> Owner:
    """The owner that a community id stands for; raises ``InputProblem`` where it is none."""
    try:
        return Owner.community(community)
    except ValueError as problem:
        raise InputProblem(
            f"{community!r} is not the name of a community; use letters, digits, dots, dashes and "
            "underscores, at most 80 of them."
        ) from problem


async def each(work: Callable[[_T], _R], items: Sequence[_T]) -> list[_R]:
    """Apply some parsing to many items, off the event loop where they are more than a few."""
    if len(items) <= _QUICK:
        return [work(item) for item in items]
    return await asyncio.to_thread(lambda: [work(item) for item in items])
