"""Claims in and out as JSON Lines: in batches that survive a crash, out as a stream."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncConnection

from claims.errors import FileProblem, ImportProblem
from claims.models import Owner
from claims.report import ClaimView
from storage.aggregates import (
    AddressForms,
    Stamp,
    Stored,
    insert_claims,
    put_documents,
    put_sources,
    stored_claims,
    update_claims,
)
from storage.bodies import Record, owner_of, record_of
from storage.database import Database
from storage.import_log import ImportLog, Tally
from storage.lines import Batch, GoodLine, LineProblem, read_batch
from storage.numbering import make_community, take_numbers
from storage.schema import claims
from storage.views import assemble, rows_of, scope_of, visible

_HOPELESS = 1000
_PAGE = 200

Progress = Callable[[int, int, int], None]
"""Called after each batch with the bytes done, the bytes in all and the lines done."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``rejections`` are at most 100,000, by line; ``rejected`` counts all.

    ``resumed_at`` is the line after which an import that was killed before went on, or 0.
    """

    lines: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    rejections: tuple[LineProblem, ...]
    resumed_at: int = 0


@dataclass(slots=True)
class _Sorted:
    """A batch held against the store: what is new, what is other, what was rejected after all."""

    new: list[Record]
    changed: list[tuple[Stored, Record]]
    unchanged: int
    bad: list[LineProblem]


class Transfer:
    """Imports and exports a community's own claims."""

    def __init__(self, database: Database, forms: AddressForms) -> None:
        self._database = database
        self._forms = forms

    async def import_claims(
        self, community: str, path: Path, *, actor: str, progress: Progress | None = None
    ) -> ImportReport:
        """Bring the claims of a file into a community, by ``ref``.

        A claim that is there already takes the fields that its line gives and keeps its others; if
        that changes nothing, nothing is written. Each batch is one transaction together with the
        place reached, so an import that was killed goes on there when the same file is imported
        again. Raises ``FileProblem``, ``ImportProblem``, ``InputProblem``, ``StoreProblem``.
        """
        owner = owner_of(community)
        digest, size = await asyncio.to_thread(_fingerprint, path)
        log = ImportLog(community, digest)
        async with self._database.write() as connection:
            await make_community(connection, community, datetime.now(UTC))
            tally = await log.begin(connection)
        resumed_at = tally.line
        stamp = Stamp(datetime.now(UTC), actor, f"Imported from {path.name}")
        with await asyncio.to_thread(_opened, path) as file:
            seen = await asyncio.to_thread(_refs_before, file, tally)
            work = _Import(owner, self._forms, log, stamp, tally, seen)
            at_end = False
            while not at_end:
                place = work.tally.position, work.tally.line
                batch = await asyncio.to_thread(read_batch, file, *place)
                async with self._database.write() as connection:
                    await work.take_in(connection, batch)
                _check_hope(path, work.tally, batch)
                at_end = batch.at_end
                if progress is not None:
                    progress(work.tally.position, size, work.tally.line)
        async with self._database.write() as connection:
            await log.finish(connection)
            rejections = await log.rejections(connection)
        done = work.tally
        return ImportReport(
            lines=done.line,
            added=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
            rejected=done.rejected,
            rejections=rejections,
            resumed_at=resumed_at,
        )

    async def export_claims(
        self, community: str, file: TextIO, *, include_unpublished: bool = False
    ) -> int:
        """Write a community's own claims, by number, one JSON object a line; returns how many.

        A line holds the whole claim, with the sources and documents that it names, and can be
        imported again. All lines show the store at one moment.
        """
        own = str(owner_of(community))
        count, after = 0, 0
        async with self._database.read() as connection:
            scope = await connection.run_sync(scope_of, community)
            query = visible(scope, include_unpublished=include_unpublished)
            query = query.where(claims.c.owner == own).order_by(claims.c.number).limit(_PAGE)
            while rows := await connection.run_sync(rows_of, query.where(claims.c.number > after)):
                views = await connection.run_sync(assemble, scope, rows)
                file.write(await asyncio.to_thread(_as_lines, views))
                count, after = count + len(rows), rows[-1].number
        return count


