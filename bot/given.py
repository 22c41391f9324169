"""What a command line gives to read: an argument, standard input or a file, decoded or refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from claims.errors import FileProblem, InputProblem, UnreadableText
from claims.pages import FILE_LIMIT
from claims.paste import Paste, PastedFile
from claims.reading_errors import FileTooLarge

_DOCUMENTS = frozenset((".html", ".htm", ".pdf", ".docx", ".rtf", ".eml", ".csv"))
_MOST_BYTES = 800_000
"""More than the 200,000 characters that one check reads can take in UTF-8."""


def given_text(text: str | None, file: Path | None) -> str:
    """The text to check: an argument, ``-`` for standard input, or a file.

    Raises ``InputProblem`` with its sentence where there is none, or it cannot be read.
    """
    if text is not None and file is not None:
        raise InputProblem("Give either a text or a file, not both.")
    if file is not None:
        check_readable(file)
        with file.open("rb") as opened:
            return _decoded(opened, str(file))
    if text is None:
        raise InputProblem(
            'Say what to check: caveat check "…", - for standard input, or --file PATH.'
        )
    if text == "-":
        return _decoded(sys.stdin.buffer, "Standard input")
    if any("\ud800" <= char <= "\udfff" for char in text):  # bytes that were no UTF-8
        raise UnreadableText("The text")
    return text


def is_document(file: Path) -> bool:
    """Whether a file is of a kind that is read as more than its letters."""
    return file.suffix.lower() in _DOCUMENTS


def given_file(file: Path) -> Paste:
    """A document to check; raises ``FileProblem``, ``FileTooLarge``."""
    check_readable(file)
    with file.open("rb") as opened:  # a device has no size and no end
        content = opened.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        raise FileTooLarge(f"The file {file.name}", FILE_LIMIT // (1024 * 1024))
    return Paste(files=(PastedFile(file.name, content),))


def check_readable(file: Path) -> None:
    """Raise ``FileProblem`` unless a file is there and can be read."""
    if not file.exists():
        raise FileProblem(file, "does not exist; check the name.")
    if file.is_dir():
        raise FileProblem(file, "is a folder; name a file in it.")
    try:
        with file.open("rb"):
            return
    except OSError as problem:
        raise FileProblem(file, f"cannot be read ({problem.strerror}).") from problem


def _decoded(opened: BinaryIO, what: str) -> str:
    content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise InputProblem(
            f"{what} holds more than one check reads (200,000 characters); "
            "give the part that matters."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableText(what) from problem
