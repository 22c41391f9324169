"""The text of PDF, Word, RTF, mail and CSV files, as much of it as one check reads.

Runs in the reading process: the libraries behind it take what a stranger made.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import docx
import pypdf
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from pypdf.errors import FileNotDecryptedError, PyPdfError
from striprtf.striprtf import rtf_to_text

from claims.dates import PartialDate
from claims.pages import TEXT_LIMIT, FileText
from claims.reading_errors import FileDamaged, FileEmpty, FileLocked, FileTooLarge
from intake.extraction import shortened, text_of_markup
from intake.sniffing import decoded

_UNPACKED_MB = 50
_MOST_PARTS = 5000
_PDF_SECONDS = 5.0
_SAMPLE = 16 * 1024
_WRONG_INSIDE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    NotImplementedError,
    zlib.error,
)
_PDF_FAULTS = (PyPdfError, ArithmeticError, *_WRONG_INSIDE)
_WORD_FAULTS = (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, EOFError, *_WRONG_INSIDE)
_BESIDE_THE_TEXT = {
    "word/footnotes.xml": "footnotes",
    "word/endnotes.xml": "endnotes",
    "word/comments.xml": "comments",
}
_LONGEST_CELL = 4 * 1024 * 1024
_SENTENCE_END = re.compile(r"[.!?:;…\"”»’)\]]\s*$")


def pdf_text(name: str, content: bytes) -> FileText:
    """Read a PDF page by page until there is enough text or five seconds are over.

    Raises ``FileLocked``, ``FileDamaged``, and ``FileEmpty`` where the pages are pictures.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileLocked
        pages = len(reader.pages)
        texts, unread = _pdf_pages(reader, pages)
        about = reader.metadata
        title, author = (about.title, about.author) if about else (None, None)
        date = about.creation_date if about else None
    except FileNotDecryptedError as problem:
        raise FileLocked from problem
    except _PDF_FAULTS as problem:
        raise FileDamaged("a PDF") from problem
    if unread and unread == len(texts):
        raise FileDamaged("a PDF")
    if not any(text.strip() for text in texts):
        raise FileEmpty("The PDF holds no text, only pictures of it")
    text, notes = shortened("\n\n".join(unwrapped(text) for text in texts if text.strip()))
    if unread:
        notes.append(f"{_counted(unread, 'page')} inside could not be read.")
    if len(texts) < pages:
        notes.append(f"Only {len(texts)} of {pages} pages were read.")
    return FileText(
        name,
        "pdf",
        text,
        title=_line(title),
        author=_line(author),
        date=_day(date),
        pages=pages,
        pages_read=len(texts) - unread,
        notes=tuple(notes),
    )


def docx_text(name: str, content: bytes) -> FileText:
    """Read a Word document: paragraphs and tables in their order."""
    parts = _parts_of_zip(content)
    try:
        document = docx.Document(io.BytesIO(content))
        lines = _up_to_limit(_docx_lines(document.iter_inner_content()))
        about = document.core_properties
        title, author, date = about.title, about.author, about.created
    except _WORD_FAULTS as problem:
        raise FileDamaged("a Word document") from problem
    return _whole(
        FileText(
            name,
            "docx",
            lines,
            title=_line(title),
            author=_line(author),
            date=_day(date),
            notes=_docx_notes(parts),
        )
    )


def rtf_text(name: str, content: bytes) -> FileText:
    """Read a rich text file."""
    try:
        text = rtf_to_text(  # type: ignore[no-untyped-call]
            content.decode("cp1252", "replace"), errors="ignore"
        )
    except (ValueError, LookupError, IndexError) as problem:
        raise FileDamaged("a rich text file") from problem
    return _whole(FileText(name, "rtf", text))