@dataclass(slots=True)
class _Import:
    """An import under way. ``seen`` holds hashes of the refs so far, eight bytes each."""

    owner: Owner
    forms: AddressForms
    log: ImportLog
    stamp: Stamp
    tally: Tally
    seen: set[int]

    async def take_in(self, connection: AsyncConnection, batch: Batch) -> None:
        """Store a batch with the place reached."""
        refs = [good.claim.ref for good in batch.good]
        stored = await stored_claims(connection, self.owner, refs)
        found = await asyncio.to_thread(_held_against, batch.good, stored, self.seen)
        first = await take_numbers(connection, self.owner.key, len(found.new))
        await insert_claims(connection, self.owner, list(enumerate(found.new, first)), self.stamp)
        await update_claims(connection, self.owner, found.changed, self.stamp)
        sources = [source for good in batch.good for source in good.sources]
        await put_sources(connection, self.owner, sources)
        documents = [document for good in batch.good for document in good.documents]
        await put_documents(connection, self.owner, documents, self.forms)
        bad = sorted([*batch.bad, *found.bad], key=lambda problem: problem.line)
        self.tally = Tally(
            position=batch.position,
            line=batch.line,
            added=self.tally.added + len(found.new),
            changed=self.tally.changed + len(found.changed),
            unchanged=self.tally.unchanged + found.unchanged,
            rejected=self.tally.rejected + len(bad),
        )
        await self.log.note(connection, self.tally, bad)
        self.seen.update(hash(ref) for ref in refs)


def _held_against(good: Sequence[GoodLine], stored: dict[str, Stored], seen: set[int]) -> _Sorted:
    """Sort lines by what they change: of two with one ref, the first counts."""
    found = _Sorted([], [], 0, [])
    here: dict[str, Record] = {}
    for line in good:
        ref = line.claim.ref
        old = here[ref].body if ref in here else stored[ref].body if ref in stored else None
        record = record_of(line.claim if old is None else line.merged_into(old))
        if record.body == old:
            found.unchanged += 1
        elif ref in here or hash(ref) in seen:
            sentence = f"its ref {ref} stands on an earlier line of this file with other content"
            found.bad.append(LineProblem(line.line, sentence))
            continue
        elif old is None:
            found.new.append(record)
        else:
            found.changed.append((stored[ref], record))
        here.setdefault(ref, record)
    return found


def _as_lines(views: Sequence[ClaimView]) -> str:
    lines = []
    for view in views:
        whole = view.claim.model_dump(mode="json")
        for name, kept in (("sources", view.sources), ("documents", view.documents)):
            if kept:
                whole[name] = [
                    kept[key].model_dump(mode="json", exclude_defaults=True) for key in sorted(kept)
                ]
        lines.append(json.dumps(whole, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def _refs_before(file: BufferedReader, reached: Tally) -> set[int]:
    """Hashes of the refs on the lines before a place, which an older version may have chosen."""
    seen: set[int] = set()
    batch = Batch(0, 0)
    while batch.position < reached.position and not batch.at_end:
        batch = read_batch(file, batch.position, batch.line)
        seen.update(hash(good.claim.ref) for good in batch.good if good.line <= reached.line)
    return seen


def _check_hope(path: Path, tally: Tally, batch: Batch) -> None:
    good = tally.added + tally.changed + tally.unchanged
    if good == 0 and tally.rejected >= _HOPELESS and batch.bad:
        raise ImportProblem(
            f"{path.name} does not look like JSON Lines of claims: none of its first "
            f"{tally.line:,} lines could be used; line {batch.bad[-1].line}: "
            f"{batch.bad[-1].sentence}."
        )


def _fingerprint(path: Path) -> tuple[str, int]:
    with _opened(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _opened(path: Path) -> BufferedReader:
    try:
        # A device or a pipe may have no end, and an import goes back to where it was.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise FileProblem(path, "is no regular file; save the claims to one first.")
        return path.open("rb")
    except IsADirectoryError as problem:
        raise FileProblem(path, "is a folder, not a file of claims.") from problem
    except FileNotFoundError as problem:
        raise FileProblem(path, "is not there.") from problem
    except OSError as problem:
        raise FileProblem(path, f"cannot be read: {problem.strerror}.") from problem
