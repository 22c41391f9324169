"""Lines of JSON and what claims they make: reading, checking and saying kindly what is wrong.

All of it is plain computation on a file, meant for a worker thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from claims.models import Claim, Document, Source

_LONGEST = 1_000_000
_LINES = 500
_BYTES = 4_000_000

_FIELDS = frozenset(Claim.model_fields) | {"sources", "documents"}
_SOURCES = TypeAdapter(tuple[Source, ...])
_DOCUMENTS = TypeAdapter(tuple[Document, ...])


class BadLine(Exception):
    """A line that makes no claim; its text says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that was left out: its number, counted from 1, and the reason."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class GoodLine:
    """A line that makes a claim, with the sources and documents that it brings along."""

    line: int
    claim: Claim
    sources: tuple[Source, ...]
    documents: tuple[Document, ...]

    def merged_into(self, stored: str) -> Claim:
        """The stored claim with the fields that this line gives; others stay as they are."""
        given = {name: getattr(self.claim, name) for name in self.claim.model_fields_set}
        return Claim.model_validate_json(stored).model_copy(update=given)


@dataclass(slots=True)
class Batch:
    """Some hundred lines: what was good, what was not, and where the file goes on (in bytes)."""

    position: int
    line: int
    good: list[GoodLine] = field(default_factory=list)
    bad: list[LineProblem] = field(default_factory=list)
    at_end: bool = False


def read_batch(file: BinaryIO, position: int, line: int) -> Batch:
    """Read on from ``position``, after ``line`` lines: at most 500 lines or about 4 MB."""
    batch = Batch(position, line)
    file.seek(position)
    while batch.line - line < _LINES and batch.position - position < _BYTES:
        raw = file.readline(_LONGEST + 1)
        if not raw:
            batch.at_end = True
            break
        batch.line += 1
        if len(raw) > _LONGEST:
            _skip_rest(file, raw)
        batch.position = file.tell()
        try:
            good = _read(raw, batch.line)
        except BadLine as problem:
            batch.bad.append(LineProblem(batch.line, str(problem)))
        else:
            batch.good += [good] if good is not None else []
    return batch


def _skip_rest(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(_LONGEST)


def _read(raw: bytes, line: int) -> GoodLine | None:
    if len(raw) > _LONGEST:
        raise BadLine(f"it is longer than {_LONGEST:,} bytes")
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8").strip()
    except UnicodeDecodeError as problem:
        raise BadLine("it is not text in UTF-8") from problem
    if not text:
        return None
    given = _object(text)
    extra = {name: given.pop(name) for name in ("sources", "documents") if given.get(name)}
    try:
        return GoodLine(
            line,
            Claim.model_validate(given),
            _SOURCES.validate_python(_tuples(extra.get("sources", ()))),
            _DOCUMENTS.validate_python(_tuples(extra.get("documents", ()))),
        )
    except ValidationError as error:
        raise BadLine(_sentence(error)) from error


def _object(text: str) -> dict[str, Any]:
    """The fields of a line, without those that are empty."""
    try:
        given = json.loads(text)
    except json.JSONDecodeError as problem:
        raise BadLine(f"it is not JSON: {problem.msg} at column {problem.colno}") from problem
    except (ValueError, RecursionError) as problem:
        raise BadLine("it is not JSON that can be read") from problem
    if not isinstance(given, dict):
        raise BadLine('it is not a JSON object like {"ref": "…", "text": "…"}')
    unknown = sorted(set(given) - _FIELDS)
    if unknown:
        names = ", ".join(name[:40] for name in unknown[:5])
        raise BadLine(f"it has a field that claims do not have: {names}")
    fields = {name: value for name, value in given.items() if value not in (None, "", [])}
    missing = [name for name in ("ref", "text") if name not in fields]
    if missing:
        raise BadLine(f"it has no {' and no '.join(missing)}")
    if isinstance(fields["ref"], int) and not isinstance(fields["ref"], bool):
        fields["ref"] = str(fields["ref"])
    return fields


def _tuples(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def _sentence(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False)
    said = [f"{_place(detail['loc'])}: {_said(detail)}" for detail in found[:3]]
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    return "; ".join(said) + more


def _said(detail: Mapping[str, Any]) -> str:
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        return "is not a field of claims"
    if detail["type"] == "string_unicode":
        return "holds half a character (a lone surrogate)"
    return message[:1].lower() + message[1:]


def _place(loc: tuple[int | str, ...]) -> str:
    place = ""
    for step in loc:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place or "the line"