def mail_text(name: str, content: bytes) -> FileText:
    """Read a mail: its words in plain text, or else in HTML; attachments are only counted."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    if not mail.keys():
        raise FileDamaged("a mail")
    try:
        body = mail.get_body(preferencelist=("plain", "html"))
        text = "" if body is None else decoded(_payload(body), body.get_content_charset())
        if body is not None and body.get_content_subtype() == "html":
            text = text_of_markup(text)
        attached = sum(1 for _ in mail.iter_attachments())
    except _WRONG_INSIDE as problem:
        raise FileDamaged("a mail") from problem
    notes = (f"{_counted(attached, 'attachment')} not read.",) if attached else ()
    title = author = date = None
    with suppress(*_WRONG_INSIDE):
        title = _line(str(mail["subject"] or ""))
        author = _sender(mail)
        date = _day(mail["date"].datetime)
    return _whole(FileText(name, "eml", text, title=title, author=author, date=date, notes=notes))


def csv_text(name: str, content: bytes) -> FileText:
    """Read a table: one line for each row, its cells joined by commas."""
    text = decoded(content).replace("\x00", "")
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        lines = (", ".join(cell.strip() for cell in row if cell.strip()) for row in rows)
        return _whole(FileText(name, "csv", _up_to_limit(lines)))
    except csv.Error as problem:
        raise FileDamaged("a CSV table") from problem


def plain_file_text(name: str, content: bytes, charset: str | None = None) -> FileText:
    """Read a text file as it is, in the charset that its sender declared, if any."""
    return _whole(FileText(name, "text", decoded(content, charset).replace("\x00", "")))


def unwrapped(text: str) -> str:
    """Text set in lines as running text again: lines joined up to the end of their paragraph.

    A line that ends a sentence well before the margin ends its paragraph; a word that was divided
    at the margin is whole again.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    margin = max((len(line) for line in lines), default=0) * 0.7
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            last = joined[-1]
            divided = last.endswith("-") and line[0].islower() and last[-2:-1].isalpha()
            joined[-1] = last[:-1] + line if divided else f"{last} {line}"
        else:
            joined.append(line)
        goes_on = bool(line) and (len(line) >= margin or not _SENTENCE_END.search(line))
        if goes_on and len(line) < margin * 0.5:
            goes_on = False
    return "\n".join(joined).strip()


def _pdf_pages(reader: pypdf.PdfReader, pages: int) -> tuple[list[str], int]:
    """The texts of the pages that were read, and how many of them failed."""
    texts: list[str] = []
    unread = 0
    length = 0
    until = time.monotonic() + _PDF_SECONDS
    for number in range(pages):
        try:
            texts.append(reader.pages[number].extract_text())
        except _PDF_FAULTS:
            texts.append("")
            unread += 1
        length += len(texts[-1])
        if length > TEXT_LIMIT or time.monotonic() > until:
            break
    return texts, unread


def _parts_of_zip(content: bytes) -> list[str]:
    """The names of a document's parts; raises where they cannot be, or must not be, unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as problem:
        raise FileDamaged("a Word document") from problem
    if any(part.flag_bits & 1 for part in parts):
        raise FileLocked
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _UNPACKED_MB * 1024 * 1024 or len(parts) > _MOST_PARTS:
        raise FileTooLarge("What the file unpacks to", _UNPACKED_MB)
    return [part.filename for part in parts]


def _docx_notes(parts: list[str]) -> tuple[str, ...]:
    """What a Word document holds besides the text that is read."""
    beside = [what for part, what in _BESIDE_THE_TEXT.items() if part in parts]
    pictures = sum(part.startswith("word/media/") for part in parts)
    notes = [f"Its {' and '.join(beside)} were not read."] if beside else []
    if pictures:
        notes.append(f"{_counted(pictures, 'picture')} not read.")
    return tuple(notes)


def _docx_lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Table):
            yield block.text
            continue
        for row in block.rows:
            cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
            yield ", ".join(cell for cell in cells if cell)


def _delimiter(text: str) -> str:
    """What parts the cells: the mark that stands most often in each of the first lines."""
    lines = [line for line in text[:_SAMPLE].split("\n")[:20] if line.strip()]
    fewest = {mark: min((line.count(mark) for line in lines), default=0) for mark in ";\t|,"}
    best = max(fewest, key=lambda mark: fewest[mark])
    return best if fewest[best] else ","


def _up_to_limit(lines: Iterable[str]) -> str:
    """Lines joined until there are more characters than are read."""
    taken: list[str] = []
    length = 0
    for line in lines:
        taken.append(line)
        length += len(line) + 1
        if length > TEXT_LIMIT * 2:
            break
    return "\n".join(taken)


def _whole(file: FileText) -> FileText:
    """The file as it is handed on: not longer than is read; raises ``FileEmpty``."""
    if not any(char.isalnum() for char in file.text):
        raise FileEmpty
    text, cut = shortened(file.text.strip())
    return FileText(
        file.name,
        file.kind,
        text,
        title=file.title,
        author=file.author,
        date=file.date,
        notes=(*cut, *file.notes),
    )


def _sender(mail: EmailMessage) -> str | None:
    people = getattr(mail["from"], "addresses", ())
    return _line(next((person.display_name for person in people if person.display_name), None))


def _payload(part: Any) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _day(moment: datetime | None) -> PartialDate | None:
    return PartialDate(f"{moment:%Y-%m-%d}") if moment and moment.year > 1900 else None


def _line(text: object) -> str | None:
    return re.sub(r"\s+", " ", text).strip()[:300] or None if isinstance(text, str) else None


def _counted(number: int, thing: str) -> str:
    return f"1 {thing} was" if number == 1 else f"{number} {thing}s were"
