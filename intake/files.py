"""Files that people hand in: judged by name and bytes, then read in the reading process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from claims.dates import PartialDate
from claims.pages import FILE_LIMIT, FileText
from claims.reading_errors import (
    FileEmpty,
    FileLocked,
    FileMislabelled,
    FileNotSupported,
    FileTooLarge,
)
from intake.sniffing import NAMES, kind_of
from intake.worker import ReadingWorker

_TEXTS = ("text", "html")
_SUFFIXES: dict[str, tuple[str, tuple[str, ...]]] = {
    ".txt": ("text", _TEXTS),
    ".text": ("text", _TEXTS),
    ".md": ("text", _TEXTS),
    ".markdown": ("text", _TEXTS),
    ".html": ("html", _TEXTS),
    ".htm": ("html", _TEXTS),
    ".eml": ("eml", _TEXTS),
    ".csv": ("csv", _TEXTS),
    ".pdf": ("pdf", ("pdf",)),
    ".docx": ("docx", ("zip",)),
    ".rtf": ("rtf", ("rtf",)),
}
"""What a name promises, and which bytes keep the promise."""
_NAMELESS = {"text": "text", "html": "html", "pdf": "pdf", "rtf": "rtf", "zip": "docx"}


class HandedFiles:
    """Reads files up to 8 MB, and 200,000 characters of each."""

    def __init__(self, worker: ReadingWorker) -> None:
        self._worker = worker

    async def read(self, name: str, content: bytes, community: str = "") -> FileText:
        """Read a file; raises ``AttachmentProblem`` or ``ReadingProblem``, which say why."""
        if len(content) > FILE_LIMIT:
            raise FileTooLarge("The file", FILE_LIMIT // 1024 // 1024)
        kind = file_kind(name, content)
        details = {"name": name, "kind": kind}
        answer = await self._worker.do("file", details, content, community=community)
        return _file_from(answer)


def file_kind(name: str, content: bytes) -> str:
    """How a file is to be read, by its name and its first bytes.

    Raises ``FileEmpty``, ``FileNotSupported``, ``FileLocked`` and ``FileMislabelled``.
    """
    if not content.strip():
        raise FileEmpty("The file is empty")
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    actual = kind_of(content)
    if not suffix and actual in _NAMELESS:
        return _NAMELESS[actual]
    if suffix not in _SUFFIXES:
        raise FileNotSupported(NAMES[actual] if actual not in _TEXTS else f"a {suffix} file")
    kind, fitting = _SUFFIXES[suffix]
    if actual in fitting:
        return kind
    if suffix == ".docx" and actual == "ole":
        raise FileLocked
    raise FileMislabelled(suffix, NAMES[actual])


def _file_from(answer: dict[str, Any]) -> FileText:
    as_date: Callable[[str], PartialDate] = PartialDate
    date = as_date(answer.pop("date")) if answer.get("date") else answer.pop("date", None)
    notes = tuple(answer.pop("notes"))
    return FileText(**answer, date=date, notes=notes)
