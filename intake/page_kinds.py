"""What a server says that it sends, held against the bytes that it sends."""

from __future__ import annotations

from claims.reading_errors import Mislabelled, NothingReadable, NotReadable
from intake.sniffing import NAMES, kind_of

_DECLARED = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/plain": "text",
    "text/markdown": "text",
    "text/x-markdown": "text",
    "text/csv": "text",
}
_TELLS_NOTHING = frozenset(
    (
        *("", "application/octet-stream", "binary/octet-stream", "application/download"),
        *("application/force-download", "application/x-download", "text/xml", "application/xml"),
    )
)
_FAMILIES = {"image": "a picture", "video": "a video", "audio": "sound", "font": "a font"}
_FITTING = {"html": ("html", "text"), "pdf": ("pdf",), "text": ("text", "html")}


def refuse_unreadable(declared: str) -> None:
    """Raise ``NotReadable`` where a content type tells by itself that no text will come."""
    declared = declared.lower()
    if declared in _DECLARED or declared in _TELLS_NOTHING:
        return
    raise NotReadable(_FAMILIES.get(declared.split("/")[0], "data for programs"))


def page_kind(declared: str, body: bytes) -> str:
    """How a body is to be read: ``html``, ``pdf`` or ``text``.

    Raises ``Mislabelled`` where the bytes are something else than was declared, ``NotReadable``
    where nothing was declared and they are no text, ``NothingReadable`` where there are none.
    """
    if not body.strip():
        raise NothingReadable
    kind = _DECLARED.get(declared.lower())
    actual = kind_of(body)
    if kind is None:
        if actual not in _FITTING:
            raise NotReadable(NAMES[actual])
        return actual
    if actual not in _FITTING[kind]:
        raise Mislabelled(NAMES[kind], NAMES[actual])
    return kind
