"""What bytes are, told by the bytes themselves, and how their characters are written."""

from __future__ import annotations

import codecs
import re

_HEAD = 4096
_MAGIC = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"Rar!", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"{\\rtf", "rtf"),
)
NAMES = {
    "image": "a picture",
    "sound": "sound",
    "video": "a video",
    "zip": "a zip archive",
    "archive": "a packed archive",
    "program": "a program",
    "ole": "an old Office file",
    "rtf": "a rich text file",
    "pdf": "a PDF",
    "docx": "a Word document",
    "html": "a web page",
    "text": "plain text",
    "binary": "data that is no text",
}
_RIFF = {b"WEBP": "image", b"WAVE": "sound", b"AVI ": "video"}
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|section|main)[\s>]",
    re.IGNORECASE,
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_.:-]{2,40})", re.I)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([a-z0-9_.:-]{2,40})", re.I)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSING_SAMPLE = 64 * 1024
_RARE_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b\x08")


def kind_of(content: bytes) -> str:
    """What bytes are: one of ``NAMES``. Only their first 4,096 are looked at."""
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _by_magic(head) or _by_frame(head) or _by_characters(head)


def decoded(content: bytes, declared: str | None = None) -> str:
    """The characters of a text: by its byte order mark, what is declared, UTF-8, or a guess.

    Never fails: what fits nothing is decoded with replacement characters.
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content.decode(charset, "replace")
    for claimed in (declared, _declared_inside(content), "utf-8"):
        text = _strictly(content, claimed)
        if text is not None:
            return text
    return content.decode(_guessed(content[:_GUESSING_SAMPLE]), "replace")


def _guessed(sample: bytes) -> str:
    """A charset for bytes that are not UTF-8; a few odd letters in a short text are Western."""
    odd = sum(byte > 127 for byte in sample)
    if len(sample) < 300 and odd * 6 < len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few texts need it, and it is large

    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _by_magic(head: bytes) -> str | None:
    found = next((entry for entry in _MAGIC if head.startswith(entry[0])), None)
    if found is None or (found[0].isalpha() and len(found[0]) == 2 and _is_prose(head)):
        return None  # BM and MZ begin words too
    return found[1]


def _by_frame(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "video"
    return _RIFF.get(head[8:12]) if head[:4] == b"RIFF" else None


def _by_characters(head: bytes) -> str:
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return "html" if _HTML.search(head.replace(b"\x00", b"")) else "text"
    if b"\x00" in head or not _is_prose(head):
        return "binary"
    return "html" if _HTML.search(head) else "text"


def _strictly(content: bytes, charset: str | None) -> str | None:
    if charset is None:
        return None
    name = charset.strip().lower()
    # What calls itself Latin-1 on the web is Windows-1252 (WHATWG, Encoding Standard).
    name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    try:
        return content.decode(name)
    except (LookupError, ValueError):  # unknown, no charset at all, or not what the bytes are
        return None


def _declared_inside(content: bytes) -> str | None:
    head = content[:_HEAD]
    found = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    return found.group(1).decode("ascii", "replace") if found else None


def _is_prose(head: bytes) -> bool:
    """True where hardly any byte is a control character that no text uses."""
    rare = sum(head.count(bytes([code])) for code in _RARE_CONTROLS)
    return rare * 100 <= len(head)
