"""Answers that outlive a restart: sealed, so that only whoever holds the message can open them.

The words a member pasted are never stored in the clear. An answer is encrypted with a key that is
kept nowhere but in the buttons of the message that shows it; the store keeps the sealed rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter, ValidationError

from claims.errors import NotFound
from claims.ports import AnswerShelf, ClaimReader
from claims.recognising import in_reading_order
from claims.report import (
    Candidate,
    Found,
    KnownBy,
    KnownDocument,
    Match,
    NothingFound,
    ReadText,
    Report,
)

_ASKED = 4000
_GONE = "This answer is no longer kept; check the text again to see it."


@dataclass(frozen=True, slots=True)
class SealedReport:
    """What is sealed of a report: which claims it found and how, not the claims themselves."""

    shape: str
    found: tuple[Candidate, ...] = ()
    near: tuple[Candidate, ...] = ()
    uncovered: int = 0
    notes: tuple[str, ...] = ()
    address: str = ""
    carrier: str = ""
    document: str = ""
    by: KnownBy = KnownBy.ADDRESS
    read: ReadText | None = None
    pasted: str = ""
    """What was asked, where nothing was found, so that curators can be asked the same."""


_SEALED = TypeAdapter(SealedReport)
_LONGEST_NUMBER = 18
"""Digits: what a database takes for a number."""


def parted(ticket: str) -> tuple[int, str]:
    """The number and the key that a ticket holds; 0, which is nobody's, where it has none."""
    number, _, key = ticket.partition(".")
    known = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return (int(number) if known else 0), key


class Answers:
    """Keeps reports for the buttons under them and opens them again as the store is now."""

    def __init__(self, reader: ClaimReader, shelf: AnswerShelf) -> None:
        self._reader = reader
        self._shelf = shelf

    async def keep(self, community: str, report: Report, pasted: str = "") -> str:
        """Seal a report and return its ticket, 46 to 60 characters of ``[A-Za-z0-9_=.-]``.

        ``pasted`` is sealed with it where nothing was found.
        """
        key = Fernet.generate_key()
        essence = _essence(report)
        if isinstance(report, NothingFound):
            essence = replace(essence, pasted=pasted[:_ASKED])
        sealed = Fernet(key).encrypt(_SEALED.dump_json(essence))
        answer_id = await self._shelf.put_answer(community, sealed)
        return f"{answer_id}.{key.decode().rstrip('=')}"

    async def open(self, community: str, ticket: str) -> Report:
        """Give back a report with its claims as they are now; raises ``NotFound``."""
        return await self._restored(community, await self._unsealed(community, ticket))

    async def pasted(self, community: str, ticket: str) -> str:
        """What was pasted where nothing was found, else nothing; raises ``NotFound``."""
        return (await self._unsealed(community, ticket)).pasted

    async def _unsealed(self, community: str, ticket: str) -> SealedReport:
        number, key = parted(ticket)
        sealed = await self._shelf.get_answer(community, number)
        if sealed is None:
            raise NotFound(_GONE)
        try:
            return _SEALED.validate_json(Fernet(f"{key}=").decrypt(sealed))
        except (InvalidToken, ValidationError, ValueError) as problem:
            raise NotFound(_GONE) from problem

    async def _restored(self, community: str, essence: SealedReport) -> Report:
        found = await self._seen(community, essence.found)
        near = await self._seen(community, essence.near)
        if essence.shape == "document":
            document, views = await self._reader.document_by_key(community, essence.document)
            return KnownDocument(
                document,
                essence.address,
                essence.carrier,
                in_reading_order(document, views),
                found,
                essence.notes,
                essence.uncovered,
                essence.by,
                essence.read,
            )
        if essence.shape == "nothing":
            return NothingFound(near, essence.notes, essence.read)
        if not found:
            raise NotFound("The claims of this answer were withdrawn meanwhile; check it again.")
        return Found(found, near, essence.uncovered, essence.notes, essence.read)

    async def _seen(self, community: str, kept: Sequence[Candidate]) -> tuple[Match, ...]:
        views = await self._reader.views(community, [item.claim_id for item in kept])
        return tuple(Match(views[c.claim_id], c) for c in kept if c.claim_id in views)


def _essence(report: Report) -> SealedReport:
    match report:
        case Found():
            return SealedReport(
                "found",
                _candidates(report.matches),
                _candidates(report.related),
                report.uncovered,
                report.notes,
                read=report.read,
            )
        case KnownDocument():
            return SealedReport(
                "document",
                _candidates(report.found),
                uncovered=report.uncovered,
                notes=report.notes,
                address=report.pasted,
                carrier=report.carrier,
                document=report.document.key,
                by=report.by,
                read=report.read,
            )
        case NothingFound(closest, notes, read):
            return SealedReport("nothing", near=_candidates(closest), notes=notes, read=read)
        case _:
            assert_never(report)


def _candidates(matches: Iterable[Match]) -> tuple[Candidate, ...]:
    return tuple(match.found for match in matches)
